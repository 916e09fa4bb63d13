//! Completes a fragment with a small contract, so that an example shows only what it is about.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// The root of the package.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A fragment with those of the preludes that it does not make itself; the first prelude that makes one wins. One that names
/// its edition stands alone.
pub fn complete(fragment: &str, preludes: &[&str]) -> String {
    if fragment.lines().any(|line| line.starts_with("edition ")) {
        return fragment.to_owned();
    }
    let mut made: BTreeSet<String> = fragment.lines().filter_map(head).chain(rows(fragment)).collect();
    let mut out = fragment.to_owned();
    for prelude in preludes {
        let text = std::fs::read_to_string(root().join(prelude)).unwrap();
        let added: Vec<&str> = blocks(&text).filter(|b| head(b).is_none_or(|head| !made.contains(&head))).collect();
        made.extend(added.iter().filter_map(|block| head(block)));
        out = format!("{out}\n{}", added.join("\n\n"));
    }
    out
}

/// The parts of a prelude that stand between blank lines; what follows one indented still belongs to its declaration.
fn blocks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let all = rest?;
        let ends = all.match_indices("\n\n").find(|(at, _)| !all[at + 2..].starts_with(' '));
        rest = ends.map(|(at, _)| &all[at + 2..]);
        Some(ends.map_or(all, |(at, _)| &all[..at]))
    })
}

/// What a line declares: `tier gold`; there is one contract and one settlement, whatever their names.
fn head(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let kind = words.next().filter(|kind| line.starts_with(kind) && slac::language::kinds::find(kind).is_some())?;
    let one = matches!(kind, "contract" | "settlement" | "provider" | "customer");
    Some(if one { kind.to_owned() } else { format!("{kind} {}", words.next().unwrap_or_default()) })
}

/// What the rows of tables outside of blocks declare.
fn rows(fragment: &str) -> Vec<String> {
    let mut kind = None;
    let mut made = Vec::new();
    for line in fragment.lines() {
        let Some(first) = line.strip_prefix('|').and_then(|row| row.split('|').next()).map(str::trim) else {
            kind = None;
            continue;
        };
        match kind {
            Some(kind) => made.push(format!("{kind} {first}")),
            None => kind = Some(first),
        }
    }
    made
}
