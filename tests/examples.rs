//! The examples: contracts that are in order have no finding, and broken ones have findings of their own family.
#![expect(clippy::unwrap_used, reason = "a test")]

use slac::driver::{self, Compilation};
use slac::resolved::loader::{LoadError, World};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

struct Disk;

impl World for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        std::fs::read(path).map_err(|e| LoadError::Io(e.to_string()))
    }
    fn canonical(&self, path: &Path) -> Result<PathBuf, LoadError> {
        path.canonicalize().map_err(|e| LoadError::Io(e.to_string()))
    }
}

/// The contracts of a folder of examples, in order.
fn contracts(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "slac"));
    files.sort();
    files
}

/// One line a finding: where, which rule, what.
fn findings(compilation: &Compilation) -> String {
    let mut said = String::new();
    for finding in &compilation.findings {
        let file = compilation.sources.file(finding.span().file);
        let at = file.line_column(finding.span().start);
        let name = Path::new(file.name()).file_name().unwrap().to_string_lossy().into_owned();
        writeln!(said, "{name}:{}: {}[{}] {}", at.line, finding.rule.family.name(), finding.rule.name, finding.message)
            .unwrap();
    }
    said
}

#[test]
fn contracts_that_are_in_order_have_no_finding() {
    for folder in ["infogerance-erp", "saas", "backup-dr", "template", "init"] {
        for path in contracts(folder) {
            let compilation = driver::compile(&Disk, &path).unwrap();
            assert_eq!(findings(&compilation), "", "{}", path.display());
            assert!(compilation.model.is_some(), "{}", path.display());
        }
    }
}

/// `answers.md` says of each term on which line it stands.
#[test]
fn answers_point_at_the_lines_of_the_infogerance_contract() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/infogerance-erp");
    let source = std::fs::read_to_string(root.join("erp_acme.slac")).unwrap();
    let answers = std::fs::read_to_string(root.join("answers.md")).unwrap();
    let lines: Vec<&str> = source.lines().collect();
    let mut cited = 0;
    for (before, after) in answers.split("` l. ").zip(answers.split("` l. ").skip(1)) {
        let term = before.rsplit('`').next().unwrap();
        let word = term.rsplit('.').next().unwrap();
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        let line = lines.get(digits.parse::<usize>().unwrap() - 1).unwrap();
        assert!(
            line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == word),
            "{term}, line {digits}: {line}"
        );
        cited += 1;
    }
    assert!(cited > 80, "{cited} terms are cited");
}

#[test]
fn broken_contracts_have_findings_of_their_own_family() {
    for path in contracts("broken") {
        let family = path.file_stem().unwrap().to_string_lossy().replace('_', "-");
        let compilation = driver::compile(&Disk, &path).unwrap();
        let said = findings(&compilation);
        let strangers: Vec<&str> = said.lines().filter(|l| !l.contains(&format!(": {family}["))).collect();
        assert!(strangers.is_empty(), "{}\n{}", path.display(), strangers.join("\n"));
        assert!(compilation.findings.len() >= 3, "{}\n{said}", path.display());
    }
}
