//! What the rules share about an amount that is owed on the wrong side of a target.

use crate::check::commitments::{self, Asked};
use crate::check::schedules::Brackets;
use crate::check::{Facts, schedules};
use crate::diagnostics::{Answer, Finding, Question, Rule, Shows, Sink, Witness};
use crate::kernel::line::{Interval as Line, IntervalSet};
use crate::model::{Commitment, DecisionRow, Direction, Expr, Model};
use crate::quantity::Rational;

/// An amount that is due on one side of a target, and what to call the two sides.
#[derive(Debug)]
pub struct Due {
    /// The rule that speaks.
    pub rule: &'static Rule,
    /// Which amounts it is about.
    pub direction: Direction,
    /// The values for which nothing may be owed.
    pub wrong: fn(&Model, &Commitment, &[Asked<'_>]) -> Option<IntervalSet<Rational>>,
    /// What the target is at those values: `met` or `breached`.
    pub wrong_side: &'static str,
    /// What people call such an amount.
    pub kind: &'static str,
}

/// Looks for brackets that reach into the values for which nothing may be owed.
pub fn look(due: &Due, facts: &Facts<'_>, sink: &mut Sink) {
    let model = facts.model;
    for brackets in facts.brackets().iter().filter(|b| b.schedule.direction == due.direction) {
        for (row, commitment, values) in brackets.paying(model, due.wrong) {
            sink.report(owed_while(due, model, brackets, row, commitment, &values));
        }
    }
}

fn owed_while(
    due: &Due,
    model: &Model,
    brackets: &Brackets<'_>,
    row: &DecisionRow<Expr>,
    commitment: &Commitment,
    values: &Line<Rational>,
) -> Finding {
    let Due { rule, wrong_side, kind, .. } = due;
    let (id, target) = (&brackets.schedule.term.id, commitments::full_name(commitment));
    let value = brackets.sample(values);
    let of = brackets.asks().map(|asked| format!("`{asked}` = ")).unwrap_or_default();
    // What the row may cover: what is left of it without those values.
    let own = brackets.rows().find(|(other, ..)| std::ptr::eq(*other, row)).map(|(.., span)| span);
    let help = match own.and_then(|span| schedules::less(&span, values)) {
        Some(rest) => format!("write `{}` in this row, or change the target", brackets.words(&rest)),
        None => "remove this row, or change the target".to_owned(),
    };
    let text = format!("{of}{value}: the target is {wrong_side}, and `{id}` is owed");
    let shown = match brackets.owing(model, row, commitment, values) {
        Some((case, attained)) => {
            let (table, number) = (id.clone(), brackets.number(row));
            let judged = Question::Verdict { commitment: commitment.term.id.clone(), value: attained, exception: None };
            Witness::new(Shows::Conflict, text)
                .ask(judged, Answer::Word((*wrong_side).into()))
                .ask(Question::Row { table, case, row: Some(number) }, Answer::Row(number))
        }
        None => Witness::told(text),
    };
    Finding::new(
        rule,
        brackets.span(row),
        format!("the {kind} `{id}` is owed at {of}{value}, where {target} is {wrong_side}"),
    )
    .about(id)
    .about(&commitment.term.id)
    .here(format!("pays for {}", brackets.words(values)))
    .label(commitment.target_span, format!("the target is {}", commitments::promise_words(commitment)))
    .witness(shown)
    .help(help)
}
