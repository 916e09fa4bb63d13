//! "Did you mean": the nearest known word, or none when nothing is near enough.

/// The candidate that `word` was most likely meant to be.
///
/// A hit in another case wins; then the least transposition-aware distance, at most a third of the
/// longer word's length (at least 1). Ties go to the candidate that comes first.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let known = candidate.to_lowercase();
        if known == lower {
            return Some(candidate);
        }
        let limit = (lower.chars().count().max(known.chars().count()) / 3).max(1);
        let distance = strsim::osa_distance(&lower, &known);
        if distance <= limit && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_transposition_is_one_step() {
        assert_eq!(nearest("penatly", ["penalty", "party"]), Some("penalty"));
    }

    #[test]
    fn another_case_wins_over_a_shorter_distance() {
        assert_eq!(nearest("GOLD", ["gild", "gold"]), Some("gold"));
    }

    #[test]
    fn a_far_word_is_not_suggested() {
        assert_eq!(nearest("restoration", ["response"]), None);
        assert_eq!(nearest("ab", ["xy"]), None);
    }
}
