//! Mistakes that people make when they write their first contract: each gets one message, at its place, that mends it.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod prelude;

use slac::driver;
use slac::resolved::loader::NoFiles;

/// What is found in a fragment: rule, what is underlined, message and help.
fn found(fragment: &str) -> Vec<(&'static str, String, String, String)> {
    let source = prelude::complete(fragment, &["docs/rules/prelude.slac"]);
    let compiled = driver::compile_text("case.slac", &source, &NoFiles);
    let entry = |f: &slac::diagnostics::Finding| {
        let at = compiled.sources.slice(f.span()).to_owned();
        (f.rule.name, at, f.message.clone(), f.help.clone().unwrap_or_default())
    };
    compiled.findings.iter().map(entry).collect()
}

/// The one finding of a fragment.
fn only(fragment: &str) -> (&'static str, String, String, String) {
    let mut all = found(fragment);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

fn is(fragment: &str, rule: &str, at: &str, message: &str, help: &str) {
    let found = only(fragment);
    assert_eq!(found, (found.0, at.to_owned(), message.to_owned(), help.to_owned()));
    assert_eq!(found.0, rule);
}

const GOLD: &str =
    "tier gold \"Gold\" {\n  measured by vigie\n  availability at least 99.9 % each month during always\n";

fn gold(line: &str) -> String {
    format!("{GOLD}  {line}\n}}\n")
}

const SERVICES: &str = "\n| service | label | by   | at   | rent                |\n|---------|-------|------|------|---------------------|\n| erp     | \"ERP\" | nord | gold | 9_000 EUR per month |\n| crm     | \"CRM\" | nord | gold | 3_000 EUR per month |\n";

/// Services with a rent each, and a penalty on the rent.
fn rent(unit: &str) -> String {
    let penalty = "penalty downtime \"Downtime\" on availability at gold {\n  basis rent\n  pays  5 %\n}\n";
    format!("{SERVICES}\nfigure rent \"Rent\" of service {unit}\n\n{penalty}")
}

#[test]
fn an_amount_per_period_is_a_unit_however_it_is_written() {
    for unit in ["EUR per month", "EUR/month"] {
        assert_eq!(found(&rent(&format!("{{ unit {unit} }}"))), [], "{unit}");
    }
    assert_eq!(found("figure fee \"Fee\" of erp { is 12_000 EUR/month }\n"), []);
}

#[test]
fn a_figure_of_a_column_without_a_unit_is_one_mistake_and_not_one_a_row() {
    let all = found(&rent(""));
    assert_eq!(all.len(), 1, "{all:#?}");
    let (rule, at, message, help) = all.first().unwrap();
    assert_eq!((*rule, at.as_str()), ("unit-mismatch", "9_000 EUR per month"));
    assert_eq!(message, "`rent` names no unit, and a value of it is an amount in EUR per month");
    assert_eq!(help, "add `unit EUR per month` to `rent`");
}

#[test]
fn a_unit_that_is_none_is_said_once() {
    let all = found(&rent("{ unit 1 EUR }"));
    assert_eq!(all.iter().map(|f| f.0).collect::<Vec<_>>(), ["wrong-value"], "{all:#?}");
}

#[test]
fn a_language_by_its_name_is_one_mistake_and_not_one_a_text_of_the_library() {
    let contract = "contract demo \"Demonstration\" {\n  from 2026-01-01 until 2029-01-01\n  timezone \"Europe/Paris\"\n  currency EUR, rounded half_up, to 0.01 EUR, taxes excluded\n  languages english\n  clock usual\n  assessment usual_assessment\n  delays usual_delays\n}\n";
    let message = "`english` is no language that contracts are printed in";
    is(contract, "wrong-value", "english", message, "write `en`");
}

#[test]
fn a_percentage_without_its_sign_is_not_taken_for_a_hundred_times_as_much() {
    let line = "response at most 1 h each month during always, quota 95 %, sample 20\n  error_rate at most 2.5 each month during always";
    is(&gold(line), "wrong-value", "2.5", "`2.5` stands where a percentage is expected", "write `2.5 %`");
    assert_eq!(found(&gold("error_rate at most 0.025 each month during always")), []);
}

#[test]
fn what_is_owed_for_a_misspelt_indicator_is_not_judged() {
    let late =
        "penalty late \"Late\" on restauration at gold each incident {\n  pays 150 EUR per started h of excess\n}\n";
    let tier = gold("restoration at most 4 h each incident during always");
    let (rule, at, ..) = only(&format!("{tier}\n{late}"));
    assert_eq!((rule, at.as_str()), ("unknown-name", "restauration"));
}

#[test]
fn a_misspelt_field_is_not_missing_too() {
    let exclusion = "exclusion maintenance \"Maintenance\" {\n  when sun 02:00-06:00\n  suspend availability\n  budget 4 h each month\n  by nord\n}\n";
    let message = "an exclusion has no field `suspend`";
    is(exclusion, "unknown-field", "suspend", message, "did you mean `suspends`?");
}

#[test]
fn what_else_is_wrong_with_a_line_that_cannot_be_read_is_not_said() {
    let (rule, at, ..) = only(&gold("response at most 1 h monthly during always"));
    assert_eq!((rule, at.as_str()), ("missing-comma", "monthly"));
}

#[test]
fn a_unit_of_data_in_french_is_said_once() {
    let backup = "backup plan \"Backup\" of erp {\n  protects availability at gold\n  every 24 h during always\n  size 4 To\n}\n";
    is(backup, "unknown-unit", "To", "`To` is not a unit", "did you mean `TB`?");
}

#[test]
fn hours_without_their_end_are_told_how_hours_are_written() {
    let calendar = "calendar night \"Night\" {\n  open mon..sun 22:00\n}\n";
    let message = "`22:00` stands after days without the hour until which they are meant";
    is(calendar, "syntax-error", "22:00", message, "write the hours from and to, such as `22:00-24:00`");
}

#[test]
fn where_a_calendar_is_due_the_usual_slips_are_known() {
    let always = gold("response at most 1 h each month during 24/7");
    let message = "`24/7` stands where a calendar is expected";
    is(&always, "wrong-value", "24/7", message, "`always` is every hour of every day");
    let duty = "duty report \"Report\" of nord to acme {\n  each month\n  within 5 days of end of month\n}\n";
    let message = "`end of month` stands where a calendar is expected";
    is(duty, "wrong-value", "end of month", message, "an event follows `after`: `after end of month`");
}

const DESK: &str = "calendar desk \"Desk hours\" { open mon..fri 08:00-18:00 }\n";
const RANK: &str = "dimension rank \"Rank\" of incident { values r1, r2 }\n";

#[test]
fn an_exception_on_a_calendar_holds_for_a_time_and_not_for_a_case() {
    let exception = |head: &str| format!("{DESK}exception lax \"Lax\" on desk {head} {{ open mon 08:00-09:00 }}\n");
    let help = "say days, hours or another calendar, or declare a calendar of its own for these cases";
    for condition in ["when rank = r1", "for r1"] {
        let message = "`lax` does not hold for a time, and changes a calendar";
        let fragment = format!("{RANK}{}", exception(condition));
        is(&fragment, "wrong-value", condition, message, help);
    }
    for time in ["when mon 00:00-24:00", "when always", "from 2026-07-01 until 2026-09-01"] {
        assert_eq!(found(&exception(time)), [], "{time}");
    }
}

#[test]
fn a_calendar_that_is_changed_while_it_is_open_itself_is_defined_by_itself() {
    let (rule, ..) = only(&format!("{DESK}exception lax \"Lax\" on desk when desk {{ open mon 08:00-09:00 }}\n"));
    assert_eq!(rule, "definition-cycle");
}

#[test]
fn what_each_instance_has_is_not_asked_of_the_service() {
    let fragment = format!(
        "{GOLD}}}\nservice vm \"Machine\" by nord at gold {{ instances many }}\nright leave \"Leave\" of acme {{ when availability of vm < 90 % }}\n"
    );
    let message = "each instance of `vm` has a `availability` of its own";
    is(&fragment, "wrong-value", "availability of vm", message, "leave out `of vm`: it is the instance concerned");
}

#[test]
fn a_party_that_is_called_like_the_contract_is_one_mistake() {
    is(
        "provider demo \"Demo SAS\"\nservice erp \"ERP\" by demo at gold",
        "duplicate-name",
        "demo",
        "`demo` is declared twice",
        "give one of the two another name",
    );
}

#[test]
fn a_goal_on_a_calendar_is_told_what_a_goal_is() {
    let (rule, _, message, _) = only(&gold("response at most 4 h each month during always, goal 1 day of always"));
    assert_eq!(rule, "wrong-value");
    assert!(message.contains("the value of the `goal`, without a calendar"), "{message}");
}

#[test]
fn brackets_that_overlap_need_amounts_that_can_be_ordered() {
    let fragment = "figure fee \"Fee\" of erp { is 12_000 EUR per month }\npenalty nested \"Nested\" on availability at gold {\n  basis   fee of erp\n  overlap greatest\n\n  | availability | pays |\n  |--------------|------|\n  | < 99.9 %     | 10 % |\n  | < 99 %       | 250 EUR |\n}\n";
    let fragment = format!("{GOLD}}}\n{fragment}");
    let message = "the amounts of `nested` cannot be ordered, so that none is the greatest or the least";
    let help = "pay percentages of one basis, or amounts of money, or write brackets that do not overlap";
    is(&fragment, "wrong-value", "overlap greatest", message, help);
}

const MAINTENANCE: &str = "exclusion work \"Work\" {\n  when     sun 02:00-06:00\n  suspends availability\n  budget   4 h each month\n  notice   2 days before work_began\n  by       nord\n";

#[test]
fn a_date_on_an_exclusion_is_told_which_field_limits_it_in_time() {
    let message = "`from` is the event of a pause, and this exclusion has a condition";
    let help = "write `valid from 2026-07-01` to limit it in time";
    is(&format!("{MAINTENANCE}  from 2026-07-01\n}}\n"), "wrong-value", "from 2026-07-01", message, help);
    assert_eq!(found(&format!("{MAINTENANCE}  valid from 2026-07-01\n}}\n")), []);
}

#[test]
fn an_event_beside_the_condition_of_an_exclusion_is_not_ignored() {
    let message = "`until` is the event of a pause, and this exclusion has a condition";
    let help = "leave out `until`, or the condition";
    is(&format!("{MAINTENANCE}  until info_received\n}}\n"), "wrong-value", "until info_received", message, help);
}

fn given(what: &str, value: &str) -> String {
    let data = "figure data \"Data\" of erp {\n  given by vigie each month\n  unit     GB\n}\npenalty much \"Much\" on availability at gold { pays data / 1 GB * 1 EUR }\n";
    format!("{data}scenario s \"S\" for 2026-06 {{\n  | given | is |\n  |---|---|\n  | {what} | {value} |\n}}\n")
}

#[test]
fn a_number_without_a_unit_is_not_given_where_a_unit_is_due() {
    let message = "a plain number stands where an amount of data per month is expected";
    is(&given("data of erp", "5"), "unit-mismatch", "5", message, "");
    is(
        &given("availability of erp", "98"),
        "unit-mismatch",
        "98",
        "a plain number stands where a percentage is expected",
        "",
    );
    assert_eq!(found(&given("data of erp", "5 GB")), []);
    assert_eq!(found(&given("availability of erp", "719/720")), []);
}

fn leave(condition: &str) -> String {
    format!("right leave \"Leave\" of acme {{ when {condition} }}\n")
}

#[test]
fn a_right_says_over_which_time_it_gathers() {
    let help = "add `over last 3 months`, `over month` or `over contract` after what is gathered";
    let condition = "mean of response_time of transaction > 500 ms";
    let message = "`leave` gathers values and does not say over which time";
    is(&leave(condition), "missing-window", &format!("when {condition}"), message, help);
    assert_eq!(found(&leave("mean of response_time of transaction over month > 500 ms")), []);
}

#[test]
fn a_right_is_about_no_record_of_its_own() {
    let message = "`response_time` is of one `transaction`, and nothing says of which";
    let help = "gather them: `count of transaction where (…) over last 3 months >= 1`";
    is(&leave("response_time > 500 ms"), "wrong-value", "response_time > 500 ms", message, help);
}

#[test]
fn a_right_names_the_service_it_is_about_where_there_are_several() {
    assert_eq!(found(&leave("availability < 90 %")), [], "there is one service only");
    let two = format!(
        "{}service crm \"CRM\" by nord at gold\nservice erp \"ERP\" by nord at gold\n",
        leave("availability < 90 %")
    );
    let message = "nothing says of which service `availability` is meant";
    let help = "write `availability of` and the service, or count breaches: `count of breaches of …`";
    is(&two, "wrong-value", "availability < 90 %", message, help);
}

const MACHINES: &str = "service vm \"VM\" {\n  by nord\n  at gold\n  instances many\n}\n";

#[test]
fn a_state_of_many_instances_says_how_many_of_them() {
    let fragment = format!("{MACHINES}state out \"Out\" of contract {{ when down of vm }}\n{}", leave("out"));
    let message = "each instance of `vm` has a `down` of its own";
    let help = "write how many of them: `1 of instances of vm where down`";
    is(&fragment, "wrong-value", "down of vm", message, help);
}

#[test]
fn instances_are_counted_of_a_service_that_has_some() {
    let fragment =
        format!("state out \"Out\" of contract {{ when 2 of instances of erp where down }}\n{}", leave("out"));
    let help = "write `instances many` in `erp`";
    is(&fragment, "wrong-value", "erp", "`erp` has no instances", help);
}

#[test]
fn values_that_part_services_ask_for_their_instances() {
    let zone = "dimension zone \"Zone\" of vm { values zone_a, zone_b }\n";
    let state = "state out \"Out\" of contract { when 2 of zone where down }\n";
    let message = "`zone` parts services, and the condition is not about their instances";
    let help = "write `all of instances of …` or `1 of instances of …` for each `zone`";
    is(&format!("{MACHINES}{zone}{state}{}", leave("out")), "wrong-value", "down", message, help);
}

#[test]
fn a_template_of_a_library_is_found_there() {
    let help = "add `use std.backup`, which has it";
    let fragment = "use backup_duties(operator nord, client acme)\n";
    is(fragment, "unknown-template", "backup_duties", "no template is called `backup_duties`", help);
}

#[test]
fn the_total_of_a_settlement_stands_in_it() {
    let fragment = "right leave \"Leave\" of acme {\n  when total >= 40_000 EUR\n  does \"end the contract\"\n}\n";
    let help = "elsewhere, write the sum of its penalties, such as `sum of late over contract`; in a right, that of the settlement";
    is(fragment, "unknown-name", "total", "nothing is called `total`", help);
}

#[test]
fn times_are_no_brackets_of_a_share_of_cases() {
    let fragment = "dimension priority \"Priority\" of incident { values p1, p2, p3 }\ntier gold \"Gold\" {\n  measured by vigie\n  obligation  result\n  availability at least 99.9 % each month during always\n\n  | priority | restoration | quota | each | during |\n  |---|---|---|---|---|\n  | p1 | 4 h | 95 % | month | always |\n  | p2 | 4 h | 95 % | month | always |\n  | p3 | 4 h | 95 % | month | always |\n}\npenalty late \"Late\" on restoration at gold for p1 {\n  | restoration | pays |\n  |---|---|\n  | > 4 h | 100 EUR |\n}\n";
    is(
        fragment,
        "unit-mismatch",
        "restoration",
        "`restoration` is the time of one case, and the share of the cases in time is judged here",
        "head the column with `attained` for the share of the cases in time, or add `each` and the record to the term",
    );
}

#[test]
fn a_state_of_a_service_is_not_counted() {
    let fragment = "indicator downs \"Downs\" of service {\n  is count of down\n  better lower\n}\ntier gold \"Gold\" {\n  measured by vigie\n  obligation  result\n  availability at least 99.9 % each month during always\n  downs at most 2 each month during always\n}\n";
    is(fragment, "wrong-value", "down", "there is nothing to count here", "");
}

#[test]
fn days_name_their_calendar_in_a_duty_too() {
    let duty = |within: &str| {
        format!(
            "calendar business \"Business\" {{ open mon..fri 08:00-18:00 }}\nduty tell \"Tell\" of nord to acme {{\n  each month\n  within {within} after end of month\n  during business\n  does \"Tell.\"\n}}\n"
        )
    };
    let help = "name the calendar of the days, such as `5 days of business`, and leave out `during`";
    is(&duty("5 days"), "wrong-value", "during business", "`during` counts hours, and `tell` is due in days", help);
    assert_eq!(found(&duty("5 h")), []);
}
