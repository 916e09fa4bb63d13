//! Calendars, their days and hours.

use super::{Article, Noun, Phrases};
use crate::model::{CalendarSet, CountedDay};
use crate::time::civil::{Month, Weekday};
use crate::time::date_rule::{DateRule, Observance};
use crate::time::print;
use crate::time::weekly::Recurrence;

impl Phrases<'_> {
    /// A calendar, or an expression of calendars, as a thing.
    #[must_use]
    pub fn calendar(&self, set: &CalendarSet) -> Noun {
        let parts = |sets: &[CalendarSet]| -> Vec<String> { sets.iter().map(|s| self.calendar(s).plain()).collect() };
        match set {
            CalendarSet::Always => self.bare(self.either(
                "tous les jours et toutes les heures, sans interruption",
                "every hour of every day, without interruption",
            )),
            CalendarSet::Calendar(id) if id.as_blank().is_some() => self.bare(self.name(id.as_str())),
            CalendarSet::Calendar(id) => {
                self.noun(Article::Le, format!("{} {}", self.either("calendrier", "calendar"), self.name(id.as_str())))
            }
            CalendarSet::And(sets) => {
                let to = |set: &CalendarSet| match self.is_french() {
                    true => self.calendar(set).to(),
                    false => self.calendar(set).plain(),
                };
                let sets = self.all_of(&sets.iter().map(to).collect::<Vec<_>>());
                self.noun(Article::Les, format!("{} {sets}", self.either("instants communs", "instants common to")))
            }
            CalendarSet::Or(sets) => {
                let sets = self.any_of(&parts(sets));
                self.noun(Article::Les, format!("{} {sets}", self.either("instants compris dans", "instants within")))
            }
            CalendarSet::Except(whole, out) if **whole == CalendarSet::Always => {
                let out = self.calendar(out);
                self.noun(
                    Article::Les,
                    if self.is_french() {
                        format!("instants en dehors {}", out.of())
                    } else {
                        format!("instants outside {}", out.plain())
                    },
                )
            }
            CalendarSet::Except(whole, out) => {
                let (whole, out) = (self.calendar(whole).plain(), self.calendar(out).plain());
                self.noun(
                    Article::Les,
                    if self.is_french() {
                        format!("instants compris dans {whole} et non dans {out}")
                    } else {
                        format!("instants within {whole} and not within {out}")
                    },
                )
            }
        }
    }

    /// Over which instants something counts: `selon le calendrier …`, `during the calendar …`.
    #[must_use]
    pub fn during(&self, set: &CalendarSet) -> String {
        let words = self.calendar(set).plain();
        match set {
            CalendarSet::Always => words,
            _ => format!("{} {words}", self.either("selon", "during")),
        }
    }

    /// The same as short as a table wants it.
    #[must_use]
    pub fn short_during(&self, set: &CalendarSet) -> String {
        match set {
            CalendarSet::Always => self.either("sans interruption", "without interruption").to_owned(),
            CalendarSet::Calendar(id) => self.short_name(id.as_str()),
            _ => self.calendar(set).plain(),
        }
    }

    /// Days and hours; the end of the hours is outside, and is printed so.
    #[must_use]
    pub fn recurrence(&self, recurrence: &Recurrence) -> String {
        let words = print::recurrence(recurrence, self.language);
        if recurrence.hours.is_whole_day() {
            return words;
        }
        format!("{words}{}", self.either(" (heure de fin exclue)", " (the end excluded)"))
    }

    /// Days with the hour at which something starts; hours whose end is their start are such an hour.
    #[must_use]
    pub fn starts(&self, recurrences: &[Recurrence]) -> String {
        let start = |recurrence: &Recurrence| {
            let hours = recurrence.hours;
            if hours.is_whole_day() || hours.end != Some(hours.start) {
                return self.recurrence(recurrence);
            }
            let days = print::days(&recurrence.days, self.language);
            format!("{days}, {} {}", self.either("à", "at"), print::time(hours.start, self.language))
        };
        recurrences.iter().map(start).collect::<Vec<_>>().join(self.either("\u{A0}; ", "; "))
    }

    /// A day of each month that is counted on a calendar, and its hours.
    #[must_use]
    pub fn counted_day(&self, day: &CountedDay) -> String {
        let (rank, of) = (day.ordinal.name(self.language), self.calendar(&day.of).plain());
        let words = if self.is_french() {
            format!("dans chaque mois, le {rank} jour qui compte au moins un instant selon {of}")
        } else {
            format!("in each month, the {rank} day of which at least one instant belongs to {of}")
        };
        let end = self.either(" (heure de fin exclue)", " (the end excluded)");
        match day.hours.is_whole_day() {
            true => format!("{words}, {}", self.either("toute la journée", "all day")),
            false => format!("{words}, {}{end}", print::hours(day.hours, self.language)),
        }
    }

    /// The days and hours of a calendar, and those that are counted on another one.
    #[must_use]
    pub fn open_hours(&self, open: &[Recurrence], counted: &[CountedDay]) -> Vec<String> {
        let counted = counted.iter().map(|day| self.counted_day(day));
        open.iter().map(|recurrence| self.recurrence(recurrence)).chain(counted).collect()
    }

    /// Several stretches of days and hours.
    #[must_use]
    pub fn recurrences(&self, recurrences: &[Recurrence]) -> String {
        let all: Vec<_> = recurrences.iter().map(|r| self.recurrence(r)).collect();
        all.join(self.either("\u{A0}; ", "; "))
    }

    /// The rule that dates a holiday.
    #[must_use]
    pub fn date_rule(&self, rule: &DateRule) -> String {
        let fr = self.is_french();
        let name = |weekday: Weekday| weekday.name(self.language);
        let day_of = |month: Month, day: i8| print::day_and_month(month, day, self.language);
        match rule {
            DateRule::Fixed { month, day } if fr => format!("le {}", day_of(*month, *day)),
            DateRule::Fixed { month, day } => day_of(*month, *day),
            DateRule::Nth { ordinal, weekday, month } => {
                let (rank, month) = (ordinal.name(self.language), month.name(self.language));
                if fr {
                    format!("le {rank} {} {}", name(*weekday), self.bare(month).of())
                } else {
                    format!("the {rank} {} of {month}", name(*weekday))
                }
            }
            DateRule::WeekdayBefore { weekday, month, day } if fr => {
                format!("le dernier {} précédant le {}", name(*weekday), day_of(*month, *day))
            }
            DateRule::WeekdayBefore { weekday, month, day } => {
                format!("the last {} before {}", name(*weekday), day_of(*month, *day))
            }
            DateRule::WeekdayOnOrAfter { weekday, month, day } if fr => {
                format!("le premier {} à compter du {} inclus", name(*weekday), day_of(*month, *day))
            }
            DateRule::WeekdayOnOrAfter { weekday, month, day } => {
                format!("the first {} on or after {}", name(*weekday), day_of(*month, *day))
            }
            DateRule::Easter { offset } => self.easter(*offset, self.either("le dimanche de Pâques", "Easter Sunday")),
            DateRule::OrthodoxEaster { offset } => {
                self.easter(*offset, self.either("le dimanche de la Pâque orthodoxe", "Orthodox Easter Sunday"))
            }
            DateRule::Once { date } if fr => format!("le {}", self.date(*date)),
            DateRule::Once { date } => self.date(*date),
        }
    }

    fn easter(&self, offset: i16, sunday: &str) -> String {
        let days = offset.unsigned_abs();
        let day = match (self.is_french(), days) {
            (true, 0 | 1) => "jour",
            (true, _) => "jours",
            (false, 1) => "day",
            (false, _) => "days",
        };
        match (offset.signum(), self.is_french()) {
            (0, _) => sunday.to_owned(),
            (1, true) => format!("{days}\u{A0}{day} après {sunday}"),
            (1, false) => format!("{days}\u{A0}{day} after {sunday}"),
            (_, true) => format!("{days}\u{A0}{day} avant {sunday}"),
            (_, false) => format!("{days}\u{A0}{day} before {sunday}"),
        }
    }

    /// Where a holiday is kept that falls on a closed day; none where it stays.
    #[must_use]
    pub fn observance(&self, observance: &Observance) -> Option<String> {
        let fr = self.is_french();
        match observance {
            Observance::AsDated => None,
            Observance::Shifted(shifts) => {
                let shifts: Vec<_> = shifts
                    .iter()
                    .map(|shift| {
                        let weekday = shift.on.name(self.language);
                        let kept =
                            (0..shift.days.rem_euclid(7)).fold(shift.on, |day, _| day.next()).name(self.language);
                        let later = shift.days > 0;
                        match (fr, later) {
                            (true, true) => format!("s’il tombe un {weekday}, reporté au {kept} suivant"),
                            (true, false) => format!("s’il tombe un {weekday}, avancé au {kept} précédent"),
                            (false, true) => format!("on a {weekday}, moved to the next {kept}"),
                            (false, false) => format!("on a {weekday}, moved to the {kept} before"),
                        }
                    })
                    .collect();
                Some(shifts.join(self.either("\u{A0}; ", "; ")))
            }
            Observance::NextFree(closed) => {
                let days: Vec<String> = closed.iter().map(|d| d.name(self.language).to_owned()).collect();
                let days = self.any_of(&days);
                Some(if fr {
                    format!(
                        "s’il tombe un {days}, reporté au premier jour suivant qui n’est ni l’un de ces jours ni un autre jour de cette liste"
                    )
                } else {
                    format!(
                        "on a {days}, moved to the next day that is neither one of these nor another day of this list"
                    )
                })
            }
        }
    }
}
