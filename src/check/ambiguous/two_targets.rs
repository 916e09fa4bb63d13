//! Two commitments give one case two targets.

use crate::base::Name;
use crate::check::targets::Cell;
use crate::check::{Facts, commitments, shown, words};
use crate::diagnostics::{Case, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Commitment, Expr, Model};
use rustc_hash::{FxHashMap, FxHashSet};

/// Two commitments give one case two targets.
pub static RULE: Rule =
    Rule { name: "two-targets", family: Family::Ambiguous, summary: "one case has two targets", checks: &["N2", "O3"] };

/// Looks for cells in which two commitments answer differently and neither overrides the other.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let tables = Tables::of(facts.model);
    let mut reported = FxHashSet::default();
    for question in facts.targets() {
        for (first, second, cell) in question.pairs(false) {
            // A cell without a commitment may stand beside commitments in several windows: it is one mistake.
            if !tables.speak_of_other_columns(first, second) && reported.insert((&first.term.id, &second.term.id)) {
                sink.report(two_targets(facts.model, first, second, &cell));
            }
        }
    }
}

/// The table of its tier in which each commitment stands; none for a sentence.
struct Tables<'m> {
    model: &'m Model,
    of: FxHashMap<&'m Name, (&'m Name, usize)>,
}

impl<'m> Tables<'m> {
    fn of(model: &'m Model) -> Self {
        let mut of = FxHashMap::default();
        for tier in &model.tiers {
            for (number, table) in tier.tables.iter().enumerate() {
                let cells = table.rows.iter().flatten();
                of.extend(cells.map(|commitment| (commitment.name(), (&tier.term.id, number))));
            }
        }
        Self { model, of }
    }

    /// Whether one of two is a `-` of another table of the same tier: its column does not apply to its row, and says nothing about
    /// what the tier states elsewhere.
    fn speak_of_other_columns(&self, first: &Commitment, second: &Commitment) -> bool {
        first.tier == second.tier
            && first.target.is_some() != second.target.is_some()
            && self.table(first) != self.table(second)
    }

    /// The table of a commitment, or of the one that it is a copy of.
    fn table(&self, commitment: &Commitment) -> Option<(&'m Name, usize)> {
        let origin = || self.model.commitments.by_name(commitment.inherited.as_ref()?);
        let own = self.of.get(&commitment.term.id).copied();
        own.or_else(|| origin().and_then(|origin| self.table(origin)))
    }
}

fn two_targets(model: &Model, first: &Commitment, second: &Commitment, at: &Cell) -> Finding {
    let indicator = &first.indicator;
    let what = if first.tier == second.tier { commitments::name(first) } else { format!("`{indicator}`") };
    let cell = if at.names.is_empty() { String::new() } else { format!(" for {}", words::names(&at.names)) };
    let day = at.day.map(|day| format!(" on {day}")).unwrap_or_default();
    let (one, other) = (answer(first, second), answer(second, first));
    let open = |c: &Commitment| matches!(&c.target, Some(bound) if matches!(bound.value, Expr::Blank(_)));
    let case = Case { at: at.day.map(|day| shown::start(model, day)), ..at.case.clone() };
    let asks =
        |commitment: &Commitment| Question::Target { commitment: commitment.term.id.clone(), case: case.clone() };
    let shown = Witness::new(Shows::Different, format!("the target of {what}{cell}{day} is {one}, and {other}"))
        .wonder(asks(first))
        .wonder(asks(second));
    let finding = Finding::new(&RULE, second.target_span, format!("{what} has two targets{cell}"))
        .about(&first.term.id)
        .about(&second.term.id)
        .here(other.clone())
        .label(first.target_span, one.clone())
        .witness(shown)
        .help("remove one of them, or tell them apart: other cases after `for`, another period after `each`, or other hours after `during`");
    match open(first) || open(second) {
        true => finding.note("were the blank filled so that both say the same, one of them would say nothing"),
        false => finding,
    }
}

/// What a commitment says where the other one says something else.
fn answer(commitment: &Commitment, other: &Commitment) -> String {
    let mut text = commitments::target_words(commitment);
    if commitment.tier != other.tier {
        text.push_str(&format!(" at `{}`", commitment.tier));
    }
    if commitment.measurer != other.measurer
        && let Some(measurer) = &commitment.measurer
    {
        text.push_str(&format!(", measured by `{}`", measurer.name()));
    }
    if commitment.sample != other.sample
        && let Some(sample) = commitment.sample
    {
        text.push_str(&format!(", from {sample} cases on"));
    }
    text
}
