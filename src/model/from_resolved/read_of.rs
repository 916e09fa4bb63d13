//! Figures and dimensions of objectives, looked at again once it is known for which commitments each is read: what `attained` is a number
//! of differs from one to the next.

use super::Lower;
use super::names_in_expr::Where;
use super::types::{Type, unit_name};
use crate::base::Name;
use crate::language::KindId;
use crate::model::{Commitment, Expr, FigureSource, HasTerm, Id, Key, Pays};
use crate::resolved::Decl;
use std::collections::{BTreeMap, BTreeSet};

/// By the name of a figure or a dimension, the commitments that it is read for.
type ReadFor = BTreeMap<Name, BTreeSet<Id<Commitment>>>;

impl Lower<'_> {
    /// Types what figures and dimensions of objectives say of the commitments that they are read for.
    pub(super) fn look_again_at_objectives(&mut self) {
        // Of what could not be read in the first place there is nothing more to say.
        if self.sink.has_errors() {
            return;
        }
        let read = self.read_for();
        let program = self.program;
        for (_, decl) in program.own() {
            let is_such = matches!(decl.kind.id, KindId::Figure | KindId::Dimension) && self.is_about_objectives(decl);
            if let Some(on) = read.get(&self.identity(decl)).filter(|_| is_such) {
                let on: Vec<Id<Commitment>> = on.iter().cloned().collect();
                self.look_again(decl, &on);
                // What one reads wrongly, another one that reads it does too.
                if self.sink.has_errors() {
                    return;
                }
            }
        }
    }

    fn look_again(&mut self, decl: &Decl, on: &[Id<Commitment>]) {
        let judging = self.judging(on, None, decl);
        let cx = |lower: &Self, field| Where { judging: Some(judging.clone()), ..lower.cx(decl, field) };
        if decl.kind.id == KindId::Dimension {
            self.conditions_of_values(decl, &cx(self, "when"));
            return;
        }
        let mut ty = Type::Unknown;
        if let Some(value) = decl.field("is").and_then(|field| field.values.first()) {
            ty = self.expr(value, &cx(self, "is")).ty;
        } else if let Some(table) = decl.tables.first() {
            ty = self.decide_figure(table, decl, Some(&judging)).1;
        }
        let id = Id::new(self.identity(decl));
        if let (Type::Number(units), Some(figure)) = (&ty, self.figures.get_mut(&id)) {
            figure.unit.get_or_insert_with(|| unit_name(units));
        }
    }

    /// For which commitments each figure and each dimension of objectives is read, through others too.
    fn read_for(&self) -> ReadFor {
        let mut todo: Vec<(Name, BTreeSet<Id<Commitment>>)> = Vec::new();
        for (figure, on) in &self.read_of {
            let meant = self.commitments.iter().filter(|commitment| on.means(commitment)).map(HasTerm::id);
            todo.push((self.identity(self.program.decl(*figure)), meant.collect()));
        }
        for schedule in &self.schedules {
            let on: BTreeSet<_> = schedule.on.iter().cloned().collect();
            let mut names = Vec::new();
            schedule.formulas().into_iter().for_each(|formula| names_in(formula, &mut names));
            if let Pays::Brackets(table) = &schedule.pays {
                names.extend(table.keys.iter().filter_map(key));
            }
            todo.extend(names.into_iter().map(|name| (name.clone(), on.clone())));
        }
        let mut read = ReadFor::new();
        while let Some((name, on)) = todo.pop() {
            let known = read.entry(name.clone()).or_default();
            let before = known.len();
            known.extend(on);
            if known.len() > before {
                let on = known.clone();
                todo.extend(self.read_by(&name).into_iter().map(|other| (other, on.clone())));
            }
        }
        read
    }

    /// What a figure or a dimension reads itself.
    fn read_by(&self, name: &Name) -> Vec<Name> {
        let mut names = Vec::new();
        match self.figures.by_name(name).map(|figure| &figure.value) {
            Some(FigureSource::Is(expr)) => names_in(expr, &mut names),
            Some(FigureSource::Decision(table)) => {
                names.extend(table.keys.iter().filter_map(key));
                table.rows.iter().filter_map(|row| row.outcome.as_ref()).for_each(|expr| names_in(expr, &mut names));
            }
            _ => {}
        }
        let values = self.dimensions.by_name(name).into_iter().flat_map(|dimension| &dimension.values);
        values.filter_map(|value| value.when.as_ref()).for_each(|expr| names_in(expr, &mut names));
        names.into_iter().cloned().collect()
    }
}

/// The figures and dimensions in an expression; what is read of other results stands for itself.
fn names_in<'e>(expr: &'e Expr, names: &mut Vec<&'e Name>) {
    match expr {
        Expr::Figure { figure, .. } => names.push(figure.name()),
        Expr::Dimension(dimension) => names.push(dimension.name()),
        Expr::Each { .. } => return,
        _ => {}
    }
    expr.parts().into_iter().for_each(|part| names_in(part, names));
}

fn key(key: &Key) -> Option<&Name> {
    match key {
        Key::Dimension(dimension) => Some(dimension.name()),
        Key::Figure(figure) => Some(figure.name()),
        Key::Indicator(_) | Key::Judged(_) => None,
    }
}
