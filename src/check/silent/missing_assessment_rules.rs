//! Nothing says what is judged when little is known, or a period is cut.

use crate::base::{Name, Span};
use crate::check::{Facts, shown, uses};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Aggregate, Commitment, Expr, Model, PeriodUnit, Window};
use jiff::civil::Date;

/// Nothing says what is judged when little is known, or a period is cut.
pub static RULE: Rule = Rule {
    name: "missing-assessment-rules",
    family: Family::Silent,
    summary: "small samples, partial periods or counted breaches matter and nothing says how they are judged",
    checks: &["O19"],
};

/// A question that a contract leaves open: where it arises, the question, and an instance of it.
struct Open {
    span: Span,
    question: &'static str,
    witness: Witness,
}

/// Gathers the questions that arise in a contract that adopts no assessment.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    if facts.model.assessment.is_none() && !facts.blanks().has(&facts.model.contract.term.id, "assessment") {
        let open: Vec<Open> =
            [few_cases(facts), cut_period(facts), counted_breaches(facts.model), excluded_twice(facts.model)]
                .into_iter()
                .flatten()
                .collect();
        if let Some(first) = open.first() {
            sink.report(missing_assessment_rules(facts.model, first, &open));
        }
    }
}

/// Shows that two rules give two answers.
fn either(model: &Model, asks: &Question, text: String, rule: &str, words: [&str; 2]) -> Witness {
    let field = format!("assessment.{rule}");
    Witness::new(Shows::Different, text).either(asks, &model.contract.term.id, &field, words.map(shown::word))
}

/// Shows that no rule is there.
fn unsaid(model: &Model, text: &str) -> Witness {
    let asks = Question::Stated { term: model.contract.term.id.clone(), field: Name::new_static("assessment") };
    Witness::new(Shows::NoAnswer, text).ask(asks, Answer::Nothing)
}

fn few_cases(facts: &Facts<'_>) -> Option<Open> {
    let open = |c: &Commitment| facts.blanks().has(&c.term.id, "sample");
    let commitment = facts.binding().find(|c| c.sample.is_some() || open(c))?;
    let least = commitment.sample.unwrap_or(2);
    let text = match commitment.sample {
        Some(least) => format!(
            "a month with {} cases where {least} are the minimum: not judged, or {{1}} of them must be in time",
            least.saturating_sub(1)
        ),
        None => "a month with fewer cases than the minimum: not judged, or {1} of them must be in time".to_owned(),
    };
    let (commitment_id, at) = (commitment.term.id.clone(), shown::noon(facts.model, &[]));
    let asks = Question::Judged { commitment: commitment_id, cases: Some(least.saturating_sub(1)), at };
    let witness = either(facts.model, &asks, text, "too_few", ["not_assessed", "all_must_meet"]);
    Some(Open { span: commitment.target_span, question: "what a period with too few cases counts as", witness })
}

fn cut_period(facts: &Facts<'_>) -> Option<Open> {
    facts.binding().find_map(|commitment| {
        let Some(Window::Calendar { count, unit }) = &commitment.window else { return None };
        let first = facts.model.contract.from?;
        let (cut, day) = match facts.model.contract.until {
            _ if cuts(first, *count, *unit) => (format!("{first}, when the contract begins"), first),
            Some(end) if cuts(end, *count, *unit) => (format!("{end}, when it ends"), end.yesterday().ok()?),
            _ => return None,
        };
        let asks = Question::Judged {
            commitment: commitment.term.id.clone(),
            cases: None,
            at: shown::start(facts.model, day) + 12 * 3_600,
        };
        let text = format!("the period that is cut on {cut}: judged on its days, or not judged");
        Some(Open {
            span: commitment.target_span,
            question: "how a month or another period is judged that the contract covers in part, with which fee and cap",
            witness: either(facts.model, &asks, text, "partial_period", ["judged_on_its_days", "not_assessed"]),
        })
    })
}

/// Whether a day lies strictly inside a period. Periods counted from the start of the contract are whole by definition.
fn cuts(day: Date, count: u32, unit: PeriodUnit) -> bool {
    let months = match unit {
        PeriodUnit::Month => count,
        PeriodUnit::Quarter => count.saturating_mul(3),
        PeriodUnit::Year => count.saturating_mul(12),
        PeriodUnit::Week => return day.weekday() != jiff::civil::Weekday::Monday,
        _ => return false,
    };
    let month = u32::from(day.month().unsigned_abs()).saturating_sub(1);
    day.day() != 1 || (months > 0 && 12 % months == 0 && month % months != 0)
}

fn counted_breaches(model: &Model) -> Option<Open> {
    let counts = |expr: &Expr| matches!(expr, Expr::Aggregate { function: Aggregate::Breaches, .. });
    let (span, _) = uses::conditions(model).into_iter().find(|(_, expr)| expr.any(&counts))?;
    Some(Open {
        span,
        question: "what a period that was not assessed does to a count of breaches",
        witness: unsaid(
            model,
            "a month without a verdict between two months with a breach: nothing says whether they are in a row",
        ),
    })
}

fn excluded_twice(model: &Model) -> Option<Open> {
    let with_budget: Vec<_> = model.exclusions.iter().filter(|exclusion| exclusion.budget.is_some()).collect();
    let [first, second, ..] = with_budget.as_slice() else { return None };
    Some(Open {
        span: second.term.span,
        question: "whether an instant that two exclusions cover uses up the budget of both",
        witness: unsaid(
            model,
            &format!(
                "an hour of both `{}` and `{}`: nothing says whose budget it uses up",
                first.term.id, second.term.id
            ),
        ),
    })
}

fn missing_assessment_rules(model: &Model, first: &Open, open: &[Open]) -> Finding {
    let message = format!("nothing says {}", first.question);
    let finding = Finding::new(&RULE, model.contract.term.span, message)
        .about(&model.contract.term.id)
        .here("names no `assessment`")
        .label(first.span, "the question arises here")
        .witness(first.witness.clone())
        .help("add `use std.clock`, and `assessment usual_assessment` in the contract: what is cut short is judged on its days, with fee and cap in proportion, and too few cases go to the next period; or declare an `assessment`");
    open.iter().skip(1).fold(finding, |finding, other| finding.note(format!("nor {}", other.question)))
}
