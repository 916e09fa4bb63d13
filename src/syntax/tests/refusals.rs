//! Spellings that are clear and wrong: refused with the right one.

use super::support::{cells, fields};

#[test]
fn what_looks_like_a_number_is_one_or_is_refused() {
    insta::assert_snapshot!(cells(&[
        "99,95 %",
        "12,000 EUR",
        "12,000.50 EUR",
        "1.000.000 EUR",
        "12 000 EUR",
        "1,5",
        "5-10",
        "1.2.3",
        "1/0",
        "5.",
        "12__0",
        "150 €",
        "$ 150",
        "$150",
    ]));
}

#[test]
fn what_looks_like_a_date_or_a_time_is_one_or_is_refused() {
    insta::assert_snapshot!(cells(&[
        "2026/01/01",
        "01/02/2026",
        "2026-1-1",
        "2026-02-30",
        "2026-13",
        "31.12.2026",
        "8:00",
        "99:99",
        "24:00",
        "08:00-25:00",
        "08:00 - 18:00",
        "8h30",
        "2026-05-03 9:00",
        "2026-05-03 22:10+16:00",
        "2026-02-30..2026-03-01",
        "2026-05-03 24:00",
    ]));
}

#[test]
fn names_ranges_and_signs_have_one_spelling() {
    insta::assert_snapshot!(fields(&[
        "x mon-fri 08:00-18:00",
        "x nov-jan",
        "x erp-backup + a",
        "x a-b",
        "x a -b",
        "x a*b",
        "x a+b",
        "x a != b",
        "x a == b",
        "x a <> b",
        "x a < b < c",
        "x a per b per c",
        "x (a < b) = c",
        "x: 5 h",
        "x = \"t\"",
        "x: \"t\"",
        "x 'SAP'",
        "x ‘SAP’",
        "x « SAP »",
        "x at lest 5 h",
        "x more then 5 h",
        "each month quota 5 %",
        "when fault open",
        "x [a b]",
        "x (a, b",
        "x a, b)",
        "x f(a, b",
        "x restoration[gold",
        "x 5 h 6 min",
        "x and",
        "x of of",
        "[x]",
        "x each",
        "\"x\"",
        "5 h",
        "x /* c */",
        "x @ y",
        "x y\u{200B}z",
        "x not 5 < ",
    ]));
}

#[test]
fn ends_of_intervals_bear_signs_inwards() {
    insta::assert_snapshot!(cells(&[
        "< 1 h to 2 h",
        "1 h to > 2 h",
        ">= 1 h to 2 h",
        "> 1 h to < 2 h",
        "p1, p2 \"two\"",
        "1 h to 2 h to 3 h"
    ]));
}
