//! What a name means where it stands.

use super::rules::AMBIGUOUS_NAME;
use super::{Decl, DeclId, ModuleId, Program};
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::language::KindId;

/// What looking a name up gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One declaration.
    One(DeclId),
    /// Several, of modules that are used side by side.
    Many(Vec<DeclId>),
    /// None.
    Nothing,
}

impl Program {
    /// The declaration that `name` means inside `at`.
    ///
    /// The contract's own files come first, then the module that a template stands in, then what is used. A name of a
    /// used module may be qualified by the module's name or its last part: `fr.public_holidays`.
    #[must_use]
    pub fn find(&self, name: &str, at: &Decl) -> Found {
        // A worked example hides nothing: it may be called like what it is an example of.
        match self.find_among(name, at, &|decl| decl.kind.id != KindId::Scenario) {
            Found::Nothing => self.find_among(name, at, &|decl| decl.kind.id == KindId::Scenario),
            hit => hit,
        }
    }

    fn find_among(&self, name: &str, at: &Decl, fits: &dyn Fn(&Decl) -> bool) -> Found {
        let homes = [at.module, at.lexical];
        let (prefix, last) = name.rsplit_once('.').map_or((None, name), |(prefix, last)| (Some(prefix), last));
        let called = || self.names.get(last).into_iter().flatten().copied().filter(|&id| fits(self.decl(id)));
        let visible = || called().filter(|&id| self.visible(self.decl(id).module, homes));
        if let Some(prefix) = prefix {
            return found(visible().filter(|&id| {
                let module = &self.module(self.decl(id).module).name;
                *module == prefix || module.rsplit('.').next() == Some(prefix)
            }));
        }
        if let Some(id) = homes.into_iter().find_map(|home| called().find(|&id| self.decl(id).module == home)) {
            return Found::One(id);
        }
        match found(called().filter(|&id| !self.module(self.decl(id).module).standard)) {
            Found::Nothing => found(visible()),
            hit => hit,
        }
    }

    /// Names that may be written inside `at`, with what they are: module by module, each in the order of the alphabet.
    pub fn names<'a>(&'a self, at: &Decl) -> impl Iterator<Item = (&'a Name, &'a Decl)> {
        let homes = [at.module, at.lexical];
        let ids = self.names.values().flatten();
        let mut named: Vec<&Decl> =
            ids.map(|&id| self.decl(id)).filter(|decl| self.visible(decl.module, homes)).collect();
        named.sort_by_key(|decl| (decl.module, &decl.name));
        named.into_iter().map(|decl| (&decl.name, decl))
    }

    /// Names inside `at` whose kind is one of `kinds` (any, where it is empty).
    pub fn names_of<'a>(&'a self, at: &Decl, kinds: &'a [KindId]) -> impl Iterator<Item = &'a str> {
        self.names(at).filter(|(_, d)| kinds.is_empty() || kinds.contains(&d.kind.id)).map(|(n, _)| n.as_str())
    }

    /// The finding for a name that several used modules declare.
    #[must_use]
    pub fn ambiguous(&self, name: &str, span: Span, hits: &[DeclId]) -> Finding {
        let home = |id: DeclId| &self.module(self.decl(id).module).name;
        let full: Vec<String> = hits.iter().map(|&id| format!("`{}.{}`", home(id), self.decl(id).name)).collect();
        let homes: Vec<String> = hits.iter().map(|&id| format!("`{}`", home(id))).collect();
        let message = format!("`{name}` may be the one of {}", homes.join(" or of "));
        let mut finding = Finding::new(&AMBIGUOUS_NAME, span, message)
            .help(format!("write in full the one that is meant: {}", full.join(" or ")));
        for &id in hits {
            finding = finding.label(self.decl(id).name_span, format!("the one of `{}`", home(id)));
        }
        finding
    }

    /// Whether one declaration may name another.
    pub(super) fn sees(&self, at: &Decl, other: &Decl) -> bool {
        self.visible(other.module, [at.module, at.lexical])
    }

    /// Whether names of a module may be written in `homes`: their own, those of the contract's own files, and those that
    /// any of these uses.
    fn visible(&self, module: ModuleId, homes: [ModuleId; 2]) -> bool {
        let at = self.module(module);
        let used = || homes.iter().any(|&home| self.module(home).uses.contains(&module));
        // What a contract uses is no concern of a library that does not use it too.
        let by_contract = || at.used_by_contract && homes.iter().any(|&home| !self.module(home).standard);
        !at.standard || homes.contains(&module) || used() || by_contract()
    }
}

/// Several hits stand in the order in which they are declared.
fn found(mut hits: impl Iterator<Item = DeclId>) -> Found {
    let Some(first) = hits.next() else { return Found::Nothing };
    let mut all: Vec<DeclId> = hits.collect();
    if all.is_empty() {
        return Found::One(first);
    }
    all.push(first);
    all.sort();
    Found::Many(all)
}
