//! Sentences that said something else than their term, or nothing.

use crate::support::{plain, text};
use slac::base::Language;
use slac::resolved::loader::NoFiles;

const CONTRACT: &str = r#"edition 2026
use std.evidence
use std.indicator
use std.clock
use std.cause

contract demo "Demo" {
  from       2026-01-01 until 2029-01-01
  timezone   "Europe/Paris"
  currency   EUR, rounded half_up, to 0.01 EUR, taxes excluded
  languages  fr, en, prevails fr
  clock      usual
  assessment usual_assessment
  delays     usual_delays
}
provider nord fr"Nord" en"Nord"
customer acme fr"ACME" en"ACME"
observer vigie fr"Vigie" en"Vigie"
role dsi fr"DSI" en"CIO" of acme during always

figure rent fr"Loyer" en"Rent" of service { unit EUR per month }

| service | label            | by   | at   | rent                |
|---------|------------------|------|------|---------------------|
| erp     | fr"ERP" en"ERP"  | nord | gold | 9_000 EUR per month |
| crm     | fr"CRM" en"CRM"  | nord | gold | 3_000 EUR per month |

tier gold fr"Or" en"Gold" {
  measured by vigie
  availability at least 99.9 % each month during always
  rpo at most 26 h each disaster during always
}
penalty downtime fr"Arrêt" en"Downtime" on availability at gold {
  basis rent
  pays  5 %
}
settlement reglement fr"Règlement" en"Settlement" {
  combine sum
  cap     20 % of sum of rent over contract_year each contract_year
  claim   automatic
  nature  penalty
  damages on_account
}
backup nightly fr"Sauvegarde" en"Backup" of erp {
  protects rpo at gold
  every    24 h during always
  at       22:00
  lag      2 h
}
use force_majeure_exclusion(suspended availability, judge dsi, delay 10 days)
"#;

fn said(language: Language) -> String {
    let compiled = slac::driver::compile_text("demo.slac", CONTRACT, &NoFiles);
    let findings: Vec<_> = compiled.findings.iter().map(|f| &f.message).collect();
    let Some(model) = compiled.model else { panic!("{findings:?}") };
    plain(&text(&model, language))
}

fn both(french: &str, english: &str) {
    for (language, sentence) in [(Language::French, french), (Language::English, english)] {
        let text = said(language);
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
}

#[test]
fn a_backup_that_starts_at_an_hour_does_not_last_a_day() {
    both("Elle est lancée : tous les jours, à 22 h 00.", "every day, at 22:00");
}

#[test]
fn the_values_of_a_column_stand_in_the_definition_of_the_figure() {
    both(
        "| ERP | 9 000 € par mois civil | | CRM | 3 000 € par mois civil |",
        "| ERP | EUR 9,000 per calendar month | | CRM | EUR 3,000 per calendar month |",
    );
}

#[test]
fn an_amount_that_differs_by_service_is_that_of_the_service_concerned() {
    both("5 % du montant « Loyer » du service concerné", "5% of the amount “Rent” of the service concerned");
    both("20 % de la somme du montant « Loyer » sur", "20% of the sum of the amount “Rent” over");
}

#[test]
fn a_role_that_establishes_a_cause_is_named_after_a_preposition_that_fits() {
    both("est fait par le rôle « DSI » (ACME)", "the role “CIO” (ACME)");
}

/// The words of a contract that is changed for the purpose.
fn said_of(source: &str, language: Language) -> String {
    let compiled = slac::driver::compile_text("demo.slac", source, &NoFiles);
    let findings: Vec<_> = compiled.findings.iter().map(|f| &f.message).collect();
    let Some(model) = compiled.model else { panic!("{findings:?}") };
    plain(&text(&model, language))
}

fn both_of(change: (&str, &str), french: &str, english: &str) {
    assert!(CONTRACT.contains(change.0), "{change:?}");
    let source = CONTRACT.replacen(change.0, change.1, 1);
    for (language, sentence) in [(Language::French, french), (Language::English, english)] {
        let text = said_of(&source, language);
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
}

#[test]
fn a_penalty_on_several_commitments_is_owed_for_any_of_them() {
    both_of(
        ("on availability at gold", "on availability, rpo at gold each month"),
        "(Disponibilité, Or) ou de l'[article 5.1.2]",
        "(Availability, Gold) or [clause 5.1.2]",
    );
    both_of(
        ("on availability at gold", "on availability, rpo at gold each month"),
        "Nord doit à ACME, pour chaque engagement manqué, le montant suivant : 5 %",
        "Nord owes to ACME, for each commitment breached, the following amount: 5%",
    );
}

#[test]
fn an_obligation_of_means_promises_means() {
    both_of(
        ("measured by vigie\n", "measured by vigie\n  obligation means\n"),
        "à mettre en œuvre les moyens nécessaires pour que l'indicateur",
        "to use the means necessary so that the indicator",
    );
}

#[test]
fn a_duty_that_precedes_an_event_says_so() {
    both_of(
        (
            "settlement reglement",
            "duty warn fr\"Alerte\" en\"Warning\" of nord to acme { each disaster; before recovered }\nsettlement reglement",
        ),
        "Elle est accomplie avant l'événement « Reprise ».",
        "It is performed before the event “Recovery”.",
    );
}

#[test]
fn a_price_adjustment_repairs_nothing() {
    both_of(
        ("nature  penalty\n  damages on_account", "nature  price_adjustment\n  damages full_settlement"),
        "Moyennant ces réfactions, aucuns dommages et intérêts ne sont dus au titre du manquement.",
        "Against these adjustments, no damages are owed for the breach.",
    );
}

#[test]
fn a_formal_notice_that_is_waived_for_penalties_is_not_waived_for_a_termination() {
    let procedure =
        "procedure plain fr\"Procédure\" en\"Procedure\" { formal_notice waived for penalties }\nprovider nord";
    let source = CONTRACT.replacen("provider nord", procedure, 1).replacen(
        "delays     usual_delays",
        "delays     usual_delays\n  procedure  plain",
        1,
    );
    let text = said_of(&source, Language::French);
    assert!(text.contains("Les pénalités sont encourues sans mise en demeure préalable."), "{text}");
    assert!(!text.contains("résiliation"), "{text}");
}

#[test]
fn a_rule_of_a_preset_that_nothing_uses_is_not_printed() {
    let text = said(Language::French);
    for dead in ["priorité d'un cas", "nombre minimal", "série", "budget"] {
        assert!(!text.contains(dead), "{dead}\n{text}");
    }
    assert!(text.contains("La redevance d'une période coupée"), "{text}");
}

#[test]
fn every_value_of_a_crossed_table_is_printed() {
    let crossed = "each incident; during always\n\n  | restoration: priority \\ impact | high | medium | low |\n  |---|---|---|---|\n  | p1 | 1 h | 2 h | 3 h |\n  | p2 | 4 h | 5 h | 6 h |\n  | p3 | 7 h | 8 h | 9 h |\n}\npenalty downtime";
    let source = CONTRACT
        .replacen("}\npenalty downtime", crossed, 1)
        .replace("use std.cause\n", "use std.cause\nuse std.itil\nuse std.itil_p3\n");
    let text = said_of(&source, Language::English);
    for (row, cells) in [
        ("P1 (critical)", ["at most 1 h", "at most 2 h", "at most 3 h"]),
        ("P2 (major)", ["at most 4 h", "at most 5 h", "at most 6 h"]),
        ("P3 (minor)", ["at most 7 h", "at most 8 h", "at most 9 h"]),
    ] {
        let of_row = format!("| {row} | {}", cells[0]);
        let (_, rest) = text.split_once(&of_row).unwrap_or_else(|| panic!("{of_row}\n{text}"));
        let rest: String = rest.chars().take(80).collect();
        assert!(cells.iter().skip(1).all(|cell| rest.contains(cell)), "{row}: {rest}");
    }
}

#[test]
fn a_cap_of_each_service_says_that_it_is_that_of_one() {
    both_of(
        ("cap     20 % of sum of rent over contract_year each contract_year", "cap     20 % of rent each month"),
        "Le total des montants dus au titre d'un même service est plafonné à 20 % du montant « Loyer » du service concerné",
        "The total of the amounts owed for one service is capped at 20% of the amount “Rent” of the service concerned",
    );
}

#[test]
fn an_exemption_of_each_service_says_that_it_is_that_of_one() {
    both_of(
        (
            "cap     20 % of sum of rent over contract_year each contract_year",
            "exempt  20 % of rent each month, then excess",
        ),
        "tant que leur total au titre d'un même service, pour chaque mois civil, n'excède pas 20 % du montant « Loyer »",
        "as long as their total for one service, for each calendar month, does not exceed 20% of the amount “Rent”",
    );
}

#[test]
fn a_cap_that_slides_by_days_says_from_where_it_looks_back() {
    both_of(
        ("cap     20 % of sum of rent over contract_year each contract_year", "cap     50 EUR each rolling 7 days"),
        "Cette fenêtre remonte à partir de chaque montant : de la fin de la période au titre de laquelle il est dû",
        "This window looks back from each amount: from the end of the period that it is owed for",
    );
}

#[test]
fn a_bonus_is_owed_for_what_is_met() {
    both_of(
        (
            "settlement reglement",
            "bonus kept fr\"Tenue\" en\"Kept\" on availability at gold { pays 10 EUR }\nsettlement reglement",
        ),
        "En cas de respect de l'engagement de l'",
        "Where the commitment of ",
    );
}
