//! The sources of the package are in canonical form, and so is what the documentation shows.
#![expect(clippy::unwrap_used, reason = "a test")]

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use slac::syntax::print::{Refusal, format};
use std::path::{Path, PathBuf};

/// All files with this end of their name under a folder of the package, in order.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    fn below(folder: &Path, extension: &str, into: &mut Vec<PathBuf>) {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                below(&path, extension, into);
            } else if path.extension().is_some_and(|e| e == extension) {
                into.push(path);
            }
        }
    }
    let mut into = Vec::new();
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), extension, &mut into);
    into
}

/// The blocks of a page that hold sources.
fn blocks(page: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut inside = false;
    for event in Parser::new(page) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if language.starts_with("slac") => {
                inside = true;
                blocks.push(String::new());
            }
            Event::Text(text) if inside => blocks.last_mut().unwrap().push_str(&text),
            Event::End(TagEnd::CodeBlock) => inside = false,
            _ => {}
        }
    }
    blocks
}

#[test]
fn the_library_and_the_examples_are_in_canonical_form() {
    let sources: Vec<PathBuf> = ["stdlib", "examples"].iter().flat_map(|folder| files(folder, "slac")).collect();
    assert!(!sources.is_empty());
    // The one example whose point is that it cannot be read.
    for path in sources.iter().filter(|p| !p.ends_with("broken/ill_formed.slac")) {
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(format(&text).as_ref(), Ok(&text), "{}: run `slac fmt stdlib examples`", path.display());
    }
}

#[test]
fn what_the_documentation_shows_has_a_canonical_form_or_cannot_be_read() {
    for path in files("docs", "md") {
        for block in blocks(&std::fs::read_to_string(&path).unwrap()) {
            match format(&block) {
                Ok(once) => assert_eq!(format(&once).as_ref(), Ok(&once), "{}", path.display()),
                Err(refusal) => assert!(matches!(refusal, Refusal::Unreadable(_)), "{}:\n{block}", path.display()),
            }
        }
    }
}

#[test]
fn the_page_on_formatting_shows_what_it_says() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formatting.md")).unwrap();
    let blocks = blocks(&page);
    assert!(!blocks.is_empty());
    for block in blocks {
        assert_eq!(format(&block), Ok(block));
    }
}
