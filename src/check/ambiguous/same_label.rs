//! Two definitions carry the same label.

use crate::base::Name;
use crate::check::Facts;
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::Term;
use rustc_hash::FxHashMap;

/// Two definitions carry the same label.
pub static RULE: Rule = Rule {
    name: "same-label",
    family: Family::Ambiguous,
    summary: "two different definitions are printed under one name",
    checks: &["R5"],
};

/// Looks for two terms of one kind with one label, at least one of them of the contract's own.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let kinds: [(&str, Vec<&Term>); 8] = [
        ("calendars", facts.model.calendars.iter().map(|t| &t.term).collect()),
        ("states", facts.model.states.iter().map(|t| &t.term).collect()),
        ("figures", facts.model.figures.iter().map(|t| &t.term).collect()),
        ("indicators", facts.model.indicators.iter().map(|t| &t.term).collect()),
        ("services", facts.model.services.iter().map(|t| &t.term).collect()),
        ("tiers", facts.model.tiers.iter().map(|t| &t.term).collect()),
        ("duties", facts.model.duties.iter().map(|t| &t.term).collect()),
        ("exclusions", facts.model.exclusions.iter().map(|t| &t.term).collect()),
    ];
    let tags = facts.model.contract.languages.iter().map(|language| language.as_str());
    let languages: Vec<&str> = tags.chain([""]).collect();
    for (kind, terms) in &kinds {
        // A plain label is printed in every language, and one that is tagged in its own.
        let mut known: FxHashMap<(&str, &str), &Term> = FxHashMap::default();
        for term in terms {
            let printed = languages.iter().filter_map(|language| Some((*language, term.label.get(language)?)));
            let printed: Vec<(&str, &str)> = printed.filter(|(_, text)| !text.is_empty()).collect();
            let twin = printed.iter().find_map(|label| Some((known.get(label)?, *label)));
            if let Some((first, label)) = twin
                && (term.module.is_empty() || first.module.is_empty())
            {
                sink.report(same_label(kind, (first, term), label, terms));
            }
            for label in printed {
                known.entry(label).or_insert(term);
            }
        }
    }
}

fn same_label(kind: &str, (first, second): (&Term, &Term), (language, text): (&str, &str), all: &[&Term]) -> Finding {
    let (one, other) = (&first.id, &second.id);
    let named = all.iter().filter(|term| term.label.get(language) == Some(text)).map(|term| term.id.clone());
    let named: Vec<Name> = named.collect();
    let meant = named.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
    let said = format!("a clause of the signed text that says \u{201c}{text}\u{201d}: it may mean {meant}");
    let shown = Witness::new(Shows::Several, said).ask(
        Question::Called { kind: kind.into(), language: language.into(), label: text.into() },
        Answer::Names(named),
    );
    Finding::new(&RULE, second.span, format!("the {kind} `{one}` and `{other}` are both called \u{201c}{text}\u{201d}"))
        .about(one)
        .about(other)
        .here("printed under the same name")
        .label(first.span, "printed under this name")
        .witness(shown)
        .help("give each its own label")
}
