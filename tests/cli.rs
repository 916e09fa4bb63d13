//! The command line, from outside: exit codes, streams, files.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use serde_json::Value;
use std::process::{Command, Stdio};
use support::{Folder, Ran};

const TEMPLATES: [&str; 3] = ["infogerance-fr", "saas-en", "backup-fr"];

/// A contract that no one can read.
const BROKEN: &str = "edition 2026\ncontract c \"C\" {\n  form 2026-01-01\n}\n";

/// A contract with a warning and no error: the example of its family.
const WARNED: &str = include_str!("../examples/broken/void.slac");

fn failed(ran: &Ran) -> &str {
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(ran.out, "");
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
    &ran.err
}

#[test]
fn a_clean_contract_exits_with_0_and_prints_no_finding() {
    let folder = Folder::with_contract("saas-en");
    let ran = folder.slac(&["check", "contract.slac"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", "no findings in 1 file\n"));
}

#[test]
fn findings_are_printed_on_standard_output_and_exit_with_1() {
    let folder = Folder::new();
    let ran = folder.write("a.slac", BROKEN).slac(&["check", "--format", "concise", "a.slac"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("a.slac:"), "{}", ran.out);
}

#[test]
fn a_warning_is_a_finding_and_stops_a_build_only_when_it_is_denied() {
    let folder = Folder::new();
    folder.write("a.slac", WARNED);
    let ran = folder.slac(&["check", "--format", "concise", "a.slac"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains(": warning["));
    assert_eq!(folder.slac(&["model", "a.slac"]).code, 0, "a contract with warnings is built");
    assert_eq!(folder.slac(&["model", "--deny", "ambiguous", "a.slac"]).code, 0);
    let rule = ran.out.split(": warning[").nth(1).and_then(|rest| rest.split(']').next()).unwrap();
    for denied in ["warnings", "void", rule] {
        let stopped = folder.slac(&["model", "--deny", denied, "a.slac"]);
        assert_eq!((stopped.code, stopped.out.as_str()), (1, ""), "{denied}");
        assert!(stopped.err.contains("denied: "), "{}", stopped.err);
    }
}

#[test]
fn wrong_usage_exits_with_2() {
    let folder = Folder::with_contract("saas-en");
    assert_eq!(folder.slac(&[]).code, 2);
    assert_eq!(folder.slac(&["chekc"]).code, 2);
    assert_eq!(folder.slac(&["check", "--frmat", "json"]).code, 2);
    assert_eq!(folder.slac(&["check", "--format", "xml"]).code, 2);
    assert_eq!(folder.slac(&["build", "--lang", "de"]).code, 2);
    let ran = folder.slac(&["check", "--deny", "warning", "contract.slac"]);
    assert!(failed(&ran).contains("help: write `warnings`"), "{}", ran.err);
}

#[test]
fn a_path_that_cannot_be_read_exits_with_2() {
    let folder = Folder::new();
    assert!(failed(&folder.slac(&["check", "absent.slac"])).contains("`absent.slac`: there is no such file"));
    assert!(failed(&folder.slac(&["check"])).contains("no path is given"));
    assert!(failed(&folder.slac(&["check", "."])).contains("no `*.slac` file"));
}

#[test]
fn help_has_examples_and_exits_with_0() {
    let folder = Folder::new();
    for command in
        ["check", "build", "deadline", "calendar", "model", "fmt", "explain", "init", "schema", "completions"]
    {
        let ran = folder.slac(&[command, "--help"]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("Examples:\n"), "{command}");
    }
    assert!(folder.slac(&["export", "rules", "--help"]).out.contains("Examples:\n"));
    assert!(folder.slac(&["--help"]).out.contains("Exit codes:"));
}

#[test]
fn standard_input_is_a_path() {
    let folder = Folder::with_contract("saas-en");
    let text = folder.read("contract.slac");
    assert_eq!(folder.run(&["check", "-"], text.as_bytes()).code, 0);
    let ran = folder.run(&["check", "--format", "concise", "-"], BROKEN.as_bytes());
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("-:"), "{}", ran.out);
    assert_eq!(folder.run(&["export", "rules", "-"], text.as_bytes()).code, 0);
}

#[test]
fn a_folder_is_all_contracts_below_it() {
    let folder = Folder::new();
    folder
        .write("contracts/b/two.slac", BROKEN)
        .write("contracts/one.slac", BROKEN)
        .write("contracts/target/three.slac", BROKEN);
    let ran = folder.slac(&["check", "--format", "concise", "contracts"]);
    let files: Vec<&str> = ran.out.lines().filter_map(|line| line.split(':').next()).collect();
    assert!(files.contains(&"contracts/one.slac") && files.contains(&"contracts/b/two.slac"), "{}", ran.out);
    assert!(!ran.out.contains("three"));
}

#[test]
fn a_module_in_a_folder_is_judged_where_it_is_used() {
    let folder = Folder::with_contract("saas-en");
    let text = folder.read("contract.slac");
    let (before, after) = text.split_once("calendar office").unwrap();
    let (calendar, after) = after.split_once("}\n").unwrap();
    let module = format!("edition 2026\nuse std.calendar.uk\ncalendar office{calendar}}}\n");
    folder.write("c/common/hours.slac", &module);
    let contract = format!("{}{after}", before.replace("use std.clock", "use \"./common/hours.slac\"\nuse std.clock"));
    folder.write("c/contract.slac", &contract);
    let ran = folder.slac(&["check", "c"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", "no findings in 1 file\n"));
    // Its mistakes are found once, however many contracts use it and by whatever path.
    folder.write("c/common/hours.slac", module.replace("open ", "opne "));
    folder.write("c/deep/other.slac", contract.replace("./common", "../common"));
    let ran = folder.slac(&["check", "--format", "concise", "c"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out.matches("`opne`").count(), 1, "{}", ran.out);
    // By itself it is no contract.
    let ran = folder.slac(&["check", "--format", "concise", "c/common/hours.slac"]);
    assert!(ran.code == 1 && ran.out.contains("[one-contract]"), "{}", ran.out);
}

#[test]
fn colour_is_for_terminals_unless_it_is_asked_for() {
    let folder = Folder::new();
    folder.write("a.slac", BROKEN);
    assert!(!folder.slac(&["check", "a.slac"]).out.contains('\u{1b}'));
    assert!(folder.slac(&["check", "--color", "always", "a.slac"]).out.contains('\u{1b}'));
    assert!(!folder.slac(&["check", "--color", "never", "a.slac"]).out.contains('\u{1b}'));
}

#[test]
fn quiet_says_nothing_but_findings() {
    let folder = Folder::with_contract("saas-en");
    let ran = folder.slac(&["check", "--quiet", "contract.slac"]);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    assert_eq!(folder.slac(&["build", "--quiet", "contract.slac", "-o", "text"]).err, "");
}

#[test]
fn machine_formats_are_one_valid_document_for_many_files() {
    let folder = Folder::new();
    folder.write("a.slac", BROKEN).write("b.slac", BROKEN);
    let json: Value = serde_json::from_str(&folder.slac(&["check", "--format", "json", "."]).out).unwrap();
    let schema: Value = serde_json::from_str(&folder.slac(&["schema", "findings"]).out).unwrap();
    jsonschema::validate(&schema, &json).unwrap();
    let sarif: Value = serde_json::from_str(&folder.slac(&["check", "--format", "sarif", "."]).out).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"].as_array().map(Vec::len), Some(1));
    assert!(folder.slac(&["check", "--format", "github", "."]).out.starts_with("::error file=a.slac,"));
}

#[test]
fn every_template_checks_clean_and_gives_every_output() {
    for template in TEMPLATES {
        let folder = Folder::with_contract(template);
        let ran = folder.slac(&["check", "--deny", "warnings"]);
        assert_eq!(ran.code, 0, "{template}: {}", ran.out);
        assert_eq!(folder.slac(&["build"]).code, 0, "{template}");
        assert_eq!(folder.slac(&["export", "rules"]).code, 0, "{template}");
        let files = folder.files();
        assert!(files.contains(&"out/rules.json".to_string()), "{template}: {files:?}");
        assert!(files.iter().any(|f| f.starts_with("out/") && f.ends_with(".md")), "{template}: {files:?}");
        assert_eq!(folder.slac(&["fmt", "--check"]).code, 0, "{template}");
    }
}

#[test]
fn init_does_not_overwrite_unless_it_is_forced() {
    let folder = Folder::with_contract("saas-en");
    folder.write("contract.slac", "mine");
    let ran = folder.slac(&["init"]);
    assert!(failed(&ran).contains("`contract.slac` and `slac.toml` exist already"), "{}", ran.err);
    assert_eq!(folder.read("contract.slac"), "mine");
    std::fs::remove_file(folder.path("contract.slac")).unwrap();
    failed(&folder.slac(&["init"]));
    assert_eq!(folder.files(), ["slac.toml"]);
    assert_eq!(folder.slac(&["init", "--force"]).code, 0);
    assert_eq!(folder.files(), ["contract.slac", "slac.toml"]);
}

#[test]
fn build_writes_a_text_for_each_language() {
    let folder = Folder::with_contract("infogerance-fr");
    let ran = folder.slac(&["build", "contract.slac", "--lang", "fr", "--lang", "en", "-o", "text"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let texts: Vec<String> = folder.files().into_iter().filter(|f| f.starts_with("text/")).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts.iter().any(|f| f.ends_with(".fr.md")) && texts.iter().any(|f| f.ends_with(".en.md")));
    assert!(texts.iter().all(|f| ran.err.contains(&format!("wrote {f}"))), "{}", ran.err);
}

#[test]
fn a_template_of_ones_own_replaces_the_one_of_its_name() {
    let folder = Folder::with_contract("saas-en");
    let build = ["build", "contract.slac", "--templates", "own", "-o", "out"];
    folder.write("own/notes.txt", "not a template");
    assert!(failed(&folder.slac(&build)).contains("`own` holds no templates"));
    folder.write("own/en/contract.hbs", "Replaced.");
    assert_eq!(folder.slac(&build).code, 0);
    assert_eq!(folder.read("out/my_contract.en.md"), "Replaced.\n");
    folder.write("own/en/contarct.hbs", "x");
    assert!(failed(&folder.slac(&build)).contains("`contract`"));
    std::fs::remove_file(folder.path("own/en/contarct.hbs")).unwrap();
    folder.write("own/en/contract.hbs", "{{absent}}");
    failed(&folder.slac(&build));
    assert_eq!(folder.read("out/my_contract.en.md"), "Replaced.\n");
}

#[test]
fn nothing_is_written_from_a_contract_with_errors() {
    let folder = Folder::with_contract("saas-en");
    folder.write("contracts/broken.slac", BROKEN).write("contracts/good.slac", folder.read("contract.slac"));
    let before = folder.files();
    for arguments in [
        &["build", "contracts", "-o", "out"][..],
        &["export", "rules", "contracts", "-o", "out/{contract}.json"][..],
        &["model", "contracts/broken.slac", "-o", "out/model.json"][..],
    ] {
        let ran = folder.slac(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
    }
    assert_eq!(folder.files(), before);
}

#[test]
fn nothing_is_written_when_one_file_cannot_be() {
    let folder = Folder::with_contract("infogerance-fr");
    assert_eq!(folder.slac(&["build", "contract.slac", "--lang", "fr", "-o", "text"]).code, 0);
    let french = folder.files().into_iter().find(|f| f.ends_with(".fr.md")).unwrap();
    std::fs::remove_file(folder.path(&french)).unwrap();
    std::fs::create_dir(folder.path(&french)).unwrap();
    let ran = folder.slac(&["build", "contract.slac", "--lang", "en", "--lang", "fr", "-o", "text"]);
    assert!(failed(&ran).contains("it is a folder"), "{}", ran.err);
    assert_eq!(folder.files(), ["contract.slac", "slac.toml"]);
}

#[test]
fn two_contracts_of_one_name_do_not_overwrite_each_other() {
    let folder = Folder::with_contract("saas-en");
    let text = folder.read("contract.slac");
    folder.write("c/a.slac", &text).write("c/b.slac", &text);
    let ran = folder.slac(&["build", "c", "-o", "out"]);
    assert!(failed(&ran).contains("two contracts would be written"), "{}", ran.err);
    assert!(!folder.path("out").exists());
}

#[test]
fn rules_and_model_are_valid_by_their_published_schemas() {
    let folder = Folder::with_contract("infogerance-fr");
    for (name, arguments) in
        [("rules", &["export", "rules", "contract.slac"][..]), ("model", &["model", "contract.slac"][..])]
    {
        let schema: Value = serde_json::from_str(&folder.slac(&["schema", name]).out).unwrap();
        let ran = folder.slac(arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let value: Value = serde_json::from_str(&ran.out).unwrap();
        jsonschema::validate(&schema, &value).unwrap_or_else(|e| panic!("{name}: {e} at {}", e.instance_path()));
        assert_eq!(folder.slac(arguments).out, ran.out, "two runs differ");
    }
}

#[test]
fn a_contract_with_blanks_is_not_exported() {
    let folder = Folder::with_contract("saas-en");
    folder.write(
        "blank.slac",
        folder.read("contract.slac").replace("availability at least 99.9 %", "availability at least [threshold]"),
    );
    assert_eq!(folder.slac(&["check", "blank.slac"]).code, 0);
    let ran = folder.slac(&["export", "rules", "blank.slac", "-o", "rules.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("is a template") && ran.err.contains("`[threshold]`"), "{}", ran.err);
    assert!(!folder.path("rules.json").exists());
}

#[test]
fn several_contracts_do_not_fit_into_one_output() {
    let folder = Folder::with_contract("saas-en");
    let text = folder.read("contract.slac");
    folder.write("c/a.slac", &text).write("c/b.slac", text.replace("contract my_contract", "contract other"));
    assert!(failed(&folder.slac(&["export", "rules", "c"])).contains("{contract}"));
    assert_eq!(folder.slac(&["export", "rules", "c", "-o", "out/{contract}.json"]).code, 0);
    assert!(folder.path("out/my_contract.json").exists() && folder.path("out/other.json").exists());
}

#[test]
fn fmt_writes_what_it_prints_and_is_then_content() {
    let folder = Folder::with_contract("saas-en");
    let neat = folder.read("contract.slac");
    let untidy = neat.replace(" | ", "  |").replace("\n", "\r\n");
    folder.write("contract.slac", &untidy);
    let ran = folder.slac(&["fmt", "--check", "contract.slac"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "contract.slac\n"));
    assert_eq!(folder.read("contract.slac"), untidy);
    let printed = folder.run(&["fmt", "-"], untidy.as_bytes());
    assert_eq!((printed.code, printed.out.as_str()), (0, neat.as_str()));
    assert_eq!(folder.slac(&["fmt", "contract.slac"]).code, 0);
    assert_eq!(folder.read("contract.slac"), neat);
    assert_eq!(folder.slac(&["fmt", "--check", "contract.slac"]).code, 0);
    assert_eq!(folder.files(), ["contract.slac", "slac.toml"]);
}

#[test]
fn fmt_without_a_path_takes_every_source_of_the_project() {
    let folder = Folder::with_contract("saas-en");
    folder.write("modules/ours.slac", "edition   2026\n").write("below/x.txt", "");
    let ran = folder.slac(&["fmt", "--check"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "modules/ours.slac\n"));
    assert_eq!(folder.slac(&["fmt"]).code, 0);
    assert_eq!(folder.read("modules/ours.slac"), "edition 2026\n");
}

#[test]
fn fmt_leaves_a_file_that_it_cannot_read_as_it_is() {
    let folder = Folder::new();
    let text = "contract c \"C\" {\n  from   2026-01-01 (\n}\n";
    folder.write("a.slac", text);
    for arguments in [&["fmt", "a.slac"][..], &["fmt", "--check", "a.slac"][..]] {
        let ran = folder.slac(arguments);
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains("a.slac"), "{}", ran.err);
    }
    assert_eq!(folder.read("a.slac"), text);
}

#[test]
fn explain_prints_the_page_of_a_rule_as_it_is_named_in_findings() {
    let folder = Folder::new();
    let list = folder.slac(&["explain", "--list"]);
    assert_eq!(list.code, 0);
    let rule =
        list.out.lines().find(|line| line.starts_with("  ")).and_then(|line| line.split_whitespace().next()).unwrap();
    let page = folder.slac(&["explain", rule]);
    assert!(page.code == 0 && page.out.contains(rule), "{}", page.out);
    assert_eq!(folder.slac(&["explain", &format!("void[{rule}]")]).out, page.out);
    let wrong = folder.slac(&["explain", &format!("{rule}x")]);
    assert!(failed(&wrong).contains(&format!("help: write `{rule}`")), "{}", wrong.err);
}

#[test]
fn completions_name_the_commands() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(folder.slac(&["completions", shell]).out.contains("export"), "{shell}");
    }
}

#[test]
fn a_project_is_found_above_and_says_where_outputs_go() {
    let folder = Folder::with_contract("saas-en");
    folder.write(
        "slac.toml",
        "[project]\ncontracts = [\"contract.slac\"]\nlanguages = [\"en\"]\n[exports]\nrules = \"gen/{contract}.json\"\ntext = \"gen\"\nmodel = \"gen/model.json\"\n",
    );
    std::fs::create_dir(folder.path("deep")).unwrap();
    for arguments in [&["export", "rules"][..], &["model"][..], &["build"][..]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slac"));
        let done = command.args(arguments).current_dir(folder.path("deep")).output().unwrap();
        assert_eq!((done.status.code(), done.stdout.len()), (Some(0), 0), "{arguments:?}");
    }
    let made: Vec<String> = folder.files().into_iter().filter(|f| f.starts_with("gen/")).collect();
    assert_eq!(made, ["gen/model.json", "gen/my_contract.en.md", "gen/my_contract.json"]);
    // A path that is named on the command line is printed.
    assert!(folder.slac(&["export", "rules", "contract.slac"]).out.starts_with('{'));
}

#[test]
fn a_project_denies_rules() {
    let folder = Folder::new();
    folder.write("a.slac", WARNED).write("slac.toml", "[project]\ncontracts = [\"a.slac\"]\ndeny = [\"void\"]\n");
    assert_eq!(folder.slac(&["model", "a.slac"]).code, 1);
}

#[test]
fn what_is_denied_is_an_error_in_every_format_and_a_warning_in_its_explanation() {
    let project = "[project]\ncontracts = [\"a.slac\"]\n";
    for (toml, flag) in [(format!("{project}deny = [\"void\"]\n"), None), (project.to_owned(), Some("void"))] {
        let folder = Folder::new();
        folder.write("a.slac", WARNED).write("slac.toml", &toml);
        let shown = |format: &str| {
            let deny: Vec<&str> = flag.iter().flat_map(|rule| ["--deny", rule]).collect();
            folder.slac(&[&["check", "--format", format, "a.slac"], deny.as_slice()].concat())
        };
        let json: Value = serde_json::from_str(&shown("json").out).unwrap();
        let findings = json["findings"].as_array().unwrap();
        assert!(!findings.is_empty() && findings.iter().all(|f| f["severity"] == "error"), "{json}");
        assert_eq!((json["errors"].as_u64(), json["warnings"].as_u64()), (Some(findings.len() as u64), Some(0)));
        let sarif: Value = serde_json::from_str(&shown("sarif").out).unwrap();
        assert!(sarif["runs"][0]["results"].as_array().unwrap().iter().all(|r| r["level"] == "error"), "{sarif}");
        assert!(shown("github").out.lines().all(|line| line.starts_with("::error ")));
        assert!(shown("concise").out.lines().all(|line| line.contains(": error[")));
        let human = shown("human");
        assert!(human.out.contains(" errors in 1 file") && !human.out.contains("warning"), "{}", human.out);
        assert!(human.err.contains("denied: `"), "{}", human.err);
        let rule = findings[0]["rule"].as_str().unwrap();
        assert!(folder.slac(&["explain", rule]).out.contains(&format!("`{rule}` · void · warning")));
    }
}

#[test]
fn a_wrong_project_file_exits_with_2() {
    let folder = Folder::with_contract("saas-en");
    folder.write("slac.toml", "[project]\ncontract = [\"contract.slac\"]\n");
    assert!(
        failed(&folder.slac(&["check"])).contains("slac.toml:2:1: unknown key `contract`\n  help: write `contracts`")
    );
    folder.write("slac.toml", "[project]\n");
    assert!(failed(&folder.slac(&["check"])).contains("names no contracts"));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_not_followed() {
    let folder = Folder::new();
    folder.write("secret.slac", "secret words").write("project/slac.toml", "[project]\ncontracts = [\"link.slac\"]\n");
    std::os::unix::fs::symlink("../secret.slac", folder.path("project/link.slac")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_slac"));
    let done = command.arg("check").current_dir(folder.path("project")).output().unwrap();
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(err.contains("lies outside") && !err.contains("secret words"), "{err}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_slac"))
        .args(["schema", "model"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), String::from_utf8(done.stderr).unwrap().as_str()), (Some(0), ""));
}
