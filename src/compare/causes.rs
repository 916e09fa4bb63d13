//! What differs, term by term, with what follows from it: of a definition, what becomes of the promises that rest on it.

use super::canon::{Entry, Sort};
use super::names::{Key, Names};
use super::order::Verdict;
use super::sides::{Side, Sides};
use super::{Amendment, Change, Effect, amounts, conduct, promises};
use crate::base::Name;
use crate::evaluate::targets;
use crate::model::{Commitment, FOUND_BY_NAME, Id, Model, PartyKind, Service, Tier};
use rustc_hash::{FxHashMap, FxHashSet};

/// A term of both versions, or of one, with what becomes of it.
struct Found<'f, 's> {
    old: Option<&'f Entry<'s>>,
    new: Option<&'f Entry<'s>>,
    fields: Vec<Name>,
    effects: Vec<Effect>,
    with: Vec<Name>,
    /// Whether it has another name than before.
    renamed: bool,
}

impl Found<'_, '_> {
    fn key(&self) -> Option<Key> {
        self.new.or(self.old).map(|entry| (entry.sort, entry.id.clone()))
    }

    /// Whether the term itself says something else, and not only what it rests on.
    fn is_changed(&self) -> bool {
        self.old.is_none() || self.new.is_none() || !self.fields.is_empty()
    }
}

/// What differs between both versions.
pub fn amendment(sides: &Sides<'_>) -> Amendment {
    if sides.changed.is_empty() && !sides.has_renamed() {
        return Amendment::default();
    }
    let mut all: Vec<Found<'_, '_>> = sides.pairs.iter().filter_map(|pair| found(sides, pair.old, pair.new)).collect();
    follow(sides, &mut all);
    fold(sides, &mut all);
    let changes = all.into_iter().filter_map(|found| change(sides, found));
    Amendment { changes: changes.collect() }
}

fn found<'f, 's>(sides: &'f Sides<'s>, old: Option<usize>, new: Option<usize>) -> Option<Found<'f, 's>> {
    let (old, new) = (sides.old.at(old), sides.new.at(new));
    let (fields, effects) = match (old, new) {
        (Some(before), Some(after)) => {
            let mut fields: Vec<Name> =
                before.form.keys().chain(after.form.keys()).map(|field| Name::from(field.as_str())).collect();
            fields.sort_unstable();
            fields.dedup();
            fields.retain(|field| before.field(field) != after.field(field));
            let mut effects = together(sides, after.sort, &after.id);
            for field in &fields {
                if !effects.iter().any(|effect| effect.fields.contains(field)) {
                    let verdict = if is_formal(sides, after, field) { Verdict::Equal } else { Verdict::Incomparable };
                    effects.push(Effect::of(&[field], verdict));
                }
            }
            effects.retain(|effect| {
                effect.verdict != Verdict::Equal || effect.fields.iter().any(|field| fields.contains(field))
            });
            effects.iter_mut().for_each(|effect| name_fields(effect, &fields));
            (fields, effects)
        }
        (Some(before), None) => (Vec::new(), alone(sides, before, false)),
        (None, Some(after)) => (Vec::new(), alone(sides, after, true)),
        (None, None) => return None,
    };
    let renamed = old.is_some_and(|old| sides.older_place(old).id != old.id);
    Some(Found { old, new, fields, effects, with: Vec::new(), renamed })
}

/// Of several fields that are compared at once, those that differ are named.
fn name_fields(effect: &mut Effect, changed: &[Name]) {
    let named: Vec<Name> = effect.fields.iter().filter(|field| changed.contains(field)).cloned().collect();
    if !named.is_empty() {
        effect.fields = named;
    }
}

/// What becomes of a term that stands in both versions, by what it means, whatever its words.
fn together(sides: &Sides<'_>, sort: Sort, id: &Name) -> Vec<Effect> {
    fn both<'m, T: crate::model::HasTerm>(
        sides: &Sides<'m>,
        table: impl Fn(&'m Model) -> &'m crate::model::Table<T>,
        id: &Name,
    ) -> Option<(&'m T, &'m T)> {
        Some((table(sides.old.model).by_name(id)?, table(sides.new.model).by_name(id)?))
    }
    macro_rules! compare {
        ($table:ident, $with:expr) => {
            both(sides, |model| &model.$table, id).map_or_else(Vec::new, |(old, new)| $with(sides, old, new))
        };
    }
    match sort {
        Sort::Commitment => compare!(commitments, promises::commitments),
        Sort::Service => compare!(services, promises::held),
        Sort::Schedule => compare!(schedules, amounts::schedules),
        Sort::Settlement => compare!(settlements, amounts::settlements),
        Sort::Liability => compare!(liabilities, amounts::liabilities),
        Sort::Right => compare!(rights, conduct::rights),
        Sort::Duty => compare!(duties, conduct::duties),
        Sort::Escalation => compare!(escalations, conduct::escalations),
        Sort::Backup => compare!(backups, conduct::backups),
        Sort::Role => compare!(roles, conduct::roles),
        Sort::Responsibility => {
            let pair = both(sides, |model| &model.responsibilities, id);
            pair.map_or_else(Vec::new, |(old, new)| conduct::responsibilities(sides, Some(old), Some(new)))
        }
        _ => Vec::new(),
    }
}

/// What becomes of a term that only one version has.
fn alone(sides: &Sides<'_>, entry: &Entry<'_>, is_new: bool) -> Vec<Effect> {
    let side = if is_new { &sides.new } else { &sides.old };
    let (model, id) = (side.model, &entry.id);
    let known = match entry.sort {
        Sort::Commitment => model.commitments.by_name(id).map(|c| promises::alone(sides, c, is_new)),
        Sort::Schedule => model.schedules.by_name(id).map(|s| amounts::schedule_alone(sides, s, is_new)),
        Sort::Liability => model.liabilities.by_name(id).map(|l| amounts::liability_alone(sides, l, is_new)),
        Sort::Right => model.rights.by_name(id).map(|right| conduct::right_alone(sides, right, is_new)),
        Sort::Duty => model.duties.by_name(id).map(|duty| conduct::duty_alone(sides, duty, is_new)),
        Sort::Backup => model.backups.by_name(id).map(|backup| conduct::backup_alone(sides, backup, is_new)),
        Sort::Responsibility => model.responsibilities.by_name(id).map(|row| {
            let (old, new) = if is_new { (None, Some(row)) } else { (Some(row), None) };
            conduct::responsibilities(sides, old, new)
        }),
        Sort::Service => model.services.by_name(id).map(|service| service_alone(side, service, is_new)),
        Sort::Tier => model.tiers.by_name(id).map(|tier| tier_alone(sides, side, tier, is_new)),
        Sort::Scenario => {
            let binds = model.scenarios.by_name(id).is_some_and(|s| s.status.as_deref() == Some("binding"));
            (!binds).then(|| vec![Effect::of(&[], Verdict::Equal)])
        }
        // What nothing names does nothing, and what names it is compared.
        Sort::Calendar | Sort::Period | Sort::Dimension | Sort::State | Sort::Figure | Sort::Indicator | Sort::Role => {
            Some(vec![Effect::of(&[], Verdict::Equal)])
        }
        Sort::Record if !FOUND_BY_NAME.contains(&id.as_str()) => Some(vec![Effect::of(&[], Verdict::Equal)]),
        Sort::Acceptance => {
            let is_own = entry.field("acknowledged").as_array().is_none_or(Vec::is_empty);
            is_own.then(|| vec![Effect::of(&[], Verdict::Equal)])
        }
        // They are told by what follows from them.
        Sort::Exclusion | Sort::Exception => Some(Vec::new()),
        _ => None,
    };
    known.unwrap_or_else(|| vec![Effect::of(&[], Verdict::Incomparable)])
}

fn service_alone(side: &Side<'_>, service: &Service, is_new: bool) -> Vec<Effect> {
    let party = side.model.parties.get(&service.by);
    let creditor = match party.map(|party| party.kind) {
        Some(PartyKind::Supplier) => party.and_then(|party| party.of.clone()),
        _ => side.other(&service.by),
    };
    let verdict = if is_new { Verdict::Stricter } else { Verdict::Looser };
    let services = vec![Id::new(service.term.id.clone())];
    vec![Effect { debtor: Some(service.by.clone()), creditor, services, ..Effect::of(&[], verdict) }]
}

/// A tier binds through the services that are held to it, and these are compared. One that needs none binds by itself.
fn tier_alone(sides: &Sides<'_>, side: &Side<'_>, tier: &Tier, is_new: bool) -> Vec<Effect> {
    let id = &tier.term.id;
    let is_held = side.model.services.iter().any(|service| service.tiers.iter().any(|held| held.tier.name() == id));
    if is_held || side.model.tiers.iter().any(|other| other.extends.as_ref().is_some_and(|of| of.name() == id)) {
        return vec![Effect::of(&[], Verdict::Equal)];
    }
    let own = side.model.commitments.iter().filter(|commitment| commitment.tier.name() == id);
    let told = |commitment: &Commitment| {
        let effects = promises::alone(sides, commitment, is_new).into_iter();
        effects.map(|effect| Effect { on: Some(commitment.term.id.clone()), ..effect }).collect::<Vec<_>>()
    };
    own.flat_map(told).collect()
}

/// Whether a field only says what a term is called, or by which number the contract is cited.
fn is_formal(sides: &Sides<'_>, entry: &Entry<'_>, field: &str) -> bool {
    let id = &entry.id;
    match (entry.sort, field) {
        // The label is who signs, what is provided or done, or the title of what binds.
        (Sort::Party | Sort::Service | Sort::Responsibility | Sort::Prose, "label") => false,
        (Sort::Right, "label") => sides.new.model.rights.by_name(id).is_some_and(|right| right.does.is_some()),
        (Sort::Duty, "label") => sides.new.model.duties.by_name(id).is_some_and(|duty| duty.does.is_some()),
        (_, "label") => true,
        (Sort::Contract, "reference" | "signed") => true,
        (Sort::Scenario, _) => {
            let binds = |model: &Model| {
                model.scenarios.by_name(id).is_some_and(|scenario| scenario.status.as_deref() == Some("binding"))
            };
            !binds(sides.old.model) && !binds(sides.new.model)
        }
        (Sort::Acceptance, "remark") => true,
        _ => false,
    }
}

/// Tells definitions what becomes of the promises that rest on them, and leaves with a promise what no definition explains.
fn follow(sides: &Sides<'_>, all: &mut [Found<'_, '_>]) {
    let names = Names::of(sides);
    let changed: FxHashSet<Key> = all.iter().filter(|found| found.is_changed()).filter_map(Found::key).collect();
    let mut gained: FxHashMap<Key, Vec<Effect>> = FxHashMap::default();
    // Definitions that something rests on which is not compared through them.
    let mut unclear: FxHashSet<Key> = FxHashSet::default();
    let mut explained: FxHashSet<Key> = FxHashSet::default();
    for found in all.iter() {
        let Some(key) = found.key().filter(|(sort, _)| !sort.defines()) else { continue };
        let causes = names.causes(&key, &changed);
        for cause in &causes {
            if !is_read_through(key.0, cause.0) {
                unclear.insert(cause.clone());
                continue;
            }
            let effects =
                found.effects.iter().filter(|effect| effect.verdict != Verdict::Equal && is_of(cause.0, effect));
            let told = effects.map(|effect| Effect { on: effect.on.clone().or(Some(key.1.clone())), ..effect.clone() });
            gained.entry(cause.clone()).or_default().extend(told);
        }
        if !causes.is_empty() {
            explained.insert(key);
        }
    }
    // What a definition of another kind rests on is not followed further.
    for found in all.iter() {
        let Some(key) = found.key().filter(|(sort, _)| is_opaque(*sort)) else { continue };
        unclear.extend(names.causes(&key, &changed).into_iter().filter(|cause| *cause != key));
    }
    for found in all {
        let Some(key) = found.key() else { continue };
        let is_changed = found.is_changed();
        if key.0.defines() && is_changed {
            let gained = gained.remove(&key).unwrap_or_default();
            let is_known = is_told(sides, found, !gained.is_empty()) && !unclear.contains(&key);
            let formal = |effect: &Effect| effect.verdict == Verdict::Equal;
            let only_formal = !found.effects.is_empty() && found.effects.iter().all(formal);
            if is_known {
                found.effects.retain(formal);
            } else if found.effects.is_empty() {
                found.effects.push(Effect::of(&[], Verdict::Incomparable));
            }
            if !only_formal {
                found.effects.extend(gained);
            }
        } else if !is_changed && explained.contains(&key) {
            found.effects.clear();
        }
    }
}

/// Whether terms of a sort are compared by what definitions of another sort come to.
fn is_read_through(sort: Sort, definition: Sort) -> bool {
    match definition {
        Sort::Calendar | Sort::Clock | Sort::Delays => matches!(
            sort,
            Sort::Commitment
                | Sort::Role
                | Sort::Duty
                | Sort::Right
                | Sort::Escalation
                | Sort::Settlement
                | Sort::Backup
        ),
        Sort::Figure => {
            matches!(sort, Sort::Commitment | Sort::Schedule | Sort::Settlement | Sort::Liability | Sort::Right)
        }
        Sort::Exclusion | Sort::Exception => sort == Sort::Commitment,
        // All that names another definition is as unclear as that is, and it says so itself.
        _ => true,
    }
}

/// Fields that say when something is due, or counts.
const TIMED: &[&str] = &[
    "target",
    "calendar",
    "validity",
    "suspended_by",
    "during",
    "within",
    "every",
    "notice",
    "steps",
    "claim",
    "paid",
    "retained",
    "test",
    "tiers",
];
/// Fields that say how much is owed, or under which condition.
const READ: &[&str] =
    &["target", "calendar", "validity", "pays", "basis", "caps", "cap", "exempt", "when", "provided", "waived"];

/// Whether an effect can come from a definition of a sort.
fn is_of(definition: Sort, effect: &Effect) -> bool {
    let fields = match definition {
        Sort::Exclusion => &["suspended_by"],
        Sort::Exception => &["target", "calendar", "validity"][..],
        Sort::Calendar | Sort::Clock | Sort::Delays => TIMED,
        Sort::Figure => READ,
        _ => &[],
    };
    effect.fields.iter().any(|field| fields.contains(&field.as_str()))
}

/// Definitions through which nothing is compared.
fn is_opaque(sort: Sort) -> bool {
    matches!(
        sort,
        Sort::Dimension
            | Sort::Record
            | Sort::State
            | Sort::Indicator
            | Sort::Period
            | Sort::Assessment
            | Sort::Procedure
            | Sort::Tier
    )
}

/// Whether all that a definition does is told by what follows from it.
fn is_told(sides: &Sides<'_>, found: &Found<'_, '_>, has_gained: bool) -> bool {
    let Some((sort, id)) = found.key() else { return false };
    let only = |fields: &[&str]| found.fields.iter().all(|field| fields.contains(&field.as_str()));
    match sort {
        Sort::Calendar => {
            found.old.is_some()
                && found.new.is_some()
                && only(&["label", "zone", "open", "counted", "days", "is", "except"])
                && (has_gained || is_same_calendar(sides, &id))
        }
        Sort::Clock => has_gained && only(&["label", "rules"]) && is_only_opening(sides),
        Sort::Exclusion => has_gained,
        Sort::Exception => is_of_targets(sides, found, &id),
        _ => false,
    }
}

fn is_same_calendar(sides: &Sides<'_>, id: &Name) -> bool {
    let set = crate::model::CalendarSet::Calendar(Id::new(id.clone()));
    promises::same_time(sides, Some(&set), Some(&set))
}

/// Whether, of the rules of counting, only the one on cases that open outside hours is another one.
fn is_only_opening(sides: &Sides<'_>) -> bool {
    let rules = |model: &Model| {
        let mut rules = model.clock.as_ref().map(|clock| clock.rules.clone()).unwrap_or_default();
        rules.retain(|(name, _)| name != "outside_hours");
        rules.sort_unstable();
        rules
    };
    rules(sides.old.model) == rules(sides.new.model)
}

/// Whether an exception gives other targets to whole commitments and does nothing else.
fn is_of_targets(sides: &Sides<'_>, found: &Found<'_, '_>, id: &Name) -> bool {
    let is = |side: &Side<'_>| {
        let Some(exception) = side.model.exceptions.by_name(id) else { return true };
        let mut any = false;
        let whole = side.model.commitments.iter().all(|commitment| {
            let asked = targets::asked(commitment, &side.exceptions);
            let mut own = asked.iter().filter(|asked| asked.exception.is_some_and(|e| e.term.id == *id));
            let given = own.next().is_some();
            any |= given;
            !given || promises::is_for_all(exception, commitment)
        });
        // One field, and it is the target.
        any && whole && exception.fields.len() == 1
    };
    let old = found.old.is_none() || is(&sides.old);
    old && (found.new.is_none() || is(&sides.new))
}

/// Tells a change once: what a tier gives to all of its commitments, what a copy has from what it copies, and the commitments of a tier
/// that is new or gone.
fn fold(sides: &Sides<'_>, all: &mut Vec<Found<'_, '_>>) {
    let place: FxHashMap<Key, usize> =
        all.iter().enumerate().filter_map(|(at, found)| Some((found.key()?, at))).collect();
    let mut moved: Vec<(usize, usize)> = Vec::new();
    for (at, found) in all.iter().enumerate() {
        let Some((Sort::Commitment, id)) = found.key() else { continue };
        let model = if found.new.is_some() { sides.new.model } else { sides.old.model };
        let Some(commitment) = model.commitments.by_name(&id) else { continue };
        let of = |key: Key| place.get(&key).and_then(|at| Some((*at, all.get(*at)?)));
        let tier = of((Sort::Tier, commitment.tier.name().clone()));
        let parent = commitment.inherited.as_ref().and_then(|name| of((Sort::Commitment, name.clone())));
        match (tier, parent) {
            (Some((to, tier)), _) if tier.old.is_none() || tier.new.is_none() => moved.push((at, to)),
            (Some((to, tier)), _) if is_within(found, tier) => moved.push((at, to)),
            (Some((to, tier)), _) if is_carried(found, tier) => moved.push((at, to)),
            (_, Some((to, parent))) if is_copy(found, parent) => moved.push((at, to)),
            _ => {}
        }
    }
    for (from, to) in moved.iter().rev() {
        let Some(found) = all.get_mut(*from) else { continue };
        let id = found.key().map(|(_, id)| id);
        let effects = std::mem::take(&mut found.effects);
        let with: Vec<Name> = id.iter().cloned().chain(std::mem::take(&mut found.with)).collect();
        found.fields.clear();
        // Emptied of what it said, it is no change of its own.
        (found.old, found.new) = (None, None);
        let Some(target) = all.get_mut(*to) else { continue };
        target.with.splice(0..0, with);
        // What a tier that is new or gone promises is told for the services that are held to it.
        if target.old.is_some() && target.new.is_some() {
            let told = effects.into_iter().map(|effect| Effect { on: effect.on.clone().or(id.clone()), ..effect });
            target.effects.extend(told);
        }
    }
    all.retain(|found| found.old.is_some() || found.new.is_some());
}

/// Whether all that differs in a commitment differs in its tier.
fn is_within(found: &Found<'_, '_>, tier: &Found<'_, '_>) -> bool {
    !found.fields.is_empty() && found.fields.iter().all(|field| tier.fields.contains(field) && field != "label")
}

/// Whether a commitment has another name alone because its tier has.
fn is_carried(found: &Found<'_, '_>, tier: &Found<'_, '_>) -> bool {
    let is_quiet = found.fields.is_empty() && found.effects.iter().all(|effect| effect.verdict == Verdict::Equal);
    is_quiet && found.renamed && tier.renamed
}

/// Whether a commitment differs in the same way as the one that it copies.
fn is_copy(found: &Found<'_, '_>, parent: &Found<'_, '_>) -> bool {
    let values = |entry: Option<&Entry<'_>>, fields: &[Name]| -> Vec<serde_json::Value> {
        entry.map(|entry| fields.iter().map(|field| entry.field(field).clone()).collect()).unwrap_or_default()
    };
    let alike = |one: Option<&Entry<'_>>, other: Option<&Entry<'_>>| {
        one.is_some() == other.is_some() && values(one, &found.fields) == values(other, &found.fields)
    };
    found.is_changed() && found.fields == parent.fields && alike(found.old, parent.old) && alike(found.new, parent.new)
}

/// A change, where there is one.
fn change(sides: &Sides<'_>, found: Found<'_, '_>) -> Option<Change> {
    let sort = found.new.or(found.old)?.sort;
    let old = found.old.map(|entry| sides.older_place(entry));
    let new = found.new.map(Entry::place);
    let is_renamed = found.renamed && new.is_some();
    let follows = found.effects.iter().any(|effect| effect.verdict != Verdict::Equal);
    let is_change = !found.fields.is_empty() || old.is_none() || new.is_none() || is_renamed || follows;
    is_change.then_some(Change { sort, old, new, fields: found.fields, effects: found.effects, with: found.with })
}
