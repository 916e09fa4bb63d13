//! The unit of a product or of a ratio: what is counted per something, times so many of that, is what is counted.
//!
//! A unit that no source writes stands as `EUR*point/month`: what is above, then what is below.

use super::Number;
use crate::base::Name;
use crate::quantity::unit::find;

/// The unit of a product.
pub(super) fn product(left: &Number, right: &Number) -> Name {
    combined(left, right, false)
}

/// The unit of one number divided by another.
pub(super) fn ratio(left: &Number, right: &Number) -> Name {
    combined(left, right, true)
}

/// A share and a plain number leave the unit of the other as it is.
fn combined(left: &Number, right: &Number, divides: bool) -> Name {
    let counts = |number: &Number| !number.unit.is_empty() && !number.is_share();
    match (counts(left), counts(right)) {
        (true, false) => left.unit.clone(),
        (false, true) if !divides => right.unit.clone(),
        (false, false) => {
            let is_left = divides || right.unit.is_empty();
            if is_left { left.unit.clone() } else { right.unit.clone() }
        }
        (_, true) => {
            let own = if counts(left) { left.unit.as_str() } else { "" };
            let (mut above, mut below) = sides(own);
            let (over, under) = sides(&right.unit);
            above.extend(if divides { &under } else { &over });
            below.extend(if divides { &over } else { &under });
            written(above, below)
        }
    }
}

/// The units above and below the line.
fn sides(unit: &str) -> (Vec<&str>, Vec<&str>) {
    let (above, below) = unit.split_once('/').unwrap_or((unit, ""));
    (parts(above), parts(below))
}

fn parts(side: &str) -> Vec<&str> {
    side.split('*').filter(|part| !part.is_empty()).collect()
}

/// What is left when units of one dimension above and below the line have been struck out.
fn written(above: Vec<&str>, mut below: Vec<&str>) -> Name {
    let mut left: Vec<&str> = Vec::new();
    for unit in above {
        match below.iter().position(|other| is_alike(unit, other)) {
            Some(place) => {
                below.remove(place);
            }
            None => left.push(unit),
        }
    }
    let (above, below) = (left.join("*"), below.join("*"));
    if below.is_empty() { Name::from(above) } else { Name::from(format!("{above}/{below}")) }
}

/// Whether two units measure the same.
fn is_alike(one: &str, other: &str) -> bool {
    one == other || matches!((find(one), find(other)), (Some(a), Some(b)) if a.dimension == b.dimension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Rational;

    fn number(unit: &str) -> Number {
        Number { base: Rational::one(), unit: unit.into() }
    }

    fn times(left: &str, right: &str) -> Name {
        product(&number(left), &number(right))
    }

    fn over(left: &str, right: &str) -> Name {
        ratio(&number(left), &number(right))
    }

    #[test]
    fn so_many_of_what_is_counted_per_them_is_what_is_counted() {
        assert_eq!(times("EUR/TB", "GB"), "EUR");
        assert_eq!(times("page", "EUR/page"), "EUR");
        assert_eq!(over("EUR", "EUR/page"), "page");
    }

    #[test]
    fn what_is_divided_by_its_own_unit_keeps_the_other() {
        assert_eq!(over(&times("EUR", "point"), "point"), "EUR");
        assert_eq!(over("GB", "TB"), "");
        assert_eq!(over("EUR", "page"), "EUR/page");
    }

    #[test]
    fn shares_and_plain_numbers_have_no_part_in_it() {
        assert_eq!(times("%", "EUR"), "EUR");
        assert_eq!(times("", "%"), "%");
        assert_eq!(over("EUR", ""), "EUR");
        assert_eq!(times(&over("", "h"), "h"), "");
    }
}
