//! Conditions, as clauses of a sentence.

use super::Phrases;
use super::noun::elides;
use crate::emit::text::markdown;
use crate::model::{Among, Event, ExclusionSource, Expr, Id, Operator, PeriodUnit, Record, State, StateSource, Window};
use crate::syntax::ast::Comparator;

impl Phrases<'_> {
    /// A condition that can follow « lorsque » or « when ».
    #[must_use]
    pub fn condition(&self, expr: &Expr) -> String {
        match expr {
            Expr::Binary { op: op @ (Operator::And | Operator::Or), left, right } => {
                self.condition_of(*op, left, right)
            }
            Expr::Not(inner) => match inner.as_ref() {
                Expr::State(state) if self.is_french() => {
                    format!("l’état {} n’est pas constaté", self.name(state.as_str()))
                }
                Expr::State(state) => format!("the state {} does not hold", self.name(state.as_str())),
                Expr::Field { record, field } => self.mention(record, field, false),
                inner if self.is_french() => {
                    format!("la condition suivante n’est pas remplie\u{A0}: ({})", self.condition(inner))
                }
                inner => format!("the following condition is not met: ({})", self.condition(inner)),
            },
            Expr::State(state) if self.is_french() => format!("l’état {} est constaté", self.name(state.as_str())),
            Expr::State(state) => format!("the state {} holds", self.name(state.as_str())),
            Expr::Compare { comparator, left, right } => self.comparison(*comparator, left, right),
            Expr::In { window, calendar } => {
                let of_day = matches!(window, Window::Calendar { count: 1, unit: PeriodUnit::Day });
                let (window, calendar) = (self.window(window).plain(), self.calendar(calendar).plain());
                if of_day && self.is_french() {
                    format!("{window} compte des heures situées dans {calendar}")
                } else if of_day {
                    format!("{window} has hours within {calendar}")
                } else if self.is_french() {
                    format!("{window} se situe dans {calendar}")
                } else {
                    format!("{window} lies within {calendar}")
                }
            }
            Expr::Quorum { at_least, of } => {
                let conditions: Vec<_> = of.iter().map(|c| format!("({})", self.condition(c))).collect();
                let list = self.all_of(&conditions);
                if self.is_french() {
                    format!("au moins {at_least} des conditions suivantes sont remplies\u{A0}: {list}")
                } else {
                    format!("at least {at_least} of the following conditions are met: {list}")
                }
            }
            Expr::Several { at_least, among, holds } => self.several(*at_least, among, holds),
            Expr::OfService { service, holds } => {
                let (service, condition) = (self.name(service.as_str()), self.condition(holds));
                if self.is_french() {
                    format!("{condition} pour {service}")
                } else {
                    format!("{condition} for {service}")
                }
            }
            Expr::Blank(name) => self.blank(name),
            Expr::Field { record, field } => self.mention(record, field, true),
            value => {
                let (value, yes) = (self.expr(value).plain(), self.quoted(self.flag(true)));
                if self.is_french() { format!("{value} est {yes}") } else { format!("{value} is {yes}") }
            }
        }
    }

    /// So many of the instances of a service, or of the values of a dimension, that meet a condition.
    fn several(&self, at_least: Option<u32>, among: &Among, holds: &Expr) -> String {
        let condition = self.condition(holds);
        let (fr, en) = match among {
            Among::Instances(service) => {
                let service = self.name(service.as_str());
                (format!("instances de {service}"), format!("instances of {service}"))
            }
            Among::Values(dimension) => {
                let dimension = self.name(dimension.as_str());
                (
                    format!("valeurs de {dimension}, chacune étant prise séparément"),
                    format!("values of {dimension}, each taken by itself"),
                )
            }
        };
        let (fr, en) = match at_least {
            Some(1) => (format!("pour au moins une des {fr}"), format!("for at least one of the {en}")),
            Some(number) => (
                format!("en même temps pour au moins {number} des {fr}"),
                format!("at the same time for at least {number} of the {en}"),
            ),
            None => (format!("en même temps pour toutes les {fr}"), format!("at the same time for all of the {en}")),
        };
        if self.is_french() {
            format!("la condition suivante est remplie {fr}\u{A0}: ({condition})")
        } else {
            format!("the following condition is met {en}: ({condition})")
        }
    }

    /// Two conditions with `and` or `or` between them.
    pub(super) fn condition_of(&self, op: Operator, left: &Expr, right: &Expr) -> String {
        let joint = if op == Operator::And { self.either("et", "and") } else { self.either("ou", "or") };
        let side = |expr: &Expr| match expr {
            // Brackets where the two joints would mix, so that one reading remains.
            Expr::Binary { op: other @ (Operator::And | Operator::Or), .. } if *other != op => {
                format!("({})", self.condition(expr))
            }
            _ => self.condition(expr),
        };
        let (left, right) = (side(left), side(right));
        // A comma parts two conditions of which one has the same word in it: `the product of a and b`.
        let inside = format!(" {joint} ");
        let comma = if left.contains(&inside) || right.contains(&inside) { "," } else { "" };
        format!("{left}{comma} {joint} {right}")
    }

    /// Whether a flag of a record is set.
    fn mention(&self, record: &Id<Record>, field: &str, is: bool) -> String {
        let (name, of) = (self.field_name(record, field), self.of_record(record));
        match (self.is_french(), is) {
            (true, true) => format!("la mention {name}{of} est portée"),
            (true, false) => format!("la mention {name}{of} n’est pas portée"),
            (false, true) => format!("{name}{of} is recorded"),
            (false, false) => format!("{name}{of} is not recorded"),
        }
    }

    fn comparison(&self, comparator: Comparator, left: &Expr, right: &Expr) -> String {
        if let (Expr::Field { record, field }, Expr::Flag(flag), Comparator::Exactly) = (left, right, comparator) {
            return self.mention(record, field, *flag);
        }
        let left = self.prose(left).plain();
        let is_word =
            matches!(right, Expr::Value { .. } | Expr::Choice(_) | Expr::Actor(_) | Expr::Flag(_) | Expr::None);
        // Verbs that agree with nothing: the gender of what a label names is not known.
        let (verb_fr, verb_en) = match comparator {
            Comparator::Exactly if is_word => ("est", "is"),
            Comparator::Exactly => ("correspond exactement", "equals"),
            Comparator::AtLeast => ("est d’au moins", "is at least"),
            Comparator::AtMost => ("est d’au plus", "is at most"),
            Comparator::MoreThan => ("dépasse", "exceeds"),
            Comparator::LessThan => ("est en deçà", "is less than"),
        };
        let right = self.prose(right);
        let right = match (comparator, self.is_french()) {
            (Comparator::Exactly, true) if !is_word => right.to(),
            (Comparator::LessThan, true) => right.of(),
            _ => right.plain(),
        };
        format!("{left} {} {right}", self.either(verb_fr, verb_en))
    }

    /// `lorsque …`, `when …`.
    #[must_use]
    pub fn when(&self, expr: &Expr) -> String {
        let condition = self.condition(expr);
        match (self.is_french(), elides(&condition)) {
            (true, true) => format!("lorsqu’{condition}"),
            (true, false) => format!("lorsque {condition}"),
            (false, _) => format!("when {condition}"),
        }
    }

    /// When a state holds.
    #[must_use]
    pub fn state_source(&self, state: &State) -> String {
        let fr = self.is_french();
        match &state.holds {
            StateSource::When(condition) => self.when(condition),
            StateSource::GivenBy(actor) if fr => {
                format!("lorsque {} le constate et le déclare", self.actor(actor).plain())
            }
            StateSource::GivenBy(actor) => format!("when {} finds and reports it", self.actor(actor).plain()),
            StateSource::Between(from, until) => match &state.when {
                Some(condition) => format!("{}, {}", self.between(from, until), self.when(condition)),
                None => self.between(from, until),
            },
            StateSource::Blank(name) => self.blank(name),
        }
    }

    /// When an exclusion or an exception applies.
    #[must_use]
    pub fn exclusion_source(&self, source: &ExclusionSource) -> String {
        let fr = self.is_french();
        match source {
            ExclusionSource::Permitted(recurrences) => self.recurrences(recurrences),
            ExclusionSource::Calendar(set) if fr => format!("pendant {}", self.calendar(set).plain()),
            ExclusionSource::Calendar(set) => format!("during {}", self.calendar(set).plain()),
            ExclusionSource::When(condition) => self.when(condition),
            ExclusionSource::Between(from, until) => self.between(from, until),
            ExclusionSource::Blank(name) => self.blank(name),
        }
    }

    fn between(&self, from: &Event, until: &Event) -> String {
        let (from, until) = (self.event(from), self.event(until));
        if self.is_french() {
            format!("depuis {} jusqu’{}", from.plain(), until.to())
        } else {
            format!("from {} until {}", from.plain(), until.plain())
        }
    }

    /// A word that a field of a record may hold.
    #[must_use]
    pub fn choice(&self, word: &str) -> String {
        markdown::code(word)
    }
}
