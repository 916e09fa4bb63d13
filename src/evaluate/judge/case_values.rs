//! The judgement of one case by a value: the longest time without news in it, or what its record says.

use super::{Judged, Terms, Verdict};
use crate::base::Name;
use crate::evaluate::aggregate::of_numbers;
use crate::evaluate::derivation::{Line, Rows, What};
use crate::evaluate::evidence::Row;
use crate::evaluate::expr::Basis;
use crate::evaluate::gaps::Watched;
use crate::evaluate::suspension::Standing;
use crate::evaluate::world::{Span, World};
use crate::evaluate::{Env, Number};
use crate::model::{Aggregate, Commitment, Exclusion, Expr, Indicator};
use crate::quantity::Rational;
use crate::syntax::ast::Comparator;
use crate::time::Stretch;

/// The value of a case.
struct Valued {
    case: Name,
    span: Stretch,
    value: Option<Number>,
    /// Whether it is the value for good.
    is_final: bool,
    /// Whether it can only grow while the case is open.
    grows: bool,
    lines: Vec<Line>,
}

impl World<'_> {
    /// The judgements of a record by a value: none where another commitment judges it, one for each case that it makes.
    pub(super) fn judge_values_of_case(
        &self,
        commitment: &Commitment,
        indicator: &Indicator,
        row: &Row,
    ) -> Vec<Judged> {
        if !self.in_scope(&commitment.scope, row) {
            return Vec::new();
        }
        let valued = self.values_of_case(commitment, indicator, row).into_iter();
        // What is opened later than all is known is no case yet.
        let held = valued.filter(|valued| valued.span.start <= self.as_of).filter(|valued| {
            row.service.as_ref().is_none_or(|service| self.is_held(commitment, service, valued.span.start))
        });
        let held: Vec<Valued> = held.collect();
        if held.is_empty() {
            return Vec::new();
        }
        let judge = |valued: Valued| {
            let out = self.left_out(commitment, row, valued.span.start);
            self.judge_valued(commitment, row, valued, out)
        };
        held.into_iter().map(judge).collect()
    }

    fn values_of_case(&self, commitment: &Commitment, indicator: &Indicator, row: &Row) -> Vec<Valued> {
        let basis = Basis::of_commitment(commitment, false);
        let env = |span: Stretch| Env { basis: Some(basis), ..Env::of_row(row, Span::whole(span)) };
        if let Expr::Aggregate { function, of, filter, over: None } = &indicator.formula
            && let Expr::Gap { of, within: Some(watch) } = of.as_ref()
        {
            let kept = filter.as_ref().is_none_or(|filter| self.eval(filter, &env(self.term())).holds());
            let cases = self.watched(of, watch, row).into_iter().filter(|_| kept).enumerate();
            let of_watched = |(number, case): (usize, Watched)| self.longest(commitment, *function, row, number, &case);
            return cases.map(of_watched).collect();
        }
        let Some(at) = self.begins(row).filter(|at| *at <= self.as_of) else { return Vec::new() };
        let span = Stretch::new(at, at);
        let value = self.formula(indicator, &env(span)).number().cloned();
        vec![Valued { case: row.name.clone(), span, value, is_final: true, grows: false, lines: Vec::new() }]
    }

    /// What is gathered of the times without news in a case.
    fn longest(
        &self,
        commitment: &Commitment,
        function: Aggregate,
        row: &Row,
        number: usize,
        case: &Watched,
    ) -> Valued {
        let measured = |stretch: &Stretch| Number::seconds(self.without_pauses(commitment, row, case, *stretch));
        let all: Vec<Number> = case.stretches.iter().map(measured).collect();
        let value = match function {
            Aggregate::Count => Some(Number::plain(crate::evaluate::expr::count(all.len() as u64))),
            function => of_numbers(function, all.iter().collect()),
        };
        let name = match number {
            0 => row.name.clone(),
            again => Name::from(format!("{}#{}", row.name, again + 1)),
        };
        let at = |what: What, instant: i64| {
            Line::so(what).during(Stretch::new(instant, instant)).rows(Rows::from_iter([&row.name]))
        };
        let mut lines = vec![at(What::Opened, case.opened)];
        // The stretch that decides, where one does.
        let decides = case.stretches.iter().zip(&all).filter(|(_, seconds)| Some(*seconds) == value.as_ref());
        lines.extend(decides.take(1).map(|(stretch, _)| Line::so(What::Gathered).during(*stretch)));
        lines.extend(case.stopped.map(|stop| at(What::Stopped, stop)));
        Valued {
            case: name,
            span: Stretch::new(case.opened, case.stopped.unwrap_or(self.goes_on).max(case.opened)),
            value,
            is_final: case.stopped.is_some(),
            grows: matches!(function, Aggregate::Max | Aggregate::Sum | Aggregate::Count),
            lines,
        }
    }

    fn judge_valued(
        &self,
        commitment: &Commitment,
        row: &Row,
        valued: Valued,
        out: Option<(&Exclusion, Standing)>,
    ) -> Judged {
        let mut judged = Judged::of(commitment, row.service.as_ref(), Span::whole(valued.span));
        judged.case = Some(valued.case);
        judged.cases = 1;
        let env = Env::of_case(row, valued.span.start);
        let Some(terms) = self.terms(commitment, valued.span.start, &env) else { return judged };
        judged.target = self.eval(&terms.limit, &env).number().cloned();
        judged.attained = valued.value;
        judged.agreed = judged.attained.clone();
        let (Some(attained), Some(target)) = (&judged.attained, &judged.target) else { return judged };
        let over = Self::shortfall(terms.comparator, &attained.base, &target.base);
        let is_final = valued.is_final || over.is_some() && valued.grows && bounds_above(&terms);
        let left_out = out.is_some_and(|(exclusion, standing)| Self::holds(exclusion, standing, false));
        judged.late = over.is_some() && is_final && !left_out;
        judged.cases = u64::from(!left_out);
        judged.missed = u64::from(judged.late);
        judged.verdict = match (out.map(|(_, standing)| standing), over.is_some(), is_final) {
            (Some(Standing::Pending), true, true) => Verdict::Disputed,
            (Some(Standing::Holds), ..) => Verdict::NotAssessed,
            (_, _, false) => Verdict::Provisional,
            (_, false, true) if left_out => Verdict::NotAssessed,
            (_, true, true) => Verdict::Breached,
            (_, false, true) => Verdict::Met,
        };
        judged.may_be_freed = judged.verdict == Verdict::Disputed && !left_out;
        let excess = target.with(over.unwrap_or_else(Rational::zero));
        if self.explains {
            judged.lines = valued.lines;
            judged.lines.push(Line::so(What::Attained).value(attained.quantity()));
            let by = terms.exception.unwrap_or(&commitment.term.id);
            judged.lines.push(Line::new(What::Target, by).value(target.quantity()));
            if judged.late {
                judged.lines.push(Line::so(What::Excess).value(excess.quantity()));
            }
        }
        judged.lost = Some(excess.clone());
        judged.excess = Some(excess);
        judged
    }
}

fn bounds_above(terms: &Terms<'_>) -> bool {
    matches!(terms.comparator, Comparator::AtMost | Comparator::LessThan)
}
