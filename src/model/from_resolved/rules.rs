//! What this floor finds wrong. Each rule has its page under `docs/rules/`.

use crate::diagnostics::{Family, Rule};

const fn rule(name: &'static str, summary: &'static str, checks: &'static [&'static str]) -> Rule {
    Rule { name, family: Family::IllFormed, summary, checks }
}

/// A name that nothing declares.
pub static UNKNOWN_NAME: Rule = rule("unknown-name", "a name that nothing declares", &["R1", "R6"]);
/// A name of the wrong kind.
pub static WRONG_KIND: Rule = rule("wrong-kind", "a name of one kind where another is due", &["U1", "A3"]);
/// A value of the wrong shape.
pub static WRONG_VALUE: Rule = rule("wrong-value", "a field is given a value of another sort than it takes", &["U1"]);
/// A value of a dimension that two dimensions have.
pub static AMBIGUOUS_VALUE: Rule = rule("ambiguous-value", "a value that two dimensions or records have", &["N4"]);
/// A definition that rests on itself.
pub static CIRCULAR_DEFINITION: Rule = rule("circular-definition", "a definition rests on itself", &["R3"]);
/// A word that is no unit.
pub static UNKNOWN_UNIT: Rule = rule("unknown-unit", "a unit that is not in the list", &["U1"]);
/// Quantities of different dimensions.
pub static UNIT_MISMATCH: Rule = rule("unit-mismatch", "quantities that cannot be compared or added", &["U1"]);
/// Amounts in different currencies.
pub static CURRENCY_MISMATCH: Rule =
    rule("currency-mismatch", "amounts in another currency than the contract's", &["U2"]);
/// A percentage of nothing.
pub static PERCENT_WITHOUT_BASE: Rule =
    rule("percent-without-base", "a percentage of an amount that is not named", &["U3"]);
/// A value outside what can be.
pub static OUT_OF_DOMAIN: Rule = rule("out-of-domain", "a value that can never occur", &["P9", "P27", "U4"]);
/// A month compared with days.
pub static UNCOMPARABLE_SPANS: Rule =
    rule("uncomparable-spans", "calendar spans and durations that cannot be compared", &["U5"]);
/// A period that does not exist in every month.
pub static AMBIGUOUS_DATE: Rule =
    rule("ambiguous-date", "a period that begins on a day which some months do not have", &["U6"]);
/// A rate read outside its window.
pub static RATE_IN_OTHER_WINDOW: Rule =
    rule("rate-in-other-window", "an amount per period used where another period is judged", &["U3"]);
/// An IANA zone that does not exist.
pub static UNKNOWN_ZONE: Rule = rule("unknown-zone", "a time zone that is not in the IANA database", &["K2"]);
/// A currency that does not exist.
pub static UNKNOWN_CURRENCY: Rule = rule("unknown-currency", "a currency that is not in ISO 4217", &[]);
/// A text that lacks a language of the contract.
pub static MISSING_LANGUAGE: Rule = Rule {
    name: "missing-language",
    family: Family::Silent,
    summary: "a text lacks one of the contract's languages",
    checks: &[],
};
/// A citation of a term that does not exist.
pub static BROKEN_REFERENCE: Rule = rule("broken-reference", "a text cites a term that does not exist", &["R9"]);
/// A span in days without a calendar where the contract counts working days, or a unit that needs one.
pub static DAYS_WITHOUT_CALENDAR: Rule =
    rule("days-without-calendar", "days that must name the calendar on which they are counted", &["U5"]);
/// A unit that is only begun counts nobody knows how.
pub static STEP_NOT_SAID: Rule = Rule {
    name: "step-not-said",
    family: Family::Silent,
    summary: "nothing says how a unit that is only partly used up counts",
    checks: &[],
};
/// An override that replaces nothing.
pub static VAIN_OVERRIDE: Rule = rule("vain-override", "an override that replaces nothing", &["G6"]);

/// An exception on a field that keeps its value.
pub static EXCEPTION_WITHOUT_EFFECT: Rule =
    rule("exception-without-effect", "an exception on a field that no exception changes", &[]);

/// The slots of an indicator become one value nobody knows how.
pub static SLOTS_NOT_GATHERED: Rule = Rule {
    name: "slots-not-gathered",
    family: Family::Silent,
    summary: "nothing says how the slots of an indicator become one value",
    checks: &[],
};

/// News is due in a case until nobody knows when.
pub static GAP_WITHOUT_END: Rule = Rule {
    name: "gap-without-end",
    family: Family::Silent,
    summary: "nothing says until when an event is awaited in each case",
    checks: &[],
};

/// All of them.
pub static RULES: &[&Rule] = &[
    &UNKNOWN_NAME,
    &WRONG_KIND,
    &WRONG_VALUE,
    &AMBIGUOUS_VALUE,
    &CIRCULAR_DEFINITION,
    &UNKNOWN_UNIT,
    &UNIT_MISMATCH,
    &CURRENCY_MISMATCH,
    &PERCENT_WITHOUT_BASE,
    &OUT_OF_DOMAIN,
    &UNCOMPARABLE_SPANS,
    &AMBIGUOUS_DATE,
    &RATE_IN_OTHER_WINDOW,
    &UNKNOWN_ZONE,
    &UNKNOWN_CURRENCY,
    &MISSING_LANGUAGE,
    &BROKEN_REFERENCE,
    &DAYS_WITHOUT_CALENDAR,
    &STEP_NOT_SAID,
    &VAIN_OVERRIDE,
    &EXCEPTION_WITHOUT_EFFECT,
    &SLOTS_NOT_GATHERED,
    &GAP_WITHOUT_END,
];
