//! What amounts and exceptions may say: what is judged and in which units, what an exception changes.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test")]

mod common;

use common::{findings, model};

/// What a penalty of a tier says, about commitments that differ in what exceeds them.
fn penalty(on: &str, pays: &str) -> Vec<String> {
    let tier = "tier gold { measured by vigie\n obligation result\n availability at least 99 % each month during always\n \
                latency at most 500 ms each month during always\n| priority | restoration | each | during |\n|-|-|-|-|\n| p1 | 4 h | incident | always |\n\
                | p2 | 5 days | incident | always |\n\n| priority | response | quota | sample | each | during |\n|-|-|-|-|-|-|\n| all | 1 h | 90 % | 1 | month | always |\n}\n";
    let settlement = "settlement s { combine sum; claim automatic; form credit; nature penalty; damages on_account; cap 1_000 EUR each month }\n";
    findings(&format!("{tier}{settlement}penalty p \"P\" on {on} {{ basis fee; pays {pays} }}"))
        .into_iter()
        .filter(|f| f.contains("mismatch") || f.contains("spans") || f.contains("unknown"))
        .collect()
}

#[test]
fn what_exceeds_a_promise_is_counted_in_its_own_units() {
    for (on, pays) in [
        ("restoration at gold for p1", "10 EUR per started h of excess"),
        ("restoration at gold for p2", "10 EUR per started day of excess"),
        ("response at gold", "10 EUR * excess"),
        ("response at gold", "10 EUR per started h of excess"),
        ("availability at gold", "5 % per full h of excess"),
        ("latency at gold", "5 % per started 100 ms of excess"),
    ] {
        let found = penalty(on, pays);
        assert_eq!(found.len(), usize::from(pays.contains("h of") && on.starts_with("response")), "{on}: {found:?}");
    }
    let hours = penalty("restoration at gold for p1", "10 EUR per started day of excess");
    assert_eq!(hours, ["uncomparable-spans: a time in days and a duration cannot be counted"]);
    let days = penalty("restoration at gold for p2", "10 EUR per started h of excess");
    assert_eq!(days, ["uncomparable-spans: a duration and a time in days cannot be counted"]);
    let both = penalty("restoration at gold", "10 EUR per started h of excess");
    assert_eq!(
        both,
        [
            "unit-mismatch: `excess` is a duration for `gold.restoration.p1` and a time in days for `gold.restoration.p2`"
        ]
    );
    assert_eq!(
        penalty("latency at gold", "10 EUR per started h of lost"),
        ["unit-mismatch: `lost` says nothing about what is judged here"]
    );
    assert_eq!(penalty("availability at gold", "10 EUR * total"), ["unknown-name: nothing is called `total`"]);
}

/// What a commitment on the news of a ticket says, whose indicator ends as it is written.
fn news(until: &str, judged: &str) -> Vec<String> {
    let record = "record ticket \"Ticket\" of service {\n| field | label | type | means |\n|-|-|-|-|\n| reported | \"R\" | instant | \"R.\" |\n\
                  | told | \"T\" | instants | \"T.\" |\n| solved | \"S\" | instant | \"S.\" |\n| filed | \"F\" | instant | \"F.\" |\n}\n\
                  indicator first \"First\" of ticket { is max of gap of reported; better lower }\n";
    let indicator = format!("indicator silence \"S\" of ticket {{ is max of gap of told; {until}; better lower }}\n");
    let tier = format!("tier gold {{ measured by vigie\n obligation result\n {judged} during always\n}}\n");
    findings(&format!("{record}{indicator}{tier}")).into_iter().filter(|f| !f.starts_with("unused")).collect()
}

#[test]
fn news_is_due_until_a_case_ends_and_in_what_has_news() {
    assert_eq!(news("until solved", "silence at most 2 h each ticket"), [""; 0]);
    assert_eq!(news("from reported; until solved", "silence at most 2 h each month"), [""; 0]);
    assert_eq!(
        news("from reported", "silence at most 2 h each ticket"),
        ["gap-without-end: nothing says up to which event of a `ticket` the times between two `told` are measured"]
    );
    assert_eq!(
        news("until solved", "first at most 2 h each ticket"),
        ["wrong-value: `first` has no value for each `ticket`"]
    );
    assert_eq!(
        news("until solved", "availability at least 99 % each ticket"),
        ["wrong-value: `availability` has no value for each `ticket`"]
    );
}

#[test]
fn an_exemption_says_its_window_and_what_is_owed_beyond_it() {
    let says = |exempt: &str| {
        let tier = "tier gold { measured by vigie\n obligation result\n availability at least 99 % each month during always\n}\n\
                    penalty p \"P\" on availability at gold { pays 10 EUR }\n";
        let settlement =
            format!("settlement s {{ {exempt}; claim automatic; form credit; nature penalty; damages on_account }}");
        let found = findings(&format!("{tier}{settlement}"));
        let about =
            |f: &String| (f.contains("exempt") || f.contains("total")) && !f.starts_with("exemption-never-passed");
        found.into_iter().filter(about).collect::<Vec<_>>()
    };
    for exempt in [
        "exempt 1_000 EUR over contract, then whole",
        "exempt 5 % of fee each month, then excess",
        "exempt [threshold] over contract, then whole",
        "exempt [threshold] each contract_year, then [beyond]",
        "waived when total over contract_year <= 300 EUR",
    ] {
        assert_eq!(says(exempt), [""; 0], "{exempt}");
    }
    assert_eq!(says("exempt 1_000 EUR over contract"), ["missing-field: `exempt` does not say what is owed beyond it"]);
    assert_eq!(
        says("exempt 1_000 EUR, then whole"),
        ["missing-field: `exempt` does not say over which time the total is taken"]
    );
}

#[test]
fn a_value_is_not_bounded_in_days() {
    let found = findings(
        "tier gold { measured by vigie\n obligation result\n latency at most 2 days each month during always\n}",
    );
    assert!(
        found.contains(
            &"uncomparable-spans: `latency` is a number of seconds, and days are no number of hours".to_owned()
        ),
        "{found:?}"
    );
}

#[test]
fn units_that_are_counted_are_counted_for_all_that_stands_before() {
    let divided = "v / 1000 per started day of excess";
    let tier = "tier gold { measured by vigie\n restoration at most 5 days each incident during always\n}\nfigure v \"V\" of contract { is 30_000 EUR }\n\
                settlement s { combine sum; claim automatic; form credit; nature penalty; damages on_account; cap 1_000 EUR each month }\n";
    let pays = |amount: &str| {
        let model = model(&format!("{tier}penalty p \"P\" on restoration at gold {{ pays {amount} }}"));
        model.schedules.by_name("p").unwrap().pays.clone()
    };
    assert_eq!(format!("{:?}", pays(divided)), format!("{:?}", pays("(v / 1000) per started day of excess")));
}

/// What an exception on these terms says.
fn exception(on: &str, says: &str) -> Vec<String> {
    let tier = "tier gold { measured by vigie\n obligation result\n availability at least 99 % each month during always\n restoration at most 4 h for p1 each incident during always\n \
                restoration at most 8 h for p2 each incident during always\n}\n\
                penalty late \"L\" on restoration at gold { pays 10 EUR per started h of excess }\n\
                settlement s { claim automatic; form credit; nature penalty; damages on_account; cap 1_000 EUR each month }\n\
                exclusion waiting \"W\" { from info_requested; until info_received; suspends restoration; limit 5 days, then resume; by nord }\n\
                right leave \"Leave\" of acme { when count of breaches of availability over last 3 months >= 2 }\n\
                duty report \"Report\" of nord { to acme; each month; within 5 days after end of month; does \"Reports.\" }\n\
                figure other \"Other\" of erp { is 9_000 EUR per month }\nfigure bonus_share \"Share\" of contract { is 5 % }\n";
    let exception = format!("exception e \"E\" on {on} from 2026-03-01 until 2026-04-01 {{ {says} }}");
    let of_contract = |f: &String| !f.starts_with("unused-definition") && !f.starts_with("missing-nature");
    findings(&format!("{tier}{exception}")).into_iter().filter(of_contract).collect()
}

#[test]
fn an_exception_changes_what_is_counted_or_is_refused() {
    for (on, says) in [
        ("availability", "target at least 95 %"),
        ("availability[gold]", "quota 95 %"),
        ("restoration", "target at most 50 % * base"),
        ("gold", "availability at least 95 %"),
        ("late", "pays 2 * base"),
        ("late", "waived when attained <= 5 h"),
        ("s", "cap 5_000 EUR each month; cap 9_000 EUR over contract"),
        ("s", "combine greatest per incident; form payment"),
        ("fee", "is other"),
        ("waiting", "means \"Another text\""),
    ] {
        assert_eq!(exception(on, says), [""; 0], "{on}: {says}");
    }
    for (on, says, message) in [
        ("waiting", "limit 9 days", "an exception cannot change `limit` of an exclusion: this has no effect"),
        ("leave", "within 30 days", "an exception cannot change `within` of a right: this has no effect"),
        ("report", "within 9 days", "an exception cannot change `within` of a duty: this has no effect"),
        ("availability", "during business", "an exception cannot change `during` of an indicator: this has no effect"),
        ("availability[gold]", "sample 5", "an exception cannot change `sample` of a commitment: this has no effect"),
        ("gold", "each quarter", "an exception cannot change `each` of a tier: this has no effect"),
        ("s", "claim automatic", "an exception cannot change `claim` of a settlement: this has no effect"),
        ("fee", "default 5 EUR", "an exception cannot change `default` of a figure: this has no effect"),
        ("erp", "at gold", "an exception cannot change `at` of a service: this has no effect"),
    ] {
        let rule = format!("exception-without-effect: {message}");
        assert_eq!(exception(on, says), [rule], "{on}: {says}");
    }
    // It names two commitments, and changes both.
    assert_eq!(exception("restoration[gold]", "target at most 6 h"), [""; 0]);
    assert_eq!(
        exception("fee", "is bonus_share"),
        ["unit-mismatch: an amount in EUR per month and a percentage cannot be given to one figure"]
    );
    assert_eq!(
        exception("restoration", "target at most 5 days"),
        [
            "uncomparable-spans: `gold.restoration.p1` is promised in another sort of time, by which its excess is counted"
        ]
    );
}

#[test]
fn a_combination_chooses_between_two_groups_of_what_its_settlement_settles() {
    let of = |combine: &str| {
        let found = findings(&format!(
            "tier gold {{ measured by vigie; obligation result; availability at least 99 % each month during always; latency at most 500 ms each month during always\n error_rate at most 1 % each month during always }}\n\
             penalty a \"A\" on availability {{ pays 1 EUR }}\npenalty b \"B\" on latency {{ pays 2 EUR }}\npenalty c \"C\" on error_rate {{ pays 3 EUR }}\n\
             settlement s for a, b {{ combine {combine}; claim automatic; form credit; nature penalty; damages on_account; cap 1_000 EUR each month }}\n\
             settlement t for c {{ combine sum; claim automatic; form credit; nature penalty; damages on_account; cap 1_000 EUR each month }}\n"
        ));
        found.into_iter().filter(|f| f.starts_with("wrong-value")).collect::<Vec<_>>()
    };
    assert_eq!(of("choice of acme, between a and b"), Vec::<String>::new());
    assert_eq!(of("greatest, between [group] and b"), Vec::<String>::new());
    assert_eq!(
        of("sum, between a and b"),
        ["wrong-value: `between` leaves one of several groups, and `sum` adds up all"]
    );
    assert_eq!(of("least, between a and (b, a)"), ["wrong-value: `a` is in two of these groups"]);
    assert_eq!(
        of("least, between a and c"),
        ["wrong-value: `c` is in one of these groups, and this settlement is not about it"]
    );
    assert_eq!(of("least, between a").len(), 1);
}

#[test]
fn a_time_is_no_number_of_cases_or_slots() {
    let slots = "indicator slotted \"S\" of service { is share of slots of 5 min where not down; better higher }\n\
                 tier gold { measured by vigie; obligation result; slotted at least 99 % each month during always }\n\
                 settlement s { combine sum; claim automatic; form credit; nature penalty; damages on_account; cap 1_000 EUR each month }\n";
    let of = |pays: &str| {
        let found = findings(&format!("{slots}penalty p \"P\" on slotted at gold {{ basis fee; pays {pays} }}"));
        found.into_iter().filter(|found| !found.starts_with("unused") && !found.starts_with("cap-")).collect::<Vec<_>>()
    };
    assert_eq!(of("10 EUR * lost"), [""; 0]);
    assert_eq!(
        of("10 EUR per started h of lost"),
        ["unit-mismatch: `lost` is a number of cases or slots here, and `h` of it is nothing"]
    );
    assert_eq!(
        of("10 EUR per full 30 min of excess"),
        ["unit-mismatch: `excess` is a number of cases or slots here, and `30 min` of it is nothing"]
    );
    let quota = penalty("response at gold", "10 EUR per started h of excess");
    assert_eq!(quota, ["unit-mismatch: `excess` is a number of cases or slots here, and `h` of it is nothing"]);
}

#[test]
fn days_of_a_fee_are_days_of_an_amount_per_day() {
    let tier = "tier gold { measured by vigie; obligation result; availability at least 99 % each month during always }\n\
                settlement s { combine sum; claim automatic; form credit; nature penalty; damages on_account; cap 1_000 EUR each month }\n\
                figure day_price \"Price of a day\" of erp { is 400 EUR per day }\n";
    let of = |pays: &str| {
        let found = findings(&format!("{tier}penalty p \"P\" on availability at gold {{ pays {pays} }}"));
        found.into_iter().filter(|found| !found.starts_with("unused") && !found.starts_with("cap-")).collect::<Vec<_>>()
    };
    for pays in ["3 days of day_price", "2 months of fee", "1/30 of fee", "12 * fee / 365", "[days] of fee"] {
        assert_eq!(of(pays), [""; 0], "{pays}");
    }
    for (pays, time) in [("3 days of fee", "3 days"), ("5 h of fee", "5 h"), ("2 months of day_price", "2 months")] {
        let rate = if pays.ends_with("fee") { "month" } else { "day" };
        let message = format!("rate-in-other-window: nothing says what `{time}` of an amount per {rate} come to");
        assert_eq!(of(pays), [message], "{pays}");
    }
}

#[test]
fn a_percentage_is_no_number_of_records() {
    let tier = "tier gold { measured by vigie; obligation result; error_rate at most 5 % each month during always }\n\
                settlement s { combine sum; claim automatic; form credit; nature penalty; damages on_account; cap 1_000 EUR each month }\n";
    let of = |pays: &str| {
        let found = findings(&format!("{tier}penalty p \"P\" on error_rate at gold {{ basis fee; pays {pays} }}"));
        found.into_iter().filter(|found| !found.starts_with("unused") && !found.starts_with("cap-")).collect::<Vec<_>>()
    };
    for pays in ["10 EUR * excess", "10 EUR per started 1 % of (attained - target)", "10 EUR * min(lost / agreed, 5 %)"]
    {
        assert_eq!(of(pays), [""; 0], "{pays}");
    }
    for unit in ["started 1 %", "full 5 %", "pro rata 2 %"] {
        let found = of(&format!("10 EUR per {unit} of excess"));
        assert_eq!(
            found,
            ["unit-mismatch: `excess` is a number of cases, slots or records here, and no percentage"],
            "{unit}"
        );
    }
    assert_eq!(of("10 EUR * (excess - 5 %)"), ["unit-mismatch: `excess` is a number of things, and no percentage"]);
    assert_eq!(
        penalty("response at gold", "10 EUR per started 1 % of missed"),
        ["unit-mismatch: `missed` is a number of cases or slots here, and `1 %` of it is nothing"]
    );
}

#[test]
fn what_promises_nothing_has_no_excess() {
    let tier = "tier gold { measured by vigie; obligation result\n| priority | restoration | each | during |\n|-|-|-|-|\n\
                | p1 | 4 h | incident | always |\n| p2 | - | - | - |\n}\n\
                settlement s { combine sum; claim automatic; form credit; nature penalty; damages on_account; cap 1_000 EUR each month }\n";
    let found =
        findings(&format!("{tier}penalty p \"P\" on restoration at gold {{ pays 10 EUR per started h of excess }}"));
    assert!(!found.iter().any(|found| found.contains("excess")), "{found:?}");
}
