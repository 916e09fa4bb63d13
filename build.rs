//! Lists what is embedded by folder, so that adding a file is all it takes: `stdlib/**/*.slac` and `docs/rules/*.md`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(std::env::var("OUT_DIR").unwrap_or_default());
    write_list(&root, "stdlib", "slac", &out.join("stdlib.rs"), "STANDARD", |stem| {
        format!("std.{}", stem.replace('/', "."))
    });
    write_list(&root, "docs/rules", "md", &out.join("pages.rs"), "PAGES", str::to_owned);
}

/// Writes `static NAME: &[(&str, &str)]`: the name made of each file's path, and its text.
fn write_list(root: &Path, folder: &str, ending: &str, to: &Path, name: &str, key: fn(&str) -> String) {
    println!("cargo::rerun-if-changed={folder}");
    let base = root.join(folder);
    let mut files = Vec::new();
    collect(&base, ending, &mut files);
    files.sort();
    let mut code = format!("static {name}: &[(&str, &str)] = &[\n");
    for file in files {
        let stem = file.strip_prefix(&base).unwrap_or(&file).with_extension("");
        let stem = stem.to_string_lossy().replace('\\', "/");
        let _ = writeln!(code, "    ({:?}, include_str!({:?})),", key(&stem), file.display().to_string());
    }
    code.push_str("];\n");
    if let Err(error) = std::fs::write(to, code) {
        println!("cargo::error={}: {error}", to.display());
    }
}

fn collect(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            collect(&path, ending, files);
        } else if path.extension().is_some_and(|e| e == ending) {
            files.push(path);
        }
    }
}
