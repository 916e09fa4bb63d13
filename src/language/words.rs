//! Prepositions and other closed word lists.

/// A preposition with its one meaning.
#[derive(Debug)]
pub struct Preposition {
    /// The word or words.
    pub word: &'static str,
    /// What it says, for the reference.
    pub says: &'static str,
}

const fn p(word: &'static str, says: &'static str) -> Preposition {
    Preposition { word, says }
}

/// Words that open a clause without a comma before them.
pub const PREPOSITIONS: &[Preposition] = &[
    p("of", "what or whom it belongs to: the debtor, the subject"),
    p("to", "the creditor, the addressee"),
    p("by", "who does it"),
    p("on", "the term or service that it is about"),
    p("at", "the tier"),
    p("for", "scope: values of dimensions, or names of terms"),
    p("during", "the calendar on which it counts"),
    p("measured by", "who measures"),
    p("established by", "who finds the cause, or the fact"),
    p("counted by", "the preset by which days are counted"),
    p("acknowledged by", "the party that takes note, in the contract"),
    p("from", "validity; in a clock, the event that starts it"),
    p("until", "validity; in a clock, the event that stops it"),
    p("within", "the deadline, counted from the event that `after` names"),
    p("after", "the event that a delay runs from"),
    p("before", "the event that a notice precedes"),
    p("each", "one verdict or value for each: a period, a rolling window, a slot, a case"),
    p("when", "a condition, or instants"),
    p("except", "without these: a calendar, terms"),
    p("over", "the exception that this one prevails over"),
    p("because", "the reason, which is printed"),
    p("remark", "the drafter's reason, which is not printed"),
    p("with", "the values that fill the blanks of a used file"),
];

/// Types of a record's fields that are words.
pub const FIELD_TYPES: &[&str] =
    &["instant", "instants", "flag", "number", "text", "duration", "money", "name", "actor", "service"];

/// Periods that need no declaration.
pub const PERIODS: &[&str] =
    &["hour", "day", "week", "month", "quarter", "year", "contract_month", "contract_quarter", "contract_year"];

/// Names that an amount or a condition may read about the commitment it judges.
pub const ATTAINED: &[(&str, &str)] = &[
    ("attained", "the value attained in the window"),
    ("target", "the value promised"),
    ("goal", "the value aimed at beyond it, where the commitment has a `goal`"),
    ("lost", "bad time or bad cases in the window"),
    ("agreed", "agreed service time, or all cases, in the window"),
    (
        "excess",
        "what exceeds the promise: the time after the deadline of a case, or the days late where it is in days; late cases beyond a quota; lost time, slots or records beyond a share; for any other value, the distance to the target",
    ),
    ("missed", "the number of cases that missed the target in the window"),
    ("objective", "the commitment itself: `count of breaches of objective over rolling 12 months`"),
    (
        "total",
        "the amount that a settlement has reached over the contract, the month that is being settled included; `total over contract_year`",
    ),
];

/// Functions of expressions.
pub const FUNCTIONS: &[(&str, &str)] = &[
    ("round", "`round(x, 15 min)`: to the nearest multiple, halves up"),
    ("min", "the least of its arguments"),
    ("max", "the greatest of its arguments"),
    (
        "highest",
        "`highest(4, mean of availability over last 12 months)`: gathered of the four highest values, of all where there are no more",
    ),
    ("lowest", "`lowest(4, sum of points over last 12 months)`: gathered of the four lowest"),
];

/// Words before `of` that gather samples or cases into one value.
pub const AGGREGATES: &[(&str, &str)] = &[
    ("share", "`share of time where S`, `share of R where C`, `share of slots of 5 min where S`"),
    ("mean", "the plain mean"),
    ("sum", "the sum"),
    ("count", "how many"),
    ("min", "the least"),
    ("max", "the greatest"),
    ("median", "the nearest-rank 50th percentile"),
    ("p90", "the nearest-rank 90th percentile"),
    ("p95", "the nearest-rank 95th percentile"),
    ("p97", "the nearest-rank 97th percentile"),
    ("p99", "the nearest-rank 99th percentile"),
    ("p999", "the nearest-rank 99.9th percentile"),
    (
        "breaches",
        "`breaches of X`: the windows in which X was breached; of a tier, those of each of its commitments, counted separately",
    ),
    (
        "objectives",
        "`objectives of T`: the commitments of the tier T, or of an indicator, with something to judge in the window",
    ),
    (
        "gap",
        "`gap of E`: the times between two events E in a row; within each record where it holds several, from its opening to its end",
    ),
];
