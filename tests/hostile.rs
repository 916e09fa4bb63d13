//! Input that is made to hurt: each ends with a finding or a clear error, and never with a panic, a crash or a hang.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use support::{Folder, Ran};
use unicode_normalization::UnicodeNormalization;

/// How much larger inputs are in an optimised build: the others are for every day.
const SIZE: usize = if cfg!(debug_assertions) { 1 } else { 10 };

/// Checks a file in an empty folder and returns its findings, one a line.
fn check(content: impl AsRef<[u8]>) -> Ran {
    let folder = Folder::new();
    folder.write("a.slac", content).slac(&["check", "--format", "concise", "a.slac"])
}

/// It is refused with a finding, and not with an endless list of them.
fn refused(ran: &Ran) {
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let first = ran.out.lines().next().unwrap_or_default();
    assert!(first.starts_with("a.slac:") && first.contains(": error["), "{first}");
}

/// The same noise on every machine.
fn noise(length: usize, alphabet: &[u8]) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        alphabet.get(usize::try_from(state % alphabet.len() as u64).unwrap()).copied().unwrap()
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn nested_brackets_are_a_finding() {
    for (open, close) in
        [("(", ")"), ("{", "}"), ("[", "]"), ("contract a {\n", "}\n"), ("| a (", ") |"), ("not ", ""), ("- ", "")]
    {
        let deep =
            format!("edition 2026\nfigure f \"F\" {{ is {}1{} }}\n", open.repeat(100_000), close.repeat(100_000));
        refused(&check(deep));
        refused(&check(open.repeat(100_000)));
    }
}

#[test]
fn a_long_chain_of_operators_is_not_deep() {
    let sum = format!("edition 2026\nfigure f \"F\" {{ is {}1 }}\n", "1 + ".repeat(100_000));
    let ran = check(sum);
    assert!(ran.code == 1 || ran.code == 0, "{}", ran.err);
}

#[test]
fn noise_is_a_finding() {
    let every_byte: Vec<u8> = (0..=255).collect();
    refused(&check(noise(5_000_000 * SIZE, &every_byte)));
    refused(&check(noise(1_000_000 * SIZE, b"(){}[]|-\"\\/ \n,;:=<>ab1%.")));
    refused(&check(noise(1_000_000 * SIZE, b"|- \n\"{}")));
}

#[test]
fn long_tokens_are_read_or_refused() {
    let letters = "a".repeat(10_000_000);
    let text = format!("edition 2026\ncontract c \"{letters}\" {{\n}}\n");
    refused(&check(text));
    refused(&check(format!("contract {letters} {{\n}}\n")));
    refused(&check(format!("figure f {{ is {} }}\n", "9".repeat(1_000_000))));
    refused(&check(format!("figure f {{ is 1.{} % }}\n", "0".repeat(1_000_000))));
    refused(&check(format!("\"{letters}")));
    refused(&check(format!("\"\"\"{letters}")));
    refused(&check("|".repeat(1_000_000)));
    refused(&check("a ".repeat(1_000_000)));
    refused(&check("}\n".repeat(100_000)));
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    refused(&check(b"edition 2026\ncontract c \"\xff\xfe\" {\n}\n"));
    refused(&check(b"\xc3"));
    refused(&check(b"edition 2026\0\ncontract\0c {\n}\n"));
    refused(&check("\0".repeat(1_000_000)));
}

#[test]
fn an_empty_file_is_no_crash() {
    for empty in ["", "\n", "\u{feff}", "// nothing", "\r\n\r\n"] {
        let ran = check(empty);
        assert!(ran.code == 0 || ran.code == 1, "{empty:?}: {}", ran.err);
    }
}

#[test]
fn a_byte_order_mark_and_windows_lines_change_nothing() {
    let folder = Folder::with_contract("saas-en");
    let text = folder.read("contract.slac");
    let model = folder.slac(&["model", "contract.slac"]).out;
    folder.write("contract.slac", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let ran = folder.slac(&["check", "contract.slac"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert_eq!(folder.slac(&["model", "contract.slac"]).out, model);
}

/// The text with every so-many-th letter apart from its accent, and all of them for 1.
fn apart(text: &str, every: usize) -> String {
    let mut count = 0;
    let spelt = |c: char| {
        count += usize::from(!c.is_ascii());
        if c.is_ascii() || count % every != 0 { c.to_string() } else { c.nfd().collect() }
    };
    text.chars().map(spelt).collect()
}

/// The two spellings cannot be told apart by eye, so that two terms of a contract must not be told apart by them.
#[test]
fn an_accent_that_is_typed_apart_from_its_letter_changes_nothing() {
    let folder = Folder::with_contract("infogerance-fr");
    folder.write("fermés.slac", "edition 2026\ncalendar août \"Août\" {\n  open 2026-08-01..2026-08-31\n}\n");
    let renamed =
        [("indisponibilite", "pénalité_retard"), ("ouverture", "heures_ouvrées"), ("| dsi", "| `équipe_dsi`")];
    let text = renamed.iter().fold(folder.read("contract.slac"), |text, (from, to)| text.replace(from, to));
    let closed = "  except public_holidays\n";
    let text = text.replace(closed, &format!("{closed}  except fermés.août\n"));
    let text = format!(
        "{}\ntext lecture fr\"Lecture\" {{\n  under levels\n  says  \"Le barème est à {{pénalité_retard}}.\"\n}}\n",
        text.replace("edition 2026\n", "edition 2026\nuse \"./fermés.slac\"\n")
    );
    let built = |text: String| {
        folder.write("contract.slac", text);
        let check = folder.slac(&["check", "contract.slac"]);
        assert_eq!(check.code, 0, "{}", check.out);
        let read = |arguments: &[&str]| folder.slac(&[arguments, &["contract.slac"]].concat()).out;
        assert_eq!(folder.slac(&["build", "contract.slac", "--lang", "fr"]).code, 0);
        let printed = folder.files().into_iter().find(|file| file.ends_with(".fr.md")).unwrap();
        [read(&["model"]), read(&["export", "rules"]), folder.read(&printed)]
    };
    let together = built(text.clone());
    assert!(together.iter().all(|output| output.contains("pénalité_retard")));
    for every in [1, 2, 3] {
        // A path is read byte for byte: it names a file.
        let (before, after) = text.split_once("./fermés.slac").unwrap();
        let spelt = format!("{}./fermés.slac{}", apart(before, every), apart(after, every));
        assert_ne!(spelt, text);
        assert_eq!(built(spelt), together, "{every}");
    }
}

#[test]
fn two_spellings_of_an_accent_are_one_name() {
    let folder = Folder::with_contract("saas-en");
    let twice = "\ncalendar été \"Summer\" {\n  open sat 08:00-12:00\n}\n";
    let text = folder.read("contract.slac") + twice + &apart(twice, 1);
    let ran = folder.write("contract.slac", text).slac(&["check", "--format", "concise", "contract.slac"]);
    assert!(ran.out.contains(": error[duplicate-name]"), "{}", ran.out);
}

#[test]
fn files_that_use_one_another_are_a_finding() {
    let folder = Folder::new();
    folder.write("a.slac", "edition 2026\nuse \"./b.slac\"\n").write("b.slac", "edition 2026\nuse \"./a.slac\"\n");
    let ran = folder.slac(&["check", "--format", "concise", "a.slac"]);
    assert!(ran.code == 1 && ran.out.contains("[import-cycle]"), "{}", ran.out);
    folder.write("a.slac", "edition 2026\nuse \"./a.slac\"\n");
    let ran = folder.slac(&["check", "--format", "concise", "a.slac"]);
    assert!(ran.code == 1 && ran.out.contains("[import-cycle]"), "{}", ran.out);
}

#[test]
fn a_template_that_includes_itself_is_a_finding() {
    refused(&check("edition 2026\ntemplate t(x: name) {\n  use t(x x)\n}\nuse t(x y)\n"));
    refused(&check(
        "edition 2026\ntemplate t(x: name) {\n  use u(x x)\n}\ntemplate u(x: name) {\n  use t(x x)\n}\nuse t(x y)\n",
    ));
}

#[test]
fn templates_that_double_do_not_fill_the_memory() {
    let mut text = String::from("edition 2026\ntemplate t0(x: name) {\n  provider p \"P\" { }\n}\n");
    for i in 1..60 {
        text += &format!("template t{i}(x: name) {{\n  use t{0}(x x)\n  use t{0}(x x)\n}}\n", i - 1);
    }
    refused(&check(text + "use t59(x y)\n"));
}

#[test]
fn a_path_that_climbs_out_is_a_finding_that_tells_nothing() {
    let folder = Folder::new();
    folder.write("secret.slac", "provider secret \"S\" { }\n");
    for used in ["../secret.slac", "../absent.slac", "/etc/passwd", "./x/../../secret.slac"] {
        folder.write("project/a.slac", format!("edition 2026\nuse \"{used}\"\n"));
        folder.write("project/slac.toml", "[project]\ncontracts = [\"a.slac\"]\n");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_slac"));
        let done = command.args(["check", "--format", "concise"]).current_dir(folder.path("project")).output().unwrap();
        let out = String::from_utf8(done.stdout).unwrap();
        assert_eq!(done.status.code(), Some(1), "{used}: {out}");
        assert!(out.contains("[unreadable-file]") && out.contains("outside"), "{used}: {out}");
    }
}

#[test]
fn a_missing_file_and_a_folder_are_findings_where_they_are_used() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("folder.slac")).unwrap();
    for used in ["./absent.slac", "./folder.slac"] {
        folder.write("a.slac", format!("edition 2026\nuse \"{used}\"\n"));
        let ran = folder.slac(&["check", "--format", "concise", "a.slac"]);
        assert!(ran.code == 1 && ran.out.contains("[unreadable-file]"), "{used}: {}", ran.out);
    }
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let folder = Folder::new();
    std::fs::File::create(folder.path("a.slac")).unwrap().set_len(65 * 1024 * 1024).unwrap();
    let ran = folder.slac(&["check", "a.slac"]);
    assert!(ran.code == 2 && ran.err.contains("bytes"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn links_in_circles_and_devices_are_errors() {
    let folder = Folder::new();
    std::os::unix::fs::symlink("b.slac", folder.path("a.slac")).unwrap();
    std::os::unix::fs::symlink("a.slac", folder.path("b.slac")).unwrap();
    assert_eq!(folder.slac(&["check", "a.slac"]).code, 2);
    assert_eq!(folder.slac(&["check", "/dev/zero"]).code, 2);
    folder.write("c.slac", "edition 2026\nuse \"./d.slac\"\n");
    std::os::unix::fs::symlink("/dev/zero", folder.path("d.slac")).unwrap();
    let ran = folder.slac(&["check", "--format", "concise", "c.slac"]);
    assert!(ran.code == 1 && ran.out.contains("[unreadable-file]"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_writes_to_does_not_hang() {
    let folder = Folder::new();
    let made = std::process::Command::new("mkfifo").arg(folder.path("pipe.slac")).status();
    if made.is_ok_and(|status| status.success()) {
        let ran = folder.slac(&["check", "pipe.slac"]);
        assert!(ran.code == 2 && ran.err.contains("not a regular file"), "{}", ran.err);
    }
}
