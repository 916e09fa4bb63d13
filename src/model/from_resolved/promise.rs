//! Services, tiers and exclusions.

use super::names_in_expr::Where;
use super::rules::{UNKNOWN_NAME, WRONG_VALUE};
use super::{Lower, blank_of, single};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{
    Actor, CalendarSet, Commitment, Dependency, Exclusion, ExclusionSource, Expr, HasTerm as _, Held, Id, Indicator,
    Party, Scope, Service, Term, Tier,
};
use crate::resolved::rules::{MISSING_FIELD, UNKNOWN_FIELD};
use crate::resolved::{Decl, DeclId, Field};
use crate::syntax::ast::{self, Clause, ExprKind, Op};
use std::collections::BTreeMap;

impl Lower<'_> {
    pub(super) fn service(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let by = self.party_field(decl, "by");
        let depends_on =
            decl.field("depends on").and_then(|f| self.one(f, "services")).and_then(|v| self.dependency(v, decl));
        let tiers = decl.all("at").flat_map(|f| self.held(f, decl)).collect();
        let many = self.word(decl, "instances").is_some_and(|w| w == "many");
        let hours = decl.field("hours").and_then(|f| self.calendar_set(f, decl));
        let means = self.text(decl, "means");
        let facts = decl.facts.iter().filter_map(|c| self.fact(c, decl)).collect();
        let Some(by) = by else { return };
        self.services.insert(Service { term, by, depends_on, tiers, many, hours, means, facts });
    }

    fn held(&mut self, field: &Field, decl: &Decl) -> Vec<Held> {
        let from = field.tail("from").and_then(|f| self.date(f));
        let until = field.tail("until").and_then(|f| self.date(f));
        let open = |tail: &str| match field.tail(tail).map(|f| f.values.as_slice()) {
            Some([ast::Expr { kind: ExprKind::Blank(name), .. }]) => Some(name.clone()),
            _ => None,
        };
        let (from_open, until_open) = (open("from"), open("until"));
        let held = |tier| Held { tier, from, until, from_open: from_open.clone(), until_open: until_open.clone() };
        field.values.iter().filter_map(|v| self.reference(v, decl, &[KindId::Tier])).map(held).collect()
    }

    /// A column of a table of services: a value of a dimension, or a figure.
    fn fact(&mut self, clause: &Clause, decl: &Decl) -> Option<(Name, Expr)> {
        let name = &clause.word.name;
        let kind = self.peek(name, decl).map(|id| (id, self.program.decl(id).kind.id));
        let value = single(&clause.values);
        match (kind, value) {
            (Some((id, KindId::Dimension)), Some(value)) => {
                self.need(id);
                if let ExprKind::Blank(blank) = &value.kind {
                    return Some((name.clone(), Expr::Blank(blank.clone())));
                }
                let word = self.name_in(value, "a value of the dimension")?;
                if self.dimension_of(&word, value.span, decl, Some(id)).is_none() {
                    self.unknown_value(id, &word, value.span);
                    return None;
                }
                Some((name.clone(), Expr::Value { dimension: self.id(id), value: word }))
            }
            (Some((id, KindId::Figure)), Some(value)) => {
                let expr = self.column_value(id, value, clause.word.span, &Where::new(decl, "service"));
                Some((name.clone(), expr))
            }
            _ => {
                let known: Vec<&str> = decl.kind.fields.iter().map(|f| f.name).collect();
                let near = suggest::nearest(name, known);
                let message = format!("a service has no field `{name}`, and no dimension or figure is called so");
                let finding = Finding::new(&UNKNOWN_FIELD, clause.word.span, message)
                    .help_if(near.map(|n| format!("did you mean `{n}`?")));
                self.sink.report(finding);
                None
            }
        }
    }

    fn dependency(&mut self, value: &ast::Expr, at: &Decl) -> Option<Dependency> {
        match &value.kind {
            ExprKind::Name(_) => self.reference::<Service>(value, at, &[KindId::Service]).map(Dependency::Service),
            ExprKind::Binary(Op::And, a, b) => {
                Some(Dependency::All(vec![self.dependency(a, at)?, self.dependency(b, at)?]))
            }
            ExprKind::Binary(Op::Or, a, b) => {
                Some(Dependency::Any(vec![self.dependency(a, at)?, self.dependency(b, at)?]))
            }
            ExprKind::Binary(Op::Of, count, list) => {
                let ExprKind::List(parts) = &list.kind else {
                    self.wrong_value(list.span, "services between parentheses");
                    return None;
                };
                let count = self.count(count, 1)?;
                let parts: Vec<Dependency> = parts.iter().filter_map(|p| self.dependency(p, at)).collect();
                if count as usize > parts.len() {
                    let due = format!("a number from 1 to {}", parts.len());
                    self.wrong_value(value.span, &due);
                    return None;
                }
                Some(Dependency::AtLeast(u32::try_from(count).unwrap_or(u32::MAX), parts))
            }
            ExprKind::List(parts) => {
                let parts: Vec<Dependency> = parts.iter().filter_map(|p| self.dependency(p, at)).collect();
                Some(Dependency::All(parts))
            }
            ExprKind::Blank(name) => Some(Dependency::Service(Id::blank(name))),
            ExprKind::Error => None,
            _ => {
                self.wrong_value(value.span, "services, such as `a and b` or `1 of (a, b)`,");
                None
            }
        }
    }

    pub(super) fn tier(&mut self, id: DeclId, decl: &Decl) {
        if self.tiers.by_name(&self.identity(decl)).is_some() {
            return;
        }
        let term = self.term(decl);
        let debtor = match decl.field("of") {
            Some(_) => self.party_field(decl, "of"),
            None => self.default_party(decl, KindId::Provider, "of"),
        };
        let creditor = match decl.field("to") {
            Some(_) => self.party_field(decl, "to"),
            None => self.default_party(decl, KindId::Customer, "to"),
        };
        let measurer = self.actor_field(decl, "measured by");
        let extends = decl
            .field("extends")
            .and_then(|f| self.one(f, "a tier"))
            .and_then(|v| self.reference(v, decl, &[KindId::Tier]));
        let above = decl.field("above").map(|f| {
            f.values.iter().filter_map(|v| self.reference(v, decl, &[KindId::Tier])).collect::<Vec<Id<Tier>>>()
        });
        let when = decl
            .field("when")
            .and_then(|f| self.one(f, "a condition"))
            .map(|v| self.condition(v, &Where::new(decl, "when")));
        let (Some(debtor), Some(creditor)) = (debtor, creditor) else { return };
        let tables = Vec::new();
        let tier = Tier {
            term,
            debtor,
            creditor,
            measurer,
            extends: extends.clone(),
            above: above.unwrap_or_default(),
            when,
            tables,
        };
        let tier_id = tier.id();
        self.tiers.insert(tier);
        if let Some(parent) = extends {
            self.inherit(id, &parent, &tier_id, decl);
        }
        self.objectives(decl, &tier_id);
    }

    /// The provider or the customer, where there is one; else who it is must be said.
    fn default_party(&mut self, decl: &Decl, kind: KindId, field: &str) -> Option<Id<Party>> {
        let party = self.only_party(kind);
        if party.is_none() {
            let what = if kind == KindId::Provider { "provider" } else { "customer" };
            let message = format!("tier `{}` does not say `{field}`, and there is not exactly one {what}", decl.name);
            let finding =
                Finding::new(&MISSING_FIELD, decl.head, message).help(format!("write `{field}` and the party"));
            self.sink.report(finding);
        }
        party
    }

    /// Copies the commitments of the parent tier.
    fn inherit(&mut self, id: DeclId, parent: &Id<Tier>, tier: &Id<Tier>, decl: &Decl) {
        let program = self.program;
        let Some(parent_decl) = self.peek(parent.as_str(), decl) else { return };
        if parent_decl == id || self.extends_itself(parent_decl, id) {
            let span = decl.field("extends").map_or(decl.span, |f| f.span);
            self.circular(id, span);
            return;
        }
        self.seen.insert(parent_decl);
        self.tier(parent_decl, program.decl(parent_decl));
        let (Some(child), Some(_)) = (self.tiers.get(tier).cloned(), self.tiers.get(parent)) else { return };
        let copies: Vec<Commitment> = self.promises(parent.as_str()).cloned().collect();
        for mut copy in copies {
            let rest = copy.term.id.strip_prefix(parent.as_str()).unwrap_or(&copy.term.id).to_owned();
            let parent_id = copy.term.id.clone();
            copy.term = Term { id: Name::from(format!("{tier}{rest}")), ..copy.term };
            self.copy_blanks(&parent_id, &copy.term.id);
            copy.inherited = Some(parent_id);
            copy.tier = tier.clone();
            copy.debtor = child.debtor.clone();
            copy.creditor = child.creditor.clone();
            copy.is_override = false;
            copy.overrides = Vec::new();
            if child.measurer.is_some() {
                copy.measurer = child.measurer.clone();
            }
            self.promise(copy);
        }
    }

    /// Whether the chain of parents from `from` leads back to `to`.
    fn extends_itself(&self, from: DeclId, to: DeclId) -> bool {
        let mut at = from;
        for _ in 0..self.program.decls.len() {
            let decl = self.program.decl(at);
            let Some(ExprKind::Name(name)) = decl.field("extends").and_then(|f| single(&f.values)).map(|v| &v.kind)
            else {
                return false;
            };
            match self.peek(name, decl) {
                Some(next) if next == to => return true,
                Some(next) => at = next,
                None => return false,
            }
        }
        true
    }

    pub(super) fn exclusion(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let applies = self.exclusion_source(decl);
        let suspends_field = decl.field("suspends");
        let all = suspends_field
            .is_some_and(|f| matches!(f.values.as_slice(), [ast::Expr { kind: ExprKind::Name(n), .. }] if n == "all"));
        let mut suspends: Vec<Id<Indicator>> = Vec::new();
        if let Some(field) = suspends_field.filter(|_| !all) {
            for value in &field.values {
                if let Some(id) = self.reference(value, decl, &[KindId::Indicator]) {
                    suspends.push(id);
                }
            }
        }
        let budget = decl.field("budget").and_then(|f| {
            let amount = self.duration_of(f)?;
            let each = f.tail("each").or_else(|| decl.field("each"));
            Some((amount, each.and_then(|e| self.window(e, decl))))
        });
        let notice = self.deadline(decl, "notice");
        let limit = decl.field("limit").and_then(|f| {
            let delay = self.delay(f, decl)?;
            let then = f.tail("then").or_else(|| decl.field("then"));
            Some((delay, then.and_then(|t| self.word_of(t))))
        });
        let once = decl.field("limit").and_then(|f| f.tail("once"));
        let follows = limit.as_ref().and_then(|(_, then)| then.as_deref());
        if let Some(field) = once.filter(|_| follows.is_some_and(|then| then != "reset_at_end")) {
            self.wrong_value(field.span, "`then reset_at_end` before `once`");
        }
        let once = once.and_then(|field| self.event_field(field, decl));
        let established = decl.field("established by").and_then(|f| {
            let by = self.one(f, "a party or a role").and_then(|v| self.actor(v, decl))?;
            let within = self.deadline_in(f, decl);
            let otherwise = f.tail("otherwise").and_then(|o| self.word_of(o));
            Some(crate::model::Finding { by, within, otherwise })
        });
        let share =
            decl.field("share").and_then(|f| self.one(f, "a percentage")).and_then(|v| self.share(v, "a share"));
        let exclusion = Exclusion {
            by: self.actor_field(decl, "by"),
            means: self.text(decl, "means"),
            suspends,
            suspends_all: all,
            budget,
            notice,
            limit,
            once,
            established,
            share,
            applies: match applies {
                Some(applies) => applies,
                None => return,
            },
            term,
        };
        self.exclusions.insert(exclusion);
    }

    fn exclusion_source(&mut self, decl: &Decl) -> Option<ExclusionSource> {
        if let Some(field) = decl.field("when") {
            for other in ["from", "until"].into_iter().filter_map(|name| decl.field(name)) {
                self.no_pause(other, field.span);
            }
            return self.when(field, decl);
        }
        if decl.field("from").is_some() && decl.field("until").is_some() {
            return self.between(decl).map(|(from, until)| ExclusionSource::Between(from, until));
        }
        let message = format!("exclusion `{}` does not say when it applies", decl.name);
        let finding = Finding::new(&MISSING_FIELD, decl.head, message)
            .help("add `when` a condition or days and hours, or `from` an event `until` another");
        self.sink.report(finding);
        None
    }

    /// Reports an event, or a date, beside the condition of an exclusion, which nothing would look at.
    fn no_pause(&mut self, field: &Field, when: Span) {
        let name = field.spec.name;
        let message = format!("`{name}` is the event of a pause, and this exclusion has a condition");
        let finding = Finding::new(&WRONG_VALUE, field.span, message).label(when, "it applies when this holds");
        let help = match single(&field.values).filter(|_| field.is_date()) {
            Some(day) => format!("write `valid {name} {}` to limit it in time", self.sources.slice(day.span)),
            None => format!("leave out `{name}`, or the condition"),
        };
        self.sink.report(finding.help(help));
    }

    /// Days and hours, a calendar, or a condition.
    pub(super) fn when(&mut self, field: &Field, decl: &Decl) -> Option<ExclusionSource> {
        if let Some(name) = blank_of(field) {
            return Some(ExclusionSource::Blank(name.clone()));
        }
        let days = |v: &ast::Expr| matches!(v.kind, ExprKind::Recurrence(_) | ExprKind::Date(_));
        if !field.values.is_empty() && field.values.iter().all(days) {
            return Some(ExclusionSource::Permitted(field.values.iter().filter_map(|v| self.recurrence(v)).collect()));
        }
        let value = self.one(field, "a condition, or days and hours")?;
        let names_calendar = |pass: &Self, v: &ast::Expr| matches!(&v.kind, ExprKind::Name(n) if n == "always" || pass.peek(n, decl).is_some_and(|d| pass.is_kind(d, KindId::Calendar)));
        let calendar = match &value.kind {
            ExprKind::Binary(Op::And | Op::Or | Op::Except, a, _) => names_calendar(self, a),
            _ => names_calendar(self, value),
        };
        if calendar {
            return self.calendar_value(value, decl).map(ExclusionSource::Calendar);
        }
        // `not peak`: all other instants.
        if let ExprKind::Not(inner) = &value.kind
            && names_calendar(self, inner)
        {
            let outside = self.calendar_value(inner, decl)?;
            let set = CalendarSet::Except(Box::new(CalendarSet::Always), Box::new(outside));
            return Some(ExclusionSource::Calendar(set));
        }
        let cx = Where::new(decl, "when").with_subject(self.subject_record(decl));
        Some(ExclusionSource::When(self.condition(value, &cx)))
    }

    /// Gives each commitment the exclusions that suspend it.
    ///
    /// What a supplier promises is another relation: only an exclusion that the supplier itself uses suspends it.
    pub(super) fn link_exclusions(&mut self) {
        let parties = &self.parties;
        let mut naming: BTreeMap<&Id<Indicator>, Vec<(usize, &Exclusion)>> = BTreeMap::new();
        for (place, exclusion) in self.exclusions.iter().enumerate() {
            for indicator in &exclusion.suspends {
                naming.entry(indicator).or_default().push((place, exclusion));
            }
        }
        let of_all: Vec<(usize, &Exclusion)> =
            self.exclusions.iter().enumerate().filter(|(_, e)| e.suspends_all).collect();
        for commitment in self.commitments.iter_mut() {
            let debtor = parties.get(&commitment.debtor);
            let reaches = |(_, exclusion): &&(usize, &Exclusion)| {
                let used_by_debtor = matches!(&exclusion.by, Some(Actor::Party(by)) if *by == commitment.debtor);
                used_by_debtor || debtor.is_none_or(Party::signs)
            };
            let named = naming.get(&commitment.indicator).into_iter().flatten().chain(&of_all);
            let mut found: Vec<&(usize, &Exclusion)> = named.filter(reaches).collect();
            found.sort_by_key(|(place, _)| *place);
            found.dedup_by_key(|(place, _)| *place);
            commitment.suspended_by = found.into_iter().map(|(_, exclusion)| exclusion.id()).collect();
        }
    }

    /// The commitments that an operand names: an indicator, a named objective, a tier, or one of them with its scope.
    pub(super) fn commitments_named(
        &mut self,
        value: &ast::Expr,
        tier: Option<&Id<Tier>>,
        scope: &Scope,
        at: &Decl,
    ) -> Vec<Id<Commitment>> {
        let mut scope = scope.clone();
        let mut tier = tier.cloned();
        let name = match &value.kind {
            ExprKind::Name(name) => name.clone(),
            ExprKind::Scoped(word, inside) => {
                let mut rest = Vec::new();
                for part in inside {
                    match &part.kind {
                        ExprKind::Name(n) if self.peek(n, at).is_some_and(|d| self.is_kind(d, KindId::Tier)) => {
                            tier = Some(Id::new(n.clone()));
                        }
                        _ => rest.push(part.clone()),
                    }
                }
                let inner = self.scope(&rest, at);
                scope.dimensions.extend(inner.dimensions);
                scope.services.extend(inner.services);
                word.name.clone()
            }
            ExprKind::Blank(name) => return vec![Id::blank(name)],
            ExprKind::Error => return Vec::new(),
            _ => {
                self.wrong_value(value.span, "an indicator, an objective or a tier");
                return Vec::new();
            }
        };
        let declared = self.peek(&name, at);
        let is_tier = declared.is_some_and(|d| self.is_kind(d, KindId::Tier));
        let indicator: Option<Id<Indicator>> =
            declared.filter(|&d| self.is_kind(d, KindId::Indicator)).map(|d| self.id(d));
        let objective = self.survey.objectives.contains_key(&name);
        if !is_tier && indicator.is_none() && !objective {
            self.find(&name, value.span, at, &[KindId::Indicator, KindId::Tier]);
            return Vec::new();
        }
        // Which commitments are meant is open as long as their tier is.
        if let Some(open) = tier.as_ref().and_then(Id::as_blank) {
            return vec![Id::blank(open)];
        }
        let home = tier.as_ref().map(|t| t.name().clone()).or_else(|| is_tier.then(|| name.clone()));
        let candidates: Vec<&Commitment> = match &home {
            Some(tier) => self.promises(tier).collect(),
            None => self.about.get(&name).into_iter().flatten().filter_map(|id| self.commitments.get(id)).collect(),
        };
        let hits: Vec<Id<Commitment>> = candidates
            .into_iter()
            .filter(|c| match &indicator {
                Some(indicator) => c.indicator == *indicator,
                None if is_tier => c.tier.as_str() == name,
                None => c.objective.as_ref() == Some(&name),
            })
            .filter(|c| scope_meets(&c.scope, &scope))
            .map(|c| c.id())
            .collect();
        if hits.is_empty()
            && let Some(open) = self.open_rows_of(home.as_deref(), at)
        {
            return vec![Id::blank(&open)];
        }
        if hits.is_empty() {
            let whose = tier.map(|t| format!(" at `{t}`")).unwrap_or_default();
            let scoped = if scope.is_all() { "" } else { " for these cases" };
            let message = format!("nothing is promised about `{name}`{whose}{scoped}");
            self.sink
                .report(Finding::new(&UNKNOWN_NAME, value.span, message).help("name a commitment that a tier states"));
        }
        hits
    }
}

impl Lower<'_> {
    /// The blank that stands for rows of a tier, or of any where none is named: it may promise anything.
    fn open_rows_of(&self, tier: Option<&str>, at: &Decl) -> Option<Name> {
        let tiers: Vec<&str> = match tier {
            Some(tier) => vec![tier],
            None => self.program.names_of(at, &[KindId::Tier]).collect(),
        };
        let decls = tiers.into_iter().filter_map(|tier| self.peek(tier, at)).map(|id| self.program.decl(id));
        decls.flat_map(|decl| &decl.open).map(|rows| rows.name.clone()).next()
    }
}

/// Whether a commitment's scope has something in common with another.
fn scope_meets(mine: &Scope, asked: &Scope) -> bool {
    let dimensions = asked
        .dimensions
        .iter()
        .all(|(dimension, values)| mine.values(dimension).is_none_or(|own| own.iter().any(|v| values.contains(v))));
    let open = |scope: &Scope| scope.services.iter().any(|service| service.as_blank().is_some());
    let services = asked.services.is_empty()
        || open(asked)
        || open(mine)
        || mine.services.is_empty()
        || mine.services.iter().any(|s| asked.services.contains(s));
    dimensions && services
}

/// The calendar of a commitment: its own, its tier's, its indicator's, its services'.
pub(super) fn first_calendar(choices: [Option<CalendarSet>; 4]) -> Option<CalendarSet> {
    choices.into_iter().flatten().next()
}
