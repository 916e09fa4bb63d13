//! What can be wrong with evidence and with worked examples. Each rule has its page under `docs/rules/`.

use crate::diagnostics::{Family, Rule};

const fn rule(name: &'static str, family: Family, summary: &'static str) -> Rule {
    Rule { name, family, summary, checks: &[] }
}

/// A local time that the clocks show twice.
pub static AMBIGUOUS_INSTANT: Rule =
    rule("ambiguous-instant", Family::Ambiguous, "a local time that comes twice where clocks go back");
/// A local time that the clocks skip.
pub static SKIPPED_INSTANT: Rule =
    rule("skipped-instant", Family::IllFormed, "a local time that does not exist where clocks go forward");
/// An instant of a record that stands before one that must come first.
pub static EVENTS_OUT_OF_ORDER: Rule =
    rule("events-out-of-order", Family::Contradictory, "a record whose end stands before its beginning");
/// Two pauses of one case that overlap, or an end without a beginning.
pub static UNPAIRED_EVENTS: Rule =
    rule("unpaired-events", Family::Ambiguous, "beginnings and ends of a case that do not pair up");
/// Two records of one sort with one name.
pub static DUPLICATE_RECORD: Rule =
    rule("duplicate-record", Family::Ambiguous, "two records of one sort with one name");
/// A record that names a record which is not there.
pub static UNKNOWN_RECORD: Rule =
    rule("unknown-record", Family::IllFormed, "a record that refers to another which is not there");
/// A record of a service that does not say which.
pub static RECORD_WITHOUT_SERVICE: Rule =
    rule("record-without-service", Family::Silent, "a record that does not say which service it is about");
/// A record that does not say when it happened.
pub static RECORD_WITHOUT_INSTANT: Rule =
    rule("record-without-instant", Family::Silent, "a record that does not say when it happened");
/// A case without the value by which its commitment is found.
pub static RECORD_WITHOUT_VALUE: Rule =
    rule("record-without-value", Family::Silent, "a record without the value by which its commitment is found");

/// An expectation that does not hold.
pub static WRONG_EXAMPLE: Rule =
    rule("wrong-example", Family::Contradictory, "a worked example that comes out otherwise than it says");

/// All of them.
pub static RULES: [&Rule; 10] = [
    &AMBIGUOUS_INSTANT,
    &DUPLICATE_RECORD,
    &EVENTS_OUT_OF_ORDER,
    &RECORD_WITHOUT_INSTANT,
    &RECORD_WITHOUT_SERVICE,
    &RECORD_WITHOUT_VALUE,
    &SKIPPED_INSTANT,
    &UNKNOWN_RECORD,
    &UNPAIRED_EVENTS,
    &WRONG_EXAMPLE,
];
