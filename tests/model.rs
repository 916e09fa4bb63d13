//! What the passes make of a source: the normal form, fact by fact.
#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test")]

mod common;

use common::{HEAD, findings, model};
use slac::driver::{Compilation, compile, compile_text};
use slac::model::{Commitment, Expr, Model, Window};
use slac::resolved::loader::{LoadError, NoFiles, World};
use slac::syntax::ast::Comparator;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn commitment(model: &Model, id: &str) -> Commitment {
    let ids: Vec<_> = model.commitments.iter().map(|c| c.term.id.clone()).collect();
    model.commitments.by_name(id).unwrap_or_else(|| panic!("{ids:?}")).clone()
}

#[test]
fn a_table_and_a_sentence_say_the_same() {
    let sentence = model(
        "tier gold { measured by vigie\n restoration at most 4 h for p1, p2 each month during always, quota 95 %, sample 20\n}",
    );
    let table = model(
        "tier gold { measured by vigie\n| priority | restoration | quota | sample | each | during |\n|-|-|-|-|-|-|\n| p1, p2 | 4 h | 95 % | 20 | month | always |\n}",
    );
    let (a, b) = (commitment(&sentence, "gold.restoration.p1.p2"), commitment(&table, "gold.restoration.p1.p2"));
    assert_eq!(
        (a.target, a.quota, a.sample, a.window, a.calendar),
        (b.target, b.quota, b.sample, b.window, b.calendar)
    );
    assert_eq!(a.scope, b.scope);
}

#[test]
fn a_bare_cell_is_on_the_good_side_of_its_polarity() {
    let m = model(
        "tier gold { measured by vigie; each month; during always\n| priority | response |\n|-|-|\n| p1 | 15 min |\n| p2 | - |\n availability at least 99.9 %\n}",
    );
    let target = commitment(&m, "gold.response.p1").target.unwrap();
    assert_eq!(target.comparator, Some(Comparator::AtMost));
    assert_eq!(commitment(&m, "gold.response.p2").target, None, "`-` is no commitment, on purpose");
}

#[test]
fn the_two_parties_may_be_left_out() {
    let m = model("tier gold { measured by vigie\n availability at least 99.9 % each month during always\n}");
    let c = commitment(&m, "gold.availability");
    assert_eq!((c.debtor.as_str(), c.creditor.as_str()), ("nord", "acme"));
}

#[test]
fn a_tier_that_extends_another_copies_it_and_overrides_replace() {
    let m = model(
        "tier gold { measured by vigie; each month; during always\n availability at least 99.9 %\n response at most 15 min for p1\n response at most 30 min for p2\n}\n\
         tier platinum { extends gold\n overrides availability at least 99.99 % each month during always\n}",
    );
    let availability = commitment(&m, "platinum.availability");
    assert_eq!(availability.overrides, ["gold.availability"]);
    assert_eq!(commitment(&m, "platinum.response.p1").inherited.as_deref(), Some("gold.response.p1"));
    assert_eq!(m.commitments.iter().filter(|c| c.tier.as_str() == "platinum").count(), 3);
}

#[test]
fn an_override_that_hits_nothing_is_found() {
    let found = findings(
        "tier gold { measured by vigie; each month; during always\n response at most 15 min for p1\n response at most 30 min for p2\n}\n\
         tier platinum { extends gold\n overrides response at most 5 min each month during always\n}",
    );
    assert!(found.iter().any(|f| f.starts_with("vain-override")), "{found:?}");
}

#[test]
fn tiers_that_extend_one_another_are_found_and_end() {
    let found =
        findings("tier gold { extends silver; measured by vigie }\ntier silver { extends gold; measured by vigie }");
    assert!(found.iter().any(|f| f.starts_with("circular-definition")), "{found:?}");
}

#[test]
fn figures_that_rest_on_one_another_are_found_and_end() {
    let found = findings("tier gold { measured by vigie }\nfigure a \"A\" { is b * 2 }\nfigure b \"B\" { is a + 1 }");
    assert!(found.iter().any(|f| f.starts_with("circular-definition")), "{found:?}");
}

const GOLD: &str = "tier gold { measured by vigie; each month; during always\n availability at least 99.9 %\n restoration at most 4 h for p1\n restoration at most 8 h for p2\n}\n";

#[test]
fn a_rate_is_read_in_its_own_window_only() {
    let yearly = format!("{GOLD}penalty p \"P\" on availability at gold each year {{ basis fee of erp; pays 5 % }}");
    let found = findings(&yearly);
    assert!(found.iter().any(|f| f.starts_with("rate-in-other-window")), "{found:?}");
    let written = format!(
        "{GOLD}penalty p \"P\" on availability at gold each year {{ basis sum of fee of erp over year; pays 5 % }}"
    );
    assert!(!findings(&written).iter().any(|f| f.starts_with("rate-in-other-window")));
    // The month that holds a day is one; a week may lie in two.
    for (window, refused) in [("day", false), ("hour", false), ("month", false), ("week", true), ("quarter", true)] {
        let each =
            format!("{GOLD}penalty p \"P\" on availability at gold each {window} {{ basis fee of erp; pays 5 % }}");
        assert_eq!(findings(&each).iter().any(|f| f.starts_with("rate-in-other-window")), refused, "{window}");
    }
}

#[test]
fn a_percentage_needs_a_base() {
    let found = findings(&format!("{GOLD}penalty p \"P\" on availability at gold {{ pays 5 % }}"));
    assert!(found.iter().any(|f| f.starts_with("percent-without-base")), "{found:?}");
    assert!(
        !findings(&format!("{GOLD}penalty p \"P\" on availability at gold {{ pays 5 % of fee of erp }}"))
            .iter()
            .any(|f| f.starts_with("percent-without-base"))
    );
}

#[test]
fn money_is_not_added_to_time() {
    let found = findings(&format!("{GOLD}figure x \"X\" {{ is 5 EUR + 4 h }}"));
    assert!(found.iter().any(|f| f.starts_with("unit-mismatch")), "{found:?}");
}

#[test]
fn a_month_is_not_compared_with_days() {
    let found = findings(&format!("{GOLD}right r \"R\" of acme {{ when 1 month < 30 days }}"));
    assert!(found.iter().any(|f| f.starts_with("uncomparable-spans")), "{found:?}");
}

#[test]
fn another_currency_is_found() {
    let found = findings(&format!("{GOLD}figure x \"X\" {{ is 5 USD }}"));
    assert!(found.iter().any(|f| f.starts_with("currency-mismatch")), "{found:?}");
}

#[test]
fn days_name_their_calendar() {
    let m = model(&format!(
        "{GOLD}calendar business \"Business\" {{ open mon..fri 08:00-18:00 }}\nduty d \"D\" of nord to acme {{ each month; within 5 days of business after end of month; does \"report\" }}"
    ));
    let within = m.duties.by_name("d").unwrap().within.clone().unwrap();
    assert_eq!(format!("{:?}", within.delay.calendar.unwrap()), "Calendar(business)");
    assert_eq!(within.delay.length.unit, "day");
    assert!(within.after.is_some());
}

#[test]
fn days_may_come_in_some_weeks_or_be_counted_on_a_calendar() {
    let calendars = "calendar business \"Business\" { open mon..fri 08:00-18:00 }
template closing_of(hours: calendar) {
  calendar closing \"Closing\" {
    open last day of hours 18:00-20:00
    open mon 08:00-12:00, thu, every 2 weeks from 2026-01-05
  }
}
use closing_of(hours business)";
    let model = model(&format!("{GOLD}{calendars}\nrole night \"Night\" of nord during closing"));
    let closing = model.calendars.by_name("closing").unwrap();
    let counted = &closing.counted[0];
    assert_eq!(format!("{:?} {:?}", counted.ordinal, counted.of), "Last Calendar(business)");
    assert_eq!(counted.hours.seconds(), (18 * 3_600, 20 * 3_600));
    let days: Vec<String> = closing.open.iter().map(|open| format!("{:?}", open.days)).collect();
    let some_weeks = |day| format!("EveryWeeks {{ weekdays: {{{day}}}, weeks: 2, from: 2026-01-05 }}");
    assert_eq!(days, [some_weeks("Mon"), some_weeks("Thu")]);
}

#[test]
fn weeks_are_counted_from_the_first_of_the_days() {
    let found = |open: &str| {
        let calendar =
            format!("{GOLD}calendar patches \"Patches\" {{ open {open} }}\nrole r \"R\" of nord during patches");
        let unused = |finding: &String| finding.starts_with("unused");
        findings(&calendar).into_iter().filter(|f| !unused(f)).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(found("mon, thu, every 2 weeks from 2026-01-05"), "");
    assert_eq!(
        found("mon, thu, every 2 weeks from 2026-01-08"),
        "ambiguous-date: these days do not begin on 2026-01-08"
    );
    assert!(found("mon, every 2 weeks").starts_with("wrong-value"));
    assert!(found("mon, from 2026-01-05").starts_with("wrong-value"));
    assert!(found("mon, every 10 days from 2026-01-05").starts_with("wrong-value: `every 10 days`"));
    assert!(found("first mon, every 2 weeks from 2026-01-05").starts_with("wrong-value: `first mon`"));
}

#[test]
fn a_day_of_a_fee_is_an_amount() {
    let found = findings(&format!(
        "{GOLD}penalty p \"P\" on restoration at gold for p1 each incident {{ pays 1 day of fee per pro rata 8 h of round(excess, 15 min) }}"
    ));
    assert!(!found.iter().any(|f| f.starts_with("unit-mismatch") || f.starts_with("wrong-value")), "{found:?}");
}

#[test]
fn a_delay_may_be_counted_in_periods_of_the_contract() {
    let m = model(&format!(
        "{GOLD}period billing \"Billing month\" {{ every month; from 2026-01-05 }}\nduty d \"D\" of nord to acme {{ each billing; within 2 billing after end of billing; does \"pay\" }}"
    ));
    assert_eq!(m.duties.by_name("d").unwrap().within.clone().unwrap().delay.length.unit, "billing");
}

#[test]
fn a_right_reads_the_value_before_and_after_the_change() {
    let found = findings(&format!(
        "{GOLD}right raise \"Raise\" of acme {{ each year; changes gold.availability; provided new - target <= 10 % * (100 % - target) }}"
    ));
    assert!(!found.iter().any(|f| f.contains("`new`") || f.starts_with("unit-mismatch")), "{found:?}");
}

#[test]
fn one_started_unit_multiplies_and_a_period_divides() {
    let m = model(&format!(
        "{GOLD}penalty late \"Late\" on restoration at gold for p1 each incident {{ pays 150 EUR per started h of excess }}\nsettlement s {{ combine sum; claim automatic; nature penalty; damages besides }}"
    ));
    let late = m.schedules.by_name("late").unwrap();
    assert_eq!(late.on.len(), 1);
    assert!(matches!(late.each, Some(Window::Case { .. })));
    let slac::model::Pays::Amount(Expr::Binary { right, .. }) = &late.pays else { panic!("{:?}", late.pays) };
    assert!(matches!(**right, Expr::Step { .. }));
}

#[test]
fn a_crossed_table_is_a_row_a_cell() {
    let m = model(&format!(
        "{GOLD}dimension colour \"Colour\" of incident {{\n| colour | label |\n|-|-|\n| red | \"Red\" |\n| blue | \"Blue\" |\n\n| size \\ weight | light | heavy |\n|-|-|-|\n| small | red | blue |\n| large | red | - |\n}}\ndimension size \"Size\" of incident {{ values small, large }}\ndimension weight \"Weight\" of incident {{ values light, heavy }}"
    ));
    let decision = m.dimensions.by_name("colour").unwrap().decision.clone().unwrap();
    assert_eq!(decision.rows.len(), 4);
    assert_eq!(decision.rows.last().unwrap().outcome, None, "`-` gives nothing, on purpose");
}

#[test]
fn a_template_is_written_out_where_it_is_used() {
    let m = model(&format!(
        "{GOLD}template extra(amount: EUR, who: customer) {{\n right audit \"Audit\" of who {{ does \"Audit\" }}\n figure price \"Price\" {{ is amount }}\n}}\nuse extra(amount 5 EUR, who acme)"
    ));
    assert_eq!(m.figures.by_name("price").unwrap().unit.as_deref(), Some("EUR"));
    assert_eq!(m.rights.by_name("audit").unwrap().of.name(), "acme");
}

#[test]
fn a_template_that_uses_itself_ends_with_a_finding() {
    let found = findings(&format!("{GOLD}template a(x: EUR) {{\n use a(x x)\n}}\nuse a(x 5 EUR)"));
    assert!(found.iter().any(|f| f.starts_with("template-cycle")), "{found:?}");
}

#[test]
fn names_of_the_standard_library_enter_the_model_only_when_used() {
    let m = model(GOLD);
    assert!(m.indicators.by_name("availability").is_some());
    assert!(m.indicators.by_name("jitter").is_none());
}

#[test]
fn a_text_must_be_written_in_each_language() {
    let c = compile_text(
        "t.slac",
        &HEAD.replace("languages en", "languages en, fr, prevails fr").replace("\"Nord\"", "en\"Nord\""),
        &NoFiles,
    );
    assert!(c.findings.iter().any(|f| f.rule.name == "missing-language"));
}

#[test]
fn a_text_reads_the_same_with_the_line_ends_of_any_system() {
    let terms = format!("{GOLD}text t \"\"\"One line\nand another.\"\"\"");
    let unix = model(&terms);
    let windows = compile_text("t.slac", &format!("{HEAD}{terms}").replace('\n', "\r\n"), &NoFiles).model.unwrap();
    assert_eq!(unix.prose.by_name("t").unwrap().says, windows.prose.by_name("t").unwrap().says);
}

#[test]
fn a_text_cites_terms_that_exist() {
    let found = findings(&format!("{GOLD}text t \"See {{gold.availability}} and {{nord}}.\""));
    assert!(!found.iter().any(|f| f.starts_with("broken-reference")), "{found:?}");
    let found = findings(&format!("{GOLD}text t \"See {{goldd}}.\""));
    assert!(found.iter().any(|f| f.starts_with("broken-reference")), "{found:?}");
}

/// Files by path.
struct Files(BTreeMap<PathBuf, String>);

impl World for Files {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        let path = self.canonical(path)?;
        self.0.get(&path).map(|t| t.clone().into_bytes()).ok_or(LoadError::Missing)
    }
    fn canonical(&self, path: &Path) -> Result<PathBuf, LoadError> {
        let path: PathBuf = path.components().filter(|c| !matches!(c, std::path::Component::CurDir)).collect();
        if self.0.contains_key(&path) { Ok(path) } else { Err(LoadError::Missing) }
    }
}

fn files(files: &[(&str, &str)]) -> Compilation {
    let world = Files(files.iter().map(|(n, t)| (PathBuf::from(n), (*t).to_owned())).collect());
    compile(&world, Path::new(files[0].0)).unwrap()
}

#[test]
fn blanks_are_filled_by_the_file_that_uses_them() {
    let standard = format!(
        "{HEAD}tier gold {{ measured by vigie\n availability at least [threshold] each month during always\n}}"
    );
    let blank = compile_text("t.slac", &standard, &NoFiles).model.unwrap();
    assert_eq!(blank.blanks.len(), 1);
    let c = files(&[("a.slac", "use \"./b.slac\" with threshold = 99.9 %"), ("b.slac", &standard)]);
    let m = c.model.unwrap();
    assert!(m.blanks.is_empty());
    let target = commitment(&m, "gold.availability").target.unwrap();
    assert_eq!(
        serde_json::to_value(&target.value).unwrap(),
        serde_json::json!({"quantity": {"value": "99.9", "unit": "%"}})
    );
}

#[test]
fn a_blank_stays_where_it_stands() {
    let m = model(&format!(
        "{GOLD}penalty late \"Late\" on restoration at gold for p1 each incident {{ pays [amount] per started h of excess }}\nsettlement s {{ combine sum; cap [share] of sum of fee of erp over year each year; claim automatic; nature penalty; damages besides }}"
    ));
    let pays = serde_json::to_string(&m.schedules.by_name("late").unwrap().pays).unwrap();
    assert!(pays.contains(r#"{"blank":"amount"}"#) && pays.contains("started"), "{pays}");
    let cap = serde_json::to_string(&m.settlements.by_name("s").unwrap().caps.first().unwrap().amount).unwrap();
    assert!(cap.contains(r#"{"blank":"share"}"#), "{cap}");
    assert_eq!(m.blanks.len(), 2);
}

#[test]
fn the_dates_of_a_contract_may_be_blanks() {
    let text = format!("{HEAD}{GOLD}").replace("from 2026-01-01 until 2029-01-01", "from [start] until [end]");
    let m = compile_text("t.slac", &text, &NoFiles).model.unwrap();
    assert_eq!((m.contract.from, m.contract.until, m.blanks.len()), (None, None, 2));
}

#[test]
fn a_contract_that_cannot_be_read_is_never_called_clean() {
    for (field, wrong) in [
        ("timezone \"Europe/Paris\"", "timezone \"Atlantis\""),
        ("timezone \"Europe/Paris\"", ""),
        ("currency EUR, rounded half_up, to 0.01 EUR", "currency \"gold\""),
    ] {
        let text = format!("{HEAD}{GOLD}").replace(field, wrong);
        let c = compile_text("t.slac", &text, &NoFiles);
        assert!(c.model.is_none() && !c.findings.is_empty(), "{wrong}");
    }
}

#[test]
fn the_zone_of_a_contract_may_be_a_blank() {
    let text = format!("{HEAD}{GOLD}").replace("timezone \"Europe/Paris\"", "timezone [zone]");
    let m = compile_text("t.slac", &text, &NoFiles).model.unwrap();
    assert_eq!((m.contract.timezone, m.blanks.len()), (None, 1));
}

#[test]
fn a_value_for_a_blank_that_does_not_exist_is_found() {
    let c = files(&[("a.slac", "use \"./b.slac\" with treshold = 99.9 %"), ("b.slac", HEAD)]);
    assert!(c.findings.iter().any(|f| f.rule.name == "unbound-parameter"), "{:?}", c.findings);
}

#[test]
fn files_that_use_one_another_end_with_a_finding() {
    let c = files(&[("a.slac", "use \"./b.slac\""), ("b.slac", "use \"./a.slac\"")]);
    assert!(c.findings.iter().any(|f| f.rule.name == "import-cycle"), "{:?}", c.findings);
}

#[test]
fn a_missing_file_is_found_where_it_is_used() {
    let c = files(&[("a.slac", "use \"./none.slac\"")]);
    assert!(c.findings.iter().any(|f| f.rule.name == "unreadable-file"));
}

#[test]
fn many_mistakes_are_found_in_one_run_each_on_its_line() {
    let text = format!(
        "{HEAD}tier gold {{ measured by vigi\n availability at least 99,9 % each month during always\n latency at most 5 mn each month during always\n}}\npenatly x \"X\" on availability {{ pays 5 % of fee of erp }}\nright r \"R\" of acmee {{ does \"x\" }}\nduty d \"D\" of nord {{ wihtin 5 days }}"
    );
    let c = compile_text("t.slac", &text, &NoFiles);
    let lines: Vec<(usize, &str)> = c
        .findings
        .iter()
        .map(|f| (c.sources.file(f.span().file).line_column(f.span().start).line, f.rule.name))
        .collect();
    let names: Vec<&str> = lines.iter().map(|(_, n)| *n).collect();
    assert_eq!(
        names,
        ["unknown-name", "bad-number", "unknown-unit", "unknown-kind", "unknown-name", "unknown-field"],
        "{lines:?}"
    );
}

#[test]
fn cases_that_only_the_clock_would_close_are_no_part_of_the_contract() {
    let with = |indicator: &str| {
        let head =
            HEAD.replace("dimension priority \"Priority\" of incident, ranked strictest { values p1, p2 }\n", "");
        let tier = format!("tier gold {{ measured by vigie\n {indicator} each month during always\n}}");
        compile_text("test.slac", &format!("{head}{tier}"), &NoFiles).model.unwrap()
    };
    let closes = |model: &Model| model.clock.as_ref().unwrap().closing.is_some();
    let requests = with("error_rate at most 1 %");
    assert!(requests.records.by_name("incident").is_none() && !closes(&requests));
    let incidents = with("availability at least 99.9 %");
    assert!(incidents.records.by_name("incident").is_some() && closes(&incidents));
}
