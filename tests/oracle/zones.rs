//! What the clocks of some zones read, written down by hand: so that nothing is shared with the library that the compiler asks.

/// A zone, with the seconds that its clocks are ahead at first and after each change (in seconds of UTC).
pub struct Zone {
    pub name: &'static str,
    ahead: i64,
    changes: &'static [(i64, i64)],
    /// Days around which its clocks change, and the 29th of February of 2028.
    pub days: &'static [i64],
}

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// Days from 1970-01-01: of 2026-01-01, and of 2028-01-01.
const Y2026: i64 = 20_454;
const Y2028: i64 = 21_184;
/// 2028-02-28.
const LEAP: i64 = Y2028 + 58;

/// The zones that are tried.
pub static ZONES: [Zone; 4] = [
    // Forward on 2026-03-29 and back on 2026-10-25, at 01:00 UTC; 2027-03-28, 2027-10-31; 2028-03-26.
    Zone {
        name: "Europe/Paris",
        ahead: HOUR,
        changes: &[
            ((Y2026 + 87) * DAY + HOUR, 2 * HOUR),
            ((Y2026 + 297) * DAY + HOUR, HOUR),
            ((Y2026 + 451) * DAY + HOUR, 2 * HOUR),
            ((Y2026 + 668) * DAY + HOUR, HOUR),
            ((Y2028 + 85) * DAY + HOUR, 2 * HOUR),
        ],
        days: &[Y2026 + 86, Y2026 + 87, Y2026 + 296, Y2026 + 297, LEAP, Y2026 + 4],
    },
    // Half an hour: back on 2026-04-05 at 02:00 (15:00 UTC of the day before), forward on 2026-10-04 at 02:00 (15:30 UTC).
    Zone {
        name: "Australia/Lord_Howe",
        ahead: 11 * HOUR,
        changes: &[
            ((Y2026 + 93) * DAY + 15 * HOUR, 10 * HOUR + HOUR / 2),
            ((Y2026 + 275) * DAY + 15 * HOUR + HOUR / 2, 11 * HOUR),
        ],
        days: &[Y2026 + 93, Y2026 + 94, Y2026 + 275, Y2026 + 276, Y2026 + 5],
    },
    // Back for Ramadan on 2026-02-15 at 03:00 (02:00 UTC), forward on 2026-03-22 at 02:00 (02:00 UTC).
    Zone {
        name: "Africa/Casablanca",
        ahead: HOUR,
        changes: &[((Y2026 + 45) * DAY + 2 * HOUR, 0), ((Y2026 + 80) * DAY + 2 * HOUR, HOUR)],
        days: &[Y2026 + 44, Y2026 + 45, Y2026 + 79, Y2026 + 80, Y2026 + 120],
    },
    Zone { name: "UTC", ahead: 0, changes: &[], days: &[Y2026, Y2026 + 57, Y2028 + 59, LEAP, Y2026 + 2] },
];

impl Zone {
    /// The seconds that its clocks are ahead at an instant.
    pub fn ahead(&self, instant: i64) -> i64 {
        self.changes.iter().rev().find(|(at, _)| *at <= instant).map_or(self.ahead, |(_, ahead)| *ahead)
    }

    /// The first instant of a day.
    pub fn midnight(&self, day: i64) -> i64 {
        // No clock of these zones changes around midnight.
        let local = day * DAY;
        local - self.ahead(local - self.ahead(local))
    }
}

/// `2026-03-29` of a day.
pub fn date(day: i64) -> String {
    let (mut year, mut left) = (1970, day);
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    while left >= 365 + i64::from(leap(year)) {
        left -= 365 + i64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + i64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while left >= lengths[month] {
        left -= lengths[month];
        month += 1;
    }
    format!("{year}-{:02}-{:02}", month + 1, left + 1)
}
