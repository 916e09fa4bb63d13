//! Placeholder until the driver arrives.
use crate::base::SourceMap;
use crate::diagnostics::{Finding, Rule};
use crate::resolved::loader::LoadError;
use std::path::{Path, PathBuf};

/// All input of the compiler.
pub trait World {
    /// The bytes of a file.
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError>;
    /// The one name of a file.
    fn canonical(&self, path: &Path) -> Result<PathBuf, LoadError>;
}
/// What came of a source.
pub struct Compilation {
    /// The sources.
    pub sources: SourceMap,
    /// The findings, sorted.
    pub findings: Vec<Finding>,
    /// The model.
    pub model: Option<()>,
}
/// Compiles a file.
pub fn compile(world: &dyn World, entry: &Path) -> Compilation {
    let _ = (world, entry);
    Compilation { sources: SourceMap::default(), findings: Vec::new(), model: None }
}
/// Compiles a text.
pub fn compile_text(name: &str, text: &str, world: &dyn World) -> Compilation {
    let _ = (name, text);
    compile(world, Path::new("-"))
}
/// Every rule.
pub fn rules() -> Vec<&'static Rule> {
    Vec::new()
}
/// The page of a rule.
pub fn page(rule: &str) -> Option<&'static str> {
    let _ = rule;
    None
}
