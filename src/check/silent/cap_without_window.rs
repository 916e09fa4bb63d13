//! A cap does not say for how long it holds.

use crate::base::{Name, Span};
use crate::check::{Facts, shown};
use crate::diagnostics::{Answer, Datum, Family, Finding, Question, Reading, Rule, Shows, Sink, Supposed, Witness};
use crate::model::{Cap, Expr, HasTerm, Model, Replacement, Schedule, Term};

/// A cap does not say for how long it holds.
pub static RULE: Rule = Rule {
    name: "cap-without-window",
    family: Family::Silent,
    summary: "a cap does not say for which period it holds",
    checks: &["P12"],
};

/// Asks every cap, of amounts and of liability, for its window.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let settled =
        facts.model.settlements.iter().flat_map(|s| s.caps.iter().zip(1..).map(move |(cap, n)| (&s.term, cap, n)));
    let liable = facts.model.liabilities.iter().map(|liability| (&liability.term, &liability.cap, 0));
    let replaced = facts.model.exceptions.iter().flat_map(|exception| {
        let caps = exception.fields.iter().filter_map(|(_, value)| match value {
            Replacement::Cap(cap) => Some(cap),
            _ => None,
        });
        caps.zip(1..).map(move |(cap, number)| (&exception.term, cap, number))
    });
    // A blank may be filled with an amount that says it: `… over contract`.
    let open = |cap: &Cap| cap.window.is_none() && !matches!(cap.amount, Expr::Blank(_));
    for (term, cap, number) in settled.chain(liable).chain(replaced).filter(|(_, cap, _)| open(cap)) {
        sink.report(cap_without_window(facts.model, term, cap, number));
    }
}

/// Shows that a month after one in which the cap is reached owes as much again, or nothing.
fn shown_by(model: &Model, term: &Name, number: usize) -> Witness {
    let settlement = model.settlements.by_name(term).or_else(|| {
        let exception = model.exceptions.by_name(term)?;
        exception.on.iter().find_map(|on| model.settlements.by_name(on))
    });
    let settled = settlement.and_then(|own| {
        let settles = |schedule: &&Schedule| own.of.is_empty() || own.of.contains(&schedule.id());
        Some((own, model.schedules.iter().find(settles)?))
    });
    let Some((settlement, schedule)) = settled.filter(|_| number > 0) else {
        let asks = Question::Stated { term: term.clone(), field: "cap window".into() };
        let text = "a loss as great as the cap, and another one a year later: it is made good again, or no more";
        return Witness::new(Shows::NoAnswer, text).ask(asks, Answer::Nothing);
    };
    let [first, second] = shown::months(model);
    let amount = shown::money(model, 100_000);
    let owed = |at| Supposed { schedule: schedule.term.id.clone(), amount: amount.clone(), at };
    let (one, other) = (shown::month(model, first), shown::month(model, second));
    let told = shown::written(&amount);
    let text = format!(
        "{told} owed for {one}, as much as the cap, and {told} for {other}: {{0}} are paid for {other} if it holds each month, {{1}} if it holds over the contract"
    );
    let id = &settlement.term.id;
    let asks = Question::Settled {
        settlement: Some(id.clone()),
        amounts: vec![owed(first), owed(second)],
        only: vec!["cap".into()],
    };
    let says = |field: &str, says: Vec<Datum>| Reading::Says { term: id.clone(), field: field.into(), says };
    let reading = |window: &str| {
        vec![
            Reading::Only { term: term.clone(), field: "cap".into(), number },
            says("cap amount", vec![Datum::Amount(amount.clone())]),
            says("cap window", shown::word(window)),
        ]
    };
    Witness::new(Shows::Different, text).read(asks.clone(), reading("month")).read(asks, reading("contract"))
}

fn cap_without_window(model: &Model, term: &Term, cap: &Cap, number: usize) -> Finding {
    let (term, field) = (&term.id, term.field("cap"));
    let span = if cap.span == Span::default() { field } else { cap.span };
    Finding::new(&RULE, span, format!("the cap of `{term}` does not say for which period it holds"))
        .about(term)
        .here("each month, each year, or once for the whole contract?")
        .witness(shown_by(model, term, number))
        .help("add `each month`, `each year`, `each contract_year` or `over contract`")
}
