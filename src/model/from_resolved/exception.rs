//! What an exception may change, and what it becomes: the fields that are read with their exceptions wherever they count.
//!
//! A field that is computed with its own value only would keep it in silence: an exception on it is refused.

use super::Lower;
use super::judged::Judging;
use super::names_in_expr::Where;
use super::rules::{EXCEPTION_WITHOUT_EFFECT, UNCOMPARABLE_SPANS};
use super::types::Type;
use crate::base::Name;
use crate::diagnostics::Finding;
use crate::language::{KindId, Shape};
use crate::model::{Attained, Commitment, Expr, HasTerm, Id, Pays, Replacement, Schedule, Scope};
use crate::resolved::{Decl, DeclId, Field};
use crate::syntax::ast::{Clause, Comparator, Expr as Value, ExprKind};

/// What an exception says of one field.
type Replaced = (Name, Replacement);

impl Lower<'_> {
    /// The fields of a penalty, a bonus or a settlement that an exception replaces; none for a term of another kind. A field
    /// may be written several times, as in the term itself.
    pub(super) fn replaced_amounts(&mut self, decl: &Decl, target: Option<DeclId>) -> Option<Vec<Replaced>> {
        let target = target?;
        let changed = self.program.decl(target);
        let is_schedule = matches!(changed.kind.id, KindId::Penalty | KindId::Bonus);
        if !is_schedule && changed.kind.id != KindId::Settlement {
            return None;
        }
        if let Some(field) = decl.field("for").filter(|_| !is_schedule) {
            let message = format!("`{}` is about some cases, and changes a settlement", decl.name);
            let finding = Finding::new(&EXCEPTION_WITHOUT_EFFECT, field.span, message)
                .note("a settlement is made once a month, of the amounts of all cases together")
                .help("leave `for` out, or settle these amounts by a settlement of their own");
            self.sink.report(finding);
        }
        let mut replaced = Vec::new();
        for (field, rest) in fields(decl, changed) {
            let value = match (field.spec.name, is_schedule) {
                ("pays" | "basis" | "waived when", true) => self.replaced_in_schedule(&field, decl, target),
                ("waived when", false) => {
                    let cx = Where::new(decl, "exception").judging(Judging::Settlement);
                    self.one(&field, "a condition").cloned().map(|v| Replacement::Expr(self.condition(&v, &cx)))
                }
                ("cap", false) => self.cap(&field, decl).map(Replacement::Cap),
                ("exempt", false) => self.exemption(&field, decl).map(Replacement::Exempt),
                ("combine", false) => {
                    let per = self.group(&field);
                    let settled = self.settlements.get(&Id::new(changed.name.clone())).map(|s| s.of.clone());
                    let between = self.alternatives(&field, &settled.unwrap_or_default(), decl);
                    self.combination(&field, decl).map(|combine| Replacement::Combine(combine, per, between))
                }
                _ => self.replacement(rest, Some(target), decl),
            };
            replaced.extend(value.map(|value| (Name::from(field.spec.name), value)));
        }
        // A field that the term does not have has its finding.
        for clause in decl.facts.iter().filter(|clause| !is_known(clause, changed)) {
            self.replacement(clause, Some(target), decl);
        }
        Some(replaced)
    }

    fn replaced_in_schedule(&mut self, field: &Field, decl: &Decl, target: DeclId) -> Option<Replacement> {
        let id: Id<Schedule> = self.id(target);
        let schedule = self.schedules.get(&id)?.clone();
        let window = schedule.each.clone().or_else(|| self.window_of(&schedule.on, &schedule.on_duties));
        let judging = if schedule.on_duties.is_empty() {
            self.judging(&schedule.on, schedule.each.as_ref(), decl)
        } else {
            self.judging_duties(&schedule.on_duties)
        };
        let cx = Where::new(decl, "exception").judging(judging);
        let value = self.one(field, "an amount")?.clone();
        Some(Replacement::Expr(match field.spec.name {
            "waived when" => self.condition(&value, &cx),
            "basis" => self.amount(&value, &cx, window.as_ref())?,
            _ => {
                let based = schedule.basis.is_some() || decl.facts.iter().any(|clause| clause.word.name == "basis");
                self.pays(&value, &cx, based, window.as_ref()).expr
            }
        }))
    }

    /// What an exception says of commitments, where it is about some: of an indicator, of a tier, or named themselves.
    pub(super) fn replaced_promises(
        &mut self,
        decl: &Decl,
        target: Option<DeclId>,
        on: &[Name],
        scope: &Scope,
    ) -> Option<Vec<Replaced>> {
        let kind = target.map(|target| self.program.decl(target).kind.id);
        let speaks_of_promises = match kind {
            Some(kind) => matches!(kind, KindId::Indicator | KindId::Tier),
            None => on.iter().any(|name| self.commitments.by_name(name).is_some()),
        };
        if !speaks_of_promises {
            return None;
        }
        let mut replaced = Vec::new();
        for clause in &decl.facts {
            let word = &clause.word.name;
            let of_tier = kind == Some(KindId::Tier);
            let commitments = self.excepted(on, target, of_tier.then_some(word));
            let is_target = if of_tier { !commitments.is_empty() } else { word == "target" };
            let value = match (is_target, clause.values.first()) {
                (_, None) => None,
                (true, Some(value)) => self.replaced_target(value, &commitments, scope, decl),
                (false, Some(value)) if word == "quota" && !of_tier => {
                    self.share(value, "a quota").map(|quota| Replacement::Expr(Expr::Quantity(quota)))
                }
                (false, _) if target.is_none() => {
                    let message = format!("an exception cannot change `{word}` of a commitment: this has no effect");
                    let finding = Finding::new(&EXCEPTION_WITHOUT_EFFECT, clause.span, message)
                        .note("an exception on a commitment changes its `target` or its `quota`")
                        .help("end the commitment with `until` a day, and state another one from that day on");
                    self.sink.report(finding);
                    None
                }
                (false, _) => self.replacement(clause, target, decl),
            };
            replaced.extend(value.map(|value| (word.clone(), value)));
        }
        Some(replaced)
    }

    /// Reports an exception on a field that keeps its value whatever an exception says.
    pub(super) fn keeps(&mut self, clause: &Clause, target: Option<DeclId>) -> bool {
        let Some(target) = target.map(|target| self.program.decl(target)) else { return false };
        let Some(field) = target.kind.field(&clause.word.name) else { return false };
        if field.shape == Shape::Text || may_change(target.kind.id, field.name) {
            return false;
        }
        let message = format!(
            "an exception cannot change `{}` of {}: this has no effect",
            field.name,
            target.kind.with_article()
        );
        let finding = Finding::new(&EXCEPTION_WITHOUT_EFFECT, clause.span, message)
            .note(format!("`{}` keeps the `{}` that it has itself", target.name, field.name));
        let until = target.kind.field("valid until").or_else(|| target.kind.field("until"));
        let finding = match until.filter(|field| field.shape == Shape::Date) {
            Some(until) => {
                finding.help(format!(
                    "end `{}` with `{} …`, and declare it anew under another name for each time that follows, with its own `{}`",
                    target.name, until.name, field.name
                ))
            }
            None => finding.help(format!("declare another {}, and name it where it is to hold", target.kind.word)),
        };
        self.sink.report(finding);
        true
    }

    /// A value of a field that takes a number or an amount: in the units of the figure, where it is one.
    pub(super) fn replaced_value(
        &mut self,
        clause: &Clause,
        target: Option<DeclId>,
        decl: &Decl,
    ) -> Option<Replacement> {
        let value = clause.values.first()?;
        let value = match as_bound(value) {
            Some((_, limit)) => limit,
            None => value,
        };
        let typed = self.expr(value, &Where::new(decl, "exception"));
        if let Some(figure) = target.filter(|target| self.is_kind(*target, KindId::Figure)) {
            let due = self.type_of(figure, decl.name_span);
            let at = self.program.decl(figure).name_span;
            self.same_units(&due, &typed.ty, at, value.span, "given to one figure");
        }
        Some(Replacement::Expr(typed.expr))
    }

    /// What a target becomes: a bound in the units of what it bounds, on the calendar that it names; or a value with its sign kept.
    fn replaced_target(
        &mut self,
        value: &Value,
        on: &[Id<Commitment>],
        scope: &Scope,
        decl: &Decl,
    ) -> Option<Replacement> {
        let Some((comparator, limit)) = as_bound(value) else {
            return Some(Replacement::Expr(self.expr(value, &Where::new(decl, "exception")).expr));
        };
        let units = on.first().and_then(|id| self.commitments.get(id)).map(|commitment| commitment.indicator.clone());
        let units = units.and_then(|indicator| self.peek(indicator.as_str(), decl));
        let Some(Type::Number(units)) = units.map(|id| self.type_of(id, decl.name_span)) else {
            let value = self.expr(limit, &Where::new(decl, "exception")).expr;
            return Some(Replacement::Bound(crate::model::Bound {
                comparator: Some(comparator),
                value,
                calendar: None,
            }));
        };
        let bound = self.bound(comparator, limit, decl, "exception", units)?;
        let in_days = bound.in_days(&self.figures);
        let meets = |commitment: &&Commitment| {
            scope.dimensions.iter().all(|(dimension, values)| {
                let own = commitment.scope.values(dimension);
                own.is_none_or(|own| own.iter().any(|value| values.contains(value)))
            })
        };
        let turned = |commitment: &&Commitment| {
            let own = commitment.target.as_ref().and_then(|own| own.in_days(&self.figures));
            own.is_some_and(|own| in_days.is_some_and(|in_days| in_days != own)) && self.excess_is_read(commitment)
        };
        let commitments = on.iter().filter_map(|id| self.commitments.get(id));
        if let Some(commitment) = commitments.filter(meets).find(turned) {
            let message =
                format!("`{}` is promised in another sort of time, by which its excess is counted", commitment.term.id);
            let finding = Finding::new(&UNCOMPARABLE_SPANS, limit.span, message)
                .label(commitment.target_span, "the target without the exception")
                .note("a day has 23, 24 or 25 hours: an amount per hour of excess says nothing about days, nor the reverse")
                .help("write both in hours, or both in days");
            self.sink.report(finding);
        }
        Some(Replacement::Bound(bound))
    }

    /// Whether an amount is owed by what exceeds a commitment.
    fn excess_is_read(&self, commitment: &Commitment) -> bool {
        let id = commitment.id();
        let reads = |schedule: &&Schedule| {
            let pays = match &schedule.pays {
                Pays::Amount(expr) => reads_excess(expr),
                Pays::Brackets(table) => table.rows.iter().filter_map(|row| row.outcome.as_ref()).any(reads_excess),
                Pays::Blank(_) => false,
            };
            pays || schedule.waived.iter().any(reads_excess)
        };
        self.schedules.iter().filter(|schedule| schedule.on.contains(&id)).any(|schedule| reads(&schedule))
    }

    /// The commitments that an exception speaks of: those of an indicator; those of a tier on what `word` names; or those that it
    /// names itself.
    fn excepted(&self, on: &[Name], target: Option<DeclId>, word: Option<&Name>) -> Vec<Id<Commitment>> {
        match (target, word) {
            (Some(_), Some(word)) => {
                let named = |commitment: &&Commitment| {
                    commitment.indicator.name() == word || commitment.objective.as_ref() == Some(word)
                };
                on.iter().flat_map(|tier| self.promises(tier)).filter(named).map(HasTerm::id).collect()
            }
            (Some(_), None) => on.iter().filter_map(|name| self.about.get(name)).flatten().cloned().collect(),
            (None, _) => on.iter().map(|name| Id::new(name.clone())).collect(),
        }
    }
}

/// The clauses of an exception as fields of the term that it changes, each with the clauses that follow it on its line.
fn fields<'d>(decl: &'d Decl, changed: &Decl) -> Vec<(Field, &'d Clause)> {
    let mut found: Vec<(Field, &Clause)> = Vec::new();
    let field = |spec, clause: &Clause| Field {
        spec,
        values: clause.values.clone(),
        tails: Vec::new(),
        word: clause.word.clone(),
        span: clause.span,
    };
    for clause in &decl.facts {
        let tail = found.last().and_then(|(last, _)| last.spec.tail(&clause.word.name));
        match (tail, found.last_mut(), changed.kind.field(&clause.word.name)) {
            (Some(spec), Some((last, _)), _) => {
                last.span = last.span.to(clause.span);
                last.tails.push(field(spec, clause));
            }
            (_, _, Some(spec)) => found.push((field(spec, clause), clause)),
            _ => {}
        }
    }
    found
}

/// Whether a clause is a field of the term that is changed, or follows one.
fn is_known(clause: &Clause, changed: &Decl) -> bool {
    let name = &clause.word.name;
    changed.kind.field(name).is_some() || changed.kind.fields.iter().any(|field| field.tail(name).is_some())
}

/// Whether the value that an exception gives to a field is read wherever the field counts.
fn may_change(kind: KindId, field: &str) -> bool {
    match kind {
        KindId::Figure => field == "is",
        KindId::Penalty | KindId::Bonus => matches!(field, "pays" | "basis" | "waived when"),
        KindId::Settlement => !matches!(field, "claim" | "for"),
        KindId::Contract => {
            !matches!(field, "from" | "until" | "timezone" | "currency" | "chooses" | "clock" | "assessment" | "delays")
        }
        KindId::Right => matches!(field, "of" | "notice" | "law" | "changes" | "provided"),
        KindId::Duty => matches!(field, "silence" | "obligation"),
        KindId::Tier => matches!(field, "measured by" | "obligation"),
        KindId::Exclusion => field == "by",
        KindId::Indicator
        | KindId::Service
        | KindId::Role
        | KindId::State
        | KindId::Record
        | KindId::Dimension
        | KindId::Period
        | KindId::Clock
        | KindId::Assessment
        | KindId::Delays
        | KindId::Procedure
        | KindId::Escalation
        | KindId::Exception => false,
        _ => true,
    }
}

fn reads_excess(expr: &Expr) -> bool {
    expr.any(&|part| *part == Expr::Attained(Attained::Excess))
}

/// Whether a clause writes a bound: the comparison and the limit.
fn as_bound(value: &Value) -> Option<(Comparator, &Value)> {
    match &value.kind {
        ExprKind::Bound(comparator, limit) => Some((*comparator, limit)),
        _ => None,
    }
}
