//! A goal that the target says already, or that nothing can reach.

use crate::check::commitments::{self, Asked};
use crate::check::{Facts, values, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Model, Polarity, Quantity};
use crate::syntax::ast::Comparator;

/// A goal that the target says already, or that nothing can reach.
pub static RULE: Rule = Rule {
    name: "idle-goal",
    family: Family::Void,
    summary: "a goal that is no more than the target, or that nothing can reach",
    checks: &[],
};

/// Compares each goal with the target that it goes beyond.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for commitment in facts.binding() {
        if let Some(goal) = &commitment.goal
            && let Some(asked) = facts.asked(commitment).first()
            && let Some(why) = idle(facts.model, commitment, asked, goal)
        {
            sink.report(idle_goal(commitment, asked, goal, why));
        }
    }
}

fn idle(model: &Model, commitment: &Commitment, asked: &Asked<'_>, goal: &Quantity) -> Option<&'static str> {
    let indicator = model.indicators.get(&commitment.indicator)?;
    let limit = values::constant(model, &asked.bound.value)?;
    values::compare(&limit, goal)?;
    let comparator = match indicator.better? {
        Polarity::Higher => Comparator::AtLeast,
        Polarity::Lower => Comparator::AtMost,
    };
    let reached = values::meeting(comparator, &goal.base());
    if !reached.overlaps(&commitments::domain(indicator)) {
        return Some("nothing can reach it");
    }
    asked.met(model)?.is_subset(&reached).then_some("whatever meets the target reaches it")
}

fn idle_goal(commitment: &Commitment, asked: &Asked<'_>, goal: &Quantity, why: &str) -> Finding {
    let (name, goal) = (commitments::full_name(commitment), words::quantity(goal));
    Finding::new(&RULE, asked.span, format!("the goal of {name}, {goal}, says nothing: {why}"))
        .about(&commitment.term.id)
        .here(format!("the target is {}", commitments::asked_words(asked)))
        .note("a goal is aimed at beyond the target; missing it is no breach")
        .help("write a goal that is better than the target, or exchange the two, or remove the goal")
}
