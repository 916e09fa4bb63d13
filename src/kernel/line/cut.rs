//! A place between the values of an ordered domain.

/// A place on the line: before everything, just before or just after a value, or after everything.
///
/// The order of the variants is the order on the line, and the derived comparison relies on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cut<V> {
    /// −∞: before every value.
    Start,
    /// Just before or just after one value.
    At(V, Side),
    /// +∞: after every value.
    End,
}

/// On which side of its value a cut is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// v⁻
    Before,
    /// v⁺
    After,
}

impl<V> Cut<V> {
    /// v⁻: where an interval begins that has `value`, or ends that has not.
    pub const fn before(value: V) -> Self {
        Self::At(value, Side::Before)
    }

    /// v⁺: where an interval begins that has not `value`, or ends that has.
    pub const fn after(value: V) -> Self {
        Self::At(value, Side::After)
    }

    /// The value that the cut is made at, if it is finite.
    pub const fn value(&self) -> Option<&V> {
        match self {
            Self::At(value, _) => Some(value),
            Self::Start | Self::End => None,
        }
    }
}
