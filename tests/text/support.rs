//! Models of the examples, compiled once, and words as readers take them.

use serde_json::Value;
use slac::base::Language;
use slac::emit::text::{Templates, render, view};
use slac::evaluate::examples::Examples;
use slac::model::Model;
use slac::resolved::loader::{LoadError, World};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const EXAMPLES: [&str; 4] = [
    "infogerance-erp/erp_acme.slac",
    "saas/helpdesk_saas.slac",
    "backup-dr/backup_nakivo.slac",
    "template/standard_with_blanks.slac",
];

struct Disk;

impl World for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        std::fs::read(path).map_err(|e| LoadError::Io(e.to_string()))
    }
    fn canonical(&self, path: &Path) -> Result<PathBuf, LoadError> {
        path.canonicalize().map_err(|e| LoadError::Io(e.to_string()))
    }
}

type Example = (&'static str, Model, Value);

static MODELS: LazyLock<Vec<Example>> = LazyLock::new(|| EXAMPLES.map(compile).into());

static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::built_in);

fn compile(name: &'static str) -> Example {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    let compiled = slac::driver::compile(&Disk, &path).unwrap();
    let findings: Vec<_> = compiled.findings.iter().map(|f| &f.message).collect();
    let Some(model) = compiled.model else { panic!("{name}: {findings:?}") };
    let json = serde_json::to_value(&model).unwrap();
    (name, model, json)
}

/// Every example: its name, its model, and the model as JSON.
pub fn examples() -> &'static [Example] {
    &MODELS
}

/// The text by the built-in templates.
pub fn text(model: &Model, language: Language) -> String {
    render(model, language, &TEMPLATES).unwrap()
}

/// The text without the examples that follow from its clauses: what the contract states by itself.
pub fn stated(model: &Model, language: Language) -> String {
    TEMPLATES.fill(language, &view::build(model, language, &Examples::default())).unwrap()
}

/// Words as a reader takes them: without the marks of Markdown, with plain blanks and apostrophes.
pub fn plain(words: &str) -> String {
    let words = words.replace('\\', "").replace('’', "'").replace(['\u{A0}', '\u{202F}', '\n'], " ");
    words.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Calls `visit` with every object of a JSON value and the path to it.
pub fn walk<'v>(value: &'v Value, path: &str, visit: &mut impl FnMut(&str, &'v Value)) {
    visit(path, value);
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, v)| walk(v, &format!("{path}/{name}"), visit)),
        Value::Array(items) => items.iter().for_each(|v| walk(v, &format!("{path}/*"), visit)),
        _ => {}
    }
}
