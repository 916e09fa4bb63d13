#![expect(clippy::unwrap_used, reason = "a failed read is a failed test")]

use super::*;
use Language::{English, French};

fn value(text: &str) -> Rational {
    Rational::parse(text).unwrap()
}

/// Shows the blanks at which no line breaks: `~` for the plain one and `'` for the narrow one.
fn visible(text: &str) -> String {
    text.replace(NO_BREAK, "~").replace(NARROW_NO_BREAK, "'")
}

#[track_caller]
fn both(print: impl Fn(Language) -> String, french: &str, english: &str) {
    assert_eq!((visible(&print(French)), visible(&print(English))), (french.to_owned(), english.to_owned()));
}

#[test]
fn thousands_and_decimals_follow_the_language() {
    both(|l| number(&value("12_000"), l), "12'000", "12,000");
    both(|l| number(&value("-1234567.25"), l), "-1'234'567,25", "-1,234,567.25");
    both(|l| number(&value("999"), l), "999", "999");
    both(|l| number(&value("0.0005"), l), "0,0005", "0.0005");
}

#[test]
fn a_number_without_a_finite_decimal_is_a_fraction() {
    both(|l| number(&value("1/30"), l), "1/30", "1/30");
    both(|l| percent(&value("1/3"), l), "100/3~%", "100/3%");
}

#[test]
fn a_percentage_keeps_every_decimal_that_it_has() {
    both(|l| percent(&value("0.9995"), l), "99,95~%", "99.95%");
    both(|l| percent(&value("0.99949999"), l), "99,949999~%", "99.949999%");
    both(|l| quantity(&value("99.90"), &Measure::parse("%").unwrap(), l), "99,9~%", "99.9%");
}

#[test]
fn amounts_show_the_minor_unit_or_nothing() {
    let eur = Currency::find("EUR").unwrap();
    both(|l| money(&value("12_000"), eur, l), "12'000~€", "EUR~12,000");
    both(|l| money(&value("150.5"), eur, l), "150,50~€", "EUR~150.50");
    both(|l| money(&value("0.125"), eur, l), "0,125~€", "EUR~0.125");
    both(|l| money(&value("-3"), eur, l), "-3~€", "EUR~-3");
    both(|l| money(&value("1/3"), eur, l), "1/3~€", "EUR~1/3");
    both(|l| money(&value("2.5"), Currency::find("TND").unwrap(), l), "2,500~TND", "TND~2.500");
}

#[test]
fn a_money_quantity_is_printed_as_money() {
    both(|l| quantity(&value("150"), &Measure::parse("EUR").unwrap(), l), "150~€", "EUR~150");
    both(|l| quantity(&value("0.02"), &Measure::parse("EUR/GB").unwrap(), l), "0,02~€/Go", "EUR~0.02/GB");
}

#[test]
fn durations_are_words_without_empty_parts() {
    both(|l| duration(&value("14_400"), l), "4~heures", "4~hours");
    both(|l| duration(&value("900"), l), "15~minutes", "15~minutes");
    both(|l| duration(&value("5_400"), l), "1~heure 30~minutes", "1~hour 30~minutes");
    both(|l| duration(&value("3_601"), l), "1~heure 1~seconde", "1~hour 1~second");
    both(|l| duration(&value("172_800"), l), "48~heures", "48~hours");
    both(|l| duration(&value("0"), l), "0~minute", "0~minutes");
    both(|l| duration(&value("-60"), l), "-1~minute", "-1~minute");
    both(|l| duration(&value("1.5"), l), "1,5~seconde", "1.5~seconds");
    both(|l| duration(&value("0.25"), l), "250~millisecondes", "250~milliseconds");
    both(|l| duration(&value("1/3"), l), "1/3~seconde", "1/3~seconds");
    both(|l| short_duration(&value("5_400"), l), "1~h 30~min", "1~h 30~min");
}

#[test]
fn one_and_zero_are_singular_in_french_and_only_one_in_english() {
    let case = Measure::parse("user").unwrap();
    both(|l| quantity(&value("0"), &case, l), "0~utilisateur", "0~users");
    both(|l| quantity(&value("1"), &case, l), "1~utilisateur", "1~user");
    both(|l| quantity(&value("1.5"), &case, l), "1,5~utilisateur", "1.5~users");
    both(|l| quantity(&value("2"), &case, l), "2~utilisateurs", "2~users");
}

#[test]
fn units_have_the_symbols_of_the_language() {
    let gb = Measure::parse("GB/h").unwrap();
    both(|l| quantity(&value("500"), &gb, l), "500~Go/h", "500~GB/h");
    let per_month = Measure::parse("requests/month").unwrap();
    both(|l| quantity(&value("3"), &per_month, l), "3~req/mois", "3~req/month");
    both(|l| short_quantity(&value("4"), &Measure::parse("hours").unwrap(), l), "4~h", "4~h");
    both(|l| short_quantity(&value("5"), &Measure::parse("days").unwrap(), l), "5~j", "5~days");
    both(|l| short_quantity(&value("1"), &Measure::parse("days").unwrap(), l), "1~j", "1~day");
}

#[test]
fn ranks_follow_the_language() {
    both(|l| ordinal(1, l), "1er", "1st");
    both(|l| ordinal(2, l), "2e", "2nd");
    both(|l| ordinal(12, l), "12e", "12th");
    both(|l| ordinal(23, l), "23e", "23rd");
}
