//! Operands: flat lists of operators and operands become trees.

use std::sync::LazyLock;

use jiff::civil::Time;
use pest::iterators::{Pair, Pairs};
use pest::pratt_parser::{Assoc, Op as Level, PrattParser};

use super::Rule;
use super::build::{Builder, collected};
use super::literal;
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::syntax::ast::{Comparator, Days, End, Expr, ExprKind, Horizon, Op, Recurrence, Step, Word};
use crate::syntax::rules;

/// How high a tree may grow: brackets and operators together. Later floors walk trees by recursion.
const MAX_HEIGHT: usize = 256;

/// Precedence, loosest first. `per` and comparisons do not chain; that is checked where they are built. Units that are counted
/// (`per started h of excess`) are factors; a rate (`12_000 EUR per month`) is one operand.
static PRECEDENCE: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    PrattParser::new()
        .op(Level::infix(Rule::except, Assoc::Left))
        .op(Level::infix(Rule::or, Assoc::Left))
        .op(Level::infix(Rule::and, Assoc::Left))
        .op(Level::prefix(Rule::not))
        .op(Level::infix(Rule::compare, Assoc::Left) | Level::infix(Rule::r#in, Assoc::Left))
        .op(Level::infix(Rule::add, Assoc::Left) | Level::infix(Rule::sub, Assoc::Left))
        .op(Level::infix(Rule::mul, Assoc::Left)
            | Level::infix(Rule::div, Assoc::Left)
            | Level::infix(Rule::per_units, Assoc::Left))
        .op(Level::infix(Rule::per, Assoc::Left))
        .op(Level::infix(Rule::over, Assoc::Left))
        .op(Level::infix(Rule::anchor, Assoc::Left))
        .op(Level::infix(Rule::r#where, Assoc::Left) | Level::infix(Rule::where_not, Assoc::Left))
        .op(Level::prefix(Rule::step) | Level::prefix(Rule::horizon))
        .op(Level::infix(Rule::of, Assoc::Right))
        .op(Level::prefix(Rule::ordinal) | Level::prefix(Rule::minus))
        .op(Level::postfix(Rule::unit)
            | Level::postfix(Rule::unit_tail)
            | Level::postfix(Rule::arguments)
            | Level::postfix(Rule::scope)
            | Level::postfix(Rule::last_day)
            | Level::postfix(Rule::last_date))
        .op(Level::postfix(Rule::of_day))
});

impl Builder<'_, '_> {
    /// A value: a bound or an expression. `height` is that of the tree above.
    pub(super) fn value(&self, pair: Pair<'_, Rule>, height: usize) -> Expr {
        let rule = pair.as_rule();
        if !matches!(rule, Rule::bound | Rule::inner_bound | Rule::head_bound) {
            return self.expr(pair, height);
        }
        let mut inner = pair.into_inner();
        let (Some(sign), Some(limit)) = (inner.next(), inner.next()) else { return self.nothing() };
        let limit = self.expr(limit, height + 1);
        let span = self.span(&sign).to(limit.span);
        if matches!(limit.kind, ExprKind::Text(_)) {
            let message = format!("no `{}` stands between a field and its text", sign.as_str());
            self.report.report(
                Finding::new(&rules::FIELD_SIGN, self.span(&sign), message)
                    .help("write the field, a blank and the text")
                    .edit(self.span(&sign), ""),
            );
            return limit;
        }
        Expr { kind: ExprKind::Bound(comparator(sign.as_str()), Box::new(limit)), span }
    }

    /// Operands and operators under one node.
    fn expr(&self, pair: Pair<'_, Rule>, height: usize) -> Expr {
        let whole = self.span(&pair);
        let mut inner = pair.into_inner();
        if inner.len() > 1 {
            return self.operators(inner, whole, height);
        }
        inner.next().map_or(Expr { kind: ExprKind::Error, span: whole }, |only| self.primary(only, height))
    }

    fn operators(&self, pairs: Pairs<'_, Rule>, whole: Span, height: usize) -> Expr {
        let height = height + pairs.len();
        if height > MAX_HEIGHT {
            self.report.report(
                Finding::new(&rules::TOO_DEEP, whole, "this expression has too many operators")
                    .help("name its parts as figures"),
            );
            return Expr { kind: ExprKind::Error, span: whole };
        }
        PRECEDENCE
            .map_primary(|p| self.primary(p, height))
            .map_prefix(|op, rhs| self.prefix(&op, rhs))
            .map_postfix(|lhs, op| self.postfix(lhs, op, height))
            .map_infix(|lhs, op, rhs| self.infix(lhs, &op, rhs))
            .parse(pairs)
    }

    fn primary(&self, pair: Pair<'_, Rule>, height: usize) -> Expr {
        let span = self.span(&pair);
        let place = self.place(&pair);
        let text = pair.as_str();
        let kind = match pair.as_rule() {
            Rule::name => self.name(&pair),
            Rule::number | Rule::bad_number => literal::number(self.report, text, place),
            Rule::date => literal::date(self.report, text, place),
            Rule::instant => literal::instant(self.report, text, place),
            Rule::clock => literal::clock(self.report, text, place).map_or(ExprKind::Error, ExprKind::Time),
            Rule::hours => self.hours(pair).map_or(ExprKind::Error, |hours| recurrence(None, None, Some(hours))),
            Rule::percent => ExprKind::Unit(Name::new(text)),
            Rule::text => {
                let text = self.text(pair);
                return Expr { span: text.span, kind: ExprKind::Text(text) };
            }
            Rule::blank => match pair.into_inner().next() {
                Some(name) => ExprKind::Blank(self.word(&name).name),
                None => ExprKind::Error,
            },
            Rule::group => return self.group(pair, span, height),
            Rule::time_from => return self.time_from(pair, span, height),
            _ => ExprKind::Error,
        };
        Expr { kind, span }
    }

    /// A name, or the days that a hyphen was to join.
    fn name(&self, pair: &Pair<'_, Rule>) -> ExprKind {
        let word = self.word(pair);
        match word.name.split_once('-') {
            Some((first, last)) => {
                let day = |text: &str| Word { name: Name::new(text), span: word.span };
                recurrence(None, Some(Days::Range(day(first), day(last))), None)
            }
            None => ExprKind::Name(word.name),
        }
    }

    /// Parentheses around one operand leave no node, only their width.
    fn group(&self, pair: Pair<'_, Rule>, span: Span, height: usize) -> Expr {
        let mut values = collected(pair.into_inner(), |p| self.value(p, height + 1));
        match (values.pop(), values.is_empty()) {
            (Some(only), true) => Expr { kind: only.kind, span },
            (Some(last), false) => {
                values.push(last);
                Expr { kind: ExprKind::List(values), span }
            }
            (None, _) => Expr { kind: ExprKind::Error, span },
        }
    }

    fn time_from(&self, pair: Pair<'_, Rule>, span: Span, height: usize) -> Expr {
        let mut inner = pair.into_inner();
        let (Some(from), Some(to)) = (inner.next(), inner.next()) else { return Expr { kind: ExprKind::Error, span } };
        let from = self.expr(from, height + 1);
        let to = self.expr(to, height + 1);
        let span = span.to(to.span);
        Expr { span: Span { end: to.span.end, ..span }, kind: ExprKind::TimeFromTo(Box::new(from), Box::new(to)) }
    }

    /// Start and end of hours, or none after a finding.
    fn hours(&self, pair: Pair<'_, Rule>) -> Option<(Time, Option<Time>)> {
        let mut inner = pair.into_inner();
        let (start, end) = (inner.next()?, inner.next()?);
        let start = literal::clock(self.report, start.as_str(), self.place(&start));
        let end = literal::end_clock(self.report, end.as_str(), self.place(&end));
        Some((start?, end?))
    }

    fn prefix(&self, op: &Pair<'_, Rule>, rhs: Expr) -> Expr {
        let word = self.word(op);
        let span = word.span.to(rhs.span);
        let boxed = |e| Box::new(e);
        let kind = match op.as_rule() {
            Rule::not => ExprKind::Not(boxed(rhs)),
            Rule::minus => ExprKind::Negative(boxed(rhs)),
            Rule::ordinal => match rhs.kind {
                ExprKind::Name(name) => {
                    let days = Days::Name(Word { name, span: rhs.span });
                    recurrence(Some(word), Some(days), None)
                }
                ExprKind::Recurrence(r) => recurrence(Some(word), r.days, r.hours),
                _ => ExprKind::Error,
            },
            Rule::step => {
                let step = match word.name.as_str() {
                    "started" => Step::Started,
                    "full" => Step::Full,
                    _ => Step::ProRata,
                };
                ExprKind::Step(step, boxed(rhs))
            }
            _ => {
                let horizon = match word.name.as_str() {
                    "rolling" => Horizon::Rolling,
                    "last" => Horizon::Last,
                    "previous" => Horizon::Previous,
                    _ => Horizon::Next,
                };
                ExprKind::Horizon(horizon, boxed(rhs))
            }
        };
        Expr { kind, span }
    }

    fn postfix(&self, lhs: Expr, op: Pair<'_, Rule>, height: usize) -> Expr {
        let span = lhs.span.to(self.span(&op));
        let rule = op.as_rule();
        let kind = match (lhs.kind, rule) {
            (ExprKind::Number(number), Rule::unit) => ExprKind::Quantity(number, self.unit(&op)),
            (ExprKind::Name(name), Rule::unit_tail) => ExprKind::Unit(Name::from(format!("{name}{}", op.as_str()))),
            (ExprKind::Name(name), Rule::arguments | Rule::scope) => {
                let word = Word { name, span: lhs.span };
                let values = collected(op.into_inner(), |p| self.value(p, height + 1));
                if rule == Rule::scope { ExprKind::Scoped(word, values) } else { ExprKind::Call(word, values) }
            }
            (ExprKind::Name(name), Rule::last_day) => match op.into_inner().next() {
                Some(last) => {
                    let days = Days::Range(Word { name, span: lhs.span }, self.word(&last));
                    recurrence(None, Some(days), None)
                }
                None => ExprKind::Error,
            },
            (ExprKind::Date(first) | ExprKind::Month(first), Rule::last_date) => {
                let last = op.into_inner().next().and_then(|p| literal::day(self.report, p.as_str(), self.place(&p)));
                last.map_or(ExprKind::Error, |last| recurrence(None, Some(Days::Dates(first, Some(last))), None))
            }
            (kind, Rule::of_day) => match (days_of(kind, lhs.span), self.hours(op)) {
                (Some(days), Some(hours)) => recurrence(None, Some(days), Some(hours)),
                _ => ExprKind::Error,
            },
            _ => ExprKind::Error,
        };
        Expr { kind, span }
    }

    fn infix(&self, lhs: Expr, op: &Pair<'_, Rule>, rhs: Expr) -> Expr {
        let span = lhs.span.to(rhs.span);
        if matches!(op.as_rule(), Rule::over) {
            return Expr { kind: ExprKind::Over(Box::new(lhs), Box::new(rhs)), span };
        }
        let (op, rhs) = match op.as_rule() {
            Rule::except => (Op::Except, rhs),
            Rule::or => (Op::Or, rhs),
            Rule::and => (Op::And, rhs),
            Rule::compare => (Op::Compare(comparator(op.as_str())), rhs),
            Rule::r#in => (Op::In, rhs),
            Rule::add => (Op::Add, rhs),
            Rule::sub => (Op::Sub, rhs),
            Rule::mul => (Op::Mul, rhs),
            Rule::div => (Op::Div, rhs),
            Rule::per | Rule::per_units => (Op::Per, rhs),
            Rule::of => (Op::Of, rhs),
            Rule::anchor if op.as_str().trim_end() == "before" => (Op::Before, rhs),
            Rule::anchor => (Op::After, rhs),
            Rule::r#where => (Op::Where, rhs),
            _ => {
                let span = rhs.span;
                (Op::Where, Expr { kind: ExprKind::Not(Box::new(rhs)), span })
            }
        };
        self.check_chain(&lhs, op, span);
        self.check_hours(&lhs, op, &rhs, span);
        Expr { kind: ExprKind::Binary(op, Box::new(lhs), Box::new(rhs)), span }
    }

    /// `a < b < c` and `a per b per c` read differently by different people.
    fn check_chain(&self, lhs: &Expr, op: Op, span: Span) {
        let ExprKind::Binary(before, first, _) = &lhs.kind else { return };
        let compares = |op| matches!(op, Op::Compare(_) | Op::In);
        // Parentheses widen the operand, so that `(a < b) = c` is no chain.
        let bare = first.span.start == lhs.span.start;
        let said = match (before, op) {
            (Op::Per, Op::Per) if bare => {
                ("`per` cannot be written twice in one piece", "write parentheses around the inner rate")
            }
            (before, op) if compares(*before) && compares(op) && bare => (
                "two comparisons cannot be written in one piece",
                "write them apart, joined by `and`, with what is compared in both: `a > 2 and a < 5`",
            ),
            _ => return,
        };
        let (message, help) = said;
        self.report.report(Finding::new(&rules::BAD_COMPARISON, span, message).help(help));
    }

    /// `08:00 - 18:00` is no difference.
    fn check_hours(&self, lhs: &Expr, op: Op, rhs: &Expr, span: Span) {
        let is_time = |e: &Expr| {
            matches!(&e.kind, ExprKind::Time(_)) || matches!(&e.kind, ExprKind::Recurrence(r) if r.hours.is_some())
        };
        if op == Op::Sub && is_time(lhs) && is_time(rhs) {
            self.report.report(
                Finding::new(&rules::BAD_RANGE, span, "hours have no blanks inside").help("write `08:00-18:00`"),
            );
        }
    }

    /// Turns `a`, `to b` of a cell into an interval.
    pub(super) fn interval(&self, low: Expr, high: Expr) -> Expr {
        let span = low.span.to(high.span);
        let low = self.end(low, Comparator::MoreThan, "from", span);
        let high = self.end(high, Comparator::LessThan, "to", span);
        match (low, high) {
            (Some(low), Some(high)) => Expr { kind: ExprKind::Interval(Box::new(low), Box::new(high)), span },
            _ => Expr { kind: ExprKind::Error, span },
        }
    }

    /// An end of an interval; `outer` is the one sign that it may bear.
    fn end(&self, value: Expr, outer: Comparator, side: &str, span: Span) -> Option<End> {
        match value.kind {
            ExprKind::Bound(sign, limit) if sign == outer => Some(End { value: *limit, open: true }),
            ExprKind::Bound(..) => {
                let help = "write `1 h to 2 h`, or `> 1 h to < 2 h` where an end itself is outside";
                let message = format!("the `{side}` end of an interval has the wrong sign");
                self.report.report(Finding::new(&rules::BAD_RANGE, span, message).help(help));
                None
            }
            _ => Some(End { value, open: false }),
        }
    }
}

fn recurrence(ordinal: Option<Word>, days: Option<Days>, hours: Option<(Time, Option<Time>)>) -> ExprKind {
    ExprKind::Recurrence(Recurrence { ordinal, days, hours })
}

/// The days that hours are written after.
fn days_of(kind: ExprKind, span: Span) -> Option<Days> {
    match kind {
        ExprKind::Name(name) => Some(Days::Name(Word { name, span })),
        ExprKind::Date(date) => Some(Days::Dates(date, None)),
        ExprKind::Recurrence(r) => r.days,
        _ => None,
    }
}

/// A comparison sign or its words.
fn comparator(text: &str) -> Comparator {
    match text.split([' ', '\t', '\u{A0}', '\u{202F}']).next_back().unwrap_or("") {
        "least" | ">=" => Comparator::AtLeast,
        "most" | "<=" => Comparator::AtMost,
        ">" => Comparator::MoreThan,
        "<" => Comparator::LessThan,
        "than" if text.starts_with("more") => Comparator::MoreThan,
        "than" => Comparator::LessThan,
        _ => Comparator::Exactly,
    }
}
