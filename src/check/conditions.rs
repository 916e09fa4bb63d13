//! Conditions as boxes of cells: whether two can hold together, and whether some always holds.
//!
//! A condition is taken apart into atoms, comparisons of one thing with a constant, and each thing that is compared is an
//! axis. Things are independent of one another: fields of a record, dimensions, states. Where two of them could depend
//! on one another (a count and a share of the same records), the question is not decided, and nothing is reported.

use super::grid::Axis;
use super::{shown, uses, values, words};
use crate::base::Name;
use crate::diagnostics::Datum;
use crate::kernel::cells::{self, Place, Region, Space};
use crate::kernel::line::{Cut, Interval as Line};
use crate::model::{Dimension, Expr, FieldType, FigureSource, Id, Model, Operator, Range, StateSource, Stated};
use crate::quantity::{Measure, Rational};
use crate::syntax::ast::Comparator;

/// Boxes of one condition beyond which it is not decided.
const BOXES: usize = 256;

/// The axes of a set of conditions.
pub struct Conditions<'m> {
    model: &'m Model,
    finite: Vec<(&'m Expr, Axis)>,
    lines: Vec<(&'m Expr, Line<Rational>, Name)>,
}

/// A condition as the union of boxes.
pub type Boxes = Vec<Region<Rational>>;

impl<'m> Conditions<'m> {
    /// The axes of `conditions`; none where they cannot be decided together.
    #[must_use]
    pub fn of(model: &'m Model, conditions: &[&'m Expr]) -> Option<Self> {
        let mut axes = Self { model, finite: Vec::new(), lines: Vec::new() };
        for condition in conditions {
            axes.scan(condition)?;
        }
        let things = || axes.finite.iter().map(|(thing, _)| *thing).chain(axes.lines.iter().map(|(thing, ..)| *thing));
        let computed = things().filter(|thing| !is_plain(model, thing)).count();
        let decided = computed == 0 || things().count() == 1;
        decided.then_some(axes)
    }

    fn scan(&mut self, condition: &'m Expr) -> Option<()> {
        match condition {
            Expr::Flag(_) => Some(()),
            Expr::Not(inner) => self.scan(inner),
            Expr::State(_) if definition(self.model, condition).is_some() => {
                self.scan(definition(self.model, condition)?)
            }
            Expr::Binary { op: Operator::And | Operator::Or, left, right } => {
                self.scan(left)?;
                self.scan(right)
            }
            Expr::Compare { left, right, .. } => {
                let (thing, constant) = sides(self.model, left, right)?;
                match &constant {
                    Constant::Number(number, unit) => self.add_line(thing, number, unit),
                    Constant::Word(_) => self.add_finite(thing)?,
                }
                Some(())
            }
            Expr::Value { .. } | Expr::Field { .. } | Expr::State(_) | Expr::In { .. } => self.add_finite(condition),
            _ => None,
        }
    }

    fn add_finite(&mut self, thing: &'m Expr) -> Option<()> {
        if !self.finite.iter().any(|(known, _)| same(known, thing)) {
            let axis = axis(self.model, thing)?;
            self.finite.push((thing, axis));
        }
        Some(())
    }

    fn add_line(&mut self, thing: &'m Expr, number: &Rational, unit: &Name) {
        let at = self.lines.iter().position(|(known, ..)| *known == thing).unwrap_or_else(|| {
            let mut range = values::ranges(self.model, Stated::Expected).of(thing);
            // A share of which nothing else is known is one of a whole.
            if unit == "%" && range == Range::positive() {
                range = Range::share();
            }
            self.lines.push((thing, values::span(&range), unit.clone()));
            self.lines.len() - 1
        });
        // Whoever compares with a value below 0 expects one.
        if let Some((_, domain, _)) = self.lines.get_mut(at).filter(|_| number.is_negative()) {
            domain.from = Cut::Start;
        }
    }

    /// The space of the axes.
    #[must_use]
    pub fn space(&self) -> Space<Rational> {
        let sizes =
            self.finite.iter().map(|(_, axis)| u32::try_from(axis.values().len()).unwrap_or(u32::MAX)).collect();
        Space { sizes, domains: self.lines.iter().map(|(_, domain, _)| domain.clone()).collect() }
    }

    /// The region of all cases.
    #[must_use]
    pub fn everywhere(&self) -> Region<Rational> {
        Region { scope: vec![cells::Scope::All; self.finite.len()], spans: vec![None; self.lines.len()] }
    }

    /// The region in which a dimension has one of some values; everywhere where the dimension is no axis.
    #[must_use]
    pub fn with_values(&self, dimension: &Name, values: &[Name]) -> Region<Rational> {
        let mut region = self.everywhere();
        for ((_, axis), scope) in self.finite.iter().zip(&mut region.scope) {
            if &axis.name == dimension {
                *scope = axis.only(values);
            }
        }
        region
    }

    /// A condition as boxes; none where it takes too many of them.
    #[must_use]
    pub fn boxes(&self, condition: &Expr) -> Option<Boxes> {
        self.holds(condition, true)
    }

    fn holds(&self, condition: &Expr, wanted: bool) -> Option<Boxes> {
        match condition {
            Expr::Flag(flag) => Some(if *flag == wanted { vec![self.everywhere()] } else { Vec::new() }),
            Expr::Not(inner) => self.holds(inner, !wanted),
            Expr::State(_) if definition(self.model, condition).is_some() => {
                self.holds(definition(self.model, condition)?, wanted)
            }
            Expr::Binary { op, left, right } => {
                let (left, right) = (self.holds(left, wanted)?, self.holds(right, wanted)?);
                match (op, wanted) {
                    (Operator::Or, true) | (Operator::And, false) => Some(left.into_iter().chain(right).collect()),
                    (Operator::And, true) | (Operator::Or, false) => product(&left, &right),
                    _ => None,
                }
            }
            Expr::Compare { comparator, left, right } => {
                let (thing, constant) = sides(self.model, left, right)?;
                let turned = std::ptr::eq(thing, right.as_ref());
                match constant {
                    Constant::Number(number, _) => {
                        self.on_line(thing, if turned { turn(*comparator) } else { *comparator }, &number, wanted)
                    }
                    Constant::Word(word) if *comparator == Comparator::Exactly => self.on_axis(thing, &word, wanted),
                    Constant::Word(_) => None,
                }
            }
            Expr::Value { value, .. } => self.on_axis(condition, value, wanted),
            Expr::Field { .. } | Expr::State(_) | Expr::In { .. } => {
                self.on_axis(condition, &Name::new_static("yes"), wanted)
            }
            _ => None,
        }
    }

    fn on_axis(&self, thing: &Expr, value: &Name, wanted: bool) -> Option<Boxes> {
        let at = self.finite.iter().position(|(known, _)| same(known, thing))?;
        let (_, axis) = self.finite.get(at)?;
        let chosen: Vec<Name> = axis.values().iter().filter(|name| (*name == value) == wanted).cloned().collect();
        let mut region = self.everywhere();
        *region.scope.get_mut(at)? = axis.only(&chosen);
        Some(vec![region])
    }

    fn on_line(&self, thing: &Expr, comparator: Comparator, limit: &Rational, wanted: bool) -> Option<Boxes> {
        let at = self.lines.iter().position(|(known, ..)| *known == thing)?;
        let met: crate::kernel::line::IntervalSet<Rational> =
            std::iter::once(values::meeting(comparator, limit)).collect();
        let set = if wanted { met } else { met.complement_in(&Line::everything()) };
        let boxed = |interval: &Line<Rational>| {
            let mut region = self.everywhere();
            *region.spans.get_mut(at)? = Some(interval.clone());
            Some(region)
        };
        set.intervals().iter().map(boxed).collect()
    }

    /// The boxes in which both of two conditions hold; none where there are too many of them.
    #[must_use]
    pub fn both(&self, a: &[Region<Rational>], b: &[Region<Rational>]) -> Option<Boxes> {
        product(a, b)
    }

    /// Whether two conditions hold together in some case.
    #[must_use]
    pub fn meet(&self, a: &[Region<Rational>], b: &[Region<Rational>]) -> bool {
        a.iter().any(|a| b.iter().any(|b| meet(a, b).is_some()))
    }

    /// All the cases of a place in words: `users` 300 to 500, `region` = `eu`.
    #[must_use]
    pub fn all_at(&self, place: &Place<Rational>) -> String {
        self.said(place, |thing, span, unit| Some(format!("{thing} {}", words::among(span, unit)?)))
    }

    /// A case as the value of each thing that is compared; one that has no value is left out.
    #[must_use]
    pub fn point(&self, place: &Place<Rational>) -> Vec<(Name, Datum)> {
        let finite = self.finite.iter().zip(&place.values);
        let finite = finite
            .filter_map(|((_, axis), &number)| Some((axis.name.clone(), Datum::Word(axis.value(number)?.clone()))));
        let lines = self.lines.iter().zip(&place.spans);
        let lines = lines.filter_map(|((thing, _, unit), span)| {
            let name = thing_name(thing).trim_matches('`').into();
            Some((name, Datum::Amount(shown::sample(span, unit)?)))
        });
        finite.chain(lines).collect()
    }

    /// A case in words: `users` = 51 %, `region` = `eu`.
    #[must_use]
    pub fn place(&self, place: &Place<Rational>) -> String {
        self.said(place, |thing, span, unit| Some(format!("{thing} = {}", words::sample(span, unit)?)))
    }

    fn said(&self, place: &Place<Rational>, say: impl Fn(String, &Line<Rational>, &Name) -> Option<String>) -> String {
        let finite = self.finite.iter().zip(&place.values);
        let finite = finite
            .filter_map(|((thing, axis), &number)| Some(format!("{} = `{}`", thing_name(thing), axis.value(number)?)));
        let lines = self.lines.iter().zip(&place.spans);
        let lines = lines.filter_map(|((thing, _, unit), span)| say(thing_name(thing), span, unit));
        words::list(finite.chain(lines))
    }
}

/// What a comparison compares with.
enum Constant {
    Number(Rational, Name),
    Word(Name),
}

fn sides<'m>(model: &Model, left: &'m Expr, right: &'m Expr) -> Option<(&'m Expr, Constant)> {
    match (constant(model, left), constant(model, right)) {
        (None, Some(constant)) => Some((left, constant)),
        (Some(constant), None) => Some((right, constant)),
        _ => None,
    }
}

fn constant(model: &Model, expr: &Expr) -> Option<Constant> {
    match expr {
        Expr::Value { value, .. } | Expr::Choice(value) | Expr::Actor(value) => Some(Constant::Word(value.clone())),
        Expr::Flag(flag) => Some(Constant::Word(if *flag { "yes".into() } else { "no".into() })),
        _ => {
            let quantity = values::constant(model, expr)?;
            let known = quantity.unit.is_empty() || Measure::parse(&quantity.unit).is_some();
            known.then(|| Constant::Number(quantity.base(), quantity.unit.clone()))
        }
    }
}

/// The condition that a state is another word for.
fn definition<'m>(model: &'m Model, expr: &Expr) -> Option<&'m Expr> {
    let Expr::State(state) = expr else { return None };
    let state = model.states.get(state)?;
    match &state.holds {
        StateSource::When(condition) if state.each.is_none() && state.lasting.is_none() => {
            // A state that is defined by itself was reported where it is defined.
            let circular = condition.any(&|part| part == expr);
            (!circular).then_some(condition)
        }
        _ => None,
    }
}

/// Whether two expressions are about one thing: a dimension, or any value of it, is the same dimension.
fn same(a: &Expr, b: &Expr) -> bool {
    let dimension = |expr: &Expr| match expr {
        Expr::Dimension(dimension) | Expr::Value { dimension, .. } => Some(dimension.clone()),
        _ => None,
    };
    a == b || matches!((dimension(a), dimension(b)), (Some(a), Some(b)) if a == b)
}

fn axis(model: &Model, thing: &Expr) -> Option<Axis> {
    let flag = |name: &Name| Axis::new(name.clone(), vec!["yes".into(), "no".into()]);
    match thing {
        Expr::Dimension(dimension) | Expr::Value { dimension, .. } => of_dimension(model, dimension),
        Expr::State(state) => Some(flag(state.name())),
        Expr::Figure { figure, .. } => Some(flag(figure.name())),
        Expr::In { .. } => Some(flag(&Name::new_static("calendar"))),
        Expr::Field { record, field } => {
            let field = model.records.get(record)?.fields.iter().find(|f| &f.name == field)?;
            match &field.ty {
                FieldType::Flag => Some(flag(&field.name)),
                FieldType::Choice(values) => Some(Axis::new(field.name.clone(), values.clone())),
                FieldType::Dimension(dimension) => of_dimension(model, dimension),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The axis of a dimension; none where its values are not all agreed.
fn of_dimension(model: &Model, dimension: &Id<Dimension>) -> Option<Axis> {
    model.dimensions.get(dimension).map(Axis::of).filter(|axis| !axis.is_open())
}

/// Whether a thing is what it is, whatever other things are.
fn is_plain(model: &Model, thing: &Expr) -> bool {
    match thing {
        Expr::Dimension(_) | Expr::Value { .. } | Expr::State(_) | Expr::Field { .. } => true,
        Expr::Figure { figure, .. } => !matches!(
            model.figures.get(figure).map(|figure| &figure.value),
            Some(FigureSource::Is(_) | FigureSource::Decision(_))
        ),
        _ => false,
    }
}

fn turn(comparator: Comparator) -> Comparator {
    match comparator {
        Comparator::AtLeast => Comparator::AtMost,
        Comparator::AtMost => Comparator::AtLeast,
        Comparator::MoreThan => Comparator::LessThan,
        Comparator::LessThan => Comparator::MoreThan,
        Comparator::Exactly => Comparator::Exactly,
    }
}

/// The boxes in which both of two conditions hold.
fn product(left: &[Region<Rational>], right: &[Region<Rational>]) -> Option<Boxes> {
    let both: Boxes = left.iter().flat_map(|a| right.iter().filter_map(move |b| meet(a, b))).collect();
    (both.len() <= BOXES).then_some(both)
}

fn meet(a: &Region<Rational>, b: &Region<Rational>) -> Option<Region<Rational>> {
    let scopes = a.scope.iter().zip(&b.scope).map(|(a, b)| match (a, b) {
        (cells::Scope::All, other) | (other, cells::Scope::All) => Some(other.clone()),
        (cells::Scope::Only(a), cells::Scope::Only(b)) => {
            let both: Vec<u32> = a.iter().copied().filter(|value| b.contains(value)).collect();
            (!both.is_empty()).then_some(cells::Scope::Only(both))
        }
    });
    let spans = a.spans.iter().zip(&b.spans).map(|(a, b)| match (a, b) {
        (None, other) | (other, None) => Some(other.clone()),
        (Some(a), Some(b)) => {
            let both = a.intersection(b);
            (!both.is_empty()).then_some(Some(both))
        }
    });
    Some(Region { scope: scopes.collect::<Option<_>>()?, spans: spans.collect::<Option<_>>()? })
}

fn thing_name(thing: &Expr) -> String {
    let mut cited = uses::Cited::default();
    match thing {
        Expr::Field { field, .. } => format!("`{field}`"),
        Expr::Aggregate { of, .. } => format!("the value gathered over {}", thing_name(of)),
        _ => {
            cited.expr(thing);
            cited.names.first().map_or_else(|| "the value".to_owned(), |name| format!("`{name}`"))
        }
    }
}
