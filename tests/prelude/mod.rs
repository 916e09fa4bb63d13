//! Completes a fragment with a small contract, so that an example shows only what it is about.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// The root of the package.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A fragment with the declarations of `docs/rules/prelude.slac` that it does not make itself; one that names its edition
/// stands alone.
pub fn complete(fragment: &str) -> String {
    if fragment.lines().any(|line| line.starts_with("edition ")) {
        return fragment.to_owned();
    }
    let prelude = std::fs::read_to_string(root().join("docs/rules/prelude.slac")).unwrap();
    let made: BTreeSet<String> = fragment.lines().filter_map(head).collect();
    let blocks = prelude.split("\n\n").filter(|block| head(block).is_none_or(|head| !made.contains(&head)));
    format!("{fragment}\n{}", blocks.collect::<Vec<_>>().join("\n\n"))
}

/// What a line declares: `tier gold`; there is one contract and one settlement, whatever their names.
fn head(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let kind = words.next().filter(|kind| line.starts_with(kind) && slac::language::kinds::find(kind).is_some())?;
    let one = matches!(kind, "contract" | "settlement" | "provider" | "customer");
    Some(if one { kind.to_owned() } else { format!("{kind} {}", words.next().unwrap_or_default()) })
}
