//! What people may do and must do: rights, duties, responsibilities, escalation, backup, and who can be reached.

use super::order::{Verdict, both, sets, sets_or_all};
use super::promises::{scopes, word_order};
use super::sides::{Side, Sides};
use super::{Effect, Witness, due, formulas};
use crate::evaluate::functions::Start;
use crate::model::{
    Actor, Backup, Deadline, Delay, Duty, Escalation, EscalationStep, Id, Party, PeriodUnit, Responsibility, Right,
    Role, Validity, Window,
};
use crate::time::Instants;
use std::cmp::Ordering;

/// How two lengths of time stand to each other over all instants of the term: greater where the newer one is never over earlier.
pub fn lengths(sides: &Sides<'_>, old: &Delay, new: &Delay) -> Option<Ordering> {
    let found = due::delays(sides, (&Start::AtOnce, old), (&Start::AtOnce, new), sides.common);
    match found {
        Some((Verdict::Equal, _)) => Some(Ordering::Equal),
        Some((Verdict::Stricter, _)) => Some(Ordering::Less),
        Some((Verdict::Looser, _)) => Some(Ordering::Greater),
        Some((Verdict::Incomparable, _)) => None,
        None => (old == new).then_some(Ordering::Equal),
    }
}

/// How two delays stand to each other: greater where the newer one is longer. They run from the same events. An absent one is
/// `absent`: shorter than all, or longer.
pub fn deadlines(
    sides: &Sides<'_>,
    old: Option<&Deadline>,
    new: Option<&Deadline>,
    absent: Ordering,
) -> Option<Ordering> {
    match (old, new) {
        (None, None) => Some(Ordering::Equal),
        (None, Some(_)) => Some(absent.reverse()),
        (Some(_), None) => Some(absent),
        (Some(old), Some(new)) if old.after == new.after && old.before == new.before => {
            lengths(sides, &old.delay, &new.delay)
        }
        _ => None,
    }
}

/// The same with what shows it.
fn shown(sides: &Sides<'_>, old: Option<&Deadline>, new: Option<&Deadline>) -> Vec<Witness> {
    let (Some(old), Some(new)) = (old, new) else { return Vec::new() };
    // A delay before an event is not told by an instant from which it runs.
    if old.before.is_some() || new.before.is_some() || old.after != new.after {
        return Vec::new();
    }
    let found = due::delays(sides, (&Start::AtOnce, &old.delay), (&Start::AtOnce, &new.delay), sides.common);
    found.map(|(_, witnesses)| witnesses).unwrap_or_default()
}

/// How two times of validity stand to each other: greater where the newer one has all days of the older one.
pub fn validities(sides: &Sides<'_>, old: Validity, new: Validity) -> Option<Ordering> {
    if old == new {
        return Some(Ordering::Equal);
    }
    let before = sides.old.in_force(old, sides.old.world.term().and(sides.common));
    let after = sides.new.in_force(new, sides.new.world.term().and(sides.common));
    let within = |inner: crate::time::Stretch, outer: crate::time::Stretch| {
        inner.is_empty() || (outer.start <= inner.start && inner.end <= outer.end)
    };
    match (within(before, after), within(after, before)) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Greater),
        (false, true) => Some(Ordering::Less),
        (false, false) => None,
    }
}

/// How two sets of instants stand to each other within the term.
pub fn inclusion(sides: &Sides<'_>, old: &Instants, new: &Instants) -> Option<Ordering> {
    let common = Instants::of(sides.new.world.calendars.within(), [sides.common]);
    let (old, new) = (old.and(&common), new.and(&common));
    match (new.includes(&old), old.includes(&new)) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Greater),
        (false, true) => Some(Ordering::Less),
        (false, false) => None,
    }
}

/// How often something comes: greater where the newer one comes more often, at least once in each older window.
fn often(sides: &Sides<'_>, old: Option<&Window>, new: Option<&Window>) -> Option<Ordering> {
    let is_day = |window: &Window| {
        matches!(window, Window::OpenDays { .. } | Window::Calendar { count: 1, unit: PeriodUnit::Day })
    };
    match (old, new) {
        (Some(old), Some(new)) if is_day(old) && is_day(new) => {
            let days = |side: &Side<'_>, window| {
                let days = side.world.periods(window, sides.common).into_iter().map(|day| day.whole);
                Instants::of(side.world.calendars.within(), days)
            };
            inclusion(sides, &days(&sides.old, old), &days(&sides.new, new))
        }
        (Some(Window::OpenDays { .. }), Some(_)) | (Some(_), Some(Window::OpenDays { .. })) => None,
        (old, new) if old == new => Some(Ordering::Equal),
        (Some(old), Some(new)) if new.lies_within(old) => Some(Ordering::Greater),
        (Some(old), Some(new)) if old.lies_within(new) => Some(Ordering::Less),
        _ => None,
    }
}

fn equal<T: PartialEq>(old: &T, new: &T) -> Option<Ordering> {
    (old == new).then_some(Ordering::Equal)
}

/// Who bears a right and who has it: the other party must let it be used.
fn bearer(side: &Side<'_>, right: &Right) -> (Option<Id<Party>>, Option<Id<Party>>) {
    let holder = side.party_of(&right.of);
    (holder.as_ref().and_then(|holder| side.other(holder)), holder)
}

/// What becomes of a right: stricter for the one who bears it where it may be used more often, longer, for more.
pub fn rights(sides: &Sides<'_>, old: &Right, new: &Right) -> Vec<Effect> {
    let (debtor, creditor) = if old.of == new.of { bearer(&sides.new, new) } else { (None, None) };
    let within = deadlines(sides, old.within.as_ref(), new.within.as_ref(), Ordering::Greater);
    let notice = deadlines(sides, old.notice.as_ref(), new.notice.as_ref(), Ordering::Less).map(Ordering::reverse);
    let facets: [(&[&str], Option<Ordering>, Vec<Witness>); 7] = [
        (&["when"], formulas::optional(sides, old.when.as_ref(), new.when.as_ref(), Ordering::Greater), Vec::new()),
        (&["on"], sets_or_all(&old.on, &new.on), Vec::new()),
        (&["changes"], sets(&old.changes, &new.changes), Vec::new()),
        (
            &["provided"],
            formulas::optional(sides, old.provided.as_ref(), new.provided.as_ref(), Ordering::Greater),
            Vec::new(),
        ),
        (&["within"], within, shown(sides, old.within.as_ref(), new.within.as_ref())),
        (&["notice"], notice, shown(sides, old.notice.as_ref(), new.notice.as_ref())),
        (&["validity"], validities(sides, old.term.validity, new.term.validity), Vec::new()),
    ];
    Effect::of_facets(facets, &(debtor, creditor))
}

/// What becomes of a right that only one version has.
pub fn right_alone(sides: &Sides<'_>, right: &Right, is_new: bool) -> Vec<Effect> {
    let side = if is_new { &sides.new } else { &sides.old };
    let (debtor, creditor) = bearer(side, right);
    let verdict = if is_new { Verdict::Stricter } else { Verdict::Looser };
    vec![Effect { debtor, creditor, ..Effect::of(&[], verdict) }]
}

/// Who must do a duty, and for whom.
fn bound(side: &Side<'_>, duty: &Duty) -> (Option<Id<Party>>, Option<Id<Party>>) {
    let only = |actors: &[Actor]| {
        let mut parties: Vec<_> = actors.iter().filter_map(|actor| side.party_of(actor)).collect();
        parties.sort_unstable();
        parties.dedup();
        match parties.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    };
    let debtor = only(&duty.of);
    let creditor = only(&duty.to).filter(|party| Some(party) != debtor.as_ref());
    (debtor.clone(), creditor.or_else(|| debtor.as_ref().and_then(|party| side.other(party))))
}

/// A deadline counts on the calendar of its duty where it names none.
fn counted(deadline: Option<&Deadline>, duty: &Duty) -> Option<Deadline> {
    let mut deadline = deadline.cloned()?;
    if deadline.delay.calendar.is_none() && !deadline.delay.counts_days() {
        deadline.delay.calendar.clone_from(&duty.during);
    }
    Some(deadline)
}

/// What becomes of a duty.
pub fn duties(sides: &Sides<'_>, old: &Duty, new: &Duty) -> Vec<Effect> {
    let (debtor, creditor) = if old.of == new.of { bound(&sides.new, new) } else { (None, None) };
    let (before, after) = (counted(old.within.as_ref(), old), counted(new.within.as_ref(), new));
    let within = deadlines(sides, before.as_ref(), after.as_ref(), Ordering::Greater).map(Ordering::reverse);
    let every = deadlines(sides, old.every.as_ref(), new.every.as_ref(), Ordering::Greater).map(Ordering::reverse);
    // Without a deadline that it is counted for, a calendar is not compared here.
    let timed: &[&str] = if before.is_some() && after.is_some() { &["within", "during"] } else { &["within"] };
    let facets: [(&[&str], Option<Ordering>, Vec<Witness>); 8] = [
        (timed, within, shown(sides, before.as_ref(), after.as_ref())),
        (&["every"], every, shown(sides, old.every.as_ref(), new.every.as_ref())),
        (&["each"], often(sides, old.each.as_ref(), new.each.as_ref()), Vec::new()),
        (
            &["notice"],
            deadlines(sides, old.notice.as_ref(), new.notice.as_ref(), Ordering::Less),
            shown(sides, old.notice.as_ref(), new.notice.as_ref()),
        ),
        (&["to"], sets(&old.to, &new.to), Vec::new()),
        (&["scope"], scopes(&old.scope, &new.scope), Vec::new()),
        (
            &["obligation"],
            word_order(old.obligation.as_deref(), new.obligation.as_deref(), "means", "result"),
            Vec::new(),
        ),
        (&["validity"], validities(sides, old.term.validity, new.term.validity), Vec::new()),
    ];
    Effect::of_facets(facets, &(debtor, creditor))
}

/// What becomes of a duty that only one version has.
pub fn duty_alone(sides: &Sides<'_>, duty: &Duty, is_new: bool) -> Vec<Effect> {
    let side = if is_new { &sides.new } else { &sides.old };
    let (debtor, creditor) = bound(side, duty);
    let verdict = if is_new { Verdict::Stricter } else { Verdict::Looser };
    vec![Effect { debtor, creditor, ..Effect::of(&[], verdict) }]
}

/// What becomes of a row of responsibilities, party by party: who does it and answers for it owes more, who is asked and told has more.
pub fn responsibilities(sides: &Sides<'_>, old: Option<&Responsibility>, new: Option<&Responsibility>) -> Vec<Effect> {
    let cells = |row: Option<&Responsibility>| -> Vec<(Actor, String)> {
        row.map(|row| row.cells.iter().map(|cell| (cell.actor.clone(), cell.letters.clone())).collect())
            .unwrap_or_default()
    };
    let (before, after) = (cells(old), cells(new));
    let mut actors: Vec<&Actor> = before.iter().chain(&after).map(|(actor, _)| actor).collect();
    actors.sort_unstable();
    actors.dedup();
    let mut effects = Vec::new();
    for actor in actors {
        let letters = |cells: &[(Actor, String)]| -> String {
            cells.iter().find(|(other, _)| other == actor).map(|(_, letters)| letters.clone()).unwrap_or_default()
        };
        let (old, new) = (letters(&before), letters(&after));
        let party = sides.new.party_of(actor).or_else(|| sides.old.party_of(actor));
        let other = party.as_ref().and_then(|party| sides.new.other(party));
        for (own, parties) in [("RA", (party.clone(), other.clone())), ("CI", (other.clone(), party.clone()))] {
            let of = |letters: &str| letters.chars().filter(|letter| own.contains(*letter)).collect::<Vec<char>>();
            let verdict = Verdict::of(sets(&of(&old), &of(&new)));
            let (debtor, creditor) = parties;
            effects.push(Effect { debtor, creditor, ..Effect::of(&["cells"], verdict) });
        }
    }
    if let (Some(old), Some(new)) = (old, new) {
        let services = sets_or_all(&old.services, &new.services);
        if services != Some(Ordering::Equal) {
            effects.push(Effect::of(&["services"], Verdict::Incomparable));
        }
    }
    effects
}

/// What becomes of an escalation, level by level: stricter for the one whose people are called in where they are called earlier.
pub fn escalations(sides: &Sides<'_>, old: &Escalation, new: &Escalation) -> Vec<Effect> {
    let mut effects = Vec::new();
    let parties = |side: &Side<'_>, step: &EscalationStep| {
        let debtor = side.party_of(&step.to);
        (debtor.clone(), debtor.as_ref().and_then(|party| side.other(party)))
    };
    let mut left: Vec<&EscalationStep> = new.steps.iter().collect();
    for step in &old.steps {
        let alike =
            |other: &&EscalationStep| other.level == step.level && other.scope == step.scope && other.to == step.to;
        let near = |other: &&EscalationStep| other.level == step.level;
        let found = left.iter().position(alike).or_else(|| left.iter().position(near));
        let (verdict, witnesses, (debtor, creditor)) = match found.map(|at| left.remove(at)) {
            None => (Verdict::Looser, Vec::new(), parties(&sides.old, step)),
            Some(other) => {
                let delays = (step.delay(), other.delay());
                let found = due::delays(sides, (&Start::AtOnce, &delays.0), (&Start::AtOnce, &delays.1), sides.common);
                let (later, witnesses) = found.unwrap_or_else(|| {
                    let same = if delays.0 == delays.1 { Verdict::Equal } else { Verdict::Incomparable };
                    (same, Vec::new())
                });
                let scope = Verdict::of(scopes(&step.scope, &other.scope));
                let to = Verdict::of(equal(&step.to, &other.to));
                (later.and(scope).and(to), witnesses, parties(&sides.new, other))
            }
        };
        effects.push(Effect { debtor, creditor, witnesses, ..Effect::of(&["steps"], verdict) });
    }
    for step in left {
        let (debtor, creditor) = parties(&sides.new, step);
        effects.push(Effect { debtor, creditor, ..Effect::of(&["steps"], Verdict::Stricter) });
    }
    effects
}

/// What becomes of a backup plan.
pub fn backups(sides: &Sides<'_>, old: &Backup, new: &Backup) -> Vec<Effect> {
    let optional = |old: Option<&Delay>, new: Option<&Delay>| match (old, new) {
        (None, None) => Some(Ordering::Equal),
        (None, Some(_)) => Some(Ordering::Greater),
        (Some(_), None) => Some(Ordering::Less),
        (Some(old), Some(new)) => lengths(sides, old, new),
    };
    let longer = |old, new| formulas::quantities(old, new, Ordering::Greater).map(Ordering::reverse);
    let more = |old, new| formulas::quantities(old, new, Ordering::Less);
    let test = match (&old.test, &new.test) {
        (None, None) => Some(Ordering::Equal),
        (None, Some(_)) => Some(Ordering::Greater),
        (Some(_), None) => Some(Ordering::Less),
        (Some(old), Some(new)) => both(
            both(often(sides, old.each.as_ref(), new.each.as_ref()), equal(&old.otherwise, &new.otherwise)),
            optional(old.within.as_ref(), new.within.as_ref()).map(Ordering::reverse),
        ),
    };
    let facets: [(&[&str], Option<Ordering>); 14] = [
        (&["of"], sets(&old.of, &new.of)),
        (&["protects"], sets(&old.protects, &new.protects)),
        (&["perimeter"], scopes(&old.perimeter, &new.perimeter)),
        (&["every"], lengths(sides, &old.every, &new.every).map(Ordering::reverse)),
        (&["lag"], longer(old.lag.as_ref(), new.lag.as_ref())),
        (&["retained"], optional(old.retained.as_ref(), new.retained.as_ref())),
        (&["size"], more(old.size.as_ref(), new.size.as_ref())),
        (&["restore"], more(old.restore.as_ref(), new.restore.as_ref())),
        (
            &["beyond_size"],
            word_order(old.beyond_size.as_deref(), new.beyond_size.as_deref(), "released", "still_bound"),
        ),
        (&["detect"], longer(old.detect.as_ref(), new.detect.as_ref())),
        (&["declare"], longer(old.declare.as_ref(), new.declare.as_ref())),
        (&["verify"], longer(old.verify.as_ref(), new.verify.as_ref())),
        (&["test"], test),
        (&["validity"], validities(sides, old.term.validity, new.term.validity)),
    ];
    let (debtor, creditor) = backup_parties(&sides.new, new);
    let effect = |(fields, order)| Effect {
        debtor: debtor.clone(),
        creditor: creditor.clone(),
        ..Effect::of(fields, Verdict::of(order))
    };
    facets.into_iter().map(effect).collect()
}

/// What becomes of a backup plan that only one version has.
pub fn backup_alone(sides: &Sides<'_>, backup: &Backup, is_new: bool) -> Vec<Effect> {
    let side = if is_new { &sides.new } else { &sides.old };
    let (debtor, creditor) = backup_parties(side, backup);
    let verdict = if is_new { Verdict::Stricter } else { Verdict::Looser };
    vec![Effect { debtor, creditor, ..Effect::of(&[], verdict) }]
}

/// Who runs a plan: whoever it says, else whoever provides what is backed up.
fn backup_parties(side: &Side<'_>, backup: &Backup) -> (Option<Id<Party>>, Option<Id<Party>>) {
    let named = backup.by.as_ref().and_then(|actor| side.party_of(actor));
    let provider = || Some(side.model.services.get(backup.of.first()?)?.by.clone());
    let debtor = named.or_else(provider);
    (debtor.clone(), debtor.as_ref().and_then(|party| side.other(party)))
}

/// What becomes of the hours in which people can be reached.
pub fn roles(sides: &Sides<'_>, old: &Role, new: &Role) -> Vec<Effect> {
    let instants = |side: &Side<'_>, role: &Role| {
        let calendars = side.world.calendars;
        calendars.is_agreed(&role.during).then(|| calendars.instants(&role.during))
    };
    let order = match (instants(&sides.old, old), instants(&sides.new, new)) {
        (Some(old), Some(new)) => inclusion(sides, &old, &new),
        _ => equal(&old.during, &new.during),
    };
    let debtor = Some(new.of.clone()).filter(|_| old.of == new.of);
    let creditor = debtor.as_ref().and_then(|party| sides.new.other(party));
    vec![Effect { debtor, creditor, ..Effect::of(&["during"], Verdict::of(order)) }]
}
