//! Instants, stretches and days of a count, told with their weekdays.

use super::Phrases;
use crate::emit::text::markdown;
use crate::evaluate::Number;
use crate::evaluate::examples::{Closed, Due};
use crate::quantity::{Rounding, format};
use crate::time::civil::Weekday;
use crate::time::{Instant, Stretch, local, print};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The decimals at which a value without an end is shown, beside its exact fraction.
const PLACES: u32 = 4;
/// The most stretches of a count that are told one by one.
const TOLD: usize = 6;

impl Phrases<'_> {
    fn zone(&self) -> TimeZone {
        self.model.contract.zone()
    }

    /// A day with its weekday: `vendredi 1er mai 2026`, `Friday 1 May 2026`.
    #[must_use]
    pub fn day(&self, day: Date) -> String {
        format!("{} {}", Weekday::of(day).name(self.language), self.date(day))
    }

    /// An instant with its weekday: `vendredi 1er mai 2026 à 8 h 00`.
    #[must_use]
    pub fn moment(&self, instant: Instant) -> String {
        let at = local::local(&self.zone(), instant);
        self.at(at.date(), &print::time(at.time(), self.language))
    }

    /// The last instant of something. Midnight ends the day before it.
    #[must_use]
    pub fn end_moment(&self, instant: Instant) -> String {
        let (day, time) = self.end(instant);
        self.at(day, &time)
    }

    fn at(&self, day: Date, time: &str) -> String {
        format!("{} {} {time}", self.day(day), self.either("à", "at"))
    }

    fn day_of(&self, instant: Instant) -> Date {
        local::date_at(&self.zone(), instant)
    }

    fn end(&self, instant: Instant) -> (Date, String) {
        let at: DateTime = local::local(&self.zone(), instant);
        match print::last_day(at.date()).filter(|_| at.time() == jiff::civil::Time::midnight()) {
            Some(day) => (day, print::end_time(None, self.language)),
            None => (at.date(), print::time(at.time(), self.language)),
        }
    }

    /// `le lundi 4 mai 2026 de 8 h 00 à 11 h 30`, `du … au …` where it runs over midnight.
    #[must_use]
    pub fn stretch(&self, stretch: Stretch) -> String {
        let start = local::local(&self.zone(), stretch.start);
        let (last, until) = self.end(stretch.end);
        let (from, day) = (print::time(start.time(), self.language), self.day(start.date()));
        match (self.is_french(), start.date() == last) {
            (true, true) => format!("le {day} de {from} à {until}"),
            (false, true) => format!("on {day} from {from} to {until}"),
            (true, false) => format!("du {day} à {from} au {}", self.at(last, &until)),
            (false, false) => format!("from {day} at {from} to {}", self.at(last, &until)),
        }
    }

    /// Days in runs: `du samedi 2 mai 2026 au dimanche 3 mai 2026 et le vendredi 8 mai 2026`.
    #[must_use]
    pub fn day_runs(&self, days: &[Date]) -> String {
        let mut runs: Vec<(Date, Date)> = Vec::new();
        for &day in days {
            match runs.last_mut() {
                Some((_, last)) if last.tomorrow().is_ok_and(|next| next == day) => *last = day,
                _ => runs.push((day, day)),
            }
        }
        let run = |(first, last): &(Date, Date)| match (self.is_french(), first == last) {
            (true, true) => format!("le {}", self.day(*first)),
            (false, true) => format!("on {}", self.day(*first)),
            (true, false) => format!("du {} au {}", self.day(*first), self.day(*last)),
            (false, false) => format!("from {} to {}", self.day(*first), self.day(*last)),
        };
        self.all_of(&runs.iter().map(run).collect::<Vec<_>>())
    }

    /// Closed days, with the names of the holidays among them.
    fn closed_days(&self, closed: &[&Closed<'_>]) -> String {
        let days: Vec<Date> = closed.iter().map(|closed| closed.day).collect();
        let named = closed.iter().filter(|closed| !closed.holidays.is_empty()).map(|closed| {
            let names: Vec<String> = closed.holidays.iter().map(|holiday| self.holiday(holiday)).collect();
            format!("{}{} {}", self.day(closed.day), self.either("\u{A0}:", ":"), self.all_of(&names))
        });
        let named: Vec<String> = named.collect();
        let days = self.day_runs(&days);
        if named.is_empty() { days } else { format!("{days} ({})", named.join(self.either("\u{A0}; ", "; "))) }
    }

    fn holiday(&self, holiday: &crate::model::Holiday) -> String {
        match self.title(&holiday.label) {
            label if label.is_empty() => markdown::code(&holiday.name),
            label => self.quoted(&label),
        }
    }

    /// How a deadline is counted: when the count runs, and on which days it does not.
    #[must_use]
    pub fn count_of(&self, due: &Due<'_>) -> Option<String> {
        let in_days = !due.days.is_empty();
        let length = self.length(&due.target, due.calendar.as_ref().filter(|_| in_days));
        let all: Vec<&Closed<'_>> = due.closed.iter().collect();
        if in_days {
            let days = self.day_runs(&due.days);
            let mut words = if self.is_french() {
                format!("{} retient les jours suivants\u{A0}: {days}", self.count_name(&length))
            } else {
                format!("{} takes the following days: {days}", self.count_name(&length))
            };
            if !all.is_empty() {
                let joint = self.either("\u{A0}; ne sont pas comptés les jours suivants\u{A0}:", "; not counted:");
                words = format!("{words}{joint} {}", self.closed_days(&all));
            }
            return Some(words);
        }
        let (first, rest) = due.counted.split_first()?;
        let runs = match rest {
            [] if self.day_of(first.start) != self.end(first.end).0 => {
                self.either("court sans interruption", "runs without interruption")
            }
            _ => self.either("court", "runs"),
        };
        let mut words = format!("{} {runs} {}", self.count_name(&length), self.stretch(*first));
        let mut end = first.end;
        for (told, piece) in rest.iter().enumerate() {
            let gap = Stretch::new(end, piece.start);
            let zone = self.zone();
            let of_gap = |closed: &&&Closed<'_>| !local::day(&zone, closed.day).and(gap).is_empty();
            let closed: Vec<&Closed<'_>> = all.iter().filter(of_gap).copied().collect();
            if !closed.is_empty() {
                words =
                    format!("{words}, {} {}", self.either("ne court pas", "does not run"), self.closed_days(&closed));
            }
            let last = told + 1 == rest.len();
            if told + 1 >= TOLD && !last {
                let piece = rest.last().copied().unwrap_or(*piece);
                let joint = self.either(
                    "puis court de même jusqu’à sa dernière plage,",
                    "then runs likewise until its last stretch,",
                );
                return Some(format!("{words}, {joint} {}", self.stretch(piece)));
            }
            let joint =
                if last { self.either(" et reprend", " and resumes") } else { self.either(", reprend", ", resumes") };
            words = format!("{words}{joint} {}", self.stretch(*piece));
            end = piece.end;
        }
        Some(words)
    }

    fn count_name(&self, length: &str) -> String {
        if self.is_french() {
            format!("le décompte {}", self.bare(length).of())
        } else {
            format!("the count of {length}")
        }
    }

    /// A computed figure. One that no finite decimal says is shown at a few decimals with the exact fraction.
    #[must_use]
    pub fn figure_of(&self, number: &Number) -> String {
        let quantity = number.quantity();
        if number.unit == "s" {
            return format::duration(&number.base, self.language);
        }
        if quantity.value.finite_places().is_some_and(|places| places <= PLACES) {
            return self.quantity(&quantity);
        }
        let near = crate::model::Quantity { value: quantity.value.round(PLACES, Rounding::HalfUp), ..quantity };
        let exact = format::number(&number.base, self.language);
        let joint = self.either("valeur exacte\u{A0}:", "exactly");
        format!("{} ({joint} {exact})", self.quantity(&near))
    }
}
