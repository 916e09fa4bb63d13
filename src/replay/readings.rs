//! Contracts read otherwise than they are written: a silence filled in one way, a term left out.

use crate::base::Name;
use crate::diagnostics::{Datum, Reading};
use crate::model::{
    AssessmentRules, Calendar, CalendarSet, Claim, ClockRules, Combination, DelayRules, Expr, HasTerm, Id, Model,
    MoneyRounding, PeriodUnit, Quantity, Replacement, Window,
};
use crate::quantity::{Rational, Rounding};
use crate::time::Weekday;
use crate::time::weekly::{Days, Hours, Recurrence};
use jiff::civil::Time;

/// Reads a contract so; none where it cannot be read so.
pub(super) fn read(model: &mut Model, reading: &Reading) -> Option<()> {
    match reading {
        Reading::Without { term } => {
            let id = Id::new(term.clone());
            model.exceptions.get(&id)?;
            model.exceptions.remove(&id);
            Some(())
        }
        Reading::Only { term, field, number } if field == "cap" => only_cap(model, term, number.checked_sub(1)?),
        Reading::Only { .. } => None,
        Reading::Says { term, field, says } => said(model, term, field, says),
    }
}

fn said(model: &mut Model, term: &Name, field: &str, says: &[Datum]) -> Option<()> {
    if let Some((preset, rule)) = field.split_once('.') {
        return preset_says(model, preset, rule, word(says)?);
    }
    match field {
        "during" => {
            let calendar = if word(says)? == "always" { CalendarSet::Always } else { office(model) };
            model.commitments.get_mut(&Id::new(term.clone()))?.calendar = Some(calendar);
        }
        "each" => model.commitments.get_mut(&Id::new(term.clone()))?.window = Some(window(word(says)?)?),
        "over" => {
            let right = model.rights.get_mut(&Id::new(term.clone()))?;
            gathered_over(right.when.as_mut()?, &window(word(says)?)?);
        }
        "combine" => {
            let combine = match word(says)?.as_str() {
                "sum" => Combination::Sum,
                "least" => Combination::Least,
                _ => Combination::Greatest,
            };
            let settlement = model.settlements.get_mut(&Id::new(term.clone()));
            match settlement {
                Some(settlement) => settlement.combine = Some(combine),
                None => {
                    let schedule = model.schedules.by_name(term)?.term.clone();
                    let mut settlement = super::amounts::none(schedule);
                    settlement.combine = Some(combine);
                    model.settlements.insert(settlement);
                }
            }
        }
        "rounded" => {
            let rounding = if word(says)? == "half_up" { Rounding::HalfUp } else { Rounding::Down };
            let step = Quantity { value: Rational::new(1, 100)?, unit: model.contract.money() };
            model.contract.rounding = Some(MoneyRounding { rounding, step });
        }
        "cap amount" => {
            let Datum::Amount(amount) = says.first()? else { return None };
            for cap in &mut model.settlements.get_mut(&Id::new(term.clone()))?.caps {
                cap.amount = Expr::Quantity(super::words::quantity(amount));
            }
        }
        "cap window" => {
            let window = window(word(says)?)?;
            for cap in &mut model.settlements.get_mut(&Id::new(term.clone()))?.caps {
                cap.window = Some(window.clone());
            }
        }
        "otherwise" => {
            let word = word(says)?.clone();
            match model.settlements.get_mut(&Id::new(term.clone())) {
                Some(settlement) => {
                    let Some(Claim::By { otherwise, .. }) = &mut settlement.claim else { return None };
                    *otherwise = Some(word);
                }
                None => {
                    let exclusion = model.exclusions.get_mut(&Id::new(term.clone()))?;
                    exclusion.established.as_mut()?.otherwise = Some(word);
                }
            }
        }
        "renewal" => {
            let Datum::Amount(amount) = says.first()? else { return None };
            model.contract.renewal.as_mut()?.span = Some(super::words::quantity(amount));
        }
        "when" => model.exceptions.get_mut(&Id::new(term.clone()))?.when = None,
        _ => return None,
    }
    Some(())
}

fn word(says: &[Datum]) -> Option<&Name> {
    match says.first()? {
        Datum::Word(word) => Some(word),
        Datum::Amount(_) => None,
    }
}

/// A preset that says one rule, where the contract adopts none.
fn preset_says(model: &mut Model, preset: &str, rule: &str, word: &Name) -> Option<()> {
    let term = model.contract.term.clone();
    let rules = vec![(Name::from(rule), word.clone())];
    match preset {
        "clock" => {
            let (closing, priority_set, priority_dispute) = (None, None, None);
            model.clock = Some(ClockRules { term, rules, closing, priority_set, priority_dispute });
        }
        "assessment" => model.assessment = Some(AssessmentRules { term, rules }),
        "delays" => {
            model.delays.insert(DelayRules { term, general: true, rules, calendar: None, reception: None });
        }
        _ => return None,
    }
    Some(())
}

fn window(word: &str) -> Option<Window> {
    match word {
        "contract" => Some(Window::Term),
        unit => Some(Window::Calendar { count: 1, unit: PeriodUnit::named(unit)? }),
    }
}

/// Lets every aggregate without a horizon have one.
fn gathered_over(expr: &mut Expr, window: &Window) {
    match expr {
        Expr::Aggregate { over, of, filter, .. } => {
            over.get_or_insert_with(|| window.clone());
            gathered_over(of, window);
            if let Some(filter) = filter {
                gathered_over(filter, window);
            }
        }
        Expr::Binary { left, right, .. } | Expr::Compare { left, right, .. } => {
            gathered_over(left, window);
            gathered_over(right, window);
        }
        Expr::Not(inner) => gathered_over(inner, window),
        Expr::Call { arguments: parts, .. } | Expr::Quorum { of: parts, .. } => {
            parts.iter_mut().for_each(|part| gathered_over(part, window));
        }
        _ => {}
    }
}

/// Office hours: 8 to 18 on Monday to Friday, under a name that no source can have.
fn office(model: &mut Model) -> CalendarSet {
    let mut term = model.contract.term.clone();
    term.id = Name::new_static("office hours");
    let hours = Hours { start: Time::constant(8, 0, 0, 0), end: Some(Time::constant(18, 0, 0, 0)) };
    let open = vec![Recurrence { days: Days::weekdays(Weekday::Mon, Weekday::Fri), hours }];
    let calendar =
        Calendar { term, zone: None, open, counted: Vec::new(), days: Vec::new(), is: None, except: Vec::new() };
    let set = CalendarSet::Calendar(calendar.id());
    model.calendars.insert(calendar);
    set
}

/// Leaves a settlement one cap: of its own, or of an exception on it.
fn only_cap(model: &mut Model, term: &Name, number: usize) -> Option<()> {
    if let Some(settlement) = model.settlements.get_mut(&Id::new(term.clone())) {
        let cap = settlement.caps.get(number)?.clone();
        settlement.caps = vec![cap];
        return Some(());
    }
    let exception = model.exceptions.by_name(term)?.clone();
    let caps = exception.fields.iter().filter_map(|(_, value)| match value {
        Replacement::Cap(cap) => Some(cap),
        _ => None,
    });
    let cap = caps.skip(number).map(Clone::clone).next()?;
    let on = exception.on.iter().find(|on| model.settlements.by_name(on).is_some())?.clone();
    model.settlements.get_mut(&Id::new(on))?.caps = vec![cap];
    model.exceptions.remove(&exception.id());
    Some(())
}
