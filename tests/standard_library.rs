//! The standard library: every module can be used, everything in it is named in French and in English, its holidays fall
//! on the days of the official lists, and its templates give what a contract can sign.
#![expect(clippy::unwrap_used, reason = "a test")]

use slac::base::FileId;
use slac::diagnostics::Sink;
use slac::driver;
use slac::model::Model;
use slac::resolved::loader::{NoFiles, standard, standard_names};
use slac::syntax::ast::{CellKind, Decl, Entry, ExprKind, HeadKind, Item, Table, Text};
use slac::syntax::parse;
use slac::time::date_rule::{Holiday, dates};
use std::fmt::Write as _;

const HEADER: &str = "contract c \"C\" {
  from 2026-01-01 until 2029-01-01
  timezone \"Europe/Paris\"
  currency EUR, rounded half_up, to 0.01 EUR
  languages fr, en, prevails fr
  clock std.clock.usual
  assessment std.clock.usual_assessment
  delays std.clock.usual_delays
}
provider nord \"Nord\"
customer acme \"Acme\"
supplier cloud \"Cloud\" of nord
observer vigie \"Vigie\"
role desk fr\"Support\" en\"Desk\" of nord during always
role dsi fr\"DSI\" en\"CIO\" of acme during always
";

/// What is found in a contract that consists of the header and `body`, and its normal form.
fn compiled(body: &str) -> (Vec<String>, Option<Model>) {
    let result = driver::compile_text("test.slac", &format!("edition 2026\nuse std.clock\n{body}\n{HEADER}"), &NoFiles);
    let errors = result
        .findings
        .iter()
        .filter(|f| f.severity() == slac::diagnostics::Severity::Error)
        .map(|f| format!("[{}] {}", f.rule.name, f.message))
        .collect();
    (errors, result.model)
}

#[test]
fn every_module_can_be_used() {
    for name in standard_names() {
        assert_eq!(compiled(&format!("use {name}")).0, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn all_modules_can_be_used_together() {
    let mut body = String::new();
    standard_names().for_each(|name| writeln!(body, "use {name}").unwrap());
    assert_eq!(compiled(&body).0, Vec::<String>::new());
}

/// A module's declarations are lowered when something refers to them; here they are the contract's own.
#[test]
fn every_declaration_can_be_lowered() {
    for name in standard_names() {
        let text = standard(name).unwrap().replace("edition 2026", "");
        assert_eq!(compiled(&text).0, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn every_template_gives_what_a_contract_can_sign() {
    let uses = "use std.backup
use std.calendar.fr
use std.cause
use std.clock
use std.indicator
use std.itil
use std.responsibility.aws_ec2
use std.responsibility.azure_iaas
use std.responsibility.onprem
use std.responsibility.paas
use std.responsibility.saas_m365
calendar nights fr\"Nuits\" en\"Nights\" { open day 02:00-04:00 }
duty report fr\"Rapport\" en\"Report\" of nord to acme { each month; within 5 days after end of month; does fr\"Remettre\" en\"Hand over\" }
";
    let templates = [
        "backup_duties(operator nord, client acme)",
        "force_majeure_exclusion(suspended availability, judge vigie, delay 10 days)",
        "customer_exclusion(suspended availability, client acme, judge vigie, delay 10 days)",
        "third_party_exclusion(suspended availability, judge vigie, delay 10 days)",
        "attack_exclusion(suspended availability, judge vigie, delay 10 days, allowance 24 h)",
        "planned_maintenance(worker nord, suspended availability, hours nights, allowance 8 h, lead 5 days)",
        "emergency_fix(worker nord, suspended availability, allowance 2 h, lead 4 h)",
        "waiting_for_customer(worker nord, suspended restoration, longest 5 days)",
        "clock_set_by(desk desk)",
        "delays_of(hours working_days)",
        "contradictoire(debtor nord, creditor acme)",
        "contradictoire_report(debtor nord, creditor acme, report report)",
        "contradictoire_expert(debtor nord, creditor acme, expert vigie)",
        "claim_and_answer(debtor nord, creditor acme)",
        "notice_and_cure(debtor nord, creditor acme)",
        "support_levels(party nord, first always, second always, third working_days)",
        "escalation_ladder(first desk, second dsi, third desk, to_second 30 min, to_third 2 h)",
        "aws_ec2(operator desk, client dsi, cloud cloud)",
        "azure_iaas(operator desk, client dsi, cloud cloud)",
        "paas(operator desk, client dsi, cloud cloud)",
        "saas_m365(operator desk, client dsi, vendor cloud)",
        "vmware(operator desk, client dsi)",
        "hyper_v(operator desk, client dsi)",
        "nutanix_ahv(operator desk, client dsi)",
    ];
    for template in templates {
        let (errors, model) = compiled(&format!("{uses}use {template}"));
        assert_eq!(errors, Vec::<String>::new(), "{template}");
        for row in model.unwrap().responsibilities.iter() {
            let accountable: Vec<&str> =
                row.cells.iter().filter(|c| c.letters.contains('A')).map(|c| c.actor.name().as_str()).collect();
            assert!(matches!(accountable.as_slice(), ["desk" | "dsi"]), "{template}: {} {accountable:?}", row.term.id);
            assert!(row.cells.iter().any(|c| c.letters.contains('R')), "{template}: {}", row.term.id);
        }
    }
}

#[test]
fn everything_is_named_in_french_and_in_english() {
    let mut lacking = String::new();
    for name in standard_names() {
        let tree = parse(FileId(0), standard(name).unwrap(), &mut Sink::default());
        for item in &tree.items {
            if let Item::Decl(decl) = item {
                named(decl, name, &mut lacking);
            }
        }
    }
    assert!(lacking.is_empty(), "{lacking}");
}

fn named(decl: &Decl, module: &str, lacking: &mut String) {
    let name = decl.name.as_ref().map_or("", |w| w.name.as_str());
    if decl.kind.name != "template" && !decl.label.as_ref().is_some_and(both) {
        writeln!(lacking, "{module}: {} {name} has no label in both languages", decl.kind.name).unwrap();
    }
    for entry in decl.body.iter().flatten() {
        match entry {
            Entry::Decl(inner) => named(inner, module, lacking),
            Entry::Table(table) => named_rows(table, name, module, lacking),
            Entry::Sentence(sentence) => {
                for clause in &sentence.clauses {
                    for value in &clause.values {
                        if matches!(&value.kind, ExprKind::Text(text) if !both(text)) {
                            writeln!(lacking, "{module}: {name}.{} is in one language", clause.word.name).unwrap();
                        }
                    }
                }
            }
            Entry::Use(_) => {}
        }
    }
}

fn named_rows(table: &Table, owner: &str, module: &str, lacking: &mut String) {
    let heads: Vec<&str> = table
        .head
        .iter()
        .map(|h| match &h.kind {
            HeadKind::Words(word, _) => word.name.as_str(),
            _ => "",
        })
        .collect();
    for row in &table.rows {
        for (head, cell) in heads.iter().zip(&row.cells) {
            let fine = match &cell.kind {
                CellKind::Named(_, text) => both(text),
                CellKind::Value { values, .. } if matches!(*head, "label" | "means") => {
                    matches!(values.as_slice(), [value] if matches!(&value.kind, ExprKind::Text(text) if both(text)))
                }
                _ => true,
            };
            if !fine {
                writeln!(lacking, "{module}: a cell of {owner} ({head}) is in one language").unwrap();
            }
        }
    }
}

/// Whether a text is written in French and in English; a proper name needs no tag.
fn both(text: &Text) -> bool {
    let has = |tag: &str| text.parts.iter().any(|p| p.language.as_deref() == Some(tag));
    (has("fr") && has("en")) || text.parts.iter().all(|p| p.language.is_none())
}

/// The days off of a calendar of the standard library in one year, as `MM-DD`.
fn holidays(module: &str, calendar: &str, year: i16) -> String {
    let name = format!("{module}.{calendar}");
    let (errors, model) = compiled(&format!("use {module}\ncalendar own \"Own\" {{ is {name} }}"));
    assert_eq!(errors, Vec::<String>::new(), "{name}");
    let model = model.unwrap();
    // A calendar that is another one and some days more is both.
    let rules: Vec<Holiday> = model.calendars.iter().flat_map(|c| c.days.iter().map(|d| d.rule.clone())).collect();
    let (from, until) = (jiff::civil::date(year, 1, 1), jiff::civil::date(year + 1, 1, 1));
    let days: Vec<String> =
        dates(&rules, from, until).iter().map(|o| format!("{:02}-{:02}", o.date.month(), o.date.day())).collect();
    days.join(" ")
}

#[test]
fn holidays_fall_on_the_days_of_the_official_lists() {
    let lists = [
        (
            "std.calendar.fr",
            "public_holidays",
            2026,
            "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
        ),
        (
            "std.calendar.fr",
            "public_holidays_alsace_moselle",
            2026,
            "01-01 04-03 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25 12-26",
        ),
        ("std.calendar.be", "public_holidays", 2026, "01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25"),
        ("std.calendar.ch", "federal", 2026, "08-01"),
        ("std.calendar.ch", "public_holidays", 2026, "01-01 05-14 08-01 12-25"),
        (
            "std.calendar.lu",
            "public_holidays",
            2026,
            "01-01 04-06 05-01 05-09 05-14 05-25 06-23 08-15 11-01 12-25 12-26",
        ),
        ("std.calendar.qc", "public_holidays", 2026, "01-01 04-03 05-18 06-24 07-01 09-07 10-12 12-25"),
        // 24 June 2029 and 1 July 2029 are Sundays.
        ("std.calendar.qc", "public_holidays_easter_monday", 2029, "01-01 04-02 05-21 06-25 07-02 09-03 10-08 12-25"),
        ("std.calendar.uk", "public_holidays", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        // Christmas is a Saturday, Boxing Day a Sunday.
        ("std.calendar.uk", "public_holidays", 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        // 1 and 2 January are a Saturday and a Sunday.
        ("std.calendar.uk", "scotland", 2028, "01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26"),
        ("std.calendar.uk", "northern_ireland", 2026, "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28"),
        // 4 July 2026 is a Saturday.
        (
            "std.calendar.us",
            "public_holidays",
            2026,
            "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
        ),
        // Juneteenth was no holiday yet.
        ("std.calendar.us", "public_holidays", 2019, "01-01 01-21 02-18 05-27 07-04 09-02 10-14 11-11 11-28 12-25"),
    ];
    for (module, calendar, year, days) in lists {
        assert_eq!(holidays(module, calendar, year), days, "{module}.{calendar} {year}");
    }
}
