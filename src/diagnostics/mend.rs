//! Applies the repairs that findings carry.

use super::{Edit, Finding};
use crate::base::FileId;

/// The text of `file` with the edits of its findings, and how many findings they mend; none where nothing is mended.
///
/// A finding is mended whole or not at all: one whose edits touch those of another one, or reach into another file, waits for
/// the next turn, in which the text is read again.
#[must_use]
pub fn mended(text: &str, file: FileId, findings: &[Finding]) -> Option<(String, usize)> {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut count = 0;
    for finding in findings.iter().filter(|f| !f.fix.is_empty()) {
        let here = finding.fix.iter().all(|edit| edit.span.file == file && fits(text, edit));
        if here && finding.fix.iter().all(|edit| taken.iter().all(|other| apart(edit, other))) {
            taken.extend(&finding.fix);
            count += 1;
        }
    }
    taken.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut new = String::with_capacity(text.len());
    let mut from = 0;
    for edit in taken {
        new.push_str(text.get(from..edit.span.start as usize)?);
        new.push_str(&edit.text);
        from = edit.span.end as usize;
    }
    new.push_str(text.get(from..)?);
    (count > 0 && new != text).then_some((new, count))
}

/// Whether the text has such a place, between whole characters.
fn fits(text: &str, edit: &Edit) -> bool {
    text.get(edit.span.start as usize..edit.span.end as usize).is_some()
}

/// Whether no byte, and no place between bytes, is changed by both.
fn apart(one: &Edit, other: &Edit) -> bool {
    one.span.end < other.span.start || other.span.end < one.span.start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::diagnostics::{Family, Rule};

    static RULE: Rule = Rule { name: "r", family: Family::IllFormed, summary: "s", checks: &[] };

    fn finding(edits: &[(u32, u32, &str)]) -> Finding {
        let span = |start, end| Span::new(FileId(0), start, end);
        let start = Finding::new(&RULE, span(0, 1), "m");
        edits.iter().fold(start, |finding, (start, end, text)| finding.edit(span(*start, *end), *text))
    }

    #[test]
    fn edits_are_applied_wherever_they_stand_in_the_list() {
        let findings = [finding(&[(4, 5, "E"), (0, 1, "A")]), finding(&[(2, 2, "-")])];
        assert_eq!(mended("abcde", FileId(0), &findings), Some(("Ab-cdE".to_owned(), 2)));
    }

    #[test]
    fn of_two_findings_at_one_place_the_second_one_waits() {
        let findings = [finding(&[(1, 3, "X")]), finding(&[(0, 1, "A"), (2, 4, "Y")])];
        assert_eq!(mended("abcde", FileId(0), &findings), Some(("aXde".to_owned(), 1)));
    }

    #[test]
    fn places_that_the_text_has_not_are_left_alone() {
        assert_eq!(mended("é", FileId(0), &[finding(&[(1, 2, "X")])]), None);
        assert_eq!(mended("é", FileId(0), &[finding(&[(0, 9, "X")])]), None);
        assert_eq!(mended("é", FileId(1), &[finding(&[(0, 2, "X")])]), None);
    }
}
