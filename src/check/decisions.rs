//! Decision tables as rows of the kernel of cells.

use super::grid::{Axis, Grid};
use super::{commitments, shown, values, words};
use crate::base::Name;
use crate::diagnostics::Datum;
use crate::kernel::cells::{self, Hole, Place, Region, Row, Space, Values};
use crate::kernel::line::Interval as Line;
use crate::model::{Attained, Decision, Key, KeyCondition, Model, Range, Stated};
use crate::quantity::Rational;
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// A decision table with its keys numbered.
pub struct Compiled {
    /// The keys with finitely many values.
    pub grid: Grid,
    /// The keys on a line.
    pub lines: Vec<Ordered>,
    /// For each key, its place among the finite or the ordered ones.
    keys: Vec<KeyPlace>,
    /// The region of each row; none where a condition is a blank.
    pub regions: Vec<Option<Region<Rational>>>,
    /// The answer of each row: equal outcomes have equal numbers.
    pub answers: Vec<u32>,
}

/// A key on a line.
pub struct Ordered {
    /// Its place among the keys of the table.
    pub key: usize,
    /// The values that it can take, for all that is known.
    pub domain: Line<Rational>,
    /// The values that it is expected to take: a number that someone states is 0 or more unless the table says otherwise.
    pub expected: Line<Rational>,
    /// The unit in which the table is written.
    pub unit: Name,
}

#[derive(Clone, Copy)]
enum KeyPlace {
    Finite(usize),
    Ordered(usize),
}

/// Numbers the keys and rows of a table.
#[must_use]
pub fn compile<T: Eq + Hash>(model: &Model, decision: &Decision<T>) -> Compiled {
    let mut compiled = Compiled {
        grid: Grid::default(),
        lines: Vec::new(),
        keys: Vec::new(),
        regions: Vec::new(),
        answers: Vec::new(),
    };
    for (column, key) in decision.keys.iter().enumerate() {
        let conditions: Vec<&KeyCondition> =
            decision.rows.iter().filter_map(|row| row.conditions.get(column)).collect();
        compiled.add_key(model, (column, key), &conditions);
    }
    compiled.regions = decision.rows.iter().map(|row| compiled.region(&row.conditions)).collect();
    let mut known: FxHashMap<&Option<T>, u32> = FxHashMap::default();
    for row in &decision.rows {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        compiled.answers.push(*known.entry(&row.outcome).or_insert(next));
    }
    compiled
}

/// What a key asks.
fn name(key: &Key) -> Name {
    match key {
        Key::Dimension(id) => id.name().clone(),
        Key::Indicator(id) => id.name().clone(),
        Key::Figure(id) => id.name().clone(),
        Key::Judged(word) => Name::new_static(word.word()),
    }
}

fn is_whole(region: &Region<Rational>) -> bool {
    region.scope.iter().all(|scope| *scope == cells::Scope::All)
}

/// Lets the intervals of a region reach as far as those of another.
fn widen(region: &mut Region<Rational>, other: &Region<Rational>) {
    for (span, other) in region.spans.iter_mut().zip(&other.spans) {
        *span = match (span.take(), other) {
            (Some(a), Some(b)) => Some(Line::new(a.from.min(b.from.clone()), a.to.max(b.to.clone()))),
            _ => None,
        };
    }
}

impl Compiled {
    fn add_key(&mut self, model: &Model, (column, key): (usize, &Key), conditions: &[&KeyCondition]) {
        let axis = match key {
            Key::Dimension(id) => model.dimensions.get(id).map(Axis::of),
            Key::Figure(id) if conditions.iter().any(|c| matches!(c, KeyCondition::Values(_))) => {
                Some(Axis::new(id.name().clone(), vec!["yes".into(), "no".into()]))
            }
            Key::Figure(_) | Key::Indicator(_) | Key::Judged(_) => None,
        };
        if let Some(axis) = axis {
            self.keys.push(KeyPlace::Finite(self.grid.axes.len()));
            self.grid.axes.push(axis);
            return;
        }
        let written = || {
            conditions.iter().filter_map(|condition| match condition {
                KeyCondition::Within(interval) => Some([&interval.low, &interval.high]),
                _ => None,
            })
        };
        let ends = || written().flatten().flatten().map(|(end, _)| end);
        let (domain, expected, unit) = match key {
            Key::Indicator(id) => {
                let indicator = model.indicators.get(id);
                let domain = indicator.map_or_else(Line::everything, commitments::domain);
                (domain.clone(), domain, indicator.map(|indicator| indicator.unit.clone()))
            }
            Key::Figure(id) => {
                let figure = model.figures.get(id);
                let range = |stated| figure.map(|figure| values::ranges(model, stated).of_figure(figure));
                let line = |range: Option<Range>| range.map_or_else(Line::everything, |range| values::span(&range));
                let domain = line(range(Stated::Anything));
                // Whoever writes a value below 0 expects one.
                let below = ends().any(|end| end.value.is_negative());
                let expected = if below { domain.clone() } else { line(range(Stated::Expected)) };
                (domain, expected, figure.and_then(|figure| figure.unit.clone()))
            }
            Key::Judged(Attained::Attained) | Key::Dimension(_) => (Line::everything(), Line::everything(), None),
            Key::Judged(_) => {
                let domain = values::span(&Range::positive());
                (domain.clone(), domain, None)
            }
        };
        let unit = ends().next().map(|end| end.unit.clone()).or(unit).unwrap_or_default();
        self.keys.push(KeyPlace::Ordered(self.lines.len()));
        self.lines.push(Ordered { key: column, domain, expected, unit });
    }

    fn region(&self, conditions: &[KeyCondition]) -> Option<Region<Rational>> {
        let mut region = self.everywhere();
        for (condition, place) in conditions.iter().zip(&self.keys) {
            match (condition, place) {
                (KeyCondition::Blank(_) | KeyCondition::Around { .. }, _) => return None,
                (KeyCondition::Values(values), KeyPlace::Finite(at)) => {
                    if let (Some(axis), Some(scope)) = (self.grid.axes.get(*at), region.scope.get_mut(*at)) {
                        *scope = axis.only(values);
                    }
                }
                (KeyCondition::Within(interval), KeyPlace::Ordered(at)) => {
                    if let Some(span) = region.spans.get_mut(*at) {
                        *span = Some(values::line(interval));
                    }
                }
                _ => {}
            }
        }
        Some(region)
    }

    /// The region of all cells, with a place for each key.
    #[must_use]
    pub fn everywhere(&self) -> Region<Rational> {
        Region { scope: vec![cells::Scope::All; self.grid.axes.len()], spans: vec![None; self.lines.len()] }
    }

    /// The region of all cells that are expected to occur.
    #[must_use]
    pub fn expected(&self) -> Region<Rational> {
        let spans = self.lines.iter().map(|line| Some(line.expected.clone())).collect();
        Region { spans, ..self.everywhere() }
    }

    /// The cells that lie between rows for the same cases: from the least value that one of them has to the greatest.
    #[must_use]
    pub fn between(&self) -> Vec<Region<Rational>> {
        let mut hulls: Vec<Region<Rational>> = Vec::new();
        let mut known: FxHashMap<Vec<cells::Scope>, usize> = FxHashMap::default();
        for region in self.regions.iter().flatten() {
            let at = *known.entry(region.scope.clone()).or_insert_with(|| {
                hulls.push(region.clone());
                hulls.len() - 1
            });
            if let Some(hull) = hulls.get_mut(at) {
                widen(hull, region);
            }
        }
        // A row for all cases lies beside those of each.
        let of_all: Vec<_> = hulls.iter().filter(|hull| is_whole(hull)).cloned().collect();
        for hull in hulls.iter_mut().filter(|hull| !is_whole(hull)) {
            of_all.iter().for_each(|other| widen(hull, other));
        }
        hulls
    }

    /// Whether some condition is not agreed yet, or values that it could be about.
    #[must_use]
    pub fn has_blanks(&self) -> bool {
        self.grid.is_open() || self.regions.iter().any(Option::is_none)
    }

    /// The space of the keys.
    #[must_use]
    pub fn space(&self) -> Space<Rational> {
        self.grid.space(self.lines.iter().map(|line| line.domain.clone()).collect())
    }

    /// The rows for the kernel, with the number of each in the table.
    #[must_use]
    pub fn rows(&self) -> (Vec<Row<Rational>>, Vec<usize>) {
        let numbered = self.regions.iter().zip(&self.answers).enumerate();
        let rows = numbered.filter_map(|(at, (region, &answer))| {
            Some((Row { region: region.clone()?, answer, overrides: Vec::new() }, at))
        });
        rows.unzip()
    }

    /// A place in words: `high`; `impact` = `high` and `urgency` = `low`; `p1` and 99.9 %.
    #[must_use]
    pub fn place(&self, place: &Place<Rational>) -> String {
        let named = self.grid.axes.iter().zip(&place.values);
        let finite = named.filter_map(|(axis, &number)| Some(self.on(axis, &format!("`{}`", axis.value(number)?))));
        words::list(finite.chain(self.samples(&place.spans)))
    }

    /// A place as the value of each key of the table; none where it has no value of some key.
    #[must_use]
    pub fn point<T>(&self, decision: &Decision<T>, place: &Place<Rational>) -> Option<Vec<(Name, Datum)>> {
        let datum = |(key, at): (&Key, &KeyPlace)| {
            let datum = match at {
                KeyPlace::Finite(at) => Datum::Word(self.grid.axes.get(*at)?.value(*place.values.get(*at)?)?.clone()),
                KeyPlace::Ordered(at) => {
                    Datum::Amount(shown::sample(place.spans.get(*at)?, &self.lines.get(*at)?.unit)?)
                }
            };
            Some((name(key), datum))
        };
        decision.keys.iter().zip(&self.keys).map(datum).collect()
    }

    /// A box without a row in words: `impact` = `low` and any `urgency`.
    #[must_use]
    pub fn hole(&self, hole: &Hole<Rational>) -> String {
        words::list(self.listed(hole).chain(self.samples(&hole.at.spans)))
    }

    /// The named values of a box, dimension by dimension.
    fn listed(&self, hole: &Hole<Rational>) -> impl Iterator<Item = String> {
        self.grid.axes.iter().zip(&hole.values).map(|(axis, values)| {
            if *values == Values::All && self.grid.axes.len() > 1 {
                return format!("any `{}`", axis.name);
            }
            let listed = (0..).zip(axis.values()).filter(|(number, _)| values.contains(*number)).map(|(_, name)| name);
            self.on(axis, &words::names(listed))
        })
    }

    /// A value with the name of its axis, where there are several axes and the value alone would not tell which it is on.
    fn on(&self, axis: &Axis, value: &str) -> String {
        let several = self.grid.axes.len() > 1;
        if several { format!("`{}` = {value}", axis.name) } else { value.to_owned() }
    }

    /// All the cases of a place in words.
    #[must_use]
    pub fn all_at(&self, place: &Place<Rational>) -> String {
        let named = self.grid.axes.iter().zip(&place.values);
        let finite = named.filter_map(|(axis, &number)| Some(self.on(axis, &format!("`{}`", axis.value(number)?))));
        words::list(finite.chain(self.ranges(&place.spans)))
    }

    /// All the cases of a box without a row in words.
    #[must_use]
    pub fn all_of(&self, hole: &Hole<Rational>) -> String {
        words::list(self.listed(hole).chain(self.ranges(&hole.at.spans)))
    }

    fn ranges(&self, spans: &[Line<Rational>]) -> impl Iterator<Item = String> {
        self.lines.iter().zip(spans).map(|(line, span)| words::interval(span, &line.unit))
    }

    fn samples(&self, spans: &[Line<Rational>]) -> impl Iterator<Item = String> {
        self.lines.iter().zip(spans).filter_map(|(line, span)| words::sample(span, &line.unit))
    }
}
