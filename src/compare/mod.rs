//! What two versions of a contract say, one against the other, term by term.
//!
//! Normal forms are compared, never texts, and then answers: until when, how much, who. What cannot be put in order is never taken
//! as equal. It gives data and knows no language of people; `emit/amendment` says it.
//!
//! | file | what it holds |
//! |---|---|
//! | here | an amendment as data, and how one is made |
//! | `canon` | the terms of a model in a form that is the same for all ways to say the same |
//! | `pairs` | which term of the one version is which of the other |
//! | `order` | what can become of a promise, and how several of these go together |
//! | `sides` | both versions with their calendars, over the same instants |
//! | `formulas` | expressions against one another: which of them is never less |
//! | `brackets` | tables of amounts, cell by cell |
//! | `due` | deadlines over all instants of the term |
//! | `promises` | commitments: their targets at every time, quotas, windows, suspensions; services and tiers |
//! | `suspensions` | exclusions, which are no loss for a share of time and no gain |
//! | `amounts` | penalties, bonuses, settlements, liability |
//! | `conduct` | rights, duties, responsibilities, escalation, backup, roles |
//! | `causes` | definitions by what follows from them |
//! | `names` | which definitions a term rests on |

mod amounts;
mod brackets;
mod canon;
mod causes;
mod conduct;
mod due;
mod formulas;
mod names;
mod order;
mod pairs;
mod promises;
mod sides;
mod suspensions;

pub use canon::{NOT_COMPARED, Sort};
pub use order::Verdict;

use crate::base::{Name, Span};
use crate::model::{Expr, Id, Model, Party, Quantity, Service, Text, Validity};
use crate::time::{Instant, Stretch};
use sides::Sides;
use std::cmp::Ordering;

/// What differs between two versions of a contract.
#[derive(Clone, Debug, Default)]
pub struct Amendment {
    /// What differs, in the order of the sorts and of the newer version.
    pub changes: Vec<Change>,
}

/// A term that is not what it was.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its sort.
    pub sort: Sort,
    /// The term in the older version; none where it was added.
    pub old: Option<Place>,
    /// The term in the newer version; none where it was removed.
    pub new: Option<Place>,
    /// The fields that differ, by their names in the normal form; none where the whole term is new or gone.
    pub fields: Vec<Name>,
    /// What becomes of what the parties owe one another.
    pub effects: Vec<Effect>,
    /// Terms that differ in the same way and are told with it, by their names in the newer version, else in the older one.
    pub with: Vec<Name>,
}

/// Where a term stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its identity.
    pub id: Name,
    /// What people call it.
    pub label: Text,
    /// File and line.
    pub source: Name,
    /// The place in the source.
    pub span: Span,
}

/// What happened to a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another identity, and says the same or something else.
    Renamed,
    /// It says something else.
    Changed,
}

/// What becomes of one thing that a party owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The fields that it comes from; empty for a whole term.
    pub fields: Vec<Name>,
    /// The term whose meaning changes, where that is another one: a commitment for a calendar.
    pub on: Option<Name>,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Who owes it, where that is known.
    pub debtor: Option<Id<Party>>,
    /// To whom.
    pub creditor: Option<Id<Party>>,
    /// The services for which it is so; empty where it is not about services.
    pub services: Vec<Id<Service>>,
    /// When it is so; without dates for the whole term.
    pub during: Validity,
    /// What shows it.
    pub witnesses: Vec<Witness>,
}

/// An instance that shows what becomes of a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "an amendment has few of them, and they are read by pattern")]
pub enum Witness {
    /// An event, and until when something is due under each version; none: after all that is known of the calendars.
    Due {
        /// The event.
        event: Instant,
        /// By the older version.
        old: Option<Instant>,
        /// By the newer version.
        new: Option<Instant>,
    },
    /// What is owed in one cell of a table, or by a formula.
    Owed {
        /// The values of dimensions that are asked.
        cases: Vec<Name>,
        /// The value that is looked up, where one is.
        at: Option<Quantity>,
        /// By the older version; none: nothing.
        old: Option<Expr>,
        /// By the newer version; none: nothing.
        new: Option<Expr>,
    },
    /// How much time may be lost in a window.
    Budget {
        /// The window.
        window: Stretch,
        /// By the older version, in seconds.
        old: crate::quantity::Rational,
        /// By the newer version, in seconds.
        new: crate::quantity::Rational,
    },
    /// An interruption, and whether the promise is kept all the same.
    Outage {
        /// The interruption.
        during: Stretch,
        /// By the older version.
        old: bool,
        /// By the newer version.
        new: bool,
    },
}

impl Change {
    /// What happened to the term.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match (&self.old, &self.new) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            (Some(old), Some(new)) if old.id != new.id => Kind::Renamed,
            _ => Kind::Changed,
        }
    }

    /// What becomes of all that it is about, taken together.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.effects.iter().map(|effect| effect.verdict).fold(Verdict::Equal, Verdict::and)
    }

    /// The place in the newer version, else in the older one.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.new.as_ref().or(self.old.as_ref())
    }
}

/// Some fields of a term, how what is owed by them stands to what was, and what shows it.
type Facet<'f> = (&'f [&'f str], Option<Ordering>, Vec<Witness>);

impl Effect {
    /// What comes from some fields, of nobody in particular and for the whole term.
    fn of(fields: &[&str], verdict: Verdict) -> Self {
        Self {
            fields: fields.iter().map(|field| Name::from(*field)).collect(),
            on: None,
            verdict,
            debtor: None,
            creditor: None,
            services: Vec::new(),
            during: Validity::default(),
            witnesses: Vec::new(),
        }
    }

    /// One for each facet of a term, by how what is owed stands to what was, for a debtor and a creditor.
    fn of_facets<'f>(
        facets: impl IntoIterator<Item = Facet<'f>>,
        (debtor, creditor): &(Option<Id<Party>>, Option<Id<Party>>),
    ) -> Vec<Self> {
        let effect = |(fields, order, witnesses)| Self {
            debtor: debtor.clone(),
            creditor: creditor.clone(),
            witnesses,
            ..Self::of(fields, Verdict::of(order))
        };
        facets.into_iter().map(effect).collect()
    }

    /// Whether it is to the disadvantage of a party: it owes more, or less is owed to it.
    #[must_use]
    pub fn is_worse_for(&self, party: &Id<Party>) -> bool {
        self.is_stricter_for(party) || self.is_looser_for(party)
    }

    /// Whether what a party owes has become stricter.
    #[must_use]
    pub fn is_stricter_for(&self, party: &Id<Party>) -> bool {
        self.verdict == Verdict::Stricter && self.debtor.as_ref() == Some(party)
    }

    /// Whether what is owed to a party has become looser.
    #[must_use]
    pub fn is_looser_for(&self, party: &Id<Party>) -> bool {
        self.verdict == Verdict::Looser && self.creditor.as_ref() == Some(party)
    }
}

/// How the newer version of a contract differs from the older one.
#[must_use]
pub fn of(old: &Model, new: &Model) -> Amendment {
    Sides::with(old, new, causes::amendment)
}
