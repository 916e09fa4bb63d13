//! The examples that follow from the clauses: what is printed is what the evaluator computed.

use crate::covers::numbers;
use crate::support::{examples, plain, text};
use slac::base::Language;
use slac::evaluate::derivation::What;
use slac::evaluate::examples::{self, Facts};
use slac::evaluate::{Number, examples::Due};
use slac::model::{Key, Model, Pays, Schedule};
use slac::quantity::{Measure, Rounding, format};
use slac::resolved::loader::NoFiles;
use slac::time::{Instant, local, print};
use std::collections::BTreeSet;

/// An instant as the text may tell it: as one at which something begins, and as one at which it ends.
fn told(model: &Model, instant: Instant, language: Language) -> [String; 2] {
    let at = local::local(&model.contract.zone(), instant);
    let midnight = at.time() == jiff::civil::Time::midnight();
    let end = if midnight { print::until(at.date(), language) } else { print::instant(at, language) };
    [print::instant(at, language), end]
}

/// A figure as the text may show it: in words, at four decimals, and as an exact fraction.
fn shown(number: &Number, language: Language) -> Vec<String> {
    let quantity = number.quantity();
    let Some(measure) = Measure::parse(&quantity.unit) else { return vec![format::number(&number.base, language)] };
    let near = quantity.value.round(4, Rounding::HalfUp);
    vec![
        format::duration(&number.base, language),
        format::number(&number.base, language),
        format::quantity(&near, &measure, language),
    ]
}

/// Every number that the evaluator gives for the examples of a contract.
pub fn numbers_of(model: &Model, language: Language) -> BTreeSet<String> {
    let found = examples::of(model);
    let mut words: Vec<String> = Vec::new();
    for case in &found.cases {
        words.extend(told(model, case.opened, language));
        for due in &case.due {
            words.extend(told(model, due.deadline, language));
            words.extend(shown(&Number::from(&due.target), language));
            let ends = due.counted.iter().flat_map(|piece| [piece.start, piece.end]);
            words.extend(ends.flat_map(|at| told(model, at, language)));
            let days = due.days.iter().copied().chain(due.closed.iter().map(|closed| closed.day));
            words.extend(days.map(|day| print::date(day, language)));
        }
    }
    for owed in &found.owed {
        let judged = &owed.amount.judged;
        if let Facts::Record { during, .. } = &owed.facts {
            words.extend([during.start, during.end].into_iter().flat_map(|at| told(model, at, language)));
        }
        let of_lines = owed.amount.lines.iter().filter(|line| matches!(line.what, What::Units | What::Basis));
        let of_lines = of_lines.filter_map(|line| line.value.as_ref().map(Number::from));
        let of_judged = [&judged.attained, &judged.agreed, &judged.lost, &judged.target].into_iter().flatten().cloned();
        let all = of_lines.chain(of_judged).chain([owed.amount.amount.clone()]);
        words.extend(all.flat_map(|number| shown(&number, language)));
    }
    let scenarios = model.scenarios.iter().count();
    let article = slac::emit::text::number::Numbering::of(model).article(slac::emit::text::number::Part::Scenarios);
    words.extend((1..=2).map(|next| format!("{}.{}", article.unwrap_or_default(), scenarios + next)));
    words.iter().flat_map(|words| numbers(words)).collect()
}

fn each_due(check: impl Fn(&str, &Model, &Due<'_>)) {
    let mut seen = 0;
    for (example, model, _) in examples() {
        for due in examples::of(model).cases.iter().flat_map(|case| &case.due) {
            check(example, model, due);
            seen += 1;
        }
    }
    assert!(seen > 10);
}

#[test]
fn every_deadline_of_an_example_is_printed_with_its_clause() {
    let texts: Vec<(&str, String)> =
        examples().iter().map(|(name, model, _)| (*name, plain(&text(model, Language::French)))).collect();
    each_due(|example, model, due| {
        let [_, end] = told(model, due.deadline, Language::French);
        let text = &texts.iter().find(|(name, _)| *name == example).unwrap().1;
        let anchor = slac::emit::text::anchor(&due.commitment.term.id);
        let printed =
            text.split(" - ").any(|line| line.contains(&plain(&end)) && line.contains(&format!("(#{anchor})")));
        assert!(printed, "{example}: {} at {end}", due.commitment.term.id);
    });
}

#[test]
fn what_is_counted_until_a_deadline_is_the_target() {
    each_due(|example, _, due| {
        let counted: i64 = due.counted.iter().map(|piece| piece.seconds()).sum();
        let days = i64::try_from(due.days.len()).unwrap();
        assert_eq!(Some(counted + days), due.target.base().to_i64(), "{example} {}", due.commitment.term.id);
    });
}

#[test]
fn every_table_of_brackets_has_an_amount() {
    for (example, model, _) in examples() {
        // A table without values, such as one by priority, has no bracket to read one in.
        let in_brackets = |schedule: &&Schedule| match &schedule.pays {
            Pays::Brackets(table) => table.keys.iter().any(|key| matches!(key, Key::Indicator(_))),
            _ => false,
        };
        let tables = model.schedules.iter().filter(in_brackets);
        let found = examples::of(model);
        assert_eq!(found.owed.iter().filter(|owed| owed.row.is_some()).count(), tables.count(), "{example}");
    }
}

/// An amount for each started, full or partial unit of what exceeds a time is worked out for a case, but where it is not agreed yet.
#[test]
fn every_amount_for_a_unit_of_excess_has_a_case() {
    let mut seen = 0;
    for (example, model, _) in examples() {
        let agreed = |schedule: &&Schedule| model.blanks.iter().all(|blank| blank.term != schedule.term.id);
        let of_units =
            model.schedules.iter().filter(|schedule| examples::unit_of(&schedule.pays).is_some()).filter(agreed);
        let (found, of_units) = (examples::of(model), of_units.count());
        assert_eq!(found.owed.iter().filter(|owed| owed.row.is_none()).count(), of_units, "{example}");
        seen += of_units;
    }
    assert!(seen > 0);
}

/// A scenario is printed as it is written, so what is written must be what comes out.
#[test]
fn a_scenario_that_comes_out_otherwise_is_never_printed() {
    let source = include_str!("../evaluate/march_2026_in_paris.slac");
    let compile = |source: &str| slac::driver::compile_text("march.slac", source, &NoFiles).model.is_some();
    assert!(compile(source));
    assert!(!compile(&source.replace("99.876293", "99.876292")));
}

/// Those of the first example stand in the snapshot of its whole text.
const SNAPSHOTS: [[&str; 2]; 3] = [
    ["examples_saas_fr", "examples_saas_en"],
    ["examples_backup_fr", "examples_backup_en"],
    ["examples_template_fr", "examples_template_en"],
];

#[test]
fn the_examples_read_as_clauses() {
    for ((example, model, _), names) in examples().iter().skip(1).zip(SNAPSHOTS) {
        for (language, name) in [Language::French, Language::English].into_iter().zip(names) {
            let text = text(model, language);
            let start = text.find("<a id=\"exemples-").unwrap_or_else(|| panic!("{example} has no examples"));
            let end = text[start..].find("\n## ").map_or(text.len(), |end| start + end);
            insta::assert_snapshot!(name, &text[start..end]);
        }
    }
}
