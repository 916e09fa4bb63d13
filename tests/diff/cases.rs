//! One edit each, and what becomes of what is owed.

use super::{BASE, amendment, edited, model, verdicts};
use slac::compare::{self, Kind, Verdict};
use slac::model::Id;

/// What edits of the base contract come to.
fn found(edits: &[(&str, &str)]) -> Vec<String> {
    verdicts(&amendment(BASE, &edited(edits)))
}

#[test]
fn the_same_in_other_words_is_no_change() {
    let table = "| p1       | 15 min   | 4 h                | 95 %  | month | always   |";
    assert_eq!(found(&[(table, "| p1       | 900 s   | 240 min | 95 %  | month | always   |")]), [""; 0]);
    // Comments, the order of terms and of rows, and a service of its own in the place of a row of a table.
    let rows = "| nord | gold   |\n| archive | fr\"Archives\" en\"Archive\"                 | nord | silver |\n";
    let service = "| nord | gold   |\n\nservice archive fr\"Archives\" en\"Archive\" { by nord; at silver }\n// Un commentaire.\n";
    assert_eq!(found(&[(rows, service)]), [""; 0]);
    let brackets = "  | 99 % to < 99.5 %  | 5 %  |\n  | 98 % to < 99 %    | 10 % |\n";
    assert_eq!(found(&[(brackets, "  | 98 % to < 99 %    | 10 % |\n  | 99 % to < 99.5 %  | 5 %  |\n")]), [""; 0]);
    let note = "figure fee fr\"Redevance mensuelle\"";
    assert_eq!(found(&[(note, "/// Une note n'oblige pas.\nfigure fee fr\"Redevance mensuelle\"")]), [""; 0]);
}

#[test]
fn a_shorter_time_is_stricter_for_the_one_who_owes_it() {
    let row = "| p1       | 15 min   | 4 h                | 95 %";
    let shorter = amendment(BASE, &edited(&[(row, "| p1       | 15 min   | 2 h                | 95 %")]));
    assert_eq!(verdicts(&shorter), ["gold.restoration.p1 stricter"]);
    let effect = &shorter.changes[0].effects[0];
    assert!(effect.is_stricter_for(&Id::new("nord")) && !effect.is_worse_for(&Id::new("acme")));
    assert_eq!(effect.services.len(), 3, "every service that is held to the tier");
    let longer = amendment(&edited(&[(row, "| p1       | 15 min   | 2 h                | 95 %")]), BASE);
    assert_eq!(verdicts(&longer), ["gold.restoration.p1 looser"]);
    assert!(longer.changes[0].effects[0].is_looser_for(&Id::new("acme")));
}

#[test]
fn deadlines_on_other_calendars_are_compared_at_every_instant() {
    // 30 h of business hours are three days and 80 h are eight: five days of business lie between them, whenever a case opens. 52 h
    // end two hours after an opening: of the last of these days for a case that opens in the morning, of the day after for others.
    let row = "| p3       | 4 h      | 5 days of business | 90 %";
    assert_eq!(found(&[(row, "| p3       | 4 h      | 30 h               | 90 %")]), ["gold.restoration.p3 stricter"]);
    assert_eq!(found(&[(row, "| p3       | 4 h      | 80 h               | 90 %")]), ["gold.restoration.p3 looser"]);
    let mixed = amendment(BASE, &edited(&[(row, "| p3       | 4 h      | 52 h               | 90 %")]));
    let effect = &mixed.changes[0].effects[0];
    assert_eq!(
        (effect.verdict, effect.witnesses.len()),
        (Verdict::Incomparable, 2),
        "an incident each way: {effect:?}"
    );
}

#[test]
fn a_calendar_is_told_by_the_promises_that_count_on_it() {
    let hours = ("open   mon..fri 08:00-18:00", "open   mon..fri 08:00-20:00");
    let found = amendment(BASE, &edited(&[hours]));
    assert_eq!(verdicts(&found), ["business incomparable"]);
    let of = |on: &str| found.changes[0].effects.iter().find(|e| e.on.as_deref() == Some(on)).unwrap().verdict;
    assert_eq!(of("gold.restoration.p2"), Verdict::Stricter);
    assert_eq!(of("silver.availability"), Verdict::Incomparable, "a share of more hours may be kept or not");
    assert_eq!(of("dsi"), Verdict::Stricter, "people can be reached longer");
}

#[test]
fn an_exception_is_told_by_the_targets_that_it_gives() {
    let longer = ("from 2026-08-01 until 2026-09-01", "from 2026-07-01 until 2026-09-01");
    assert_eq!(found(&[longer]), ["august looser"]);
    assert_eq!(found(&[("target at most 12 h", "target at most 6 h")]), ["august stricter"]);
    // What is written in another way and comes to the same is told, and is equal.
    let whole = "exception august fr\"Août\" en\"August\" on restoration[gold, p2] from 2026-08-01 until 2026-09-01 {\n  target at most 12 h\n}\n";
    let halves = "exception early fr\"Début août\" en\"Early August\" on restoration[gold, p2] from 2026-08-01 until 2026-08-15 {\n  target at most 12 h\n}\nexception late fr\"Fin août\" en\"Late August\" on restoration[gold, p2] from 2026-08-15 until 2026-09-01 {\n  target at most 12 h\n}\n";
    assert_eq!(found(&[(whole, halves)]), ["early equal", "late equal", "august equal"]);
    assert_eq!(found(&[(whole, "")]), ["august stricter"]);
}

#[test]
fn other_hours_of_a_share_of_time_are_neither_stricter_nor_looser() {
    let row = "availability at least 98 % each month during business";
    let found = amendment(BASE, &edited(&[(row, "availability at least 98 % each month during always")]));
    assert_eq!(verdicts(&found), ["silver.availability incomparable"]);
    let witnesses = &found.changes[0].effects[0].witnesses;
    assert!(matches!(witnesses[0], compare::Witness::Budget { .. }), "{witnesses:?}");
    let kept = |old, new| {
        witnesses.iter().any(|w| matches!(w, compare::Witness::Outage { old: o, new: n, .. } if (*o, *n) == (old, new)))
    };
    assert!(kept(true, false) && kept(false, true), "an interruption each way: {witnesses:?}");
}

#[test]
fn a_longer_pause_is_looser_and_a_wider_exclusion_is_not_ordered() {
    assert_eq!(found(&[("limit    5 days of business,", "limit    10 days of business,")]), ["waiting looser"]);
    assert_eq!(found(&[("when     sun 02:00-06:00", "when     sun 00:00-06:00")]), ["maintenance incomparable"]);
}

#[test]
fn windows_within_one_another_are_ordered_and_others_are_not() {
    let month = "availability at least 98 % each month during business";
    let each = |target: &str, window: &str| {
        found(&[(month, format!("availability at least {target} each {window} during business").as_str())])
    };
    assert_eq!(each("98 %", "quarter"), ["silver.availability looser"]);
    assert_eq!(each("98.5 %", "quarter"), ["silver.availability incomparable"]);
    assert_eq!(each("98 %", "day"), ["silver.availability stricter"]);
    assert_eq!(each("97 %", "day"), ["silver.availability incomparable"]);
    assert_eq!(each("98 %", "week"), ["silver.availability incomparable"]);
    assert_eq!(found(&[("| 8 h         | 90 %", "| 8 h         | 85 %")]), ["silver.restoration.p1 looser"]);
}

#[test]
fn amounts_are_compared_value_by_value() {
    let brackets = |five: &str, ten: &str| {
        found(&[("| 5 %  |", format!("| {five} |").as_str()), ("| 10 % |", format!("| {ten} |").as_str())])
    };
    assert_eq!(brackets("5 %", "12 %"), ["downtime stricter"]);
    assert_eq!(brackets("4 %", "10 %"), ["downtime looser"]);
    assert_eq!(brackets("6 %", "9 %"), ["downtime incomparable"]);
    // Where a bracket begins.
    assert_eq!(
        found(&[
            ("| 99 % to < 99.5 %  | 5 %  |", "| 99.2 % to < 99.5 %  | 5 %  |"),
            ("| 98 % to < 99 % ", "| 98 % to < 99.2 % ")
        ]),
        ["downtime stricter"]
    );
    assert_eq!(found(&[("pays 150 EUR per started h", "pays 100 EUR per started h")]), ["late_p1 looser"]);
    assert_eq!(found(&[("cap     15 % of sum", "cap     20 % of sum")]), ["reglement stricter"]);
    assert_eq!(found(&[("cap       500_000 EUR", "cap       600_000 EUR")]), ["plafond stricter"]);
    assert_eq!(
        found(&[("within 60 days after monthly_report, otherwise", "within 30 days after monthly_report, otherwise")]),
        ["reglement looser"]
    );
    assert_eq!(found(&[("  basis fee\n", "  basis 2 * fee\n")]), ["downtime incomparable"]);
}

#[test]
fn rights_and_duties_have_their_orders() {
    assert_eq!(found(&[("rolling 6 months >= 3", "rolling 6 months >= 2")]), ["terminate stricter"]);
    assert_eq!(found(&[("rolling 6 months >= 3", "rolling 3 months >= 3")]), ["terminate looser"]);
    let removed = edited(&[]).replace("right terminate", "// right terminate");
    let start = removed.find("// right terminate").unwrap();
    let end = start + removed[start..].find("}\n").unwrap() + 2;
    let removed = format!("{}{}", &removed[..start], &removed[end..]);
    let gone = amendment(BASE, &removed);
    assert_eq!(verdicts(&gone), ["terminate looser"]);
    assert_eq!(gone.changes[0].kind(), Kind::Removed);
    assert!(gone.changes[0].effects[0].is_looser_for(&Id::new("acme")));
    assert_eq!(
        found(&[("within 5 days of business after end of month", "within 3 days of business after end of month")]),
        ["monthly_report stricter"]
    );
    assert_eq!(found(&[("| 2     | lead | 30 min | p1  |", "| 2     | lead | 20 min | p1  |")]), ["ladder stricter"]);
}

#[test]
fn who_answers_for_something_else_is_told_party_by_party() {
    let moved = amendment(BASE, &edited(&[("| R    | A    | C   |", "| R    | C    | A   |")]));
    assert_eq!(verdicts(&moved), ["operations.changes incomparable"]);
    let acme = Id::new("acme");
    let effects = &moved.changes[0].effects;
    assert!(effects.iter().any(|e| e.is_stricter_for(&acme)) && effects.iter().any(|e| e.is_looser_for(&acme)));
    assert!(!effects.iter().any(|e| e.is_worse_for(&Id::new("nord"))), "{effects:?}");
}

#[test]
fn a_renamed_term_is_renamed_and_equal() {
    let renamed =
        amendment(BASE, &edited(&[("tier silver", "tier bronze"), ("| nord | silver |", "| nord | bronze |")]));
    assert_eq!(verdicts(&renamed), ["bronze equal"]);
    assert_eq!(renamed.changes[0].kind(), Kind::Renamed);
    assert_eq!(renamed.changes[0].with.len(), 4, "its commitments go with it");
}

#[test]
fn a_service_that_is_held_to_another_tier_is_told_promise_by_promise() {
    let moved = amendment(BASE, &edited(&[("| nord | silver |", "| nord | gold   |")]));
    assert_eq!(verdicts(&moved), ["archive incomparable"]);
    let of = |on: &str| moved.changes[0].effects.iter().find(|e| e.on.as_deref() == Some(on)).unwrap().verdict;
    assert_eq!(of("gold.restoration.p2"), Verdict::Stricter);
    assert_eq!(of("gold.restoration.p1"), Verdict::Stricter, "with a penalty that silver has not");
    assert_eq!(of("gold.response.p1"), Verdict::Stricter, "silver promises none");
    assert_eq!(of("gold.availability"), Verdict::Incomparable, "on other hours");
}

#[test]
fn what_has_no_order_is_never_taken_as_equal() {
    for edit in [
        ("accord entier des parties", "accord complet des parties"),
        ("French law", "Swiss law"),
        ("until 2029-01-01", "until 2030-01-01"),
        ("  by desk\n", "  by lead\n"),
        ("measured by vigie\n  obligation  means", "measured by nord\n  obligation  means"),
    ] {
        let found = amendment(BASE, &edited(&[edit]));
        assert!(found.changes.iter().any(|change| change.verdict() == Verdict::Incomparable), "{edit:?}");
    }
}

#[test]
fn what_a_tier_gives_to_its_commitments_is_told_once() {
    let edit = ("measured by vigie\n  obligation  result", "measured by acme\n  obligation  result");
    let found = amendment(BASE, &edited(&[edit]));
    assert_eq!(verdicts(&found), ["gold incomparable"]);
    assert_eq!(found.changes[0].with.len(), 7);
}

#[test]
fn the_evaluator_gives_the_instants_of_every_incident_that_is_shown() {
    let mut shown = 0;
    for edits in [
        [("| p1       | 15 min   | 4 h                | 95 %", "| p1       | 15 min   | 3 h                | 95 %")],
        [("| p3       | 4 h      | 5 days of business | 90 %", "| p3       | 4 h      | 52 h               | 90 %")],
        [("open   mon..fri 08:00-18:00", "open   mon..fri 09:00-17:00")],
        [("target at most 12 h", "target at most 6 h")],
        [(
            "| p2       | 30 min   | 8 h                | 95 %  | month | business |",
            "| p2       | 30 min   | 20 h               | 95 %  | month | always   |",
        )],
    ] {
        let (old, new) = (model(BASE), model(&edited(&edits)));
        for change in &compare::of(&old, &new).changes {
            for effect in &change.effects {
                let id = effect.on.clone().unwrap_or_else(|| change.place().unwrap().id.clone());
                for witness in &effect.witnesses {
                    let compare::Witness::Due { event, old: before, new: after } = witness else { continue };
                    let Some(found) = super::brute::due(&old, &id, *event) else { continue };
                    assert_eq!((found, super::brute::due(&new, &id, *event).unwrap()), (*before, *after), "{id}");
                    shown += 1;
                }
            }
        }
    }
    assert!(shown > 6, "{shown}");
}
