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
    both(
        "20 % de la somme du montant « Loyer » de tous les services sur",
        "20% of the sum of the amount “Rent” of all services over",
    );
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
        "Where these adjustments apply, no damages shall be payable in respect of the breach.",
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

/// A time that is promised at the least is no deadline: the example says that what ends it must not come before.
#[test]
fn a_minimum_is_not_shown_as_a_maximum() {
    let kept = "record copy fr\"Copie\" en\"Copy\" of service {\n  | field | label | type |\n  |---|---|---|\n  | made | fr\"Faite\" en\"Made\" | instant |\n  | removed | fr\"Effacée\" en\"Removed\" | instant |\n}\nindicator kept fr\"Conservation\" en\"Retention\" of copy {\n  is time from made to removed\n  better higher\n}\ntier gold fr\"Or\" en\"Gold\" {\n  kept at least 90 days each copy during always";
    both_of(
        ("tier gold fr\"Or\" en\"Gold\" {", kept),
        "- « Conservation » : pas avant le ",
        "- “Retention”: not before ",
    );
}

/// The share of a month in service is at most the whole month.
#[test]
fn an_example_of_a_bonus_stays_within_what_can_be() {
    both_of(
        (
            "settlement reglement",
            "bonus kept fr\"Tenue\" en\"Kept\" on availability at gold {\n  basis rent\n\n  | availability | pays |\n  |---|---|\n  | >= 99.98 % | 1 % |\n}\nsettlement reglement",
        ),
        "le temps perdu est de 5 minutes ; « Disponibilité » atteint 99,9888 %",
        "the time lost is 5 minutes; “Availability” attains 99.9888%",
    );
}

const SHIFTS: &str = r#"calendar office fr"Bureau" en"Office" { open mon..fri 08:00-18:00 }
calendar mornings fr"Matins" en"Mornings" { open mon..fri 08:00-12:00 }
state early fr"Tôt" en"Early" of service { when hour in mornings }
dimension moment fr"Moment" en"Moment" of disaster {
  | moment  | label                                 | when      |
  |---------|---------------------------------------|-----------|
  | early_c | fr"Avant midi" en"Before noon"        | early     |
  | late_c  | fr"Après midi" en"After noon"         | not early |
}
tier gold fr"Or" en"Gold" {
  | moment  | rto | each     | during |
  |---------|-----|----------|--------|
  | early_c | 4 h | disaster | office |
  | late_c  | 8 h | disaster | office |
"#;

#[test]
fn a_made_up_case_opens_at_an_hour_that_its_values_allow() {
    let source = CONTRACT.replacen("tier gold fr\"Or\" en\"Gold\" {\n", SHIFTS, 1);
    let text = said_of(&source, Language::English);
    for (value, hour) in [("Before noon", "11:30"), ("After noon", "16:30")] {
        let (_, rest) = text.split_once(&format!("Take a case “Disaster” where “Moment” is “{value}”")).unwrap();
        let case = rest.split(". ").next().unwrap_or_default();
        assert!(case.ends_with(&format!("is Friday 2 January 2026 at {hour}")), "{case}");
    }
}

#[test]
fn breaches_of_a_commitment_that_is_judged_by_case_are_cases() {
    both_of(
        (
            "settlement reglement",
            "right leave fr\"Départ\" en\"Leave\" of acme {\n  when count of breaches of rpo over rolling 6 months >= 3\n  does fr\"Résilier.\" en\"Terminate.\"\n}\nsettlement reglement",
        ),
        "le nombre de cas en manquement au titre de l'engagement",
        "the number of cases in breach of the commitment",
    );
}

#[test]
fn a_calendar_in_common_contracts_its_articles() {
    both_of(
        (
            "tier gold",
            "calendar office fr\"Bureau\" en\"Office\" { open mon..fri 08:00-18:00 }\ncalendar season fr\"Saison\" en\"Season\" { open 2026-01-01..2026-04-30 }\ncalendar both fr\"Deux\" en\"Both\" { is office and season }\ntier gold",
        ),
        "les instants communs au calendrier « Bureau » et au calendrier « Saison »",
        "the instants common to the calendar “Office” and the calendar “Season”",
    );
}

#[test]
fn a_cap_where_instances_are_judged_is_one_for_each_instance() {
    let source = CONTRACT
        .replacen("| rent                |", "| rent                | instances |", 1)
        .replacen("|---------------------|\n", "|---------------------|-----------|\n", 1)
        .replacen("9_000 EUR per month |", "9_000 EUR per month | many |", 1)
        .replacen("3_000 EUR per month |", "3_000 EUR per month | many |", 1)
        .replacen(
            "cap     20 % of sum of rent over contract_year each contract_year",
            "cap     20 % of rent each month",
            1,
        );
    for (language, sentence) in [
        (
            Language::French,
            "dus au titre d'une même instance est plafonné à 20 % du montant « Loyer » de l'instance concernée",
        ),
        (Language::English, "owed for one instance is capped at 20% of the amount “Rent” of the instance concerned"),
    ] {
        let text = said_of(&source, language);
        assert!(text.contains(sentence), "{text}");
    }
}

#[test]
fn what_is_gathered_for_a_penalty_is_that_of_the_service_judged() {
    both_of(
        ("pays  5 %", "pays  5 % of sum of rent over contract_year"),
        "5 % de la somme du montant « Loyer » du service concerné sur l'année contractuelle",
        "5% of the sum of the amount “Rent” of the service concerned over the contract year",
    );
}

#[test]
fn a_fraction_for_each_unit_is_that_of_the_basis() {
    both_of(
        (
            "on availability at gold {\n  basis rent\n  pays  5 %",
            "on rpo at gold {\n  basis 900 EUR\n  pays  1/30 per started 1 h of excess",
        ),
        "1/30 de 900 €, par heure entamée de dépassement",
        "1/30 of EUR 900, per started hour of excess",
    );
}

#[test]
fn formal_notice_and_an_automatic_amount_stand_together() {
    let procedure =
        "procedure plain fr\"Procédure\" en\"Procedure\" { formal_notice required for penalties }\nprovider nord";
    let source = CONTRACT.replacen("provider nord", procedure, 1).replacen(
        "delays     usual_delays",
        "delays     usual_delays\n  procedure  plain",
        1,
    );
    let text = said_of(&source, Language::English);
    assert!(text.contains("The amounts are owed without a claim; the formal notice of [clause"), "{text}");
    let adjusted = source.replace("nature  penalty", "nature  price_adjustment");
    let text = said_of(&adjusted, Language::English);
    assert!(text.contains("Adjustments of the price are incurred only after formal notice."), "{text}");
}

#[test]
fn a_penalty_on_a_whole_level_cites_the_level() {
    let source = CONTRACT
        .replacen("  rpo at most 26 h", "  restoration at most 4 h each incident during always\n  response at most 1 h each incident during always\n  rpo at most 26 h", 1)
        .replacen("on availability at gold {\n  basis rent\n  pays  5 %", "on gold each month {\n  pays  100 EUR", 1);
    for (language, sentence) in [
        (Language::French, "En cas de manquement à l'un quelconque des engagements de l'[article 5.1]"),
        (Language::English, "In the event of a breach of any commitment of [clause 5.1]"),
    ] {
        let text = said_of(&source, language);
        assert!(text.contains(sentence), "{text}");
    }
}

#[test]
fn a_backup_serves_the_commitments_of_the_services_that_it_backs_up() {
    let class = "dimension class fr\"Classe\" en\"Class\" of service, ranked strictest {\n  | class | label |\n  |---|---|\n  | high | fr\"Haute\" en\"High\" |\n  | low | fr\"Basse\" en\"Low\" |\n}\nprovider nord";
    let source = CONTRACT
        .replacen("provider nord", class, 1)
        .replacen("| rent                |", "| rent                | class |", 1)
        .replacen("|---------------------|\n", "|---------------------|---|\n", 1)
        .replacen("9_000 EUR per month |", "9_000 EUR per month | high |", 1)
        .replacen("3_000 EUR per month |", "3_000 EUR per month | low |", 1)
        .replacen(
            "  rpo at most 26 h each disaster during always\n",
            "\n  | class | rpo | each | during |\n  |---|---|---|---|\n  | high | 26 h | disaster | always |\n  | low | 72 h | disaster | always |\n",
            1,
        );
    let text = said_of(&source, Language::English);
    let (_, plan) = text.split_once("This plan backs up the services of").unwrap();
    let serves = plan.split("(`nightly`)").next().unwrap_or_default();
    assert!(serves.contains("(Recovery point (RPO) – High, Gold)") && !serves.contains("Low"), "{serves}");
}

#[test]
fn a_slice_of_a_percentage_is_in_points() {
    let change = (
        "on availability at gold {\n  basis rent\n  pays  5 %",
        "on availability at gold {\n  pays  100 EUR per started 0.5 % of (target - attained)",
    );
    both_of(
        change,
        "100 € par tranche entamée de 0,5 point de pourcentage de (la valeur promise − la valeur atteinte)",
        "EUR 100 per started slice of 0.5 percentage points of (the promised value − the attained value)",
    );
}

#[test]
fn a_sum_of_several_terms_has_no_brackets() {
    both_of(
        ("pays  5 %", "pays  min(10 EUR + 20 EUR + 9 EUR * 2 / 3, 40 EUR)"),
        "le plus petit des montants ou valeurs (10 € + 20 € + (9 € × 2 ÷ 3) et 40 €)",
        "the least of (EUR 10 + EUR 20 + (EUR 9 × 2 ÷ 3) and EUR 40)",
    );
}

/// Two levels, one after the other, are not both promised at once because the day between them is still to be agreed.
#[test]
fn a_date_that_is_blank_stands_in_its_sentence() {
    both_of(
        (
            "tier gold fr",
            "service shop fr\"Boutique\" en\"Shop\" by nord at gold from [start_of_gold] until [end_of_gold]\ntier gold fr",
        ),
        "à compter du **[start_of_gold]**, jusqu'au début du **[end_of_gold]**",
        "from **[start_of_gold]**, until the start of **[end_of_gold]**",
    );
    both_of(
        (
            "settlement reglement",
            "exception later fr\"Plus tard\" en\"Later\" on downtime from [later] { waived when month in always }\nsettlement reglement",
        ),
        "La présente clause s'applique à compter du **[later]**.",
        "This clause applies from **[later]**.",
    );
}

#[test]
fn the_last_periods_are_those_that_were_assessed() {
    both_of(
        (
            "settlement reglement",
            "right leave fr\"Départ\" en\"Leave\" of acme {\n  when count of breaches of availability over last 12 months >= 3\n  does fr\"Résilier.\" en\"Terminate.\"\n}\nsettlement reglement",
        ),
        "sur les 12 derniers mois civils qui ont été évalués est d'au moins 3",
        "over the last 12 calendar months that were assessed is at least 3",
    );
}

#[test]
fn a_party_that_is_called_by_what_it_does_has_an_article() {
    let source = CONTRACT.replacen("fr\"Nord\" en\"Nord\"", "fr\"Titulaire\" en\"Hosting provider\"", 1);
    let source = source.replacen("fr\"ACME\" en\"ACME\"", "fr\"Acheteur\" en\"Customer\"", 1);
    let (french, english) = (said_of(&source, Language::French), said_of(&source, Language::English));
    assert!(french.contains("Le Titulaire s'engage envers l'Acheteur"), "{french}");
    assert!(english.contains("The Hosting provider undertakes to the Customer"), "{english}");
}

/// What the party that claims owes itself is not lost because it did not claim it.
#[test]
fn nobody_claims_what_it_owes_itself() {
    let source = CONTRACT.replacen(
        "settlement reglement",
        "bonus kept fr\"Tenue\" en\"Kept\" on availability at gold { pays 10 EUR }\nsettlement reglement",
        1,
    );
    let source = source.replacen(
        "claim   automatic",
        "claim   by acme within 10 days after end of month, otherwise forfeited",
        1,
    );
    let (french, english) = (said_of(&source, Language::French), said_of(&source, Language::English));
    let owed = "Les montants dont ACME est débiteur sont acquis sans qu'il soit besoin de les réclamer ; les autres sont réclamés par ACME";
    assert!(french.contains(owed), "{french}");
    assert!(
        english.contains("The amounts that ACME owes are owed without a claim; the others are claimed by ACME"),
        "{english}"
    );
    assert!(english.contains("these other amounts are no longer owed"), "{english}");
}
