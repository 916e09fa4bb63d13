//! Makes one commitment of what a sentence or a cell says.

use super::blank::blanks_in;
use super::objective::{About, Beside};
use super::promise::first_calendar;
use super::rules::{SLOTS_NOT_GATHERED, UNCOMPARABLE_SPANS, VAIN_OVERRIDE, WRONG_VALUE};
use super::types::{Type, Units};
use super::windows::window_words;
use super::{Lower, single};
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::model::{
    Bound, CalendarSet, Commitment, Event, Expr, HasTerm as _, Id, Indicator, Polarity, Quantity, Record, Scope,
    Subject, Term, Tier, Validity, Window,
};
use crate::resolved::{Decl, DeclId};
use crate::syntax::ast::{self, Comparator, ExprKind};
use rustc_hash::FxHashMap;

impl Lower<'_> {
    /// Makes one commitment.
    #[expect(clippy::too_many_arguments, reason = "the parts of one cell")]
    pub(super) fn commit(
        &mut self,
        about: &About,
        target: Option<&ast::Expr>,
        span: Span,
        whole: Span,
        beside: &Beside,
        decl: &Decl,
        tier_id: &Id<Tier>,
    ) -> Option<Id<Commitment>> {
        let (id, units) = self.judges(about, span)?;
        let (better, usual_calendar) = match (about, self.indicators.get(&id)) {
            (_, Some(indicator)) => (indicator.better, indicator.during.clone()),
            (About::Blank(_), None) => (None, None),
            (About::Indicator(_), None) => return None,
        };
        let indicator = self.indicators.get(&id);
        let slots = indicator.and_then(|i| i.each.clone().filter(|_| !i.is_mean_of_slots()));
        // Of a formula that is not agreed yet it is not known what it counts.
        let counts_time = indicator.is_none_or(|i| matches!(i.formula, Expr::TimeBetween { .. } | Expr::Blank(_)));
        let bound = match target {
            Some(value) => {
                let bound = self.target(value, units.as_ref(), better, decl)?;
                let is_duration = units.as_ref().is_some_and(Units::is_duration);
                if !counts_time && is_duration && bound.in_days(&self.figures) == Some(true) {
                    self.days_for_a_value(value, id.name(), decl);
                    return None;
                }
                Some(bound)
            }
            None => None,
        };
        let goal = match &beside.goal {
            Some(value) => self.goal(value, units.as_ref(), decl),
            None => None,
        };
        let scope = self.scope(&beside.scope, decl);
        let tier = self.tiers.get(tier_id)?;
        let (debtor, creditor) = (tier.debtor.clone(), tier.creditor.clone());
        let (measurer, module) = (tier.measurer.clone(), tier.term.module.clone());
        let window = beside.window.clone().or_else(|| decl.field("each").and_then(|f| self.window(f, decl)));
        let tier_step = || decl.field("every").and_then(|field| self.step_of_window(field));
        let step = beside.step.clone().or_else(tier_step);
        let window = self.stepped(window, step);
        if let (Some(slot), Some(value)) = (slots.filter(|slot| Some(slot) != window.as_ref()), target) {
            self.slots_not_gathered(value, id.name(), &slot);
        }
        if let (Some(Window::Case { record }), Some(value)) = (&window, target) {
            self.judged_by_case(value, &id, record);
        }
        let tier_calendar = decl.field("during").and_then(|f| self.calendar_set(f, decl));
        let calendar = first_calendar([beside.calendar.clone(), tier_calendar, usual_calendar, self.hours_at(tier_id)]);
        let above = |field| self.extended_with(decl, field).map(|id| self.program.decl(id));
        let (measured, bound_to) = (above("measured by"), above("obligation"));
        let measurer = measurer.or_else(|| self.tiers.by_name(&self.identity(measured?))?.measurer.clone());
        let own = self.word(decl, "obligation").or_else(|| self.word(bound_to?, "obligation"));
        let obligation = beside.obligation.clone().or(own);
        let base = beside.objective.as_ref().map_or(id.as_blank().unwrap_or(id.as_str()).into(), |(n, _)| n.clone());
        let overrides = if beside.is_override { self.replaced(tier_id, &id, &scope, whole, decl) } else { Vec::new() };
        let name = self.commitment_name(tier_id, &base, &scope, &beside.validity);
        let label = match &beside.objective {
            Some((_, label)) if !label.is_empty() => label.clone(),
            _ => self.indicators.get(&id).map(|indicator| indicator.term.label.clone()).unwrap_or_default(),
        };
        let commitment = Commitment {
            term: Term {
                id: name,
                label,
                notes: beside.notes.clone(),
                validity: beside.validity,
                module,
                source: self.source(whole),
                span: whole,
                fields: std::iter::once((Name::from("target"), span)).chain(beside.fields.iter().cloned()).collect(),
            },
            tier: tier_id.clone(),
            objective: beside.objective.as_ref().map(|(n, _)| n.clone()),
            debtor,
            creditor,
            indicator: id,
            scope,
            target: bound,
            goal,
            quota: beside.quota.clone(),
            sample: beside.sample,
            window,
            calendar,
            measurer: beside.measurer.clone().or(measurer),
            obligation,
            suspended_by: Vec::new(),
            overrides,
            is_override: beside.is_override,
            inherited: None,
            facts: beside.facts.clone(),
            target_span: span,
        };
        let id = commitment.id();
        for (name, field, at) in &beside.open {
            self.blank(name, id.name(), field.clone(), *at);
        }
        if let Some(target) = target {
            blanks_in(target, &mut |name, at| self.blank(name, id.name(), Name::new_static("target"), at));
        }
        self.promise(commitment);
        Some(id)
    }

    /// The nearest of the tiers that a tier extends which says something for all of its lines: that holds for the lines of the tier too.
    fn extended_with(&self, decl: &Decl, field: &str) -> Option<DeclId> {
        let mut at = decl;
        for _ in 0..self.program.decls.len() {
            let ExprKind::Name(name) = &single(&at.field("extends")?.values)?.kind else { return None };
            let id = self.peek(name, at)?;
            at = self.program.decl(id);
            if at.field(field).is_some() {
                return Some(id);
            }
        }
        None
    }

    /// The indicator that an objective is about, and the units of its values where its formula is agreed.
    fn judges(&mut self, about: &About, span: Span) -> Option<(Id<Indicator>, Option<Units>)> {
        let decl = match about {
            About::Indicator(decl) => *decl,
            About::Blank(name) => return Some((Id::blank(name), None)),
        };
        match self.type_of(decl, span) {
            Type::Number(units) => Some((self.id(decl), Some(units))),
            Type::Unknown => Some((self.id(decl), None)),
            _ => None,
        }
    }

    /// The hours of the services that are held to a tier, where they agree.
    fn hours_at(&mut self, tier: &Id<Tier>) -> Option<CalendarSet> {
        // INVARIANT: services are lowered before tiers.
        let services = &self.services;
        let hours = self.hours.get_or_insert_with(|| {
            let mut hours: FxHashMap<Name, Option<CalendarSet>> = FxHashMap::default();
            for service in services {
                for held in &service.tiers {
                    let agreed = hours.entry(held.tier.name().clone()).or_insert_with(|| service.hours.clone());
                    if *agreed != service.hours {
                        *agreed = None;
                    }
                }
            }
            hours
        });
        hours.get(tier.as_str()).cloned().flatten()
    }

    fn target(
        &mut self,
        value: &ast::Expr,
        units: Option<&Units>,
        better: Option<Polarity>,
        decl: &Decl,
    ) -> Option<Bound> {
        let (comparator, limit) = match &value.kind {
            ExprKind::Bound(comparator, limit) => (Some(*comparator), &**limit),
            ExprKind::Error => return None,
            // A bare cell is on the good side of the indicator's polarity.
            _ => match better {
                Some(Polarity::Higher) => (Some(Comparator::AtLeast), value),
                Some(Polarity::Lower) => (Some(Comparator::AtMost), value),
                None => (None, value),
            },
        };
        let bound = self.limit(limit, decl, "target", units)?;
        Some(Bound { comparator, ..bound })
    }

    /// The slots of a share, and of a mean, become one value as a mean; nothing says how those of another formula do.
    fn slots_not_gathered(&mut self, value: &ast::Expr, indicator: &str, slot: &Window) {
        let slot = window_words(slot);
        let message = format!("`{indicator}` has a value for each {slot}, and nothing says which of them counts here");
        let finding = Finding::new(&SLOTS_NOT_GATHERED, value.span, message)
            .note("their greatest, their mean and their 95th percentile are three different values")
            .help(format!(
                "write `each {slot}`, or declare an indicator that makes one value of them, such as `is max of {indicator}`, and promise that one"
            ));
        self.sink.report(finding);
    }

    /// Reports a commitment for each case on what has no value for one: it would never be judged.
    fn judged_by_case(&mut self, value: &ast::Expr, indicator: &Id<Indicator>, record: &Id<Record>) {
        let Some(known) = self.indicators.get(indicator) else { return };
        let once = match &known.formula {
            Expr::Aggregate { of, .. } => match of.as_ref() {
                Expr::Gap { of: Event::Field { field, .. }, within: None } => Some(field.clone()),
                _ => None,
            },
            _ => None,
        };
        let of_record = known.of == Subject::Record(record.clone());
        if of_record && once.is_none() {
            return;
        }
        let finding = Finding::new(&WRONG_VALUE, value.span, format!("`{indicator}` has no value for each `{record}`"));
        self.sink.report(match once.filter(|_| of_record) {
            Some(field) => finding.note(format!("`{field}` happens once in a `{record}`: its gaps lie between them")),
            None => finding
                .note(format!("it is no indicator of `{record}`"))
                .help(format!("judge it each month, or declare an indicator of `{record}`")),
        });
    }

    /// Days bound the time of a case, whose days are counted. A value, such as a mean, is so many seconds.
    fn days_for_a_value(&mut self, value: &ast::Expr, indicator: &str, decl: &Decl) {
        let message = format!("`{indicator}` is a number of seconds, and days are no number of hours");
        let finding = Finding::new(&UNCOMPARABLE_SPANS, value.span, message)
            .label(decl.name_span, "in this tier")
            .note("only the time from one event to another of a case, `time from … to …`, is counted in days")
            .help("write hours");
        self.sink.report(finding);
    }

    fn goal(&mut self, value: &ast::Expr, units: Option<&Units>, decl: &Decl) -> Option<Quantity> {
        let limit = match &value.kind {
            ExprKind::Bound(_, limit) => limit,
            _ => value,
        };
        match &limit.kind {
            ExprKind::Blank(name) => return Some(Quantity::blank(name)),
            ExprKind::Error => return None,
            _ => {}
        }
        let quantity = self.quantity(limit);
        if quantity.is_none() {
            let such = if units.is_some_and(Units::is_duration) { ", such as `2 h` or `1 day`," } else { "" };
            self.wrong_value(value.span, &format!("the value of the `goal`, without a calendar{such}"));
        }
        let quantity = quantity?;
        let Some(units) = units else { return Some(quantity) };
        let found = quantity.measure().map_or_else(Units::plain, |m| Units::measure(&m));
        if units.is_duration() && found.is_span() {
            return Some(quantity);
        }
        self.same_units(&Type::Number(units.clone()), &Type::Number(found), decl.name_span, value.span, "compared");
        Some(quantity)
    }

    /// `gold.restoration.p1`; a second commitment of the same name gets a number, and both stay.
    fn commitment_name(&self, tier: &Id<Tier>, base: &str, scope: &Scope, validity: &Validity) -> Name {
        let mut name = format!("{tier}.{base}");
        for value in scope.dimensions.iter().flat_map(|(_, v)| v) {
            name.push('.');
            name.push_str(value);
        }
        for service in &scope.services {
            name.push('.');
            name.push_str(service.as_str());
        }
        if let Some(from) = validity.from {
            name.push_str(&format!(".from_{}", from.to_string().replace('-', "_")));
        }
        let free = |n: &str| self.commitments.by_name(n).is_none();
        if free(&name) {
            return Name::from(name);
        }
        (2..).map(|n| format!("{name}_{n}")).find(|n| free(n)).map(Name::from).unwrap_or_default()
    }

    /// The inherited commitments that an override replaces; they are taken out of the tier.
    fn replaced(
        &mut self,
        tier: &Id<Tier>,
        indicator: &Id<Indicator>,
        scope: &Scope,
        span: Span,
        decl: &Decl,
    ) -> Vec<Name> {
        let hit = |c: &&Commitment| c.indicator == *indicator && c.scope == *scope;
        let inherited = self.promises(tier.as_str()).filter(hit).filter_map(|c| Some((c.id(), c.inherited.clone()?)));
        let (replaced, gone): (Vec<Id<Commitment>>, Vec<Name>) = inherited.unzip();
        if gone.is_empty() {
            let name = &decl.name;
            let other = self.promises(tier.as_str()).any(|c| c.indicator == *indicator && c.inherited.is_some());
            let (cases, help) = match other {
                true => (
                    " for these cases",
                    "write after `for` the same cases as the target that is meant, or remove the word `overrides`",
                ),
                false => ("", "remove the word `overrides`"),
            };
            let message = format!(
                "`overrides` replaces nothing: `{name}` takes over no target of `{indicator}`{cases} from another tier"
            );
            let finding = Finding::new(&VAIN_OVERRIDE, span, message).help(help);
            self.sink.report(finding);
        }
        for id in &replaced {
            self.commitments.remove(id);
        }
        if let Some(kept) = self.of_tier.get_mut(tier.name()) {
            kept.retain(|id| !replaced.contains(id));
        }
        gone
    }
}
