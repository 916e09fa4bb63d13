//! What a kind, a field and a table of the language are.

/// Names the kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is documented by its row in `KINDS`")]
pub enum KindId {
    Contract,
    Provider,
    Customer,
    Supplier,
    Observer,
    Role,
    Calendar,
    Period,
    Clock,
    Assessment,
    Delays,
    Procedure,
    Dimension,
    Record,
    State,
    Figure,
    Indicator,
    Service,
    Tier,
    Exclusion,
    Penalty,
    Bonus,
    Settlement,
    Liability,
    Right,
    Duty,
    Raci,
    Escalation,
    Backup,
    Scenario,
    Accept,
    Exception,
    Text,
    Recital,
    Template,
}

/// A kind of declaration: `tier`, `penalty` …
#[derive(Debug)]
pub struct Kind {
    /// Which one.
    pub id: KindId,
    /// The word that opens the declaration.
    pub word: &'static str,
    /// One sentence for the reference.
    pub about: &'static str,
    /// Whether the declaration has a name.
    pub named: Need,
    /// The fields, in the order in which the formatter and the reference list them.
    pub fields: &'static [Field],
    /// The tables that may stand in its block.
    pub tables: &'static [TableSpec],
    /// Whether sentences with the name of an indicator or an objective as their head may stand in its block.
    pub objectives: bool,
}

/// Whether something must be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Its absence is an error.
    Required,
    /// It may be left out.
    Optional,
    /// It may stand several times.
    Many,
    /// Its absence is an error, and it may stand several times.
    Several,
    /// It may not be written.
    Never,
}

/// A field of a kind, or a clause that may follow a field on its line.
#[derive(Debug)]
pub struct Field {
    /// Its name; a preposition is a field too.
    pub name: &'static str,
    /// What it takes.
    pub shape: Shape,
    /// Whether it must be written.
    pub need: Need,
    /// One sentence for the reference.
    pub about: &'static str,
    /// Clauses that belong to this field when they follow it on its line.
    pub tails: &'static [Field],
}

/// A table inside a declaration: its first head decides which.
#[derive(Debug)]
pub struct TableSpec {
    /// What the first head is.
    pub first: Column,
    /// One sentence for the reference.
    pub about: &'static str,
    /// Columns with a fixed name; decision tables have others too.
    pub columns: &'static [Field],
}

/// What stands at the head of a table's first column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// This word.
    Word(&'static str),
    /// The declaration's own name.
    Own,
    /// Dimensions, flags or indicators: a decision table, crossed or not.
    Keys,
    /// The name of a record: rows are evidence.
    Record,
}

/// What a field takes. One finding, `wrong-value`, speaks of all of them in the same words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `"…"`, tagged by language or not.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One or more of these words.
    Words(&'static [&'static str]),
    /// A language tag, or several.
    Languages,
    /// An ISO 4217 code.
    Currency,
    /// The name of a term of one of these kinds.
    Ref(&'static [KindId]),
    /// Names of terms of these kinds, or `all`.
    Refs(&'static [KindId]),
    /// The name of anything that has a term: an indicator, a penalty, a figure …
    Term,
    /// Several of them, or `all`.
    Terms,
    /// Several of what is judged: indicators, named objectives, tiers; of a penalty, duties.
    Judged,
    /// What a case belongs to: a record, a service, `contract`, `objective`, or a dimension.
    Subject,
    /// An event of a record, an end of a period (`end of month`), a duty, or the breach that a duty follows.
    Event,
    /// Several events.
    Events,
    /// Values of dimensions: `p1, p2`, `production`, `all`; `p1 and production` narrows.
    Scope,
    /// A calendar or an expression of calendars.
    Calendar,
    /// Days and hours: `mon..fri 08:00-18:00`.
    Recurrences,
    /// A date, an instant or a month.
    Date,
    /// An exact duration: `15 min`.
    Duration,
    /// A calendar span: `6 months`.
    Span,
    /// A duration, or a span in days that names its calendar: `30 min`, `5 days of business`.
    Delay,
    /// One verdict for each of these: `month`, `rolling 28 days`, `incident`, `5 min`, a dimension.
    Window,
    /// A percentage.
    Percent,
    /// A whole number.
    Count,
    /// An exact quantity of any unit, or a figure.
    Quantity,
    /// An amount of money, or a rate of it.
    Money,
    /// An expression that gives a number or a quantity.
    Expression,
    /// A bound: `at least 3 min`.
    Bound,
    /// Something that holds or not.
    Condition,
    /// Instants: a condition, or days and hours when something may be.
    When,
    /// An expression of services: `a and b`, `1 of (a, b)`.
    Dependency,
    /// Values that it may take, declared here: `high, medium, low`.
    Names,
    /// The type of a record's field: a word, a dimension, a unit, or a list of values.
    FieldType,
    /// Groups of amounts: `a and b`, `(a, b) and c`.
    Alternatives,
    /// How services or terms combine: `sum`, `greatest`, `least`, `choice of acme`.
    Combination,
    /// `yes` or `no`.
    Flag,
    /// Who keeps a promise, by letters `R`, `A`, `C`, `I`.
    Letters,
    /// A date rule: `1 jan`, `easter + 39 days`, `first mon of may`, `last mon before 25 may`.
    DateRule,
    /// Whatever the field of the term that is changed takes.
    Any,
}

impl Kind {
    /// The word with its article: `an exclusion`; a plural without: `` `delays` ``.
    #[must_use]
    pub fn with_article(&self) -> String {
        if self.word.ends_with('s') {
            return format!("`{}`", self.word);
        }
        let article = if self.word.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
        format!("{article} {}", self.word)
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.name == name)
    }
}

impl Field {
    /// The tail of this name.
    #[must_use]
    pub fn tail(&self, name: &str) -> Option<&'static Field> {
        self.tails.iter().find(|f| f.name == name)
    }
}
