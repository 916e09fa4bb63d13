//! Every kind of declaration with every field: the table that the language is checked against.
//!
//! Read it as the reference: a line is a field, what it takes, whether it must be written, and what it says.

use super::shape::{Column, Field, Kind, KindId, Need, Shape, TableSpec};
use Need::{Many, Optional, Required, Several};
use Shape as S;

const PARTIES: &[KindId] = &[KindId::Provider, KindId::Customer, KindId::Supplier, KindId::Observer];
const ACTORS: &[KindId] = &[KindId::Provider, KindId::Customer, KindId::Supplier, KindId::Observer, KindId::Role];

const fn f(name: &'static str, shape: Shape, need: Need, about: &'static str) -> Field {
    Field { name, shape, need, about, tails: &[] }
}
const fn ft(name: &'static str, shape: Shape, need: Need, about: &'static str, tails: &'static [Field]) -> Field {
    Field { name, shape, need, about, tails }
}
const fn table(first: Column, about: &'static str, columns: &'static [Field]) -> TableSpec {
    TableSpec { first, about, columns }
}
const fn kind(
    id: KindId,
    word: &'static str,
    about: &'static str,
    named: Need,
    fields: &'static [Field],
    tables: &'static [TableSpec],
) -> Kind {
    Kind { id, word, about, named, fields, tables, objectives: matches!(id, KindId::Tier) }
}

const WITHIN_TAILS: &[Field] = &[
    f("after", S::Event, Optional, "the event that the delay runs from"),
    f("before", S::Event, Optional, "the event that the delay ends at"),
    f("counted by", S::Ref(&[KindId::Delays]), Optional, "the preset by which its days are counted; that of the contract where none is named"),
];
const MATTERS: &[&str] =
    &["wilful_misconduct", "gross_negligence", "bodily_injury", "data_protection", "confidentiality", "infringement"];
const OBLIGATION: Shape = S::Word(&["means", "result"]);
const FROM: Field = f("from", S::Date, Optional, "the first day on which it is in force");
const UNTIL: Field = f("until", S::Date, Optional, "the day on which it is no longer in force (that day excluded)");

/// Every kind, in the order of the reference.
pub const KINDS: &[Kind] = &[
    kind(KindId::Contract, "contract", "The agreement: its term, its time zone, its money, its languages, and the presets that it adopts.", Required, &[
        f("reference", S::Text, Optional, "the number by which the parties cite it"),
        f("signed", S::Date, Optional, "the day of signature"),
        f("from", S::Date, Required, "the first day of the term"),
        f("until", S::Date, Optional, "the day on which the term is over (that day excluded); none: open-ended"),
        ft("renewal", S::Word(&["none", "tacit", "express"]), Optional, "what happens at the end of the term", &[
            f("for", S::Span, Optional, "how long each renewal lasts"),
            f("notice", S::Delay, Optional, "how long before the end a party may refuse it"),
        ]),
        f("timezone", S::Text, Required, "the IANA time zone in which every local time is read"),
        ft("currency", S::Currency, Optional, "the ISO 4217 currency of every amount; none where the contract has no amounts", &[
            ft("rounded", S::Word(&["half_up", "half_even", "half_down", "up", "down"]), Optional, "how the final amount of a settlement is rounded, once", &[]),
            f("to", S::Money, Optional, "the step that it is rounded to"),
            f("taxes", S::Word(&["excluded", "included"]), Optional, "whether amounts include taxes"),
        ]),
        ft("languages", S::Languages, Required, "the languages in which the contract is printed", &[
            f("prevails", S::Languages, Optional, "the one that prevails where they differ"),
        ]),
        f("law", S::Text, Optional, "the law that governs it"),
        f("jurisdiction", S::Text, Optional, "the courts that hear disputes"),
        f("precedence", S::Words(&["terms", "texts", "recitals", "annexes", "offer", "general_terms"]), Optional, "which document prevails over which, the strongest first: `terms` are the clauses that this source states, `texts` its prose"),
        f("chooses", S::Scope, Optional, "the values of dimensions `of contract` that apply: the plan that was bought"),
        f("clock", S::Ref(&[KindId::Clock]), Optional, "the preset that says how durations are counted; printed as an article"),
        f("assessment", S::Ref(&[KindId::Assessment]), Optional, "the preset that says what is judged when little or nothing is known; printed as an article"),
        f("delays", S::Ref(&[KindId::Delays]), Optional, "the preset that says how delays in days are counted; printed as an article"),
        f("procedure", S::Ref(&[KindId::Procedure]), Optional, "the preset that says how a breach is found, discussed and decided; printed as an article"),
    ], &[]),
    kind(KindId::Provider, "provider", "The party that provides the services.", Required, PARTY_FIELDS, &[]),
    kind(KindId::Customer, "customer", "The party that they are provided to.", Required, PARTY_FIELDS, &[]),
    kind(KindId::Supplier, "supplier", "A third party that one of the parties relies on; it does not sign.", Required, &[
        f("of", S::Ref(PARTIES), Required, "the party that relies on it"),
        f("status", S::Word(&["supplier", "subcontractor"]), Optional, "whether it is a plain supplier or a subcontractor in the sense of the law"),
        f("identity", S::Text, Optional, "legal form, registration, seat"),
    ], &[]),
    kind(KindId::Observer, "observer", "A third party that measures or finds facts, and is neither judge nor party.", Required, &[
        f("identity", S::Text, Optional, "legal form, registration, seat"),
        f("paid", S::Ref(PARTIES), Optional, "the party that pays it"),
        f("replaced", S::Ref(ACTORS), Optional, "who measures when it cannot"),
    ], &[]),
    kind(KindId::Role, "role", "People of a party who do something and can be reached.", Required, &[
        f("of", S::Ref(PARTIES), Required, "the party that they belong to"),
        f("during", S::Calendar, Required, "when the party keeps the role reachable"),
        f("person", S::Text, Optional, "who holds it"),
        f("skills", S::Text, Optional, "the qualification that it takes"),
    ], &[]),
    kind(KindId::Calendar, "calendar", "A set of instants: hours of every week, days of every year, or an expression of other calendars.", Required, &[
        ft("open", S::Recurrences, Many, "days and hours that belong to it", &[
            f("every", S::Span, Optional, "the weeks that these days come in: one out of so many"),
            f("from", S::Date, Optional, "the first day on which they come, where not every week counts"),
        ]),
        f("is", S::Calendar, Optional, "an expression of other calendars (`and`, `or`, `except`)"),
        f("except", S::Calendar, Many, "what is taken out"),
        f("timezone", S::Text, Optional, "its own IANA time zone, where it is not the contract's"),
    ], &[table(Column::Word("day"), "Days of every year by rule: public holidays.", &[
        f("on", S::DateRule, Required, "the rule that gives the day"),
        f("observed", S::Word(&["same_day", "nearest_weekday", "next_weekday", "sunday_to_monday"]), Optional, "where the day moves when it falls on a weekend"),
        FROM,
        UNTIL,
    ])]),
    kind(KindId::Period, "period", "A window of its own: a billing month, a fiscal quarter.", Required, &[
        f("every", S::Span, Required, "how long it lasts"),
        f("from", S::Date, Required, "a day on which one begins"),
    ], &[]),
    kind(KindId::Clock, "clock", "A preset: how every duration of the contract is counted.", Required, &[
        f("outside_hours", S::Word(&["starts_at_once", "starts_at_next_opening", "starts_at_next_day", "cannot_open"]), Required, "what happens to a case that is opened outside the hours on which it counts; with `starts_at_next_day`, to every case"),
        f("priority_change", S::Word(&["keeps_count", "restarts", "keeps_first_target"]), Required, "what a change of priority does to a running count"),
        f("reopening", S::Word(&["resumes_count", "restarts", "new_case"]), Required, "what it does when a case is opened again"),
        f("workaround", S::Word(&["stops", "does_not_stop"]), Required, "whether a workaround that gives the service back stops the count of a restoration"),
        f("automatic_answer", S::Word(&["stops", "does_not_stop"]), Required, "whether an automatic answer stops the count of a response"),
        ft("closing", S::Delay, Optional, "after how long without news from the customer a solved case is closed", &[
            f("after", S::Event, Optional, "the event that the delay runs from"),
        ]),
        f("priority_set", S::Ref(ACTORS), Optional, "who sets impact and urgency when a case is opened"),
        f("priority_dispute", S::Text, Optional, "what holds while the parties disagree on it"),
    ], &[]),
    kind(KindId::Assessment, "assessment", "A preset: what is judged when little or nothing is known, and in periods that are not whole.", Required, &[
        f("too_few", S::Word(&["not_assessed", "all_must_meet", "one_miss_allowed", "carried_over"]), Required, "what a period with fewer cases than the minimum counts as"),
        f("evidence_missing", S::Word(&["deemed_met", "deemed_breached", "other_source"]), Required, "what a period without the evidence that it takes counts as"),
        f("in_series", S::Word(&["counts_as_met", "skipped", "interrupts"]), Required, "what a period that was not assessed does to a count of breaches over several periods"),
        f("partial_period", S::Word(&["judged_on_its_days", "not_assessed"]), Required, "how the first and the last period are judged when the term cuts them"),
        f("partial_fee", S::Word(&["pro_rata", "whole"]), Required, "which fee such a period has"),
        f("partial_cap", S::Word(&["pro_rata", "whole"]), Required, "which cap such a period has"),
        f("excluded_twice", S::Word(&["uses_one_budget", "uses_each_budget"]), Required, "whether an instant that two exclusions cover uses up the budget of both"),
        f("across_periods", S::Word(&["split", "opening_period", "closing_period"]), Required, "which period a case that spans two of them belongs to; an outage is always split"),
    ], &[]),
    kind(KindId::Delays, "delays", "A preset: how delays in days are counted.", Required, &[
        f("first_day", S::Word(&["excluded", "included"]), Required, "whether the day of the event counts"),
        f("last_day", S::Word(&["until_midnight", "until_closing"]), Required, "when the last day is over"),
        f("closed_day", S::Word(&["stays", "moves_to_next_open_day", "moves_to_previous_open_day"]), Required, "what happens when the last day is not a day of the calendar below"),
        f("during", S::Calendar, Optional, "the calendar whose days are open"),
        f("reception", S::Calendar, Optional, "the hours in which an event is received: one that happens outside of them counts as one of the day on which they begin next"),
        f("clear_days", S::Flag, Optional, "whether both the first and the last day are left out (jours francs)"),
    ], &[]),
    kind(KindId::Procedure, "procedure", "A preset: how a breach is found, discussed and decided, and how formal notice is given.", Required, &[
        ft("formal_notice", S::Word(&["required", "waived"]), Several, "whether penalties or a termination take a formal notice first", &[
            f("for", S::Words(&["penalties", "termination"]), Optional, "what it is said of; both where nothing is said"),
            f("form", S::Text, Optional, "the form that it takes"),
            f("effective", S::Word(&["on_receipt", "on_sending", "on_first_delivery"]), Optional, "when it takes effect"),
            f("cure", S::Delay, Optional, "how long the party at fault has to mend"),
        ]),
        f("meanwhile", S::Word(&["amount_withheld", "amount_due", "amount_suspended"]), Optional, "what happens to the amount until it is final"),
    ], &[table(Column::Word("step"), "The steps, each after the one before.", &[
        f("by", S::Ref(ACTORS), Required, "who takes it"),
        f("within", S::Delay, Required, "how long that party has"),
        f("after", S::Event, Required, "the event or the step that the delay runs from"),
        f("silence", S::Word(&["accepted", "refused", "final", "escalated"]), Required, "what silence until then means"),
    ])]),
    kind(KindId::Dimension, "dimension", "What cases, services or objectives are told apart by: a priority, a plan, a region.", Required, &[
        f("of", S::Subject, Required, "what it tells apart"),
        f("values", S::Names, Optional, "its values, where they need no label"),
        f("ranked", S::Word(&["strictest", "mildest", "none"]), Optional, "whether the values are in an order, the strictest or the mildest first"),
        f("combine", S::Combination, Optional, "what holds where several values fit"),
        f("default", S::Scope, Optional, "the value where no other fits"),
        f("by", S::Ref(ACTORS), Optional, "who sets it"),
        f("means", S::Text, Optional, "its definition"),
    ], &[
        table(Column::Own, "The values: one a row, with its label and the condition under which it holds.", &[
            f("when", S::Condition, Optional, "the condition under which the value holds"),
            f("means", S::Text, Optional, "its definition"),
        ]),
        table(Column::Keys, "A decision table: values of other dimensions give the value of this one.", &[]),
    ]),
    kind(KindId::Record, "record", "Evidence of one sort: a ticket, a backup job. Its instants are the events that clocks start and stop at.", Required, &[
        f("of", S::Subject, Optional, "what each record is about"),
        f("extends", S::Ref(&[KindId::Record]), Optional, "the record of a library whose place it takes, with fields more or said otherwise"),
        f("by", S::Ref(ACTORS), Optional, "who keeps the records"),
        f("means", S::Text, Optional, "its definition"),
    ], &[table(Column::Word("field"), "The fields: one a row.", &[
        f("type", S::FieldType, Required, "what it holds"),
        f("by", S::Ref(ACTORS), Optional, "who observes or writes it"),
        f("means", S::Text, Optional, "its definition"),
    ])]),
    kind(KindId::State, "state", "Something that holds at some instants, as evidence shows.", Required, &[
        f("of", S::Subject, Required, "what it is a state of"),
        f("when", S::Condition, Optional, "the condition under which it holds"),
        f("given by", S::Ref(ACTORS), Optional, "who reports it"),
        f("from", S::Event, Optional, "the event that begins it"),
        f("until", S::Event, Optional, "the event that ends it"),
        f("each", S::Window, Optional, "the slot in which it holds or does not"),
        f("lasting", S::Bound, Optional, "how long it must last to hold"),
        f("empty", S::Flag, Optional, "whether it holds in a slot without a sample"),
        f("means", S::Text, Optional, "its definition"),
    ], &[]),
    kind(KindId::Figure, "figure", "A number or an amount with a name: a fee, a weight, a coefficient.", Required, &[
        f("of", S::Subject, Optional, "what it belongs to"),
        f("is", S::Expression, Optional, "its value"),
        ft("given by", S::Ref(ACTORS), Optional, "who states it", &[f("each", S::Window, Optional, "for which window a value is stated")]),
        f("unit", S::Quantity, Optional, "its unit"),
        f("default", S::Expression, Optional, "its value where nothing else gives one"),
        ft("total", S::Bound, Optional, "what its sum may reach", &[f("each", S::Window, Optional, "the group that is summed")]),
        f("means", S::Text, Optional, "its definition"),
    ], &[table(Column::Keys, "A decision table: values of dimensions give the value of the figure.", &[
        f("is", S::Expression, Required, "its value"),
    ])]),
    kind(KindId::Indicator, "indicator", "What is measured and how it is computed.", Required, &[
        f("of", S::Subject, Required, "what it is an indicator of"),
        f("is", S::Expression, Required, "the formula"),
        f("each", S::Window, Optional, "the slot that it is computed in first; a share or a mean is then the mean of its slots"),
        f("from", S::Event, Optional, "for `gap of` an event that happens several times in a case: from when the case is watched"),
        f("until", S::Event, Optional, "and until when"),
        f("during", S::Calendar, Optional, "the calendar on which it counts, where an objective names none"),
        f("empty", S::Expression, Optional, "its value in a slot without a sample"),
        f("better", S::Word(&["higher", "lower"]), Required, "which way is better"),
        f("means", S::Text, Optional, "its definition in words"),
    ], &[]),
    kind(KindId::Service, "service", "What is provided.", Required, &[
        f("by", S::Ref(PARTIES), Required, "who provides it"),
        f("depends on", S::Dependency, Optional, "the services that it needs: `a and b`, `1 of (a, b)`"),
        ft("at", S::Ref(&[KindId::Tier]), Many, "the tier that it is held to; several, one after another, for phases", &[
            f("from", S::Date, Optional, "the first day on which it is held to it"),
            f("until", S::Date, Optional, "the day on which it is no longer"),
        ]),
        f("instances", S::Word(&["one", "many"]), Optional, "whether each instance is judged on its own"),
        f("hours", S::Calendar, Optional, "when it is provided"),
        f("means", S::Text, Optional, "its perimeter"),
    ], &[]),
    kind(KindId::Tier, "tier", "A set of commitments: what its debtor owes to its creditor, and who measures.", Required, &[
        f("of", S::Ref(PARTIES), Optional, "who owes it; the provider where nothing is said"),
        f("to", S::Ref(PARTIES), Optional, "to whom; the customer where nothing is said"),
        f("measured by", S::Ref(ACTORS), Optional, "who measures"),
        f("extends", S::Ref(&[KindId::Tier]), Optional, "the tier whose commitments it copies"),
        f("each", S::Window, Optional, "the window of its objectives, where they name none"),
        f("every", S::Delay, Optional, "by how much that window slides: `every 1 h`"),
        f("during", S::Calendar, Optional, "the calendar of its objectives, where they name none"),
        f("obligation", OBLIGATION, Optional, "whether its debtor owes means or a result"),
        f("above", S::Refs(&[KindId::Tier]), Optional, "tiers that it is declared to be better than"),
        f("when", S::Condition, Optional, "which contracts or services it is for"),
    ], &[
        table(Column::Word("objective"), "Named objectives: one a row.", &[
            f("indicator", S::Ref(&[KindId::Indicator]), Required, "what is measured"),
            f("target", S::Bound, Required, "the bound"),
            OBJECTIVE_EACH, OBJECTIVE_EVERY, OBJECTIVE_DURING, OBJECTIVE_FOR, OBJECTIVE_QUOTA, OBJECTIVE_SAMPLE, OBJECTIVE_GOAL, OBJECTIVE_OBLIGATION, OBJECTIVE_MEASURED,
        ]),
        table(Column::Keys, "Objectives by values of dimensions: a column an indicator.", &[
            OBJECTIVE_EACH, OBJECTIVE_EVERY, OBJECTIVE_DURING, OBJECTIVE_QUOTA, OBJECTIVE_SAMPLE, OBJECTIVE_GOAL, OBJECTIVE_OBLIGATION, OBJECTIVE_MEASURED,
        ]),
    ]),
    kind(KindId::Exclusion, "exclusion", "Time or cases that do not count, or a pause of a clock.", Required, &[
        f("when", S::When, Optional, "the condition under which it applies, or the days and hours when it may be used"),
        f("from", S::Event, Optional, "the event that begins a pause (a date is `valid from`)"),
        f("until", S::Event, Optional, "the event that ends it"),
        f("suspends", S::Terms, Required, "the indicators that do not count meanwhile"),
        ft("budget", S::Duration, Optional, "how much of it may be used", &[f("each", S::Window, Optional, "in which window")]),
        f("each", S::Window, Optional, "the window of the budget"),
        ft("notice", S::Delay, Optional, "how long before it the other party is told", WITHIN_TAILS),
        ft("limit", S::Delay, Optional, "how long one occurrence may last", &[
            f("then", THEN, Optional, "what happens then"),
            f("once", S::Event, Optional, "with `reset_at_end`: the event by which whoever uses it chooses so; without it, it follows by itself"),
        ]),
        f("then", THEN, Optional, "what happens when the limit is reached"),
        f("by", S::Ref(ACTORS), Optional, "who uses it"),
        ft("established by", S::Ref(ACTORS), Optional, "who finds that it applies", &[
            f("within", S::Delay, Optional, "within what time"),
            f("after", S::Event, Optional, "counted from which event"),
            f("otherwise", S::Word(&["counts", "does_not_count"]), Optional, "what holds without a finding in time, and until then"),
        ]),
        f("share", S::Percent, Optional, "the part that does not count where the cause is shared"),
        f("means", S::Text, Optional, "its definition"),
        FROM_VALID, UNTIL_VALID,
    ], &[]),
    kind(KindId::Penalty, "penalty", "What the debtor owes when it breaches a commitment.", Required, AMOUNT_FIELDS, AMOUNT_TABLES),
    kind(KindId::Bonus, "bonus", "What the creditor owes when a commitment is met, or more than met.", Required, AMOUNT_FIELDS, AMOUNT_TABLES),
    kind(KindId::Settlement, "settlement", "How amounts combine, what they may reach, and how they are claimed and paid.", Optional, &[
        ft("combine", S::Combination, Optional, "how amounts combine", &[
            f("per", S::Word(&["incident", "month", "indicator", "service"]), Optional, "within which group"),
            f("between", S::Alternatives, Optional, "groups of amounts of which only one is left, the amounts of each added up"),
            f("for", S::Refs(&[KindId::Penalty, KindId::Bonus]), Optional, "which amounts"),
        ]),
        ft("cap", S::Money, Many, "what they may reach", &[
            f("each", S::Window, Optional, "in which window"),
            f("over", S::Word(&["contract"]), Optional, "or over the whole term"),
            f("for", S::Refs(&[KindId::Penalty, KindId::Bonus]), Optional, "which amounts"),
        ]),
        ft("exempt", S::Money, Optional, "up to which total nothing is owed", &[
            f("each", S::Window, Optional, "in which window"),
            f("over", S::Word(&["contract"]), Optional, "or over the whole term"),
            f("then", S::Word(&["whole", "excess"]), Optional, "what is owed beyond it: all, what was exempt before included, or what exceeds it"),
        ]),
        ft("claim", S::Word(&["automatic"]), Optional, "whether amounts are owed without a claim, or who claims within what time", &[
            f("by", S::Ref(PARTIES), Optional, "who claims"),
            f("within", S::Delay, Optional, "within what time"),
            f("after", S::Event, Optional, "counted from which event"),
            f("otherwise", S::Word(&["forfeited", "kept"]), Optional, "what becomes of an amount that was not claimed in time"),
            f("through", S::Text, Optional, "the channel by which it is sent"),
            f("evidence", S::Text, Optional, "what the claim must show"),
        ]),
        f("waived when", S::Condition, Many, "when nothing is owed"),
        ft("form", S::Words(&["credit", "coupon", "payment", "deduction", "extension", "non_transferable"]), Optional, "in what form amounts are given", &[f("by", S::Ref(ACTORS), Optional, "who chooses among several"), f("day_price", S::Expression, Optional, "what a day of an extension is worth, where amounts are of money")]),
        ft("paid", S::Delay, Optional, "within what time", &[f("within", S::Delay, Optional, "within what time"), f("after", S::Event, Optional, "counted from which event")]),
        f("nature", S::Word(&["penalty", "price_adjustment"]), Optional, "whether amounts are penalties or adjust the price"),
        f("damages", S::Word(&["full_settlement", "on_account", "besides"]), Optional, "whether amounts settle the harm in full, on account of damages, or besides them"),
        ft("remedy", S::Word(&["sole", "not_sole"]), Optional, "whether they are the only remedy", &[
            f("except", S::Words(MATTERS), Optional, "the matters in which they are not"),
        ]),
        f("for", S::Refs(&[KindId::Penalty, KindId::Bonus]), Optional, "which amounts it settles"),
    ], &[]),
    kind(KindId::Liability, "liability", "The cap of a party's liability, which is another thing than the cap of penalties.", Required, &[
        f("of", S::Ref(PARTIES), Required, "whose liability"),
        ft("cap", S::Money, Required, "what it may reach", &[
            f("each", S::Window, Optional, "in which window"),
            f("over", S::Word(&["contract"]), Optional, "or over the whole term"),
        ]),
        f("except", S::Words(MATTERS), Optional, "what it does not cap"),
        f("indirect", S::Word(&["excluded", "included"]), Optional, "whether indirect harm is made good"),
        f("penalties", S::Word(&["included", "besides"]), Optional, "whether penalties count towards it"),
        f("insurance", S::Money, Optional, "the cover that the party keeps"),
    ], &[]),
    kind(KindId::Right, "right", "What a party may do.", Required, &[
        f("of", S::Ref(ACTORS), Required, "whose right it is"),
        f("when", S::Condition, Optional, "the condition under which it arises"),
        f("for", S::Terms, Optional, "what it is about"),
        f("each", S::Window, Optional, "how often it arises; or of what it is, each by itself: `service`, or a service of many instances"),
        ft("within", S::Delay, Optional, "how long it may be used", WITHIN_TAILS),
        f("after", S::Event, Optional, "the event that the delay runs from"),
        ft("notice", S::Delay, Optional, "how long before it takes effect it is announced", WITHIN_TAILS),
        f("changes", S::Terms, Optional, "the terms that it may change"),
        f("provided", S::Condition, Optional, "what must hold of the change"),
        f("law", S::Word(&["kept", "replaced"]), Optional, "whether rights that the law gives stay beside it"),
        f("does", S::Text, Optional, "what it allows"),
        FROM_VALID, UNTIL_VALID,
    ], &[]),
    kind(KindId::Duty, "duty", "What a party must do.", Required, &[
        f("of", S::Refs(ACTORS), Optional, "who must do it; with several, each of them"),
        f("to", S::Refs(ACTORS), Optional, "for whom; `all`: for each of the other parties that sign"),
        f("each", S::Window, Optional, "how often"),
        ft("every", S::Delay, Optional, "after how long it is due again, from when it was due last: `2 days of business`; for the first time by `within`, or so long after the event", &[
            f("after", S::Event, Optional, "the event that it runs from"),
        ]),
        ft("within", S::Delay, Optional, "the deadline", WITHIN_TAILS),
        f("after", S::Event, Optional, "the event that the deadline runs from"),
        ft("notice", S::Delay, Optional, "how long before an event", WITHIN_TAILS),
        f("before", S::Event, Optional, "the event that it must precede"),
        f("until", S::Event, Optional, "the event that ends it, or the day on which it ends"),
        f("from", S::Date, Optional, "the day on which it begins"),
        f("for", S::Scope, Optional, "which cases"),
        f("during", S::Calendar, Optional, "the calendar on which a deadline in hours counts; days name theirs: `5 days of business`"),
        f("does", S::Text, Optional, "what must be done"),
        f("silence", S::Word(&["accepted", "refused"]), Optional, "what the other party's silence means"),
        f("obligation", OBLIGATION, Optional, "whether means or a result is owed"),
    ], &[]),
    kind(KindId::Raci, "raci", "Who is responsible, accountable, consulted and informed, activity by activity.", Required, &[
        f("on", S::Refs(&[KindId::Service]), Optional, "the services that it is about"),
    ], &[table(Column::Word("activity"), "One activity a row; one role or party a column; cells hold `R`, `A`, `C`, `I`.", &[])]),
    kind(KindId::Escalation, "escalation", "Who is called in, level by level, while a case is open.", Required, &[
        f("of", S::Subject, Required, "which cases"),
        f("from", S::Event, Required, "the event that every delay runs from"),
        f("until", S::Event, Required, "the event that ends the escalation"),
    ], &[table(Column::Word("level"), "One level a row.", &[
        f("to", S::Ref(ACTORS), Required, "who is called in"),
        f("after", S::Delay, Required, "how long after the event"),
        f("for", S::Scope, Required, "which cases"),
        f("during", S::Calendar, Optional, "the calendar on which a delay in hours counts; always where nothing is said"),
    ])]),
    kind(KindId::Backup, "backup", "A backup plan: what makes a recovery objective measurable.", Required, &[
        f("of", S::Refs(&[KindId::Service]), Required, "what is backed up"),
        ft("protects", S::Judged, Required, "the objectives that it serves", &[f("at", S::Ref(&[KindId::Tier]), Optional, "of which tier")]),
        f("by", S::Ref(ACTORS), Optional, "who runs it"),
        f("means", S::Text, Optional, "the product or the method"),
        f("perimeter", S::Scope, Optional, "what is covered: virtual machines, physical servers …"),
        ft("every", S::Delay, Required, "how often a copy is made", &[f("during", S::Calendar, Optional, "on which calendar")]),
        f("at", S::Recurrences, Optional, "at what time"),
        f("lag", S::Duration, Optional, "until the copy is safe, away from what may fail"),
        f("stored", S::Ref(&[KindId::Service]), Optional, "where copies are kept"),
        f("retained", S::Delay, Optional, "how long"),
        f("size", S::Quantity, Optional, "how much there is to restore, at the most"),
        f("restore", S::Quantity, Optional, "how fast it is restored, at the least"),
        f("beyond_size", S::Word(&["still_bound", "released"]), Optional, "whether the objectives still bind when there is more to restore than `size`"),
        f("detect", S::Duration, Optional, "until the disaster is noticed, at the most"),
        f("declare", S::Duration, Optional, "until the recovery is decided, at the most"),
        f("verify", S::Duration, Optional, "until the restored service is checked, at the most"),
        ft("test", S::Word(&[]), Optional, "restore tests", &[
            f("each", S::Window, Optional, "how often"),
            f("otherwise", S::Word(&["repeated", "breach"]), Optional, "what follows a failed one"),
            f("within", S::Delay, Optional, "within what time it is repeated"),
        ]),
    ], &[]),
    kind(KindId::Scenario, "scenario", "A worked example, which the compiler runs.", Required, &[
        f("for", S::Date, Required, "the month or the day that it is about"),
        f("status", S::Word(&["binding", "illustrative"]), Optional, "whether it prevails in reading the terms"),
        f("means", S::Text, Optional, "the story"),
    ], &[
        table(Column::Word("given"), "Figures and attained values that are taken as given.", &[
            f("for", S::Date, Optional, "the month that it is given for, such as `2026-04`; that of the scenario where nothing is said"),
            f("is", S::Expression, Required, "the value"),
        ]),
        table(Column::Word("expect"), "What must come out.", &[
            f("is", S::Expression, Optional, "the value"),
            f("verdict", S::Word(&["met", "breached", "not_assessed", "disputed", "provisional"]), Optional, "the verdict"),
        ]),
        table(Column::Record, "Evidence: one record a row; of a state that someone reports, one time a row, with `on`, `from` and `until`.", &[]),
    ]),
    kind(KindId::Accept, "accept", "A warning that the parties, or the drafter, accept, with the reason.", Required, &[
        f("for", S::Terms, Optional, "the terms that it is accepted for"),
        f("acknowledged by", S::Refs(PARTIES), Optional, "the parties that take note; the reason is printed"),
        f("because", S::Text, Optional, "the reason, printed in the contract"),
        f("remark", S::Text, Optional, "the drafter's reason, not printed"),
    ], &[]),
    kind(KindId::Exception, "exception", "Other values of a term's fields under a condition or for a time.", Required, &[
        f("on", S::Term, Required, "the term that it changes"),
        f("when", S::When, Optional, "the condition under which it holds"),
        f("from", S::Date, Optional, "the first day on which it holds"),
        f("until", S::Date, Optional, "the day on which it no longer holds"),
        f("for", S::Scope, Optional, "which cases"),
        f("over", S::Refs(&[KindId::Exception]), Optional, "the exceptions that it prevails over"),
    ], &[]),
    kind(KindId::Text, "text", "Binding prose that is carried alongside.", Optional, PROSE_FIELDS, &[]),
    kind(KindId::Recital, "recital", "Binding prose that opens the contract.", Optional, PROSE_FIELDS, &[]),
    kind(KindId::Template, "template", "Declarations with parameters, used with `use name(…)`.", Required, &[], &[]),
];

const PARTY_FIELDS: &[Field] = &[
    f("identity", S::Text, Optional, "legal form, registration, seat"),
    f("represented", S::Text, Optional, "who signs for it"),
    f("notices", S::Text, Optional, "where notices are sent"),
];

const THEN: Shape = S::Word(&["resume", "reset", "reset_at_end", "downgrade", "close"]);

const OBJECTIVE_EACH: Field = f("each", S::Window, Optional, "one verdict for each of these");
const OBJECTIVE_EVERY: Field = f("every", S::Delay, Optional, "of a rolling window: by how much it slides, in whole hours, days, weeks or months; without it, one ends with each month");
const OBJECTIVE_DURING: Field = f("during", S::Calendar, Optional, "the calendar on which it counts");
const OBJECTIVE_FOR: Field = f("for", S::Scope, Optional, "which cases or services");
const OBJECTIVE_QUOTA: Field = f("quota", S::Percent, Optional, "the share of cases that must meet the bound");
const OBJECTIVE_SAMPLE: Field = f("sample", S::Count, Optional, "the least number of cases for a verdict on a quota");
const OBJECTIVE_GOAL: Field = f("goal", S::Quantity, Optional, "what is aimed at beyond the bound; missing it is reported and is no breach");
const OBJECTIVE_OBLIGATION: Field = f("obligation", OBLIGATION, Optional, "whether means or a result is owed");
const OBJECTIVE_MEASURED: Field = f("measured by", S::Ref(ACTORS), Optional, "who measures");

/// Clauses that may follow an objective in a sentence: `availability at least 99.9 % each month`.
pub const OBJECTIVE_CLAUSES: &[Field] = &[
    OBJECTIVE_EACH, OBJECTIVE_EVERY, OBJECTIVE_DURING, OBJECTIVE_FOR, OBJECTIVE_QUOTA, OBJECTIVE_SAMPLE, OBJECTIVE_GOAL,
    OBJECTIVE_OBLIGATION, OBJECTIVE_MEASURED, FROM, UNTIL,
];

const FROM_VALID: Field = f("valid from", S::Date, Optional, "the first day on which it is in force");
const UNTIL_VALID: Field = f("valid until", S::Date, Optional, "the day on which it is no longer in force");

const AMOUNT_FIELDS: &[Field] = &[
    f("on", S::Judged, Required, "the commitment: an indicator, a named objective, or a tier; of a penalty, or a duty, each time that it is late"),
    f("at", S::Ref(&[KindId::Tier]), Optional, "of which tier"),
    f("for", S::Scope, Optional, "which cases or services"),
    f("each", S::Window, Optional, "one amount for each of these; the commitment's window where nothing is said"),
    f("basis", S::Money, Optional, "what a bare percentage is a share of"),
    f("pays", S::Expression, Optional, "the amount"),
    f("overlap", S::Word(&["greatest", "least"]), Optional, "which amount holds where several rows of its table apply; without it, exactly one must"),
    f("waived when", S::Condition, Many, "when it is not owed"),
    FROM, UNTIL,
];
const AMOUNT_TABLES: &[TableSpec] = &[table(
    Column::Keys,
    "Brackets: intervals of the indicator, of a figure, or of `attained`, `excess`, `missed` or `lost`, and values of dimensions, give the amount.",
    &[f("pays", S::Expression, Required, "the amount")],
)];

const PROSE_FIELDS: &[Field] = &[
    f("says", S::Text, Optional, "the prose, where the label is its title"),
    f("under", S::Word(&["object", "scope", "levels", "measurement", "escalation", "responsibilities", "exclusions", "penalties", "rights", "governance", "final"]), Optional, "the part of the contract that it is printed in"),
];

/// The kind that a word opens.
#[must_use]
pub fn find(word: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|k| k.word == word)
}

/// The row of a kind.
#[must_use]
pub fn of(id: KindId) -> &'static Kind {
    // INVARIANT: `KINDS` lists every variant of `KindId` in its order; the test below sees to it.
    #[expect(clippy::indexing_slicing, reason = "the table is in the order of the enum, which a test checks")]
    &KINDS[id as usize]
}

/// No restriction on the kind of a term.
pub const ANY: &[KindId] = &[];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for (i, kind) in KINDS.iter().enumerate() {
            assert_eq!(kind.id as usize, i, "{}", kind.word);
        }
    }

    #[test]
    fn no_kind_has_a_field_twice() {
        for kind in KINDS {
            for (i, field) in kind.fields.iter().enumerate() {
                assert!(!kind.fields.iter().take(i).any(|f| f.name == field.name), "{} {}", kind.word, field.name);
            }
        }
    }
}
