//! Gives names their terms, with a finding where there is none, or one of another kind.

use super::Lower;
use super::rules::{AMBIGUOUS_VALUE, UNKNOWN_NAME, WRONG_KIND};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::Finding;
use crate::language::{KindId, kinds};
use crate::model::{Actor, Dimension, Id, Party, Record, Role, Scope, Service};
use crate::resolved::{Decl, DeclId, Found};
use crate::syntax::ast::{CellKind, Expr, ExprKind, HeadKind, Op};
use std::collections::BTreeMap;

/// Names that live inside declarations, read off the syntax before anything is typed.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// By dimension: its values in order, each with its place.
    pub values: BTreeMap<DeclId, Vec<(Name, Span)>>,
    /// By value: the dimensions that have it.
    pub dimensions_of: BTreeMap<Name, Vec<DeclId>>,
    /// By field: the records that have it.
    pub records_of: BTreeMap<Name, Vec<DeclId>>,
    /// By objective: the tiers that name it.
    pub objectives: BTreeMap<Name, Vec<DeclId>>,
    /// Steps of the procedures.
    pub steps: Vec<Name>,
    /// The contract's own providers and customers.
    pub signatories: BTreeMap<KindId, Vec<DeclId>>,
}

const PARTY: [KindId; 4] = [KindId::Provider, KindId::Customer, KindId::Supplier, KindId::Observer];

/// The most names that a finding lists.
const MOST_LISTED: usize = 8;

/// The most dimensions whose values a finding lists.
const MOST_DIMENSIONS: usize = 3;

impl Lower<'_> {
    /// Reads the names inside declarations off the syntax.
    pub(super) fn survey(&mut self) {
        for (index, decl) in self.program.decls.iter().enumerate() {
            let id = DeclId(index as u32);
            match decl.kind.id {
                KindId::Dimension => {
                    let values = dimension_values(decl);
                    for (value, _) in &values {
                        self.survey.dimensions_of.entry(value.clone()).or_default().push(id);
                    }
                    self.survey.values.insert(id, values);
                }
                // A record in whose place the contract has put its own is not known any more.
                KindId::Record if self.program.names.get(&decl.name).is_some_and(|ids| ids.contains(&id)) => {
                    for (field, _) in first_column(decl, "field") {
                        self.survey.records_of.entry(field).or_default().push(id);
                    }
                }
                KindId::Tier => {
                    for (objective, _) in first_column(decl, "objective") {
                        let tiers = self.survey.objectives.entry(objective).or_default();
                        if tiers.last() != Some(&id) {
                            tiers.push(id);
                        }
                    }
                }
                KindId::Provider | KindId::Customer if !self.program.module(decl.module).standard => {
                    self.survey.signatories.entry(decl.kind.id).or_default().push(id);
                }
                KindId::Procedure => self.survey.steps.extend(first_column(decl, "step").into_iter().map(|(n, _)| n)),
                _ => {}
            }
        }
    }

    /// The declaration that a name means, of one of `kinds` (any, where it is empty), or none with a finding.
    pub(super) fn find(&mut self, name: &str, span: Span, at: &Decl, kinds: &[KindId]) -> Option<DeclId> {
        match self.program.find(name, at) {
            Found::One(id) => {
                let decl = self.program.decl(id);
                if kinds.is_empty() || kinds.contains(&decl.kind.id) {
                    self.need(id);
                    return Some(id);
                }
                if let Some(twin) = self.twin(name, kinds) {
                    self.need(twin);
                    return Some(twin);
                }
                let finding = Finding::new(
                    &WRONG_KIND,
                    span,
                    format!("`{name}` is {}, but {} must be named here", decl.kind.with_article(), due(kinds)),
                )
                .label(decl.name_span, format!("`{name}` is declared here"));
                let finding = finding.help_if(self.own_of(at, kinds));
                self.sink.report(finding);
            }
            Found::Many(hits) => {
                let finding = self.program.ambiguous(name, span, &hits);
                self.sink.report(finding);
            }
            Found::Nothing => {
                let near = self.suggestion(name, at, kinds);
                let what =
                    if kinds.is_empty() { String::new() } else { format!("; {} must be named here", due(kinds)) };
                let finding = Finding::new(&UNKNOWN_NAME, span, format!("nothing is called `{name}`{what}"));
                let finding = match self.declared_of(at, kinds) {
                    Some(known) => finding.note(known),
                    None => finding,
                };
                self.sink.report(finding.help_if(near.map(|n| format!("did you mean `{n}`?"))));
            }
        }
        None
    }

    /// The names of the only kind that is due, where there are few: `the tiers are ‘gold’, ‘silver’`.
    fn declared_of(&self, at: &Decl, kinds: &[KindId]) -> Option<String> {
        let [KindId::Tier] = kinds else { return None };
        let known: Vec<String> = self.program.names_of(at, kinds).map(|name| format!("`{name}`")).collect();
        match known.as_slice() {
            [] => None,
            [only] => Some(format!("the only tier is {only}")),
            all if all.len() <= MOST_LISTED => Some(format!("the tiers are {}", all.join(", "))),
            _ => None,
        }
    }

    /// What the contract itself declares of the kinds that are asked for, where there is not much of it.
    fn own_of(&self, at: &Decl, kinds: &[KindId]) -> Option<String> {
        let own = |id: &DeclId| self.program.decl(*id);
        let ids = self.program.names_of(at, kinds).filter_map(|name| self.peek(name, at));
        let own = ids.filter(|id| !self.program.module(own(id).module).standard && kinds.contains(&own(id).kind.id));
        let known: Vec<String> = own.map(|id| format!("`{}`", self.program.decl(id).name)).collect();
        let (last, others) = known.split_last()?;
        match others {
            [] => Some(format!("write {last}, if that is meant")),
            others if known.len() <= MOST_LISTED => {
                Some(format!("write the one that is meant: {} or {last}", others.join(", ")))
            }
            _ => None,
        }
    }

    /// The declaration of a kind that is due whose name another has taken, which is reported.
    fn twin(&self, name: &str, kinds: &[KindId]) -> Option<DeclId> {
        let twins = self.program.twins.get(name)?;
        twins.iter().copied().find(|&id| kinds.contains(&self.program.decl(id).kind.id))
    }

    /// The nearest known name: of the kinds that are due first, then of any kind, then a module that has it.
    pub(super) fn suggestion(&self, name: &str, at: &Decl, kinds: &[KindId]) -> Option<String> {
        let of_kind = suggest::nearest(name, self.program.names_of(at, kinds));
        let near = of_kind.or_else(|| suggest::nearest(name, self.program.names_of(at, kinds::ANY)));
        near.map(str::to_owned)
    }

    /// A name that may be missing: nothing is reported.
    pub(super) fn peek(&self, name: &str, at: &Decl) -> Option<DeclId> {
        match self.program.find(name, at) {
            Found::One(id) => Some(id),
            _ => None,
        }
    }

    /// The typed identity of a declaration.
    pub(super) fn id<T>(&self, decl: DeclId) -> Id<T> {
        Id::new(self.identity(self.program.decl(decl)))
    }

    /// The name in an operand that must be one, or a finding.
    pub(super) fn name_in(&mut self, value: &Expr, what: &str) -> Option<Name> {
        match &value.kind {
            ExprKind::Name(name) => Some(name.clone()),
            ExprKind::Error | ExprKind::Blank(_) => None,
            _ => {
                self.wrong_value(value.span, what);
                None
            }
        }
    }

    /// The term of one of `kinds` that an operand names, or its blank.
    pub(super) fn reference<T>(&mut self, value: &Expr, at: &Decl, kinds: &[KindId]) -> Option<Id<T>> {
        if let ExprKind::Blank(name) = &value.kind {
            return Some(Id::blank(name));
        }
        let name = self.name_in(value, &due(kinds))?;
        let id = self.find(&name, value.span, at, kinds)?;
        Some(self.id(id))
    }

    /// The party or role that an operand names, or its blank.
    pub(super) fn actor(&mut self, value: &Expr, at: &Decl) -> Option<Actor> {
        if let ExprKind::Blank(name) = &value.kind {
            return Some(Actor::Party(Id::blank(name)));
        }
        let name = self.name_in(value, "the name of a party or a role")?;
        self.actor_named(&name, value.span, at)
    }

    /// The party or role of this name.
    pub(super) fn actor_named(&mut self, name: &str, span: Span, at: &Decl) -> Option<Actor> {
        let kinds = [PARTY.as_slice(), &[KindId::Role]].concat();
        let id = self.find(name, span, at, &kinds)?;
        Some(if self.program.decl(id).kind.id == KindId::Role {
            Actor::Role(self.id::<Role>(id))
        } else {
            Actor::Party(self.id::<Party>(id))
        })
    }

    /// The party that an operand names.
    pub(super) fn party_ref(&mut self, value: &Expr, at: &Decl) -> Option<Id<Party>> {
        self.reference(value, at, &PARTY)
    }

    /// The provider or the customer, where there is exactly one.
    pub(super) fn only_party(&self, kind: KindId) -> Option<Id<Party>> {
        match self.survey.signatories.get(&kind)?.as_slice() {
            [id] => Some(self.id(*id)),
            _ => None,
        }
    }

    /// The dimension that has a value, seen from `at`; `expected` settles which where several do.
    pub(super) fn dimension_of(
        &mut self,
        value: &str,
        span: Span,
        at: &Decl,
        expected: Option<DeclId>,
    ) -> Option<DeclId> {
        let hits: Vec<DeclId> = self.survey.dimensions_of.get(value).cloned().unwrap_or_default();
        if let Some(expected) = expected {
            return hits.contains(&expected).then_some(expected);
        }
        let mut visible: Vec<DeclId> = hits.into_iter().filter(|&d| self.visible(d, at)).collect();
        // A dimension of the contract's own hides one of the standard library with the same value.
        let own: Vec<DeclId> =
            visible.iter().copied().filter(|&d| !self.program.module(self.program.decl(d).module).standard).collect();
        if !own.is_empty() {
            visible = own;
        }
        match visible.as_slice() {
            [] => None,
            [one] => {
                self.need(*one);
                Some(*one)
            }
            many => {
                let names: Vec<String> = many.iter().map(|&d| format!("`{}`", self.program.decl(d).name)).collect();
                let meant: Vec<String> =
                    many.iter().map(|&d| format!("`{} = {value}`", self.program.decl(d).name)).collect();
                let mut finding = Finding::new(
                    &AMBIGUOUS_VALUE,
                    span,
                    format!("`{value}` may be a value of {}", names.join(" or of ")),
                )
                .help(format!("write {}", meant.join(" or ")));
                for &d in many {
                    finding = finding.label(self.program.decl(d).name_span, format!("has a value `{value}`"));
                }
                self.sink.report(finding);
                many.first().copied()
            }
        }
    }

    /// Whether a declaration can be named from `at`.
    pub(super) fn visible(&self, id: DeclId, at: &Decl) -> bool {
        let decl = self.program.decl(id);
        match self.program.find(&decl.name, at) {
            Found::One(found) => found == id,
            Found::Many(hits) => hits.contains(&id),
            Found::Nothing => false,
        }
    }

    /// Values of dimensions and names of services that limit something: `p1, p2`, `p1 and production`, `all`.
    pub(super) fn scope(&mut self, values: &[Expr], at: &Decl) -> Scope {
        let mut scope = Scope::default();
        for value in values {
            self.narrow(&mut scope, value, at);
        }
        for (dimension, list) in &mut scope.dimensions {
            let order = self.peek(dimension.as_str(), at).and_then(|d| self.survey.values.get(&d));
            if let Some(order) = order {
                list.sort_by_key(|v| order.iter().position(|(n, _)| n == v));
            }
            list.dedup();
        }
        scope.dimensions.sort();
        scope
    }

    fn narrow(&mut self, scope: &mut Scope, value: &Expr, at: &Decl) {
        match &value.kind {
            ExprKind::Name(name) if name == "all" || name == "any" => {}
            ExprKind::Name(name) => self.narrow_to(scope, name, value.span, at),
            ExprKind::Binary(Op::And | Op::Or, a, b) => {
                self.narrow(scope, a, at);
                self.narrow(scope, b, at);
            }
            ExprKind::List(values) => values.iter().for_each(|v| self.narrow(scope, v, at)),
            ExprKind::Binary(Op::Compare(crate::syntax::ast::Comparator::Exactly), a, b) => {
                if let (ExprKind::Name(dimension), ExprKind::Name(v)) = (&a.kind, &b.kind)
                    && let Some(id) = self.find(dimension, a.span, at, &[KindId::Dimension])
                {
                    self.add_value(scope, id, v, b.span);
                }
            }
            // Which cases they are is not known; that they are not all of them is.
            ExprKind::Blank(name) => scope.services.push(Id::blank(name)),
            ExprKind::Error => {}
            _ => self.wrong_value(value.span, "values of dimensions, or `all`"),
        }
    }

    fn narrow_to(&mut self, scope: &mut Scope, name: &Name, span: Span, at: &Decl) {
        if let Some(id) = self.dimension_of(name, span, at, None) {
            let dimension = self.id::<Dimension>(id);
            let list = match scope.dimensions.iter_mut().find(|(d, _)| *d == dimension) {
                Some((_, list)) => list,
                None => {
                    scope.dimensions.push((dimension, Vec::new()));
                    match scope.dimensions.last_mut() {
                        Some((_, list)) => list,
                        None => return,
                    }
                }
            };
            list.push(name.clone());
            return;
        }
        match self.peek(name, at) {
            Some(id) if self.program.decl(id).kind.id == KindId::Service => {
                self.need(id);
                scope.services.push(self.id::<Service>(id));
            }
            Some(id) => {
                let decl = self.program.decl(id);
                let finding = Finding::new(
                    &WRONG_KIND,
                    span,
                    format!(
                        "`{name}` is {}, but a value of a dimension or a service must be named here",
                        decl.kind.with_article()
                    ),
                )
                .label(decl.name_span, "it is declared here");
                self.sink.report(finding);
            }
            None => {
                let known: Vec<&str> = self.survey.dimensions_of.keys().map(Name::as_str).collect();
                let near = suggest::nearest(name, known);
                let message = format!("no dimension has the value `{name}`, and no service is called so");
                let finding = Finding::new(&UNKNOWN_NAME, span, message);
                let finding = self.values_known(at).into_iter().fold(finding, Finding::note);
                self.sink.report(finding.help_if(near.map(|n| format!("did you mean `{n}`?"))));
            }
        }
    }

    /// The values of the dimensions of the contract, a line for each that has few.
    fn values_known(&self, at: &Decl) -> Vec<String> {
        let own = |id: DeclId| self.program.decl(id).module == at.module;
        let dimensions = self.program.names_of(at, &[KindId::Dimension]);
        let dimensions = dimensions.filter_map(|name| self.peek(name, at)).filter(|&id| own(id));
        let listed = dimensions.filter_map(|id| {
            let values = self.survey.values.get(&id).filter(|values| (1..=MOST_LISTED).contains(&values.len()))?;
            let values: Vec<String> = values.iter().map(|(value, _)| format!("`{value}`")).collect();
            Some(format!("the values of `{}` are {}", self.program.decl(id).name, values.join(", ")))
        });
        let mut listed: Vec<String> = listed.collect();
        listed.sort();
        listed.truncate(MOST_DIMENSIONS);
        listed
    }

    fn add_value(&mut self, scope: &mut Scope, id: DeclId, value: &Name, span: Span) {
        if self.dimension_of(value, span, self.program.decl(id), Some(id)).is_none() {
            self.unknown_value(id, value, span);
            return;
        }
        let dimension = self.id::<Dimension>(id);
        match scope.dimensions.iter_mut().find(|(d, _)| *d == dimension) {
            Some((_, list)) => list.push(value.clone()),
            None => scope.dimensions.push((dimension, vec![value.clone()])),
        }
    }

    /// The finding for a word that is no value of a dimension.
    pub(super) fn unknown_value(&mut self, dimension: DeclId, value: &str, span: Span) {
        let decl = self.program.decl(dimension);
        let values = self.survey.values.get(&dimension).cloned().unwrap_or_default();
        let near = suggest::nearest(value, values.iter().map(|(n, _)| n.as_str()));
        let list: Vec<String> = values.iter().map(|(n, _)| format!("`{n}`")).collect();
        self.sink.report(
            Finding::new(&UNKNOWN_NAME, span, format!("`{value}` is not a value of `{}`", decl.name))
                .label(decl.name_span, format!("its values are {}", list.join(", ")))
                .help_if(near.map(|n| format!("did you mean `{n}`?"))),
        );
    }

    /// The records whose field this is, the subject's first.
    pub(super) fn record_of(
        &mut self,
        field: &str,
        span: Span,
        at: &Decl,
        subject: Option<DeclId>,
    ) -> Option<Id<Record>> {
        let hits: Vec<DeclId> = self.survey.records_of.get(field).cloned().unwrap_or_default();
        if let Some(subject) = subject
            && hits.contains(&subject)
        {
            self.need(subject);
            return Some(self.id(subject));
        }
        let visible: Vec<DeclId> = hits.into_iter().filter(|&r| self.visible(r, at)).collect();
        match visible.as_slice() {
            [] => None,
            [one] => {
                self.need(*one);
                Some(self.id(*one))
            }
            [first, ..] => {
                let names: Vec<String> = visible.iter().map(|&r| format!("`{}`", self.program.decl(r).name)).collect();
                self.sink.report(
                    Finding::new(&AMBIGUOUS_VALUE, span, format!("`{field}` is a field of {}", names.join(" and of ")))
                        .help(format!("write `{field} of {}`", self.program.decl(*first).name)),
                );
                Some(self.id(*first))
            }
        }
    }
}

/// `a tier or a service`
fn due(kinds: &[KindId]) -> String {
    if kinds == PARTY {
        return "a party".to_owned();
    }
    if kinds.len() == 5 && kinds.contains(&KindId::Role) {
        return "a party or a role".to_owned();
    }
    let words: Vec<String> = kinds.iter().map(|&k| kinds::of(k).with_article()).collect();
    if words.is_empty() { "a name".to_owned() } else { words.join(" or ") }
}

/// The values that a dimension declares, by `values` or by the first column of its own table.
fn dimension_values(decl: &Decl) -> Vec<(Name, Span)> {
    let listed = decl.field("values").into_iter().flat_map(|f| &f.values);
    let mut values: Vec<(Name, Span)> = listed
        .filter_map(|v| match &v.kind {
            ExprKind::Name(name) => Some((name.clone(), v.span)),
            _ => None,
        })
        .collect();
    values.extend(first_column(decl, &decl.name));
    values
}

/// The names in the first column of the table that begins with `head`.
fn first_column(decl: &Decl, head: &str) -> Vec<(Name, Span)> {
    let tables = decl
        .tables
        .iter()
        .filter(|t| matches!(t.head.first().map(|h| &h.kind), Some(HeadKind::Words(word, _)) if word.name == head));
    tables
        .flat_map(|t| &t.rows)
        .filter_map(|row| match &row.cells.first()?.kind {
            CellKind::Named(word, _) => Some((word.name.clone(), word.span)),
            CellKind::Value { values, .. } => match values.as_slice() {
                [Expr { kind: ExprKind::Name(name), span }] => Some((name.clone(), *span)),
                _ => None,
            },
            _ => None,
        })
        .collect()
}
