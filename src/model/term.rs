//! What every term has: an identity, a label, notes, a validity, a place in the source.

use crate::base::{Name, Span};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::format_smolstr;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// The identity of a term of the sort `T`: its names joined by dots (`gold.restoration.p1`), the same wherever it is cited.
pub struct Id<T> {
    name: Name,
    sort: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The identity with this name.
    #[must_use]
    pub fn new(name: impl Into<Name>) -> Self {
        Self { name: name.into(), sort: PhantomData }
    }

    /// The identity of a term that is not agreed yet: the name of its blank between brackets, which no term has.
    #[must_use]
    pub fn blank(name: &str) -> Self {
        Self::new(bracketed(name))
    }

    /// The name of the blank, where the term is not agreed yet.
    #[must_use]
    pub fn as_blank(&self) -> Option<&str> {
        blank_in(&self.name)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The name, to keep.
    #[must_use]
    pub fn name(&self) -> &Name {
        &self.name
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self::new(self.name.clone())
    }
}
impl<T> std::fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.name)
    }
}
impl<T> std::fmt::Display for Id<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(&other.name)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.name.serialize(serializer)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Name::deserialize(deserializer).map(Self::new)
    }
}
impl<T> JsonSchema for Id<T> {
    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description": "the identity of a term: its names joined by dots; for one that is not agreed yet, its blank between brackets" })
    }
}

/// What stands where a name, a word or a unit is due and is a blank: the name of the blank between brackets. Nothing else in a
/// model has a name with brackets.
#[must_use]
pub fn bracketed(blank: &str) -> Name {
    format_smolstr!("[{blank}]")
}

/// The name of the blank that stands where a name, a word or a unit is due.
#[must_use]
pub fn blank_in(name: &str) -> Option<&str> {
    name.strip_prefix('[')?.strip_suffix(']')
}

/// Text by language. A plain text stands under `None` (in JSON: `""`) and serves every language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    /// Pairs of a BCP 47 tag (empty for a plain text) and the text, in the order of the source.
    pub parts: Vec<(Name, Name)>,
}

impl Text {
    /// A text that serves every language.
    #[must_use]
    pub fn plain(text: impl Into<Name>) -> Self {
        Self { parts: vec![(Name::default(), text.into())] }
    }

    /// The text for a language tag: its own, else the plain one, else one with the same primary language.
    #[must_use]
    pub fn get(&self, language: &str) -> Option<&str> {
        let primary = language.split('-').next().unwrap_or(language);
        let find = |wanted: &dyn Fn(&str) -> bool| self.parts.iter().find(|(l, _)| wanted(l)).map(|(_, t)| t.as_str());
        find(&|l| l == language)
            .or_else(|| find(&str::is_empty))
            .or_else(|| find(&|l| l.split('-').next() == Some(primary)))
    }

    /// The text for a language, else the first there is, else nothing.
    #[must_use]
    pub fn any(&self, language: &str) -> &str {
        self.get(language).or_else(|| self.parts.first().map(|(_, t)| t.as_str())).unwrap_or("")
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|(_, t)| t.is_empty())
    }
}

/// From when until when a term is in force: half-open dates in the contract's zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Validity {
    /// The first day; none: from the start of the contract.
    pub from: Option<Date>,
    /// The day on which it is no longer in force; none: to the end of the contract.
    pub until: Option<Date>,
}

impl Validity {
    /// Whether some day lies in both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |until: Option<Date>, from: Option<Date>| matches!((until, from), (Some(u), Some(f)) if u <= f);
        !before(self.until, other.from) && !before(other.until, self.from)
    }
}

/// What every term has.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Term {
    /// Names joined by dots, unique among all terms of the model.
    pub id: Name,
    /// What people call it; empty where the source gives no label.
    pub label: Text,
    /// `///` notes: printed, not binding.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Name>,
    /// When it is in force.
    #[serde(default)]
    pub validity: Validity,
    /// The module that it comes from: empty for the contract's own sources, `std.itil` for the standard library.
    #[serde(default, skip_serializing_if = "Name::is_empty")]
    pub module: Name,
    /// File and line: `erp.slac:58`.
    pub source: Name,
    /// Where it stands, for findings.
    #[serde(skip)]
    pub span: Span,
    /// Where its fields stand, by name, for findings.
    #[serde(skip)]
    pub fields: Vec<(Name, Span)>,
}

impl Term {
    /// The place of a field, or of the term where the field is not written.
    #[must_use]
    pub fn field(&self, name: &str) -> Span {
        self.fields.iter().find(|(n, _)| n == name).map_or(self.span, |(_, s)| *s)
    }
}

/// Something with a [`Term`].
pub trait HasTerm {
    /// Its common part.
    fn term(&self) -> &Term;

    /// Its typed identity.
    fn id(&self) -> Id<Self>
    where
        Self: Sized,
    {
        Id::new(self.term().id.clone())
    }
}
