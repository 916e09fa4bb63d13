//! Declarations with their fields sorted out: what was written where, and what it is called.
//!
//! Modules are loaded, templates are expanded, blanks are filled, rows of tables have become declarations, and every
//! clause has found its field in the table of kinds. Names inside values are not looked up yet: that takes the type
//! that is due, which the next floor knows; it asks [`Program::find`].

mod expand;
mod extend;
mod fields;
mod from_syntax;
pub mod loader;
mod rows;
pub mod rules;
mod scope;
mod substitute;

pub use from_syntax::resolve;
pub use scope::Found;

use crate::base::{Name, Span};
use crate::language::{self, Kind};
use crate::syntax::ast::{Clause, Doc, Expr, ExprKind, Sentence, Table, Text, Word};
use rustc_hash::FxHashMap;

/// Which module of a [`Program`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(pub u32);

/// Which declaration of a [`Program`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeclId(pub u32);

/// Everything that one contract is made of.
#[derive(Debug, Default)]
pub struct Program {
    /// The modules; the first is the file that was asked for.
    pub modules: Vec<Module>,
    /// All declarations of all modules.
    pub decls: Vec<Decl>,
    /// The declarations of each name, at most one a module, in their order.
    pub names: FxHashMap<Name, Vec<DeclId>>,
    /// Declarations of a name that another kind has already, which is reported.
    pub twins: FxHashMap<Name, Vec<DeclId>>,
    /// Blanks that stand for rows of tables that declare a term each, with the kind of these terms.
    pub open: Vec<(&'static Kind, OpenRows)>,
}

/// A blank that stands for rows of a table.
#[derive(Clone, Debug)]
pub struct OpenRows {
    /// Its name.
    pub name: Name,
    /// In a declaration, the number of the table among those of the declaration.
    pub table: usize,
    /// Where it stands.
    pub span: Span,
}

/// A file, or a module of the standard library.
#[derive(Debug)]
pub struct Module {
    /// `std.itil`; for a file, its name without folder and ending.
    pub name: Name,
    /// Whether it belongs to the standard library.
    pub standard: bool,
    /// The modules that it uses.
    pub uses: Vec<ModuleId>,
    /// Whether one of the contract's own files uses it.
    pub used_by_contract: bool,
}

/// A declaration with its fields sorted out.
#[derive(Clone, Debug)]
pub struct Decl {
    /// The kind.
    pub kind: &'static Kind,
    /// Its name; made up (`settlement`, `settlement_2`) where the kind needs none.
    pub name: Name,
    /// Where the name stands, or the kind word.
    pub name_span: Span,
    /// Its label.
    pub label: Option<Text>,
    /// The blank that stands for its label, in a table.
    pub open_label: Option<(Name, Span)>,
    /// Notes.
    pub docs: Vec<Doc>,
    /// Where `overrides` stands before it.
    pub overrides: Option<Span>,
    /// Its fields, in the order of the source.
    pub fields: Vec<Field>,
    /// Clauses that are no field of the kind and may mean something: columns of a table of services, fields of the term
    /// that an exception changes.
    pub facts: Vec<Clause>,
    /// Objectives, in a tier.
    pub objectives: Vec<Sentence>,
    /// Tables, without the blanks that stand for rows.
    pub tables: Vec<Table>,
    /// Blanks that stand for rows of these tables.
    pub open: Vec<OpenRows>,
    /// The module that it belongs to.
    pub module: ModuleId,
    /// The module in which names are looked up after the one above: that of the template that it was made from.
    pub lexical: ModuleId,
    /// The whole declaration, or its row.
    pub span: Span,
    /// Its header, or its row.
    pub head: Span,
}

/// A field with what it says.
#[derive(Clone, Debug)]
pub struct Field {
    /// The row of the table of kinds.
    pub spec: &'static language::Field,
    /// Its operands.
    pub values: Vec<Expr>,
    /// The clauses that belong to it, each with its row.
    pub tails: Vec<Field>,
    /// Where the word stands (in a table, the cell).
    pub word: Word,
    /// The whole field.
    pub span: Span,
}

impl Decl {
    /// The first field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.spec.name == name)
    }

    /// The blanks that stand for rows of a table, by the number of the table.
    pub fn open_rows(&self, table: usize) -> impl Iterator<Item = &OpenRows> {
        self.open.iter().filter(move |rows| rows.table == table)
    }

    /// All fields of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(move |f| f.spec.name == name)
    }
}

impl Field {
    /// Whether it says a day or a month.
    #[must_use]
    pub fn is_date(&self) -> bool {
        matches!(self.values.as_slice(), [Expr { kind: ExprKind::Date(_) | ExprKind::Month(_), .. }])
    }

    /// The clause of this name that belongs to the field.
    #[must_use]
    pub fn tail(&self, name: &str) -> Option<&Self> {
        self.tails.iter().find(|f| f.spec.name == name)
    }
}

impl Program {
    /// A declaration.
    ///
    /// # Panics
    /// When the identity comes from another program, which is a bug of the caller.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "identities are only handed out by this program")]
    pub fn decl(&self, id: DeclId) -> &Decl {
        &self.decls[id.0 as usize]
    }

    /// A module.
    ///
    /// # Panics
    /// When the identity comes from another program, which is a bug of the caller.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "identities are only handed out by this program")]
    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.0 as usize]
    }

    /// The declarations that the contract's own files make, in order.
    pub fn own(&self) -> impl Iterator<Item = (DeclId, &Decl)> {
        (0..).map(DeclId).zip(&self.decls).filter(|(_, d)| !self.module(d.module).standard)
    }
}
