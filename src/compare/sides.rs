//! Both versions of a contract with their calendars, over the same instants.

use super::Place;
use super::canon::{self, Entry, Sort};
use super::due::Known;
use super::pairs::{self, Pair};
use crate::base::Name;
use crate::evaluate::targets::{self, Exceptions};
use crate::evaluate::{Calendars, Evidence, TAIL_YEARS, World, functions};
use crate::model::{Actor, Commitment, Id, Model, Party, PartyKind, Validity};
use crate::time::{Stretch, local};
use jiff::ToSpan;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

/// How long a contract without an end is looked at, in years.
const OPEN_YEARS: i32 = 3;

/// One version.
pub struct Side<'s> {
    /// The contract.
    pub model: &'s Model,
    /// Its calendars, without evidence.
    pub world: &'s World<'s>,
    /// Its exceptions by what they change.
    pub exceptions: Exceptions<'s>,
    /// Its terms.
    pub entries: Vec<Entry<'s>>,
    /// The places of its terms.
    places: FxHashMap<(Sort, Name), usize>,
}

/// Both versions.
pub struct Sides<'s> {
    /// The older one.
    pub old: Side<'s>,
    /// The newer one.
    pub new: Side<'s>,
    /// Their terms side by side.
    pub pairs: Vec<Pair>,
    /// The instants over which they are compared: those that lie in the term of both, else those of the newer one.
    pub common: Stretch,
    /// Terms that say something else than before, by the identity of the newer version.
    pub changed: FxHashSet<(Sort, Name)>,
    /// The places of the terms of the older version, by the names that they have in the newer one.
    places: FxHashMap<(Sort, Name), Place>,
    /// Deadlines that were compared.
    pub known: Known,
    calendars: bool,
}

impl<'s> Side<'s> {
    fn of(world: &'s World<'s>) -> Self {
        let entries = canon::entries(world.model);
        let mut side = Self {
            model: world.model,
            world,
            exceptions: targets::exceptions(world.model),
            entries,
            places: FxHashMap::default(),
        };
        for (at, entry) in side.entries.iter().enumerate() {
            side.places.entry((entry.sort, entry.id.clone())).or_insert(at);
        }
        side
    }

    /// The term at a place.
    pub fn at(&self, place: Option<usize>) -> Option<&Entry<'s>> {
        self.entries.get(place?)
    }

    /// The term of a sort with this identity.
    pub fn entry(&self, sort: Sort, id: &str) -> Option<&Entry<'s>> {
        self.entries.get(*self.places.get(&(sort, id.into()))?)
    }

    /// The other one of the two who sign.
    pub fn other(&self, party: &Id<Party>) -> Option<Id<Party>> {
        let kind = self.model.parties.get(party)?.kind;
        let wanted = if kind == PartyKind::Customer { PartyKind::Provider } else { PartyKind::Customer };
        let mut others = self.model.parties.iter().filter(|party| party.kind == wanted);
        let only = others.next().filter(|_| others.next().is_none())?;
        Some(Id::new(only.term.id.clone()))
    }

    /// The party that someone is, or belongs to.
    pub fn party_of(&self, actor: &Actor) -> Option<Id<Party>> {
        match actor {
            Actor::Party(party) => Some(party.clone()),
            Actor::Role(role) => self.model.roles.get(role).map(|role| role.of.clone()),
        }
    }

    /// The instants of the days of a validity.
    pub fn in_force(&self, validity: Validity, within: Stretch) -> Stretch {
        let at = |day: Option<Date>, otherwise| day.map_or(otherwise, |day| local::start_of(self.world.zone(), day));
        Stretch::new(at(validity.from, within.start), at(validity.until, within.end)).and(within)
    }

    /// The services that are held to the tier of a commitment, and that it is for.
    pub fn held(&self, commitment: &Commitment) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for (service, _) in self.world.held(commitment) {
            if !names.contains(&service.term.id) {
                names.push(service.term.id.clone());
            }
        }
        names
    }
}

impl Sides<'_> {
    /// Shows both versions to something that compares them.
    pub fn with<T>(old: &Model, new: &Model, compare: impl FnOnce(&Sides<'_>) -> T) -> T {
        let nothing = Evidence::default();
        let names = pairs::renames(old, new);
        let mut places: FxHashMap<(Sort, Name), Place> = FxHashMap::default();
        for entry in canon::entries(old) {
            let name = names.get(&entry.id).unwrap_or(&entry.id);
            places.insert((entry.sort, name.clone()), entry.place());
        }
        let renamed = if names.is_empty() { None } else { pairs::renamed(old, &names) };
        let old = renamed.as_ref().unwrap_or(old);
        let first = [old, new].into_iter().filter_map(|model| model.contract.from).min();
        let first = first.unwrap_or(Date::constant(2026, 1, 1));
        let end = |model: &Model| {
            let open = model.contract.from.unwrap_or(first).saturating_add(OPEN_YEARS.years());
            model.contract.until.unwrap_or(open)
        };
        let last = end(old).max(end(new));
        let (from, until) = (first.saturating_sub(1.year()), last.saturating_add(TAIL_YEARS.years()));
        let (old_calendars, new_calendars) = (Calendars::of(old, from, until), Calendars::of(new, from, until));
        let old_world = World::new(old, &old_calendars, &nothing, old_calendars.within().end);
        let new_world = World::new(new, &new_calendars, &nothing, new_calendars.within().end);
        let (old, new) = (Side::of(&old_world), Side::of(&new_world));
        let pairs = pairs::pairs(&old.entries, &new.entries);
        let newer = functions::looked_at(&new_world);
        let both = functions::looked_at(&old_world).and(newer);
        let common = if both.is_empty() { newer } else { both };
        let mut sides = Sides {
            old,
            new,
            pairs,
            common,
            changed: FxHashSet::default(),
            places,
            known: Known::default(),
            calendars: false,
        };
        for pair in &sides.pairs {
            let (old, new) = (sides.old.at(pair.old), sides.new.at(pair.new));
            let is_same = old.is_some_and(|old| new.is_some_and(|new| old.form == new.form));
            if let Some(entry) = new.or(old).filter(|_| !is_same) {
                sides.changed.insert((entry.sort, entry.id.clone()));
            }
        }
        sides.calendars = sides.counts_otherwise();
        compare(&sides)
    }
}

impl Sides<'_> {
    /// Whether a term says something else than before.
    pub fn is_changed(&self, sort: Sort, new: &str) -> bool {
        self.changed.contains(&(sort, new.into()))
    }

    /// Whether a length of time, on the same calendar, may come to something else than before.
    pub fn is_calendar_changed(&self) -> bool {
        self.calendars
    }

    fn counts_otherwise(&self) -> bool {
        let on_calendar = |id: &Name| {
            let on = |side: &Side<'_>| {
                let exception = side.model.exceptions.by_name(id);
                exception.is_some_and(|e| e.on.iter().any(|on| side.model.calendars.by_name(on).is_some()))
            };
            on(&self.old) || on(&self.new)
        };
        let zone = |side: &Side<'_>| (side.model.contract.timezone.clone(), side.model.contract.from);
        zone(&self.old) != zone(&self.new)
            || self.changed.iter().any(|(sort, id)| match sort {
                Sort::Calendar | Sort::Period | Sort::Delays => true,
                Sort::Exception => on_calendar(id),
                _ => false,
            })
    }

    /// Whether a target that is written as before may come to something else.
    pub fn is_time_changed(&self) -> bool {
        let reads = |sort: &Sort| matches!(sort, Sort::Contract | Sort::Clock | Sort::Exception | Sort::Figure);
        self.calendars || self.changed.iter().any(|(sort, _)| reads(sort))
    }

    /// Whether a term has another name than before.
    pub fn has_renamed(&self) -> bool {
        self.places.iter().any(|((_, name), place)| *name != place.id)
    }

    /// The place of a term of the older version, under the name that it had.
    pub fn older_place(&self, entry: &Entry<'_>) -> Place {
        self.places.get(&(entry.sort, entry.id.clone())).cloned().unwrap_or_else(|| entry.place())
    }
}
