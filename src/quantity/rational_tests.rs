#![expect(clippy::unwrap_used, reason = "a failed read is a failed test")]

use super::{Rational, Rounding};
use num_bigint::BigInt;
use proptest::prelude::*;

fn number(text: &str) -> Rational {
    Rational::parse(text).unwrap()
}

#[test]
fn every_literal_form_is_read_exactly() {
    let forms =
        [("12_000", 12_000, 1), ("99.95", 1999, 20), ("-5", -5, 1), ("+3", 3, 1), ("1/30", 1, 30), ("-2/4", -1, 2)];
    for (text, numerator, denominator) in forms {
        assert_eq!(Rational::parse(text), Rational::new(numerator, denominator), "{text}");
    }
}

#[test]
fn what_only_looks_like_a_number_is_refused() {
    for text in [
        "", "-", "+", ".", "5.", ".5", "1__0", "_1", "1_", "1.0_0", "1,5", "1/0", "1/-2", "1.5/3", "--1", "1e3", "٣",
        " 1",
    ] {
        assert_eq!(Rational::parse(text), None, "{text:?}");
    }
}

#[test]
fn a_literal_has_at_most_forty_digits() {
    assert!(Rational::parse(&"9".repeat(40)).is_some());
    assert_eq!(Rational::parse(&"9".repeat(41)), None);
    assert_eq!(Rational::parse(&format!("{}1", "1_".repeat(40))), None);
}

#[test]
fn a_stored_number_may_be_longer_than_a_literal() {
    let long = number("0.9995").pow(200);
    assert_eq!(Rational::parse_stored(&long.to_string()), Some(long));
}

#[test]
fn a_finite_decimal_is_neither_padded_nor_cut() {
    assert_eq!(number("99.950").to_decimal().as_deref(), Some("99.95"));
    assert_eq!(number("-0.05").to_decimal().as_deref(), Some("-0.05"));
    assert_eq!(number("1/8").to_decimal().as_deref(), Some("0.125"));
    assert_eq!(number("100").to_decimal().as_deref(), Some("100"));
    assert_eq!(number("0").to_decimal().as_deref(), Some("0"));
    assert_eq!(number("1/30").to_decimal(), None);
}

#[test]
fn halves_go_where_the_rounding_says() {
    use Rounding::{Down, HalfDown, HalfEven, HalfUp, Up};
    let table = [
        ("2.5", [(HalfUp, "3"), (HalfEven, "2"), (HalfDown, "2"), (Up, "3"), (Down, "2")]),
        ("3.5", [(HalfUp, "4"), (HalfEven, "4"), (HalfDown, "3"), (Up, "4"), (Down, "3")]),
        ("-2.5", [(HalfUp, "-3"), (HalfEven, "-2"), (HalfDown, "-2"), (Up, "-3"), (Down, "-2")]),
        ("2.4", [(HalfUp, "2"), (HalfEven, "2"), (HalfDown, "2"), (Up, "3"), (Down, "2")]),
        ("-2.6", [(HalfUp, "-3"), (HalfEven, "-3"), (HalfDown, "-3"), (Up, "-3"), (Down, "-2")]),
        ("2", [(HalfUp, "2"), (HalfEven, "2"), (HalfDown, "2"), (Up, "2"), (Down, "2")]),
    ];
    for (value, expected) in table {
        for (rounding, text) in expected {
            assert_eq!(number(value).decimals(0, rounding), text, "{value} {rounding:?}");
        }
    }
}

#[test]
fn a_number_that_rounds_to_zero_has_no_sign() {
    assert_eq!(number("-0.001").decimals(2, Rounding::HalfUp), "0.00");
}

#[test]
fn decimals_are_padded_to_the_places_asked_for() {
    assert_eq!(number("99.328").decimals(4, Rounding::HalfUp), "99.3280");
    assert_eq!(number("1/3").decimals(2, Rounding::HalfUp), "0.33");
    assert_eq!(number("12_000").decimals(2, Rounding::HalfUp), "12000.00");
}

#[test]
fn floor_and_ceil_look_down_and_up_below_zero_too() {
    assert_eq!(number("-7/2").floor(), BigInt::from(-4));
    assert_eq!(number("-7/2").ceil(), BigInt::from(-3));
    assert_eq!(number("7/2").floor(), BigInt::from(3));
    assert_eq!(number("7/2").ceil(), BigInt::from(4));
}

#[test]
fn arithmetic_takes_values_and_references() {
    let (a, b) = (number("1/2"), number("1/3"));
    assert_eq!(&a + &b, number("5/6"));
    assert_eq!(a.clone() - &b, number("1/6"));
    assert_eq!(&a * b.clone(), number("1/6"));
    assert_eq!(a.checked_div(&b), Some(number("3/2")));
    assert_eq!(a.checked_div(&Rational::zero()), None);
    assert_eq!([a, b].iter().sum::<Rational>(), number("5/6"));
}

#[test]
fn json_is_a_string_that_the_schema_admits() {
    for text in ["99.95", "1/30", "-5"] {
        let json = serde_json::to_value(number(text)).unwrap();
        assert_eq!(json, text);
        assert_eq!(serde_json::from_value::<Rational>(json.clone()).unwrap(), number(text));
        let schema = serde_json::to_value(schemars::schema_for!(Rational)).unwrap();
        assert!(jsonschema::is_valid(&schema, &json));
    }
    assert!(serde_json::from_str::<Rational>("\"1/0\"").is_err());
    assert!(serde_json::from_str::<Rational>("1.5").is_err());
}

proptest! {
    #[test]
    fn display_is_read_back_as_the_same_number(n in any::<i64>(), d in 1..i64::MAX) {
        let value = Rational::new(n, d).unwrap();
        prop_assert_eq!(Rational::parse_stored(&value.to_string()), Some(value));
    }

    #[test]
    fn rounding_moves_by_less_than_one_unit(n in any::<i32>(), d in 1..10_000_i64, places in 0..4_u32) {
        let value = Rational::new(i64::from(n), d).unwrap();
        let unit = Rational::new(1, 10_i64.pow(places)).unwrap();
        for rounding in Rounding::ALL {
            let rounded = value.round(places, rounding);
            prop_assert!((&rounded - &value).abs() < unit);
            prop_assert_eq!(Rational::parse(&value.decimals(places, rounding)), Some(rounded));
        }
    }
}

#[test]
fn short_and_long_literals_are_read_alike() {
    // A leading zero more than machine words are tried for makes the reader take the long way.
    for text in ["0", "7", "99.95", "12000", "0.001", "100.00", "123456789012345678", "12345678.9012345678", "1.0"] {
        let long = format!("{}{text}", "0".repeat(20));
        assert_eq!(Rational::parse(text), Rational::parse(&long), "{text}");
    }
    for text in ["", ".", "1.", ".5", "1..2", "1a", "-", "+.1", "1.-2", "²"] {
        assert_eq!(Rational::parse(text), None, "{text}");
    }
}
