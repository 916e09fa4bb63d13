use super::*;
use Language::{English, French};
use jiff::civil;

fn visible(text: String) -> String {
    text.replace(NO_BREAK, "~")
}

#[test]
fn the_first_of_a_month_is_an_ordinal_in_french_only() {
    assert_eq!(visible(date(civil::date(2026, 1, 1), French)), "1er~janvier 2026");
    assert_eq!(visible(date(civil::date(2026, 1, 1), English)), "1~January 2026");
    assert_eq!(visible(date(civil::date(2026, 5, 3), French)), "3~mai 2026");
    assert_eq!(month(civil::date(2026, 8, 1), French), "août 2026");
}

#[test]
fn times_follow_the_language_and_hide_empty_seconds() {
    assert_eq!(visible(time(civil::time(8, 0, 0, 0), French)), "8~h~00");
    assert_eq!(visible(time(civil::time(8, 0, 0, 0), English)), "08:00");
    assert_eq!(visible(time(civil::time(22, 10, 5, 0), French)), "22~h~10~min~05~s");
    assert_eq!(visible(time(civil::time(22, 10, 5, 0), English)), "22:10:05");
}

#[test]
fn a_half_open_end_is_printed_as_the_last_moment_that_counts() {
    let end = civil::date(2029, 1, 1);
    assert_eq!(visible(until(end, French)), "31~décembre 2028 à 24~h~00");
    assert_eq!(visible(until(end, English)), "31~December 2028 at 24:00");
    assert_eq!(last_day(end), Some(civil::date(2028, 12, 31)));
    assert_eq!(visible(until(Date::MIN, English)), "1~January -9999 at 00:00");
}

#[test]
fn an_instant_has_its_date_and_its_time() {
    let opened = civil::date(2026, 5, 3).at(22, 10, 0, 0);
    assert_eq!(visible(instant(opened, French)), "3~mai 2026 à 22~h~10");
    assert_eq!(visible(instant(opened, English)), "3~May 2026 at 22:10");
}

fn both(days: Days, hours: Hours) -> (String, String) {
    let which = Recurrence { days, hours };
    (visible(recurrence(&which, French)), visible(recurrence(&which, English)))
}

fn pair(french: &str, english: &str) -> (String, String) {
    (french.to_owned(), english.to_owned())
}

fn from_to(start: i8, end: Option<i8>) -> Hours {
    Hours { start: civil::time(start, 0, 0, 0), end: end.map(|hour| civil::time(hour, 0, 0, 0)) }
}

#[test]
fn weekdays_that_follow_one_another_are_a_range() {
    assert_eq!(
        both(Days::weekdays(Weekday::Mon, Weekday::Fri), from_to(8, Some(18))),
        pair("du lundi au vendredi, de 8~h~00 à 18~h~00", "Monday to Friday, from 08:00 to 18:00")
    );
    assert_eq!(
        both(Days::weekdays(Weekday::Fri, Weekday::Mon), from_to(22, Some(6))),
        pair(
            "du vendredi au lundi, de 22~h~00 à 6~h~00 le lendemain",
            "Friday to Monday, from 22:00 to 06:00 the next day"
        )
    );
}

#[test]
fn scattered_weekdays_are_a_list() {
    let days = [Weekday::Mon, Weekday::Wed, Weekday::Fri];
    assert_eq!(
        both(Days::Weekdays(days.into()), Hours::WHOLE_DAY),
        pair("les lundi, mercredi et vendredi, toute la journée", "every Monday, Wednesday and Friday, all day")
    );
    assert_eq!(
        both(Days::Weekdays([Weekday::Sun].into()), from_to(2, Some(6))),
        pair("le dimanche, de 2~h~00 à 6~h~00", "every Sunday, from 02:00 to 06:00")
    );
    assert_eq!(
        both(Days::Weekdays([Weekday::Sat, Weekday::Sun].into()), from_to(8, None)),
        pair("les samedi et dimanche, de 8~h~00 à 24~h~00", "every Saturday and Sunday, from 08:00 to 24:00")
    );
}

#[test]
fn always_has_its_own_words() {
    assert_eq!(both(Days::All, Hours::WHOLE_DAY), pair("en permanence", "at all times"));
    assert_eq!(
        both(Days::All, from_to(20, Some(0))),
        pair("tous les jours, de 20~h~00 à 24~h~00", "every day, from 20:00 to 24:00")
    );
}

#[test]
fn days_of_the_month_say_which_months_have_them() {
    assert_eq!(
        both(Days::NthWeekday(Ordinal::First, Weekday::Sun), from_to(2, Some(6))),
        pair(
            "le premier dimanche de chaque mois, de 2~h~00 à 6~h~00",
            "the first Sunday of each month, from 02:00 to 06:00"
        )
    );
    assert_eq!(
        both(Days::NthWeekday(Ordinal::Fifth, Weekday::Sun), from_to(2, Some(6))).0,
        "le cinquième dimanche des mois qui en ont un, de 2~h~00 à 6~h~00"
    );
    assert_eq!(
        both(Days::NthDay(Ordinal::Last), Hours::WHOLE_DAY),
        pair("le dernier jour de chaque mois, toute la journée", "the last day of each month, all day")
    );
}

#[test]
fn days_of_some_weeks_say_which_week_is_the_first() {
    let every_second = |weekdays| Days::EveryWeeks { weekdays, weeks: 2, from: civil::date(2026, 1, 5) };
    assert_eq!(
        both(every_second([Weekday::Mon].into()), from_to(8, Some(12))),
        pair(
            "le lundi, une semaine sur 2 à compter de celle du 5~janvier 2026, de 8~h~00 à 12~h~00",
            "every Monday, one week in 2 from that of 5~January 2026, from 08:00 to 12:00"
        )
    );
    assert_eq!(
        both(every_second([Weekday::Mon, Weekday::Tue, Weekday::Wed].into()), Hours::WHOLE_DAY).0,
        "du lundi au mercredi, une semaine sur 2 à compter de celle du 5~janvier 2026, toute la journée"
    );
}

#[test]
fn seasons_and_dates_include_their_ends() {
    assert_eq!(
        both(Days::Months(Month::Oct, Month::Jan), Hours::WHOLE_DAY),
        pair("d’octobre à janvier", "from October to January")
    );
    assert_eq!(both(Days::Months(Month::May, Month::May), Hours::WHOLE_DAY), pair("en mai", "in May"));
    assert_eq!(
        both(Days::Dates(civil::date(2026, 12, 24), civil::date(2027, 1, 1)), Hours::WHOLE_DAY),
        pair("du 24~décembre 2026 au 1er~janvier 2027 inclus", "from 24~December 2026 to 1~January 2027 inclusive")
    );
    assert_eq!(
        both(Days::Dates(civil::date(2026, 12, 24), civil::date(2026, 12, 24)), Hours::WHOLE_DAY),
        pair("le 24~décembre 2026", "on 24~December 2026")
    );
}
