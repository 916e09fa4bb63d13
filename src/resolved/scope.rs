//! What a name means where it stands.

use super::rules::AMBIGUOUS_NAME;
use super::{Decl, DeclId, ModuleId, Program};
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::language::KindId;
use std::collections::BTreeSet;

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
        let homes = [at.module, at.lexical];
        if let Some((prefix, last)) = name.rsplit_once('.') {
            let hits = self.visible(&homes).into_iter().filter(|&m| {
                let module = &self.module(m).name;
                *module == prefix || module.rsplit('.').next() == Some(prefix)
            });
            return found(hits.filter_map(|m| self.module(m).names.get(last).copied()));
        }
        for home in homes {
            if let Some(&id) = self.module(home).names.get(name) {
                return Found::One(id);
            }
        }
        let own = self.modules.iter().filter(|m| !m.standard).filter_map(|m| m.names.get(name).copied());
        match found(own) {
            Found::Nothing => {}
            hit => return hit,
        }
        found(self.visible(&homes).into_iter().filter_map(|m| self.module(m).names.get(name).copied()))
    }

    /// Names that may be written inside `at`, with what they are.
    pub fn names<'a>(&'a self, at: &Decl) -> impl Iterator<Item = (&'a Name, &'a Decl)> {
        self.visible(&[at.module, at.lexical])
            .into_iter()
            .flat_map(|m| self.module(m).names.iter())
            .map(|(name, &id)| (name, self.decl(id)))
    }

    /// Names inside `at` whose kind is one of `kinds` (any, where it is empty).
    pub fn names_of<'a>(&'a self, at: &Decl, kinds: &'a [KindId]) -> impl Iterator<Item = &'a str> {
        self.names(at).filter(|(_, d)| kinds.is_empty() || kinds.contains(&d.kind.id)).map(|(n, _)| n.as_str())
    }

    /// The finding for a name that several used modules declare.
    #[must_use]
    pub fn ambiguous(&self, name: &str, span: Span, hits: &[DeclId]) -> Finding {
        let full: Vec<String> = hits
            .iter()
            .map(|&id| {
                let decl = self.decl(id);
                format!("`{}.{}`", self.module(decl.module).name, decl.name)
            })
            .collect();
        let mut finding = Finding::new(&AMBIGUOUS_NAME, span, format!("`{name}` means {}", full.join(" or ")))
            .help(format!("write the one that is meant in full: {}", full.join(", ")));
        for &id in hits {
            finding = finding.label(self.decl(id).name_span, "one that it may mean");
        }
        finding
    }

    /// The modules whose names may be written in `homes`: themselves, the contract's own files, and what they use.
    fn visible(&self, homes: &[ModuleId]) -> BTreeSet<ModuleId> {
        let own = self.modules.iter().enumerate().filter(|(_, m)| !m.standard).map(|(i, _)| ModuleId(i as u32));
        let mut seen: BTreeSet<ModuleId> = homes.iter().copied().chain(own).collect();
        let used: Vec<ModuleId> = seen.iter().flat_map(|&m| self.module(m).uses.iter().copied()).collect();
        seen.extend(used);
        seen
    }
}

fn found(hits: impl Iterator<Item = DeclId>) -> Found {
    let hits: BTreeSet<DeclId> = hits.collect();
    let mut hits: Vec<DeclId> = hits.into_iter().collect();
    match hits.len() {
        0 => Found::Nothing,
        1 => hits.pop().map_or(Found::Nothing, Found::One),
        _ => Found::Many(hits),
    }
}
