//! A small contract as plain data: what the generator makes, what is printed as a source, and all that brute force and Z3 know.
//!
//! Durations are quarters of an hour, days are counted from 1970-01-01, shares are percents.

/// A contract with few terms over few days.
#[derive(Clone, Debug, Default)]
pub struct Contract {
    pub zone: usize,
    pub first: i64,
    pub days: i64,
    pub priorities: usize,
    pub calendars: Vec<Calendar>,
    pub tiers: Vec<Tier>,
    pub services: Vec<Service>,
    pub promises: Vec<Promise>,
    /// The hours of each role.
    pub roles: Vec<Hours>,
    pub steps: Vec<Step>,
    pub rows: Vec<Row>,
    pub exceptions: Vec<Exception>,
    pub caps: Vec<Cap>,
    /// How it is written, where that makes no difference.
    pub style: Style,
}

/// What must not change what is found.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// Declarations from the last to the first.
    pub reversed: bool,
    /// Other names.
    pub renamed: bool,
    /// A service more, which has nothing to do with the others.
    pub stranger: bool,
}

/// What a finding can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    Promise(usize),
    Tier(usize),
    Service(usize),
    Calendar(usize),
    Step(usize),
    Row(usize),
    Penalty,
    Exception(usize),
    Cap(usize),
}

/// When something counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hours {
    Always,
    Of(usize),
    And(usize, usize),
    Or(usize, usize),
    Except(usize, usize),
}

/// Hours of days, without those of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    pub open: Vec<Opening>,
    /// Days that are taken out.
    pub except: Vec<Opening>,
}

/// From a quarter of an hour of a day to another, of the next day where that is not later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    pub on: Days,
    pub from: i64,
    pub to: i64,
}

/// Which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// Days of the week, Monday the lowest bit.
    Week(u8),
    Date(i64),
}

/// A set of promises; one of a supplier is owed to the provider.
#[derive(Clone, Debug, Default)]
pub struct Tier {
    pub supplier: bool,
    pub extends: Option<usize>,
    pub above: Option<usize>,
}

/// A service, of the supplier or of the provider.
#[derive(Clone, Debug)]
pub struct Service {
    pub supplier: bool,
    /// The tiers that it is held to, one after another: up to which day the first one.
    pub at: Vec<usize>,
    pub turn: i64,
    pub needs: Option<Needs>,
}

/// What a service rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needs {
    Service(usize),
    All(Vec<Needs>),
    Some(usize, Vec<Needs>),
}

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    Response,
    Restoration,
    Availability,
}

/// How a limit bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    AtMost,
    AtLeast,
    LessThan,
    MoreThan,
}

/// A sentence of a tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub tier: usize,
    pub what: What,
    pub side: Side,
    pub limit: i64,
    pub daily: bool,
    pub hours: Hours,
    /// The priorities, the lowest bit the strictest; none: all.
    pub priorities: u8,
    /// The services; none: all of the tier.
    pub services: u8,
    pub quota: Option<i64>,
    pub from: Option<i64>,
    pub until: Option<i64>,
    pub overrides: bool,
    /// Taken out.
    pub gone: bool,
}

/// A level of the escalation.
#[derive(Clone, Debug)]
pub struct Step {
    pub role: usize,
    pub after: i64,
    pub hours: Hours,
    pub priorities: u8,
    pub gone: bool,
}

/// A bracket: from a share to a share, each with whether it belongs to it, and the share of the fee that it pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub low: Option<(i64, bool)>,
    pub high: Option<(i64, bool)>,
    pub priorities: u8,
    pub pays: i64,
    pub gone: bool,
}

/// Another fee for a time.
#[derive(Clone, Debug)]
pub struct Exception {
    pub from: Option<i64>,
    pub until: Option<i64>,
    pub value: i64,
    pub over: Option<usize>,
    pub gone: bool,
}

/// At most so much in a period.
#[derive(Clone, Debug)]
pub struct Cap {
    pub amount: i64,
    pub each: Period,
    pub gone: bool,
}

/// How often a cap holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    Month,
    Quarter,
    Year,
}

impl Contract {
    /// The day on which it ends.
    pub fn end(&self) -> i64 {
        self.first + self.days
    }

    /// Whether two promises answer of one supplier, or of none.
    pub fn supplied(&self, promise: &Promise) -> bool {
        self.tiers[promise.tier].supplier
    }

    /// The days on which a service is held to a tier.
    pub fn held(&self, service: &Service, tier: usize) -> Vec<(i64, i64)> {
        let last = service.at.len().saturating_sub(1);
        let days = |place: usize| match (place, last) {
            (0, 0) => (self.first, self.end()),
            (0, _) => (self.first, service.turn),
            _ => (service.turn, self.end()),
        };
        service.at.iter().enumerate().filter(|(_, at)| **at == tier).map(|(place, _)| days(place)).collect()
    }

    /// The promises of a tier: its own, and those that it inherits and does not replace.
    pub fn of_tier(&self, tier: usize) -> Vec<usize> {
        let own = (0..self.promises.len()).filter(|at| self.promises[*at].tier == tier && !self.promises[*at].gone);
        let own: Vec<usize> = own.collect();
        let Some(parent) = self.tiers[tier].extends else { return own };
        let replaced = |at: usize| {
            own.iter().map(|own| (&self.promises[*own], &self.promises[at])).any(|(own, other)| {
                own.overrides
                    && (own.what, own.priorities, own.services) == (other.what, other.priorities, other.services)
            })
        };
        let inherited = self.of_tier(parent).into_iter().filter(|at| !replaced(*at));
        inherited.chain(own.iter().copied()).collect()
    }

    /// Whether there is something that amounts can be owed for.
    pub fn is_billed(&self) -> bool {
        let asked = !(self.rows.is_empty() && self.exceptions.is_empty() && self.caps.is_empty());
        asked && self.of_tier(0).iter().any(|at| self.promises[*at].what == What::Availability)
    }

    /// Whether something counts on what the first calendar has and the second one has not.
    pub fn has_difference(&self) -> bool {
        let promised = self.promises.iter().map(|of| of.hours);
        let all = promised.chain(self.steps.iter().map(|step| step.hours)).chain(self.roles.iter().copied());
        all.into_iter().any(|hours| matches!(hours, Hours::Except(..)))
    }

    /// How many times what a tier says has been replaced on the way to it.
    pub fn depth(&self, promise: usize) -> usize {
        let of = &self.promises[promise];
        let Some(parent) = self.tiers[of.tier].extends.filter(|_| of.overrides) else { return 0 };
        let same = |at: &usize| {
            let other = &self.promises[*at];
            (other.what, other.priorities, other.services) == (of.what, of.priorities, of.services)
        };
        1 + self.of_tier(parent).into_iter().filter(same).map(|at| self.depth(at)).max().unwrap_or(0)
    }
}

/// Whether a mask names a number; an empty one names all.
pub fn names(mask: u8, number: usize) -> bool {
    mask == 0 || mask >> number & 1 == 1
}
