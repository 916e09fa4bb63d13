//! What can become of a promise.

use std::cmp::Ordering;

/// What becomes of what a debtor owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The same.
    Equal,
    /// Never less, and more at times.
    Stricter,
    /// Never more, and less at times.
    Looser,
    /// More at times and less at others, or nothing says which.
    Incomparable,
}

impl Verdict {
    /// Two of them at once.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (one, Self::Equal) => one,
            (Self::Equal, other) => other,
            (one, other) if one == other => one,
            _ => Self::Incomparable,
        }
    }

    /// The same seen from the other end: a longer notice asks more of whoever gives it, and leaves less to whoever may.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Stricter => Self::Looser,
            Self::Looser => Self::Stricter,
            other => other,
        }
    }

    /// Where more is owed with more of something.
    #[must_use]
    pub fn of(order: Option<Ordering>) -> Self {
        match order {
            Some(Ordering::Equal) => Self::Equal,
            Some(Ordering::Greater) => Self::Stricter,
            Some(Ordering::Less) => Self::Looser,
            None => Self::Incomparable,
        }
    }
}

/// How the newer of two sets stands to the older one: greater where it holds all that the other does.
pub fn sets<T: PartialEq>(old: &[T], new: &[T]) -> Option<Ordering> {
    let holds = |outer: &[T], inner: &[T]| inner.iter().all(|item| outer.contains(item));
    match (holds(new, old), holds(old, new)) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Greater),
        (false, true) => Some(Ordering::Less),
        (false, false) => None,
    }
}

/// The same for lists of which an empty one means all.
pub fn sets_or_all<T: PartialEq>(old: &[T], new: &[T]) -> Option<Ordering> {
    match (old.is_empty(), new.is_empty()) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Less),
        (false, true) => Some(Ordering::Greater),
        (false, false) => sets(old, new),
    }
}

/// Two orders at once; none where they go against one another.
pub fn both(one: Option<Ordering>, other: Option<Ordering>) -> Option<Ordering> {
    match (one?, other?) {
        (one, Ordering::Equal) => Some(one),
        (Ordering::Equal, other) => Some(other),
        (one, other) if one == other => Some(one),
        _ => None,
    }
}
