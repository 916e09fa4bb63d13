//! The format in plain English, for the person whom a monitor wakes up. Names in backticks are the `id`s of the file.

use super::format::{
    Aggregate, Amount, Applies, Comparator, Condition, Deadline, Delay, Direction, End, Event, Exclusion, Formula,
    InstantSet, Judged, Key, Partial, PeriodUnit, ScopeLimit, StateSource, Table, Target, Window,
};

/// `99.95 %`, `4 h`, `5 days`, `3`.
pub fn amount(amount: &Amount) -> String {
    let spelt_out = ["day", "week", "month", "quarter", "year"].contains(&amount.unit.as_str());
    match (amount.unit.as_str(), spelt_out && amount.value != "1") {
        ("", _) => amount.value.clone(),
        (unit, true) => format!("{} {unit}s", amount.value),
        (unit, false) => format!("{} {unit}", amount.value),
    }
}

/// `at least 99.95 %`
pub fn target(target: &Target) -> String {
    let limit = match (&target.amount, &target.formula) {
        (Some(limit), _) => amount(limit),
        (None, Some(limit)) => formula(limit),
        (None, None) => String::new(),
    };
    let days_of = target.days_of.as_ref().map_or(String::new(), |set| format!(" of {}", instants(set)));
    format!("{} {limit}{days_of}", comparator(target.comparator))
}

fn comparator(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "at least",
        Comparator::AtMost => "at most",
        Comparator::MoreThan => "more than",
        Comparator::LessThan => "less than",
        Comparator::Exactly => "exactly",
    }
}

/// `calendar month`, `incident`: what stands after "each".
pub fn each(window: &Window) -> String {
    match window {
        Window::Calendar { count, unit } => counted(*count, period(*unit)),
        Window::Period { count, period, .. } => counted(*count, &name(period)),
        Window::OpenDays { instants: set } => format!("day with a part of {}", instants(set)),
        Window::Rolling { span, step: Some(step) } => format!("rolling {}, moved by {}", amount(span), amount(step)),
        Window::Rolling { span, step: None } => format!("rolling {}", amount(span)),
        Window::Last { span } => format!("last {}", amount(span)),
        Window::Next { span } => format!("next {}", amount(span)),
        Window::Previous { count: 1, of } => format!("{} before", each(of)),
        Window::Previous { count, of } => format!("{count} × {} before", each(of)),
        Window::Anchored { span, after, event: e } => {
            format!("{} {} {}", amount(span), if *after { "after" } else { "before" }, event(e))
        }
        Window::Slot { length } => format!("slot of {}", amount(length)),
        Window::Case { record } => name(record),
        Window::Value { dimension } => format!("value of {}", name(dimension)),
        Window::All { of } => list(of.iter().map(each), "and"),
        Window::Term => "term of the contract".into(),
    }
}

fn counted(count: u32, unit: &str) -> String {
    if count == 1 { unit.to_string() } else { format!("{count} × {unit}") }
}

fn period(unit: PeriodUnit) -> &'static str {
    match unit {
        PeriodUnit::Hour => "clock hour",
        PeriodUnit::Day => "day",
        PeriodUnit::Week => "week (Monday to Sunday)",
        PeriodUnit::Month => "calendar month",
        PeriodUnit::Quarter => "calendar quarter",
        PeriodUnit::Year => "calendar year",
        PeriodUnit::ContractMonth => "month of the contract",
        PeriodUnit::ContractQuarter => "quarter of the contract",
        PeriodUnit::ContractYear => "year of the contract",
    }
}

/// `all times (24 hours, 7 days)`, `business`.
pub fn instants(set: &InstantSet) -> String {
    match set {
        InstantSet::Always => "all times (24 hours, 7 days)".into(),
        InstantSet::Calendar { calendar } => name(calendar),
        InstantSet::And { of } => list(of.iter().map(nested_instants), "and"),
        InstantSet::Or { of } => list(of.iter().map(nested_instants), "or"),
        InstantSet::Except { of, without } => format!("{} without {}", nested_instants(of), nested_instants(without)),
    }
}

fn nested_instants(set: &InstantSet) -> String {
    match set {
        InstantSet::Always | InstantSet::Calendar { .. } => instants(set),
        _ => format!("({})", instants(set)),
    }
}

/// `incident.opened`, `the end of each calendar month`.
pub fn event(event: &Event) -> String {
    match event {
        Event::Field { record, field } => format!("`{record}.{field}`"),
        Event::StartOf { window } => format!("the start of the {}", each(window)),
        Event::EndOf { window } => format!("the end of the {}", each(window)),
        Event::Done { duty } => format!("{} is done", name(duty)),
        Event::Breach { rules } => format!("a breach of {}", list(rules.iter().map(|rule| name(rule)), "or")),
        Event::Step { step } => format!("step {} of the procedure", name(step)),
        Event::Later { of } => format!("the later of {}", list(of.iter().map(self::event), "and")),
        Event::Earlier { of } => format!("the earlier of {}", list(of.iter().map(self::event), "and")),
        Event::ContractStart => "the start of the contract".into(),
        Event::ContractEnd => "the end of the contract".into(),
    }
}

/// `5 days of business`
pub fn delay(delay: &Delay) -> String {
    match &delay.counted_on {
        None | Some(InstantSet::Always) => amount(&delay.length),
        Some(set) => format!("{} of {}", amount(&delay.length), instants(set)),
    }
}

/// `5 days after the end of the month`
pub fn deadline(deadline: &Deadline) -> String {
    let after = deadline.after.as_ref().map_or(String::new(), |e| format!(" after {}", event(e)));
    let before = deadline.before.as_ref().map_or(String::new(), |e| format!(" before {}", event(e)));
    format!("{}{after}{before}", delay(&deadline.delay))
}

/// `where priority is p1 or p2`; nothing for all cases.
pub fn scope(scope: &[ScopeLimit]) -> String {
    let limit = |s: &ScopeLimit| format!("{} is {}", name(&s.dimension), list(s.values.iter().map(|v| name(v)), "or"));
    if scope.is_empty() { String::new() } else { format!(" where {}", list(scope.iter().map(limit), "and")) }
}

/// When a state holds.
pub fn state(holds: &StateSource, when: Option<&Formula>, lasting: Option<&Target>) -> String {
    let which = when.map_or(String::new(), |condition| format!(", when {}", formula(condition)));
    let lasting = lasting.map_or(String::new(), |t| format!(", for {}", target(t)));
    let how = match holds {
        StateSource::When { condition } => format!("holds when {}", formula(condition)),
        StateSource::GivenBy { by } => format!("holds when {} reports it", name(by)),
        StateSource::Between { from, until } => format!("holds from {} until {}", event(from), event(until)),
    };
    format!("{how}{which}{lasting}")
}

/// What an exclusion takes out. `hours` are its own hours in English.
pub fn exclusion(exclusion: &Exclusion, hours: &str) -> String {
    let mut text = format!("does not count {}", applies(&exclusion.applies, hours));
    if let Some(share) = &exclusion.share {
        text += &format!(", for {} of it", amount(share));
    }
    if let Some(budget) = &exclusion.budget {
        let each = budget.each.as_ref().map_or("over the term of the contract".into(), |w| format!("each {}", each(w)));
        text += &format!(", for at most {} {each}", amount(&budget.amount));
    }
    if let Some(notice) = &exclusion.notice {
        let before = if notice.before.is_none() { " before" } else { "" };
        text += &format!(", announced {}{before}", deadline(notice));
    }
    if let Some(limit) = &exclusion.limit {
        let then = limit.then.as_ref().map_or(String::new(), |then| format!(", then {}", name(then)));
        text += &format!("; one occurrence lasts {} at most{then}", delay(&limit.delay));
    }
    if let Some(finding) = &exclusion.established {
        let within = finding.within.as_ref().map_or(String::new(), |d| format!(" within {}", deadline(d)));
        let otherwise = finding.otherwise.as_ref().map_or(String::new(), |o| format!(", otherwise {}", name(o)));
        text += &format!("; established by {}{within}{otherwise}", name(&finding.by));
    }
    text
}

/// When an exclusion or an exception applies.
fn applies(applies: &Applies, openings: &str) -> String {
    match applies {
        Applies::Permitted { .. } => format!("when it is used within {openings}, as a record says"),
        Applies::During { instants: set } => format!("when it is used within {}, as a record says", instants(set)),
        Applies::When { condition } => format!("when {}", formula(condition)),
        Applies::Between { from, until } => format!("from {} until {}", event(from), event(until)),
    }
}

/// What a penalty pays, as a sentence.
pub fn pays(
    direction: Direction,
    amount: Option<&Formula>,
    brackets: Option<&Table<Formula>>,
    basis: Option<&Formula>,
) -> String {
    let what = match (amount, brackets) {
        (Some(amount), _) => formula(amount),
        (None, Some(table)) => brackets_in_words(table),
        (None, None) => "nothing".into(),
    };
    let basis = basis.map_or(String::new(), |b| format!("; a percentage is of {}", formula(b)));
    let who = match direction {
        Direction::Penalty => "the debtor owes",
        Direction::Bonus => "the creditor owes",
    };
    format!("{who} {what}{basis}")
}

fn brackets_in_words(table: &Table<Formula>) -> String {
    let rows = table.rows.iter().map(|row| {
        let conditions =
            table.keys.iter().zip(&row.conditions).filter_map(|(key, condition)| self::condition(key, condition));
        let conditions: Vec<String> = conditions.collect();
        let gives = row.gives.as_ref().map_or_else(|| "nothing".to_string(), formula);
        if conditions.is_empty() { gives } else { format!("{gives} where {}", conditions.join(" and ")) }
    });
    rows.collect::<Vec<_>>().join("; ")
}

fn condition(key: &Key, condition: &Condition) -> Option<String> {
    let key = match key {
        Key::Dimension { dimension: id } | Key::Indicator { indicator: id } | Key::Figure { figure: id } => name(id),
        Key::Judged { what } => judged(*what).to_owned(),
    };
    match condition {
        Condition::Any => None,
        Condition::OneOf { values } => Some(format!("{key} is {}", list(values.iter().map(|v| name(v)), "or"))),
        Condition::Between { low, high } => {
            let bound = |end: &End, inner: &str, outer: &str| {
                format!("{} {}", if end.included { inner } else { outer }, amount(&end.amount))
            };
            let low = low.as_ref().map(|end| bound(end, "at least", "more than"));
            let high = high.as_ref().map(|end| bound(end, "at most", "less than"));
            let ends: Vec<String> = low.into_iter().chain(high).collect();
            if ends.is_empty() { None } else { Some(format!("{key} is {}", ends.join(" and "))) }
        }
    }
}

/// A formula as an expression that reads aloud.
pub fn formula(formula: &Formula) -> String {
    match formula {
        Formula::Quantity { amount: a } => amount(a),
        Formula::Flag { value: true } => "yes".into(),
        Formula::Flag { value: false } => "no".into(),
        Formula::Nothing => "nothing".into(),
        Formula::Value { value, .. } => name(value),
        Formula::Word { word } => name(word),
        Formula::Dimension { dimension } => name(dimension),
        Formula::Figure { figure: id, of } | Formula::Indicator { indicator: id, of } => match of {
            Some(of) => format!("{} of {}", name(id), name(of)),
            None => name(id),
        },
        Formula::Judged { what } => judged(*what).into(),
        Formula::Late { instants: set, in_days } => {
            let what = if *in_days { "days" } else { "time" };
            format!("the {what} after the deadline, counted on {}", instants(set))
        }
        Formula::Settlement { settlement } => format!("what {} comes to", name(settlement)),
        Formula::Penalty { penalty } => format!("the amount of {}", name(penalty)),
        Formula::Field { record, field } => format!("`{record}.{field}`"),
        Formula::Records { record } => format!("{} records", name(record)),
        Formula::State { state } => format!("{} holds", name(state)),
        Formula::In { window, instants: set } => format!("the {} lies in {}", each(window), instants(set)),
        Formula::Event { event: e } => event(e),
        Formula::TimeBetween { from, to } => format!("time from {} to {}", event(from), event(to)),
        Formula::Rules { rules, .. } => list(rules.iter().map(|r| name(r)), "and"),
        Formula::Or { left, right } => two(left, "or", right),
        Formula::And { left, right } => two(left, "and", right),
        Formula::Add { left, right } => two(left, "+", right),
        Formula::Subtract { left, right } => two(left, "-", right),
        Formula::Multiply { left, right } => two(left, "×", right),
        Formula::Divide { left, right } => two(left, "÷", right),
        Formula::Per { left, right } => two(left, "per", right),
        Formula::ShareOf { left, right } => two(left, "of", right),
        Formula::Compare { comparator: Comparator::Exactly, left, right } => two(left, "is", right),
        Formula::Compare { comparator: c, left, right } => two(left, &format!("is {}", comparator(*c)), right),
        Formula::Not { of } => match &**of {
            Formula::State { state } => format!("{} does not hold", name(state)),
            other => format!("not {}", nested(other)),
        },
        Formula::Units { partial, of, unit } => {
            format!("{} {} of {}", self::partial(*partial), amount(unit), nested(of))
        }
        Formula::Aggregate { function, quantile, of, filter, over } => {
            aggregate(*function, *quantile, of, filter.as_deref(), over.as_ref())
        }
        Formula::Before { of, over } => format!("{} in the {}", nested(of), each(over)),
        Formula::TimeShare { slots: None, holds } => format!("share of time in which {}", nested(holds)),
        Formula::TimeShare { slots: Some(slot), holds } => {
            format!("share of slots of {} in which {}", amount(slot), nested(holds))
        }
        Formula::Gap { event: e, within_case: false, .. } => format!("time between one {} and the next", event(e)),
        Formula::Gap { event: e, from, until, .. } => {
            let from = from.as_ref().map(|from| format!(" from {}", event(from))).unwrap_or_default();
            let until = until.as_ref().map_or_else(|| "now".to_owned(), event);
            format!("time between one {} and the next within a case{from} until {until}", event(e))
        }
        Formula::Call { function, arguments } => {
            format!("{function}({})", arguments.iter().map(self::formula).collect::<Vec<_>>().join(", "))
        }
        Formula::Several { at_least, instances_of, values_of, holds } => {
            let number = at_least.map_or_else(|| "all".to_owned(), |number| format!("at least {number}"));
            let what = match (instances_of, values_of) {
                (Some(service), _) => format!("instances of {service}"),
                (None, dimension) => format!("values of {}", dimension.as_deref().unwrap_or_default()),
            };
            format!("{} for {number} of the {what} at once", nested(holds))
        }
        Formula::JudgedRule => "the judged rule".to_owned(),
        Formula::Each { of, instances_of, results_of, each: period } => {
            let among = match (instances_of, results_of, period) {
                (Some(service), ..) => format!("each instance of {service}"),
                (_, Some(rules), _) => format!("each result of {}", self::formula(rules)),
                (.., Some(period)) => format!("each {}", each(period)),
                (None, None, None) => String::new(),
            };
            of.as_ref().map_or(among.clone(), |of| format!("{} for {among}", nested(of)))
        }
        Formula::OfService { service, holds } => format!("{} for {service}", nested(holds)),
        Formula::Quorum { at_least, of } => format!("at least {at_least} of: {}", list(of.iter().map(nested), "and")),
    }
}

fn two(left: &Formula, operator: &str, right: &Formula) -> String {
    format!("{} {operator} {}", nested(left), nested(right))
}

/// In parentheses wherever a reader could group it otherwise.
fn nested(formula: &Formula) -> String {
    let text = self::formula(formula);
    match formula {
        Formula::Or { .. }
        | Formula::And { .. }
        | Formula::Add { .. }
        | Formula::Subtract { .. }
        | Formula::Multiply { .. }
        | Formula::Divide { .. }
        | Formula::Per { .. }
        | Formula::ShareOf { .. }
        | Formula::Compare { .. }
        | Formula::Aggregate { .. }
        | Formula::TimeShare { .. }
        | Formula::Units { .. }
        | Formula::Several { .. }
        | Formula::Quorum { .. } => format!("({text})"),
        _ => text,
    }
}

fn aggregate(
    function: Aggregate,
    quantile: Option<u16>,
    of: &Formula,
    filter: Option<&Formula>,
    over: Option<&Window>,
) -> String {
    let what = match function {
        Aggregate::Share => "share of",
        Aggregate::Mean => "mean of",
        Aggregate::Sum => "sum of",
        Aggregate::Count => "number of",
        Aggregate::Min => "least of",
        Aggregate::Max => "greatest of",
        Aggregate::Quantile => "quantile of",
        Aggregate::Breaches => "number of breaches of",
        Aggregate::Objectives => "number of objectives to judge of",
    };
    let what = match quantile {
        Some(q) if q % 10 == 0 => format!("p{} of", q / 10),
        Some(q) => format!("p{}.{} of", q / 10, q % 10),
        None => what.to_string(),
    };
    let filter = filter.map_or(String::new(), |f| format!(" where {}", nested(f)));
    let over = over.map_or(String::new(), |w| format!(" over the {}", each(w)));
    format!("{what} {}{filter}{over}", nested(of))
}

fn judged(what: Judged) -> &'static str {
    match what {
        Judged::Attained => "the attained value",
        Judged::Target => "the target",
        Judged::Goal => "the goal",
        Judged::Lost => "the time or cases lost",
        Judged::Agreed => "the agreed time or all cases",
        Judged::Excess => "the excess over the target",
        Judged::Missed => "the number of cases that missed the target",
        Judged::Base => "the value without the exception",
        Judged::Total => "the total of the settlement",
    }
}

fn partial(partial: Partial) -> &'static str {
    match partial {
        Partial::Started => "started",
        Partial::Full => "full",
        Partial::ProRata => "pro rata",
    }
}

/// An `id` in a sentence.
pub fn name(id: &str) -> String {
    format!("`{id}`")
}

/// `a, b and c`
pub fn list(items: impl IntoIterator<Item = String>, last: &str) -> String {
    let mut items: Vec<String> = items.into_iter().collect();
    match items.pop() {
        None => String::new(),
        Some(only) if items.is_empty() => only,
        Some(end) => format!("{} {last} {end}", items.join(", ")),
    }
}
