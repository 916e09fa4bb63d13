//! A month of a calendar as a grid, with what is special about its days beneath.

use crate::base::Language;
use crate::emit::report::moments::{self, Moments};
use crate::evaluate::month::{Day, Month};
use crate::time::{Stretch, Weekday, local, print};
use jiff::civil::Time;
use std::fmt::Write as _;

/// The most stretches of a day that are shown one by one.
const STRETCHES: usize = 4;

/// Seconds of a day on which clocks do not change.
const DAY: i64 = 86_400;

/// The month of a calendar that is called `title`.
#[must_use]
pub fn text(title: &str, month: &Month<'_>) -> String {
    let zone = month.zone.iana_name().unwrap_or("UTC");
    let mut out = format!("{title}, {} ({zone})\n\n", print::month(month.first, Language::English));
    let weeks = weeks(month);
    let cells: Vec<Vec<Vec<String>>> = weeks
        .iter()
        .map(|week| week.iter().map(|day| day.map(|d| cell(month, d)).unwrap_or_default()).collect())
        .collect();
    let widest = cells.iter().flatten().flatten().map(|line| line.chars().count()).max().unwrap_or(0);
    let width = widest.max(3) + 2;
    let names = Weekday::ALL
        .iter()
        .map(|day| format!("{:width$}", &day.name(Language::English).chars().take(3).collect::<String>()));
    let _ = writeln!(out, "  {}hours", names.collect::<String>());
    for (week, cells) in weeks.iter().zip(&cells) {
        let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
        let seconds: i64 = week.iter().flatten().map(|day| day.seconds()).sum();
        for number in 0..lines {
            let line = cells.iter().map(|cell| format!("{:width$}", cell.get(number).map_or("", String::as_str)));
            // The hours of the week stand beside the first line of hours.
            let total = if number == 1 { hours(seconds) } else { String::new() };
            let _ = writeln!(out, "{}", format!("  {}{total}", line.collect::<String>()).trim_end());
        }
    }
    out.push('\n');
    out.push_str(&notes(month));
    let days = month.open_days();
    let _ = writeln!(out, "{days} open {}, {}", if days == 1 { "day" } else { "days" }, hours(month.seconds()));
    out
}

/// The days of each week, Monday first; none where a day belongs to another month.
fn weeks<'m>(month: &'m Month<'_>) -> Vec<Vec<Option<&'m Day>>> {
    let before =
        month.days.first().map_or(0, |day| usize::from(day.date.weekday().to_monday_zero_offset().unsigned_abs()));
    let mut all: Vec<Option<&Day>> = vec![None; before];
    all.extend(month.days.iter().map(Some));
    all.resize(all.len().next_multiple_of(7), None);
    all.chunks(7).map(<[Option<&Day>]>::to_vec).collect()
}

/// The lines of a day: its number with a mark, then its hours.
fn cell(month: &Month<'_>, day: &Day) -> Vec<String> {
    let mark = if month.holidays.iter().any(|kept| kept.day == day.date) { " *" } else { "" };
    let length = if day.whole.seconds() == DAY { String::new() } else { format!(" ({})", hours(day.whole.seconds())) };
    let mut lines = vec![format!("{}{mark}{length}", day.date.day())];
    match day.open.as_slice() {
        [] => lines.push("-".to_owned()),
        [all] if *all == day.whole => lines.push("all day".to_owned()),
        all if all.len() > STRETCHES => lines.push(format!("{}x {}", all.len(), hours(day.seconds()))),
        all => lines.extend(all.iter().map(|open| stretch(month, *open))),
    }
    lines
}

/// Hours by the clock, as short as they can be: `08-18`, `08:30-12`, `22-24`.
fn stretch(month: &Month<'_>, open: Stretch) -> String {
    let clock = |instant: i64| {
        let time = local::local(&month.zone, instant).time();
        let text = print::time(time, Language::English);
        (time, text.strip_suffix(":00").map_or(text.clone(), str::to_owned))
    };
    let (_, from) = clock(open.start);
    let until = match clock(open.end) {
        (time, _) if time == Time::midnight() => "24".to_owned(),
        (_, text) => text,
    };
    format!("{from}-{until}")
}

/// Hours as a number: `40 h`, `7 h 30 min`.
fn hours(seconds: i64) -> String {
    if seconds == 0 { "0 h".to_owned() } else { moments::duration(seconds) }
}

/// Holidays, those that moved, and days on which clocks change.
fn notes(month: &Month<'_>) -> String {
    let moments = Moments { zone: month.zone.clone(), year: month.first.year() };
    let mut notes = Vec::new();
    for kept in &month.holidays {
        let label = match kept.holiday.label.any(Language::English.tag()) {
            "" => kept.holiday.name.as_str(),
            label => label,
        };
        let is_inside = kept.day.first_of_month() == month.first;
        notes.push(match (kept.moved_from, is_inside) {
            (Some(from), true) => {
                (kept.day, format!("* {}: {label}, moved from {}", moments.day(kept.day), moments.day(from)))
            }
            (Some(from), false) => {
                (from, format!("  {}: {label}, kept on {}", moments.day(from), moments.day(kept.day)))
            }
            (None, _) => (kept.day, format!("* {}: {label}", moments.day(kept.day))),
        });
    }
    for day in &month.days {
        let seconds = day.whole.seconds();
        if seconds != DAY {
            let way = if seconds < DAY { "forward" } else { "back" };
            notes.push((
                day.date,
                format!("  {}: clocks go {way}, the day has {}", moments.day(day.date), hours(seconds)),
            ));
        }
    }
    notes.sort_by_key(|(day, _)| *day);
    let mut text: String = notes.iter().map(|(_, note)| format!("{note}\n")).collect();
    if !text.is_empty() {
        text.push('\n');
    }
    text
}
