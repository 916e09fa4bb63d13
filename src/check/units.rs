//! What amounts are amounts of: money, or days of service.

use crate::base::{Name, Span};
use crate::check::settlements::Group;
use crate::diagnostics::{Question, Shows, Witness};
use crate::model::{Expr, Model, Operator, Pays, Settlement, is_time_of_service};

/// An amount of a settlement, or a cap on it, with its place.
pub struct Stated {
    /// Where it stands.
    pub span: Span,
    /// Whether it is an amount of days.
    pub in_days: bool,
    /// Whether it caps others.
    pub is_cap: bool,
    /// The term that says it, and its row or its place among caps, counted from 1; none for a basis.
    pub said: (Name, Option<usize>),
}

/// The amounts of a settlement and the caps on them, as far as each is known to be of money or of days.
#[must_use]
pub fn stated(model: &Model, settlement: &Settlement, group: &Group<'_>) -> Vec<Stated> {
    let mut all = Vec::new();
    for schedule in &group.schedules {
        let mut put = |span: Span, amount: &Expr, number: Option<usize>| {
            let said = (schedule.term.id.clone(), number);
            all.extend(in_days(model, amount).map(|in_days| Stated { span, in_days, is_cap: false, said }));
        };
        match &schedule.pays {
            Pays::Amount(amount) => put(schedule.term.field("pays"), amount, Some(1)),
            Pays::Brackets(table) => {
                let rows = table.rows.iter().zip(1..).filter_map(|(row, n)| Some((row.span, row.outcome.as_ref()?, n)));
                rows.for_each(|(span, amount, number)| put(span, amount, Some(number)));
            }
            Pays::Blank(_) => {}
        }
        if let Some(basis) = &schedule.basis {
            put(schedule.term.field("basis"), basis, None);
        }
    }
    for (cap, number) in settlement.caps.iter().zip(1..) {
        let span = if cap.span == Span::default() { settlement.term.field("cap") } else { cap.span };
        all.extend(in_days(model, &cap.amount).map(|in_days| Stated {
            span,
            in_days,
            is_cap: true,
            said: (settlement.term.id.clone(), Some(number)),
        }));
    }
    all
}

/// Shows in which unit a settlement owes, and in which an amount of it is said.
#[must_use]
pub fn shown(settlement: &Settlement, stated: &Stated, text: &str) -> Witness {
    let (term, number) = stated.said.clone();
    Witness::new(Shows::Different, text)
        .wonder(Question::Unit { term: settlement.term.id.clone(), number: None })
        .wonder(Question::Unit { term, number })
}

/// Whether an amount is one of days; none where it is a share of something else, nothing, or not agreed yet.
fn in_days(model: &Model, amount: &Expr) -> Option<bool> {
    match amount {
        Expr::None | Expr::Blank(_) => None,
        Expr::Quantity(quantity) if matches!(quantity.unit.as_str(), "" | "%" | "‰" | "ppm") => None,
        Expr::Quantity(quantity) => Some(is_time_of_service(&quantity.unit)),
        Expr::Figure { figure, .. } => {
            let unit = model.figures.get(figure)?.unit.as_deref()?;
            if matches!(unit, "" | "%") { None } else { Some(is_time_of_service(unit)) }
        }
        Expr::Binary { op, left, right } => match op {
            // `2 days of` an amount per day is money.
            Operator::Of => in_days(model, right),
            Operator::Mul | Operator::Add | Operator::Sub => in_days(model, left).or_else(|| in_days(model, right)),
            Operator::Div | Operator::Per => in_days(model, left),
            Operator::And | Operator::Or => None,
        },
        Expr::Call { arguments, .. } => arguments.iter().find_map(|argument| in_days(model, argument)),
        Expr::Aggregate { of, .. } | Expr::Before { of, .. } => in_days(model, of),
        _ => None,
    }
}
