//! Links between pages lead somewhere.

use super::{pages, read, shown};
use std::path::Path;

#[test]
fn every_link_between_pages_leads_to_a_file_and_a_heading() {
    let mut broken = Vec::new();
    for path in pages() {
        let page = read(&path);
        for target in targets(&prose(&page)) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let to = if file.is_empty() { path.clone() } else { path.parent().unwrap_or(Path::new("")).join(file) };
            let found = to.exists() && (anchor.is_empty() || anchors(&read(&to)).iter().any(|a| a == anchor));
            if !found {
                broken.push(format!("{} → {target}", shown(&path)));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// The page without its blocks of code and output.
fn prose(page: &str) -> String {
    let outside = page.split("\n```").step_by(2);
    outside.collect::<Vec<_>>().join("\n")
}

/// Targets of `[…](…)` that are no addresses on the web.
fn targets(page: &str) -> Vec<&str> {
    page.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
        .filter(|target| !target.contains("://") && !target.contains(char::is_whitespace))
        .collect()
}

/// The anchors of the headings of a page, as code hosts make them.
fn anchors(page: &str) -> Vec<String> {
    page.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
            let title: String = line.trim_start_matches('#').trim().to_lowercase().chars().filter(kept).collect();
            title.replace(' ', "-")
        })
        .collect()
}
