//! Every ambiguous, silent and contradictory finding is shown by questions that the evaluator confirms.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

mod prelude;

use slac::base::SourceMap;
use slac::cli::DiskWorld;
use slac::diagnostics::{Answer, Asked, Datum, Family, Finding, Question, Shows, Sink, Witness};
use slac::driver::{self, Compilation};
use slac::model::{Model, from_resolved};
use slac::render::{Format, Options, render};
use slac::replay;
use slac::resolved::{self, loader::NoFiles};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Rules whose witness is a sentence yet. The list may only shrink.
const SENTENCES: &[&str] = &[];

/// Rules that speak of a text which is no contract yet, or of rows of evidence, which are their own witness: there is nothing to ask a
/// contract.
const OF_TEXTS: &[&str] = &[
    "ambiguous-instant",
    "duplicate-record",
    "empty-cell",
    "events-out-of-order",
    "gap-without-end",
    "missing-language",
    "record-without-instant",
    "record-without-service",
    "record-without-value",
    "slots-not-gathered",
    "step-not-said",
    "unpaired-events",
    "wrong-example",
];

fn is_of_family(finding: &Finding) -> bool {
    matches!(finding.family(), Family::Ambiguous | Family::Silent | Family::Contradictory)
}

/// The sources with findings: of each rule, of each family, and those of real contracts with defects, with their repaired twins.
fn compiled() -> Vec<(PathBuf, Compilation)> {
    let mut files = Vec::new();
    for folder in ["tests/ui", "examples/broken"] {
        sources(&prelude::root().join(folder), &mut files);
    }
    let mut real = Vec::new();
    sources(&prelude::root().join("examples/real"), &mut real);
    // A contract with defects has a repaired twin.
    files.extend(real.into_iter().filter(|path| path.with_extension("repaired.slac").exists()));
    let world = DiskWorld::new(&prelude::root()).unwrap();
    let compile = |path: PathBuf| {
        let compilation = if path.starts_with(prelude::root().join("tests/ui")) {
            let source = std::fs::read_to_string(&path).unwrap();
            driver::compile_text("case.slac", &prelude::complete(&source, &["docs/rules/prelude.slac"]), &NoFiles)
        } else {
            driver::compile(&world, &path).unwrap()
        };
        (path, compilation)
    };
    files.into_iter().map(compile).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "slac") {
            found.push(path);
        }
    }
}

#[test]
fn every_finding_is_shown_by_a_witness_that_the_evaluator_confirms() {
    let mut wrong = Vec::new();
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    for (path, compilation) in compiled() {
        for finding in &compilation.findings {
            let rule = finding.rule.name;
            let at = || format!("{}: {rule}: {} {:?}", path.display(), finding.message, finding.notes);
            if finding.family() == Family::Internal {
                wrong.push(at());
            }
            if !is_of_family(finding) || finding.more > 0 || OF_TEXTS.contains(&rule) {
                continue;
            }
            match &finding.witness {
                Some(witness) if witness.shows != Shows::Nothing => {
                    shown.insert(rule);
                    let open = witness.asked.iter().chain(&witness.given).any(|asked| asked.answer.is_none());
                    if open || witness.text.contains("{0}") {
                        wrong.push(at());
                    }
                }
                _ if SENTENCES.contains(&rule) => {}
                _ => wrong.push(at()),
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
    let both: Vec<&str> = SENTENCES.iter().copied().filter(|rule| shown.contains(rule)).collect();
    assert!(both.is_empty(), "no longer sentences only: {both:?}");
    let silent: Vec<&str> = slac::check::rules()
        .filter(|rule| matches!(rule.family, Family::Ambiguous | Family::Silent | Family::Contradictory))
        .map(|rule| rule.name)
        .filter(|rule| !shown.contains(rule) && !SENTENCES.contains(rule))
        .collect();
    assert!(silent.is_empty(), "never shown: {silent:?}");
}

/// The normal form of a source of `tests/ui`, errors or not.
fn model(path: &Path) -> Option<Model> {
    let source = std::fs::read_to_string(path).unwrap();
    let text = prelude::complete(&source, &["docs/rules/prelude.slac"]);
    let (mut sources, mut sink) = (SourceMap::default(), Sink::default());
    let program = resolved::resolve("case.slac", &text, None, &NoFiles, &mut sources, &mut sink);
    from_resolved::lower(&program, &sources, &mut sink)
}

/// Another answer than this one.
fn other(answer: &Answer) -> Answer {
    match answer {
        Answer::Nothing | Answer::Never | Answer::Unpromised => Answer::Flag(true),
        Answer::Flag(flag) => Answer::Flag(!flag),
        Answer::Row(row) => Answer::Row(row + 1),
        Answer::Word(word) => Answer::Word(format!("not_{word}").into()),
        Answer::Names(names) => Answer::Names(names.iter().cloned().chain(["nobody".into()]).collect()),
        Answer::Amount(amount) => {
            let mut amount = amount.clone();
            amount.value = &amount.value + &slac::quantity::Rational::one();
            Answer::Amount(amount)
        }
        Answer::Bound { side, limit } => Answer::Bound { side: format!("not {side}").into(), limit: limit.clone() },
        Answer::Instant(at) => Answer::Instant(at + 60),
        Answer::Period((from, until)) => Answer::Period((*from, until + 60)),
    }
}

/// How JSON names a question.
fn kind(question: &Question) -> String {
    serde_json::to_value(question).unwrap()["asks"].as_str().unwrap().to_owned()
}

/// A witness for each question of one, with another answer to it; and one that asks the same twice.
fn falsified(witness: &Witness) -> Vec<(String, Witness)> {
    let parts: [fn(&mut Witness) -> &mut Vec<Asked>; 2] = [|w| &mut w.asked, |w| &mut w.given];
    let mut all = Vec::new();
    for part in parts {
        for at in 0..part(&mut witness.clone()).len() {
            let mut wrong = witness.clone();
            let asked = &mut part(&mut wrong)[at];
            asked.answer = asked.answer.as_ref().map(other);
            all.push((kind(&asked.question), wrong));
        }
    }
    if witness.shows == Shows::Different {
        let mut wrong = witness.clone();
        let first = wrong.asked[0].clone();
        wrong.asked.iter_mut().for_each(|asked| *asked = first.clone());
        all.push((kind(&first.question), wrong));
    }
    all
}

#[test]
fn a_false_witness_is_refused() {
    let mut files = Vec::new();
    sources(&prelude::root().join("tests/ui"), &mut files);
    let (mut wrong, mut kinds) = (Vec::new(), BTreeSet::new());
    for path in files {
        let source = std::fs::read_to_string(&path).unwrap();
        let text = prelude::complete(&source, &["docs/rules/prelude.slac"]);
        let compilation = driver::compile_text("case.slac", &text, &NoFiles);
        let witnesses =
            compilation.findings.iter().filter(|finding| is_of_family(finding)).filter_map(|f| f.witness.as_ref());
        let witnesses: Vec<&Witness> = witnesses.filter(|witness| witness.shows != Shows::Nothing).collect();
        let Some(model) = model(&path).filter(|_| !witnesses.is_empty()) else { continue };
        for witness in witnesses {
            assert_eq!(replay::asked_of(&model, &mut witness.clone()), Ok(()), "{}: {witness:#?}", path.display());
            for (kind, mut false_one) in falsified(witness) {
                if replay::asked_of(&model, &mut false_one).is_ok() {
                    wrong.push(format!("{}: {kind}: {}", path.display(), witness.text));
                }
                kinds.insert(kind);
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
    let untried: Vec<&str> = KINDS.iter().copied().filter(|kind| !kinds.contains(*kind)).collect();
    assert!(untried.is_empty(), "no witness asks {untried:?}");
    let unknown: Vec<&String> = kinds.iter().filter(|kind| !KINDS.contains(&kind.as_str())).collect();
    assert!(unknown.is_empty(), "not in the list: {unknown:?}");
}

/// Every question.
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "activities", "allowed", "begins", "called", "claim_due", "counts", "day", "delay", "due", "established", "figure", "holds",
    "judged", "lost", "next_copy", "parts", "period", "reached", "refused", "renewed", "replaced", "row", "settled", "settled_by",
    "stated", "state", "target", "targets", "tiers", "total", "unit", "up", "verdict",
];

#[test]
fn a_witness_that_claims_what_is_not_so_becomes_a_finding_about_slac() {
    let path = prelude::root().join("tests/ui/ambiguous/two_targets.slac");
    let model = model(&path).unwrap();
    let source = std::fs::read_to_string(&path).unwrap();
    let text = prelude::complete(&source, &["docs/rules/prelude.slac"]);
    let mut findings = driver::compile_text("case.slac", &text, &NoFiles).findings;
    let found = findings.iter_mut().find(|finding| finding.rule.name == "two-targets").unwrap();
    let (span, message) = (found.span(), found.message.clone());
    let witness = found.witness.as_mut().unwrap();
    witness.asked.truncate(1);
    replay::confirm(&model, &mut findings);
    let refused: Vec<&Finding> = findings.iter().filter(|finding| finding.family() == Family::Internal).collect();
    let [refused] = refused.as_slice() else { panic!("{findings:#?}") };
    assert_eq!(refused.message, "internal: the witness of `two-targets` was refused");
    assert_eq!(refused.span(), span);
    assert!(refused.notes[0].contains(&message), "{:?}", refused.notes);
    assert!(!findings.iter().any(|finding| finding.rule.name == "two-targets"));
    assert!(driver::page("witness-refused").is_some());
}

/// A witness built by hand, which is wrong about a contract without a mistake.
#[test]
fn what_a_sound_contract_does_not_say_shows_nothing() {
    let model = model(&prelude::root().join("tests/ui/ambiguous/near_two_values.slac")).unwrap();
    let row = |at: usize| Question::Row {
        table: model.dimensions.iter().find(|dimension| dimension.decision.is_some()).map_or_else(
            || model.schedules.iter().next().unwrap().term.id.clone(),
            |dimension| dimension.term.id.clone(),
        ),
        case: vec![("nothing".into(), Datum::word("nothing"))],
        row: Some(at),
    };
    let mut witness =
        Witness::new(Shows::Different, "two rows").ask(row(1), Answer::Row(1)).ask(row(2), Answer::Row(2));
    assert!(replay::asked_of(&model, &mut witness).is_err());
    // What is no question at all shows nothing either.
    assert!(replay::asked_of(&model, &mut Witness::told("trouble")).is_err());
}

#[test]
fn json_tells_witnesses_as_data_by_its_published_schema() {
    let schema = std::fs::read_to_string(prelude::root().join("schema/findings.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let mut files = Vec::new();
    sources(&prelude::root().join("tests/ui"), &mut files);
    let (mut wrong, mut told) = (Vec::new(), 0);
    for path in files {
        let source = std::fs::read_to_string(&path).unwrap();
        let text = prelude::complete(&source, &["docs/rules/prelude.slac"]);
        let compilation = driver::compile_text("case.slac", &text, &NoFiles);
        let json = render(Format::Json, &compilation.findings, &compilation.sources, &Options::default());
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let findings = json["findings"].as_array().unwrap();
        told += findings.iter().filter(|finding| !finding["shown_by"].is_null()).count();
        wrong.extend(validator.iter_errors(&json).map(|error| format!("{}: {error}", path.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(told >= 60, "{told} witnesses");
}
