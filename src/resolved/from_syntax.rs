//! From trees to declarations: loads what is used, expands templates, fills blanks, sorts fields.

use super::expand;
use super::extend::extend_records;
use super::fields::{from_decl, from_table};
use super::loader::{self, LoadError, World};
use super::rows::Rows;
use super::rules::{
    DUPLICATE_NAME, IMPORT_CYCLE, ONE_CONTRACT, UNBOUND_PARAMETER, UNEXPECTED_TABLE, UNKNOWN_EDITION, UNKNOWN_FIELD,
    UNKNOWN_MODULE, UNREADABLE_FILE,
};
use super::substitute::Values;
use super::{Decl, DeclId, Module, ModuleId, Program};
use crate::base::{FileId, Name, SourceFile, SourceMap, Span, composed, suggest};
use crate::diagnostics::{Finding, Sink};
use crate::language::{KINDS, Kind, KindId, kinds};
use crate::syntax::ast::{self, HeadKind, Item, Text, Use, UseTarget, Word};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The edition that this compiler reads.
const EDITION: &str = "2026";

/// Resolves the source called `name` with this `text`. `path` is where it lies, when it lies on a disk.
pub fn resolve(
    name: &str,
    text: &str,
    path: Option<&Path>,
    world: &dyn World,
    sources: &mut SourceMap,
    sink: &mut Sink,
) -> Program {
    let mut pass = Resolver {
        world,
        sources,
        sink,
        program: Program::default(),
        loaded: FxHashMap::default(),
        open: Vec::new(),
        templates: BTreeMap::new(),
        unnamed: BTreeMap::new(),
    };
    let key = path.map(|p| world.canonical(p).unwrap_or_else(|_| p.to_path_buf()));
    pass.file(name, text, path, key, None);
    pass.finish()
}

/// The pass: what it reads from, and what it has made so far.
pub(super) struct Resolver<'a> {
    world: &'a dyn World,
    sources: &'a mut SourceMap,
    pub(super) sink: &'a mut Sink,
    program: Program,
    /// Files and standard modules that are loaded, by canonical path or by name.
    loaded: FxHashMap<PathBuf, ModuleId>,
    /// Files that are being loaded, outermost first, with the place that uses them.
    open: Vec<(PathBuf, Option<Span>)>,
    /// Templates by module and name.
    pub(super) templates: BTreeMap<(ModuleId, Name), ast::Decl>,
    /// How many declarations of a kind have been given a name, so that the next need not be searched.
    unnamed: BTreeMap<KindId, u32>,
}

/// What a file gives the blanks of one that it uses.
struct Fills<'a> {
    values: &'a mut Values,
    rows: &'a mut Rows,
    /// The values as they are written.
    written: &'a [ast::Clause],
}

impl Resolver<'_> {
    fn file(
        &mut self,
        name: &str,
        text: &str,
        path: Option<&Path>,
        key: Option<PathBuf>,
        fills: Option<&mut Fills<'_>>,
    ) -> ModuleId {
        let stem = Path::new(name).file_stem().map_or_else(|| name.into(), |s| s.to_string_lossy().into_owned());
        let file = self.sources.add(SourceFile::new(name, text));
        let mut items = crate::syntax::parse(file, text, self.sink).items;
        if let Some(fills) = fills {
            fills.rows.items(&mut items, fills.written, self.sink);
            fills.values.items(&mut items);
        }
        self.open.push((key.clone().unwrap_or_default(), None));
        let module = self.module(composed(&stem), false, items, path);
        self.open.pop();
        if let Some(key) = key {
            self.loaded.insert(key, module);
        }
        module
    }

    /// A module of the standard library, loaded once.
    fn standard(&mut self, word: &Word) -> Option<ModuleId> {
        let key = PathBuf::from(word.name.as_str());
        if let Some(&module) = self.loaded.get(&key) {
            return Some(module);
        }
        let Some(text) = loader::standard(&word.name) else {
            let near = suggest::nearest(&word.name, loader::standard_names());
            self.sink.report(
                Finding::new(&UNKNOWN_MODULE, word.span, format!("the standard library has no module `{}`", word.name))
                    .help_if(near.map(|n| format!("did you mean `{n}`?"))),
            );
            return None;
        };
        let path = word.name.replace('.', "/");
        let file = self.sources.add(SourceFile::new(format!("<{path}.slac>"), text));
        let items = loader::standard_items(&word.name, text, file, self.sink);
        // INVARIANT: modules of the standard library do not use one another in a circle; a test loads them all.
        let module = self.module(word.name.clone(), true, items, None);
        self.loaded.insert(key, module);
        Some(module)
    }

    fn module(&mut self, name: Name, standard: bool, mut items: Vec<Item>, path: Option<&Path>) -> ModuleId {
        let id = ModuleId(self.program.modules.len() as u32);
        self.program.modules.push(Module { name, standard, uses: Vec::new(), used_by_contract: false });
        let mut rows = Rows::of(&mut items, self.sink);
        let mut rest = Vec::new();
        for item in items {
            match item {
                Item::Decl(decl) if decl.kind.name == "template" => {
                    let name = decl.name.as_ref().map(|w| w.name.clone()).unwrap_or_default();
                    self.templates.insert((id, name), decl);
                }
                Item::Edition(word) => self.edition(&word),
                item => rest.push(item),
            }
        }
        let (uses, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(|i| matches!(i, Item::Use(_)));
        let mut instances = Vec::new();
        for item in uses {
            if let Item::Use(used) = item {
                self.used(id, used, path, &mut instances, &mut rows);
            }
        }
        rows.report_vain(self.sink);
        for used in instances {
            expand::instantiate(self, id, &used, 0);
        }
        for item in rest {
            self.declare(id, id, item);
        }
        id
    }

    fn edition(&mut self, word: &Word) {
        if word.name != EDITION {
            self.sink.report(
                Finding::new(
                    &UNKNOWN_EDITION,
                    word.span,
                    format!("there is no edition `{}` of the language", word.name),
                )
                .help(format!("write `edition {EDITION}`")),
            );
        }
    }

    /// Loads what a `use` names, or sets an instantiation of a template aside.
    fn used(&mut self, into: ModuleId, used: Use, path: Option<&Path>, instances: &mut Vec<Use>, rows: &mut Rows) {
        match &used.target {
            UseTarget::Name(word) if word.name.starts_with("std.") && used.arguments.is_empty() => {
                if let Some(module) = self.standard(word) {
                    self.link(into, module);
                }
            }
            UseTarget::Name(_) => instances.push(used),
            UseTarget::Path(text) => {
                let text = text.clone();
                if let Some(module) = self.path(&text, &used, path, rows) {
                    self.link(into, module);
                }
            }
        }
    }

    fn link(&mut self, into: ModuleId, module: ModuleId) {
        let own = !self.program.module(into).standard;
        let modules = &mut self.program.modules;
        if let Some(home) = modules.get_mut(into.0 as usize)
            && !home.uses.contains(&module)
        {
            home.uses.push(module);
        }
        if let Some(used) = modules.get_mut(module.0 as usize) {
            used.used_by_contract |= own;
        }
    }

    /// Files that use one another: the one that is used again, by the one that is being loaded.
    fn circle(&self, again: &Path, span: Span) -> Finding {
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let files = self.open.iter().skip_while(|(open, _)| open != again);
        let files: Vec<(String, Option<Span>)> = files.map(|(path, used)| (name(path), *used)).collect();
        let [(first, _), others @ ..] = files.as_slice() else {
            return Finding::new(&IMPORT_CYCLE, span, "a file uses itself");
        };
        let chain: Vec<String> = others.iter().map(|(file, _)| format!("`{file}`, which uses ")).collect();
        let message = match chain.as_slice() {
            [] => format!("`{first}` uses itself"),
            chain => format!("`{first}` uses {}`{first}` again", chain.concat()),
        };
        let last = files.last().map_or(first, |(file, _)| file);
        let finding = Finding::new(&IMPORT_CYCLE, span, message).here(format!("`{last}` uses `{first}`"));
        let finding = files.iter().zip(others).fold(finding, |finding, ((by, used), (file, _))| match used {
            Some(used) => finding.label(*used, format!("`{by}` uses `{file}`")),
            None => finding,
        });
        finding.help(match others {
            [] => "remove this `use`",
            _ => "put what each of them needs into a file of its own, and let them use that one only",
        })
    }

    fn path(&mut self, text: &Text, used: &Use, from: Option<&Path>, rows: &mut Rows) -> Option<ModuleId> {
        let written = text.parts.first().map(|p| p.value.to_string()).unwrap_or_default();
        let path = from.and_then(Path::parent).unwrap_or_else(|| Path::new("")).join(&written);
        let unreadable = |error: &LoadError| {
            Finding::new(&UNREADABLE_FILE, text.span, format!("`{written}` cannot be read: {error}"))
                .help("correct the name, or put the file there: a path begins at the folder of the file that uses it, and stays inside the project")
        };
        let key = match self.world.canonical(&path) {
            Ok(key) => key,
            Err(error) => {
                self.sink.report(unreadable(&error));
                return None;
            }
        };
        if self.open.iter().any(|(open, _)| *open == key) {
            self.sink.report(self.circle(&key, text.span));
            return None;
        }
        let fills = arguments(&used.arguments);
        if let Some(&module) = self.loaded.get(&key) {
            if !fills.is_empty() {
                self.sink.report(
                    Finding::new(
                        &UNBOUND_PARAMETER,
                        used.span,
                        format!("`{written}` is used twice, once with other values"),
                    )
                    .help("use it once, with the values that hold for the contract"),
                );
            }
            return Some(module);
        }
        let bytes = match self.world.read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.sink.report(unreadable(&error));
                return None;
            }
        };
        let (source, _) = loader::decode(bytes);
        if let Some(last) = self.open.last_mut() {
            last.1 = Some(text.span);
        }
        let mut values = Values { blanks: fills, ..Values::default() };
        let mut fills = Fills { values: &mut values, rows, written: &used.arguments };
        let name = loader::shown(&path);
        let module = self.file(&name, &source, Some(&path), Some(key), Some(&mut fills));
        for argument in &used.arguments {
            let known = &argument.word.name;
            if !values.filled.contains(known) && !rows.misused.contains(known) {
                let blanks = format!("`{written}` has no blank `[{}]`", argument.word.name);
                self.sink.report(Finding::new(&UNBOUND_PARAMETER, argument.word.span, blanks));
            }
        }
        Some(module)
    }

    /// The name of a module.
    pub(super) fn module_name(&self, id: ModuleId) -> &str {
        &self.program.module(id).name
    }

    /// Adds what an item declares. `lexical` is the module of the template that it comes from.
    pub(super) fn declare(&mut self, module: ModuleId, lexical: ModuleId, item: Item) {
        match item {
            Item::Decl(decl) => {
                if let Some(kind) = kinds::find(&decl.kind.name) {
                    let decl = from_decl(decl, kind, module, self.sink);
                    self.add(decl, lexical);
                }
            }
            Item::Table(table) => {
                let Some(head) = table.head.first() else { return };
                let word = match &head.kind {
                    HeadKind::Words(word, _) => word.name.clone(),
                    _ => Name::default(),
                };
                match kinds::find(&word) {
                    Some(kind) if kind.named == crate::language::Need::Required => {
                        let (decls, open) = from_table(table, kind, module, self.sink);
                        decls.into_iter().for_each(|decl| self.add(decl, lexical));
                        self.program.open.extend(open.into_iter().map(|rows| (kind, rows)));
                    }
                    _ => self.sink.report(not_a_kind(&word, head.span)),
                }
            }
            Item::Edition(_) | Item::Use(_) => {}
        }
    }

    fn add(&mut self, mut decl: Decl, lexical: ModuleId) {
        decl.lexical = lexical;
        let id = DeclId(self.program.decls.len() as u32);
        let accept = decl.kind.id == KindId::Accept;
        let standard = self.program.module(decl.module).standard;
        if !accept {
            if decl.name.is_empty() {
                decl.name = self.fresh(decl.kind);
            }
            let mut called =
                self.program.names.get(&decl.name).into_iter().flatten().map(|&other| self.program.decl(other));
            let same_space = |other: &Decl| {
                if standard { other.module == decl.module } else { !self.program.module(other.module).standard }
            };
            let twin = called.find(|other| same_space(other));
            if let Some(twin) = twin {
                let (first, is_same) = (twin.name_span, twin.kind.id == decl.kind.id);
                self.sink.report(
                    Finding::new(&DUPLICATE_NAME, decl.name_span, format!("`{}` is declared twice", decl.name))
                        .here("declared again here")
                        .label(first, "declared here first")
                        .help("give one of the two another name"),
                );
                if is_same {
                    return;
                }
                // Where its kind is due, it is the one that is meant: the mistake is said once.
                self.program.twins.entry(decl.name.clone()).or_default().push(id);
                self.program.decls.push(decl);
                return;
            }
            self.program.names.entry(decl.name.clone()).or_default().push(id);
        }
        self.program.decls.push(decl);
    }

    /// A name for a declaration of a kind that needs none: `settlement`, `settlement_2` …
    fn fresh(&mut self, kind: &Kind) -> Name {
        let next = self.unnamed.entry(kind.id).or_insert(0);
        let first = *next + 1;
        *next = first;
        (first..)
            .map(|n| if n == 1 { Name::from(kind.word) } else { Name::from(format!("{}_{n}", kind.word)) })
            .find(|name| !self.program.names.contains_key(name))
            .unwrap_or_default()
    }

    fn finish(mut self) -> Program {
        extend_records(&mut self.program);
        let contracts: Vec<&Decl> =
            self.program.own().map(|(_, d)| d).filter(|d| d.kind.id == KindId::Contract).collect();
        match contracts.as_slice() {
            [_] => {}
            [] => {
                let start = Span::new(FileId(0), 0, 0);
                self.sink.report(
                    Finding::new(&ONE_CONTRACT, start, "no contract is declared here")
                        .help("add `contract demo \"Title\" { from 2026-01-01; timezone \"Europe/Paris\"; currency EUR; languages en }`, with the right values"),
                );
            }
            [first, others @ ..] => {
                for other in others {
                    self.sink.report(
                        Finding::new(&ONE_CONTRACT, other.head, "a second contract is declared")
                            .label(first.head, "the first one stands here")
                            .help("put each contract into a file of its own"),
                    );
                }
            }
        }
        self.program
    }
}

/// Arguments by name.
pub(super) fn arguments(clauses: &[ast::Clause]) -> BTreeMap<Name, ast::Expr> {
    clauses
        .iter()
        .filter_map(|c| {
            let value = match c.values.as_slice() {
                [one] => one.clone(),
                [] => return None,
                many => ast::Expr { kind: ast::ExprKind::List(many.to_vec()), span: c.span },
            };
            Some((c.word.name.clone(), value))
        })
        .collect()
}

fn not_a_kind(word: &str, span: Span) -> Finding {
    if let Some(kind) = kinds::find(word) {
        return Finding::new(&UNEXPECTED_TABLE, span, format!("{} is not declared by rows", kind.with_article()))
            .help(format!("write `{} {{ … }}`", kind.word));
    }
    let near = suggest::nearest(word, KINDS.iter().map(|k| k.word));
    Finding::new(&UNKNOWN_FIELD, span, format!("`{word}` is not a kind of declaration"))
        .note("the first head of a table outside a block is a kind: each row declares one")
        .help_if(near.map(|n| format!("did you mean `{n}`?")))
}
