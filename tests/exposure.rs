//! The most that can be owed: against amounts that are worked by hand, and against conduct that is drawn at random.
#![expect(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

mod common;

use common::model;
use proptest::prelude::*;
use slac::answers::exposure::{Exposure, Year, exposure};
use slac::base::Span;
use slac::evaluate::evidence::Row;
use slac::evaluate::{Calendars, Evidence, Given, Number, Value, World};
use slac::model::{Id, Model};
use slac::quantity::Rational;
use slac::time::{Cycle, local};

/// Two services, held to a share of time each month and to a time of each case.
const LEVELS: &str = r#"
service web "Web" { by nord; at gold }
tier gold "Gold" { measured by vigie
 obligation result
 availability at least 99 % each month during always

| priority | restoration | each | during |
|-|-|-|-|
| p1 | 4 h | incident | always |
| p2 | - | - | - |
}
penalty down "Down" on availability at gold { basis 1_000 EUR

| availability | pays |
|-|-|
| 95 % to < 99 % | 10 % |
| < 95 % | 30 % |
}
"#;

/// The penalty of each late case.
const LATE: &str = "penalty late \"Late\" on restoration at gold each incident { pays 100 EUR }\n";

fn settled(caps: &str) -> String {
    format!(
        "settlement s \"S\" {{ {caps}; claim automatic; form credit; nature penalty; damages on_account; remedy not_sole; paid within 30 days after end of month }}\n"
    )
}

fn found(terms: &str) -> Exposure {
    let found = exposure(&model(terms), &[]);
    let [one] = found.as_slice() else { panic!("{found:?}") };
    one.clone()
}

/// What is owed at the most, and whether some conduct reaches it.
fn euros(year: &Year) -> (i64, bool) {
    (year.bound.as_ref().and_then(|bound| bound.base.to_i64()).unwrap(), year.is_exact())
}

// 30 % of 1 000 for each of two services in each of twelve months: 7 200, in each of three years.
#[test]
fn without_a_cap_all_is_owed() {
    let found = found(&format!("{LEVELS}{}", settled("combine sum")));
    assert_eq!(found.years.iter().map(euros).collect::<Vec<_>>(), [(7_200, true); 3]);
    assert!(found.straddling.is_none());
}

// 400 a month in all, twelve times, is 4 800; of that the year lets 1 500 be owed.
#[test]
fn caps_of_months_stand_within_those_of_years() {
    let months = found(&format!("{LEVELS}{}", settled("combine sum; cap 400 EUR each month")));
    assert_eq!(euros(&months.years[0]), (4_800, true));
    let both =
        found(&format!("{LEVELS}{}", settled("combine sum; cap 400 EUR each month; cap 1_500 EUR each contract_year")));
    assert_eq!(euros(&both.years[0]), (1_500, true));
    // Twelve months that begin in one year and end in the next one have both caps to fill: 11 months at 400 are more than the first one.
    let worst = both.straddling.unwrap();
    assert_eq!(euros(&worst), (3_000, true));
    assert!(both.years.iter().all(|year| year.during != worst.during));
}

// Nobody can say how many cases are late: only a cap says what they come to.
#[test]
fn late_cases_have_no_limit_but_that_of_a_cap() {
    let open = found(&format!("{LEVELS}{LATE}{}", settled("combine sum")));
    assert_eq!((&open.years[0].bound, open.years[0].unbounded.as_slice()), (&None, &["late".into()][..]));
    let capped = found(&format!("{LEVELS}{LATE}{}", settled("combine sum; cap 900 EUR each month")));
    assert_eq!(euros(&capped.years[0]), (10_800, true));
    // Those of `late` up to 250 a month, and 600 of `down`.
    let of_one = found(&format!("{LEVELS}{LATE}{}", settled("combine sum; cap 250 EUR each month for late")));
    assert_eq!(euros(&of_one.years[0]), (10_200, true));
}

// Of the penalties of a month only the greatest is owed: 300, and not 600.
#[test]
fn of_what_stands_against_one_another_one_is_owed() {
    let found = found(&format!("{LEVELS}{}", settled("combine greatest per month")));
    assert_eq!(euros(&found.years[0]), (3_600, true));
}

// The grave bracket costs less than the slight one: the worst is not the most.
#[test]
fn the_worst_result_need_not_cost_the_most() {
    let odd = LEVELS.replace("| 95 % to < 99 % | 10 % |", "| 95 % to < 99 % | 40 % |");
    let found = found(&format!("{odd}{}", settled("combine sum")));
    assert_eq!(euros(&found.years[0]), (9_600, true));
}

// 100 for each started 10 ms beyond 200 ms: nothing says how slow it may be.
#[test]
fn a_value_without_an_end_costs_without_an_end() {
    let slow = "tier gold \"Gold\" { measured by vigie\n obligation result\n latency at most 200 ms each month during always\n}\n\
                penalty slow \"Slow\" on latency at gold { pays 100 EUR per started 10 ms of excess }\n";
    let open = found(&format!("{slow}{}", settled("combine sum")));
    assert!(open.years[0].bound.is_none());
    let capped = found(&format!("{slow}{}", settled("combine sum; cap 700 EUR each month")));
    assert_eq!(capped.years[0].bound.as_ref().and_then(|bound| bound.base.to_i64()), Some(8_400));
}

#[test]
fn what_rests_on_a_figure_that_nobody_stated_is_not_told() {
    let stated = "figure bill \"Bill\" of erp { given by acme each month; unit EUR }\n";
    let terms = format!("{}{stated}{}", LEVELS.replace("1_000 EUR", "bill of erp"), settled("combine sum"));
    let found = found(&terms);
    assert_eq!((found.unknown.as_slice(), found.years.len()), (&["bill".into()][..], 0));
}

// A cap of each day lets each of the days of a year owe as much: one late case a month is not the most.
#[test]
fn a_cap_of_each_day_is_filled_every_day() {
    let found = found(&format!("{LEVELS}{LATE}{}", settled("combine sum; cap 200 EUR each day for late")));
    // 200 on 365 days, and 600 of `down` in each month.
    assert_eq!(euros(&found.years[0]), (80_200, false));
}

// 100 for each day that is down, Monday to Friday: 261 of them in 2026, and none of the others is judged.
#[test]
fn a_day_of_which_no_time_counts_owes_nothing() {
    let terms = "calendar office \"Office\" { open mon..fri 08:00-18:00 }\n\
                 tier gold \"Gold\" { measured by vigie\n obligation result\n availability at least 99 % each day during office\n}\n\
                 penalty down \"Down\" on availability at gold { pays 100 EUR }\n";
    let found = found(&format!("{terms}{}", settled("combine sum")));
    assert_eq!(euros(&found.years[0]), (26_100, true));
}

// What the share falls short by, of 1 000: 99 % at the most, in each of 24 periods.
#[test]
fn a_share_of_what_is_missing_is_bounded() {
    let linear = LEVELS.replace(
        "basis 1_000 EUR\n\n| availability | pays |\n|-|-|\n| 95 % to < 99 % | 10 % |\n| < 95 % | 30 % |",
        "pays (target - attained) of 1_000 EUR",
    );
    let found = found(&format!("{linear}{}", settled("combine sum")));
    assert_eq!(euros(&found.years[0]), (23_760, true));
}

// Nobody can say how many machines there are, and a cap that reads the rent of each holds for each.
#[test]
fn each_instance_of_a_service_owes_by_itself() {
    let many = LEVELS.replace(
        "service web \"Web\" { by nord; at gold }",
        "service web \"Web\" { by nord; at gold; instances many }",
    );
    let found = found(&format!("{many}{}", settled("combine sum")));
    assert!(found.years[0].bound.is_none());
}

// What was exempt in one year may be owed in the next one.
#[test]
fn where_amounts_may_be_owed_later_only_what_is_reached_is_told() {
    let found = found(&format!("{LEVELS}{}", settled("combine sum; exempt 9_000 EUR over contract, then whole")));
    assert!(found.years.iter().all(|year| year.bound.is_none() && year.unbounded.is_empty()));
}

// Random months and cases are settled by the evaluator: none of them owes more in a year than the bound.
proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_conduct_owes_more(
        shares in prop::collection::vec(0_i64..=1_000, 72),
        cases in prop::collection::vec((0_i64..36, 0_i64..600, prop::bool::ANY), 0..60),
        which in 0_usize..9,
    ) {
        let caps = [
            "combine sum; cap 5_000 EUR each contract_year",
            "combine sum; cap 400 EUR each month",
            "combine sum; cap 250 EUR each month for late; cap 500 EUR each month",
            "combine sum; cap 300 EUR each quarter for down; cap 900 EUR each quarter",
            "combine greatest per month; cap 200 EUR each month",
            "combine sum; cap 500 EUR each rolling 3 months",
            "combine sum; cap 350 EUR each month; cap 600 EUR each quarter for late",
            "combine sum; cap 300 EUR each day for late; cap 900 EUR each month for down",
            "combine sum; cap 150 EUR each rolling 7 days for late",
        ];
        let model = model(&format!("{LEVELS}{LATE}{}", settled(caps[which])));
        let bounds = exposure(&model, &[]);
        let owed = settle(&model, &shares, &cases);
        for (year, owed) in bounds[0].years.iter().zip(owed) {
            let bound = &year.bound.as_ref().unwrap().base;
            prop_assert!(owed <= *bound, "{owed} > {bound} in {}", caps[which]);
            prop_assert!(year.reached.base <= *bound);
        }
    }
}

/// What is owed in each year of the contract: 36 months of two services, and cases by their month, the hours that they take and their service.
fn settle(model: &Model, shares: &[i64], cases: &[(i64, i64, bool)]) -> Vec<Rational> {
    let mut evidence = Evidence::default();
    let empty = Evidence::default();
    let calendars = Calendars::around(model, &empty, model.contract.from.unwrap());
    let term = World::new(model, &calendars, &empty, 0).term();
    let months: Vec<_> = Cycle::month().periods(term, calendars.zone()).map(|month| month.whole).collect();
    for (number, (month, hours, web)) in cases.iter().enumerate() {
        let opened = months[usize::try_from(*month).unwrap()].start;
        let at = |instant: i64| Value::Instant(instant);
        evidence.add(Row {
            record: Id::new("incident"),
            name: format!("i{number}").into(),
            service: Some(Id::new(if *web { "web" } else { "erp" })),
            values: vec![
                ("opened".into(), at(opened)),
                ("restored".into(), at(opened + hours * 3_600)),
                ("priority".into(), Value::Word("p1".into())),
            ],
            span: Span::default(),
        });
    }
    let given: Vec<Given> = shares
        .iter()
        .enumerate()
        .map(|(at, share)| Given {
            what: "availability".into(),
            of: Some(if at % 2 == 0 { "erp" } else { "web" }.into()),
            during: months[at / 2],
            value: Value::Number(Number::share(Rational::new(*share, 1_000).unwrap())),
        })
        .collect();
    let mut world = World::new(model, &calendars, &evidence, calendars.within().end);
    world.given = &given;
    let settled = world.settle(model.settlements.iter().next().unwrap(), term.end);
    let year = |at| local::date_at(calendars.zone(), at).year();
    (2026..2029)
        .map(|wanted| settled.iter().filter(|s| year(s.span.whole.start) == wanted).map(|s| &s.amount.base).sum())
        .collect()
}
