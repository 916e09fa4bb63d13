//! The floors of `ARCHITECTURE.md` hold: a folder of `src` names only what stands below it.
//!
//! Tests inside `src` may name anything.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What each folder may name: folders, or single paths where only that much of a folder is meant.
///
/// The longest entry that fits a file counts: `model/from_resolved` sees syntax trees, the rest of `model` does not.
#[rustfmt::skip]
const FLOORS: &[(&str, &[&str])] = &[
    // Floor 0: words, numbers, times.
    ("base",                &[]),
    ("language",            &[]),
    ("quantity",            &["base"]),
    ("time",                &["base", "quantity"]),
    ("kernel",              &["quantity", "time"]),
    ("diagnostics",         &["base", "quantity"]),
    // Floor 1 and up: the passes, each made from the one below.
    ("syntax",              &["base", "diagnostics", "language", "quantity"]),
    ("resolved",            &["base", "diagnostics", "language", "syntax"]),
    ("model",               &["base", "language", "quantity", "time", COMPARATOR, STEP]),
    ("model/from_resolved", &["base", "diagnostics", "language", "quantity", "time", "syntax", "resolved", "model"]),
    // What the normal form means, instant by instant.
    ("evaluate",            &["base", "diagnostics", "quantity", "time", "kernel", "model", COMPARATOR, STEP, RULES_OF_NAMES]),
    // What a contract says of what did not happen.
    ("answers",             &["base", "quantity", "time", "kernel", "model", "evaluate"]),
    // What two of them say, one against the other.
    ("compare",             &["base", "quantity", "time", "kernel", "model", "evaluate", COMPARATOR, STEP]),
    // What reads the normal form and its meaning. None of these names another one.
    ("check",               &["base", "diagnostics", "language", "quantity", "time", "kernel", "model", "evaluate", "answers", COMPARATOR, RULES_OF_SYNTAX, RULES_OF_NAMES]),
    ("emit",                &["base", "language", "quantity", "time", "model", "evaluate", "answers", "compare", COMPARATOR, STEP]),
    ("render",              &["base", "diagnostics"]),
    ("replay",              &["base", "diagnostics", "quantity", "time", "model", "evaluate", "answers", COMPARATOR]),
    // What knows the order.
    ("driver.rs",           &["base", "diagnostics", "syntax", "resolved", "model", "evaluate", "check", "replay"]),
    ("cli",                 &["base", "time", "diagnostics", "driver", "emit", "evaluate", "answers", "compare", "model", "render", "resolved::loader", "syntax::print", RULES_OF_NAMES]),
    ("main.rs",             &["cli"]),
    ("lib.rs",              &[]),
];

/// The words `at least`, `at most` … and `started`, `full`, `pro rata`: all that is left of the syntax in the normal form.
const COMPARATOR: &str = "syntax::ast::Comparator";
const STEP: &str = "syntax::ast::Step";
/// An acceptance may name a rule of any floor; a file of declarations without a contract is no mistake of a folder.
const RULES_OF_SYNTAX: &str = "syntax::rules";
const RULES_OF_NAMES: &str = "resolved::rules";

/// Libraries and parts of `std` that only some files may name.
#[rustfmt::skip]
const OUTSIDE: &[(&str, &[&str])] = &[
    ("miette",       &["render/human.rs"]),
    ("pest",         &["syntax/from_text"]),
    ("handlebars",   &["emit/text"]),
    ("clap",         &["cli"]),
    ("toml",         &["cli/project.rs"]),
    ("csv",          &["evaluate/evidence/file.rs"]),
    ("mimalloc",     &["main.rs"]),
    ("num_rational", &["quantity"]),
    ("std::fs",      &["cli"]),
    ("std::io",      &["cli", "evaluate/evidence"]),
    ("std::env",     &["cli", "main.rs"]),
    ("std::process", &["cli", "main.rs"]),
    ("std::net",     &[]),
    ("std::time",    &[]),
    ("std::thread",  &["cli", "check/workers.rs", "syntax/from_text/ahead.rs"]),
];

/// The longest file of the package, in lines.
const LONGEST: usize = 500;

/// A file of `src`, without its tests.
struct File {
    /// Its path below `src`.
    path: String,
    text: String,
}

#[test]
fn a_folder_names_only_what_stands_below_it() {
    let mut wrong = Vec::new();
    for file in files() {
        let (home, allowed) = floor(&file.path);
        for path in crate_paths(&file.text) {
            let top = path.split("::").next().unwrap_or("");
            let own = home.trim_end_matches(".rs").split('/').next() == Some(top);
            let fits = |entry: &&str| path == **entry || path.starts_with(&format!("{entry}::"));
            if !own && is_module(top) && !allowed.iter().any(fits) {
                wrong.push(format!("src/{}: `crate::{path}`", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "these names go up or sideways:\n{}", wrong.join("\n"));
}

#[test]
fn the_normal_form_does_not_know_how_it_is_made() {
    let mut wrong = Vec::new();
    for file in files().filter(|f| f.path.starts_with("model/") && !f.path.starts_with("model/from_resolved")) {
        let names = crate_paths(&file.text).into_iter().any(|p| p.starts_with("model::from_resolved"));
        if names || file.text.contains("use super::from_resolved") {
            wrong.push(file.path);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn libraries_and_the_outside_are_named_where_they_belong() {
    let mut wrong = Vec::new();
    for file in files() {
        for (name, homes) in OUTSIDE {
            let at_home = homes.iter().any(|home| within(&file.path, home));
            if !at_home && names(&file.text, name) {
                wrong.push(format!("src/{} names `{name}`", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_code_computes_with_floats() {
    let wrong: Vec<String> =
        files().filter(|f| ["f32", "f64"].iter().any(|ty| words(&f.text).contains(ty))).map(|f| f.path).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn no_file_is_too_long_to_read() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for path in sources(&root().join(folder)) {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            if lines > LONGEST {
                wrong.push(format!("{}: {lines} lines", path.strip_prefix(root()).unwrap().display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_architecture_names_every_folder() {
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    assert!(page.lines().count() <= 150, "ARCHITECTURE.md is to be read in one go");
    let mut absent: Vec<String> = modules().into_iter().filter(|m| !page.contains(&format!("`{m}"))).collect();
    absent.extend(crates().into_iter().filter(|name| !page.contains(&format!("`{name}`"))));
    assert!(absent.is_empty(), "ARCHITECTURE.md says nothing of {absent:?}");
}

#[test]
fn every_folder_stands_on_a_floor() {
    let unknown: Vec<String> =
        modules().into_iter().filter(|m| !FLOORS.iter().any(|(f, _)| f.trim_end_matches(".rs") == m)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of `src` that are no tests.
fn files() -> impl Iterator<Item = File> {
    let src = root().join("src");
    sources(&src).into_iter().filter(|p| !is_test(p)).map(move |path| {
        let text = std::fs::read_to_string(&path).unwrap();
        let path = path.strip_prefix(&src).unwrap().display().to_string();
        File { path, text: code(&text) }
    })
}

fn is_test(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    name == "tests" || name.ends_with("_tests") || path.components().any(|c| c.as_os_str() == "tests")
}

/// The code without comments and without a module of tests at its end.
fn code(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let test = |i: usize| {
        let follows = lines.iter().skip(i + 1).find(|l| !l.trim_start().starts_with('#'));
        lines.get(i) == Some(&"#[cfg(test)]") && follows.is_some_and(|l| l.starts_with("mod ") && l.ends_with('{'))
    };
    let end = (0..lines.len()).find(|&i| test(i)).unwrap_or(lines.len());
    let is_code = |line: &&&str| !line.trim_start().starts_with("//");
    lines.iter().take(end).filter(is_code).copied().collect::<Vec<_>>().join("\n")
}

/// All files of Rust below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return out };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// The longest entry of the table that a file lies in.
fn floor(path: &str) -> (&'static str, &'static [&'static str]) {
    let fits = FLOORS.iter().filter(|(home, _)| within(path, home));
    let (home, allowed) =
        fits.max_by_key(|(home, _)| home.len()).unwrap_or_else(|| panic!("src/{path} stands on no floor"));
    (home, allowed)
}

/// Whether a file is `home` or lies in it.
fn within(path: &str, home: &str) -> bool {
    path == home || path.strip_prefix(home).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

/// Every path that begins with `crate::`, groups written out.
fn crate_paths(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for rest in text.split("crate::").skip(1) {
        expand("", rest, &mut out);
    }
    out
}

/// Reads a path, and each path of a group `{a, b::c}`; what stands after it is left alone.
fn expand<'t>(before: &str, text: &'t str, out: &mut Vec<String>) -> &'t str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':'))).unwrap_or(text.len());
    let (path, rest) = text.split_at(end);
    let path = format!("{before}{path}");
    let Some(mut group) = rest.strip_prefix('{').filter(|_| path.is_empty() || path.ends_with("::")) else {
        out.push(path.trim_end_matches(':').to_owned());
        return rest;
    };
    loop {
        group = group.trim_start();
        if let Some(rest) = group.strip_prefix('}') {
            return rest;
        }
        group = expand(&path, group, out).trim_start();
        group = match group.strip_prefix(',') {
            Some(rest) => rest,
            None if group.starts_with('}') => group,
            // `as` and its name.
            None => group.find([',', '}']).map_or("}", |at| group.get(at..).unwrap_or("}")),
        };
    }
}

/// The modules of the library: folders of `src`, and files beside them.
fn modules() -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("src")).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name != "main" && name != "lib" {
            out.insert(name);
        }
    }
    out
}

fn is_module(name: &str) -> bool {
    modules().contains(name)
}

/// Whether the code names a library or a part of `std`: `std::fs::read`, `use std::{fs, io}`.
fn names(text: &str, name: &str) -> bool {
    let follows = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let direct = text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).unwrap_or("");
        let rest = text.get(at + name.len()..).unwrap_or("");
        let whole = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '.'));
        whole && follows(rest) && (name.contains("::") || rest.starts_with("::") || before.ends_with("use "))
    });
    let grouped = name.split_once("::").is_some_and(|(home, part)| {
        text.match_indices(&format!("use {home}::{{")).any(|(at, _)| {
            let group = text.get(at..).and_then(|t| t.split_once(';')).map_or("", |(group, _)| group);
            words(group).contains(part)
        })
    });
    direct || grouped
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect()
}

/// The libraries that the compiler is built with.
fn crates() -> Vec<String> {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (_, rest) = manifest.split_once("[dependencies]").unwrap();
    let (list, _) = rest.split_once("\n[").unwrap();
    list.lines().filter_map(|line| line.split_once(" = ").map(|(name, _)| name.trim().to_owned())).collect()
}
