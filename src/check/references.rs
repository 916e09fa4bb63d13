//! Which term cites which: the graph that definitions, tiers and services make.

use super::uses::Cited;
use crate::base::Name;
use crate::kernel::graph::Graph;
use crate::model::{Cap, Claim, CommitmentRef, Deadline, Model, Replacement, Term};
use rustc_hash::FxHashMap;

/// Every term of a contract with the terms that it cites.
pub struct References<'m> {
    /// The terms, in the order of the model.
    pub terms: Vec<&'m Term>,
    index: FxHashMap<&'m Name, usize>,
    /// An edge from each term to each term that it cites.
    pub graph: Graph,
    /// The same without those that are read in a period before only.
    pub now: Graph,
    /// The commitments that terms count, by the number of the term.
    pub counted: Vec<(usize, &'m CommitmentRef)>,
}

impl<'m> References<'m> {
    /// The references of `model`. A commitment is cited by its tier, and cites what it is made of but not the tier.
    #[must_use]
    pub fn of(model: &'m Model) -> Self {
        let mut entries: Vec<(&'m Term, Cited<'m>)> = Vec::new();
        agree(model, &mut entries);
        define(model, &mut entries);
        promise(model, &mut entries);
        owe(model, &mut entries);
        act(model, &mut entries);
        let terms: Vec<&'m Term> = entries.iter().map(|(term, _)| *term).collect();
        let index: FxHashMap<&'m Name, usize> = terms.iter().enumerate().map(|(at, term)| (&term.id, at)).collect();
        let mut edges = Vec::new();
        let mut now = Vec::new();
        for (at, (_, cited)) in entries.iter().enumerate() {
            for (number, name) in cited.names.iter().enumerate() {
                let Some(to) = index.get(*name) else { continue };
                edges.push((at, *to));
                if !cited.before.contains(&number) {
                    now.push((at, *to));
                }
            }
        }
        let (graph, now) = (Graph::new(terms.len(), edges), Graph::new(terms.len(), now));
        let counted = entries.iter().enumerate();
        let counted = counted.flat_map(|(at, (_, cited))| cited.counted.iter().map(move |of| (at, *of))).collect();
        Self { terms, index, graph, counted, now }
    }

    /// The number of a term.
    #[must_use]
    pub fn number(&self, name: &Name) -> Option<usize> {
        self.index.get(name).copied()
    }
}

type Entries<'m> = Vec<(&'m Term, Cited<'m>)>;

fn entry<'m>(entries: &mut Entries<'m>, term: &'m Term, cite: impl FnOnce(&mut Cited<'m>)) {
    let mut cited = Cited::default();
    cite(&mut cited);
    entries.push((term, cited));
}

fn define<'m>(model: &'m Model, entries: &mut Entries<'m>) {
    for party in &model.parties {
        entry(entries, &party.term, |cited| {
            cited.names(party.of.iter().chain(&party.paid_by).map(|id| id.name()));
            cited.names(party.replaced_by.iter().map(|actor| actor.name()));
        });
    }
    for role in &model.roles {
        entry(entries, &role.term, |cited| {
            cited.name(role.of.name());
            cited.calendar(&role.during);
        });
    }
    for calendar in &model.calendars {
        entry(entries, &calendar.term, |cited| {
            cited.calendars(
                calendar.is.iter().chain(&calendar.except).chain(calendar.counted.iter().map(|day| &day.of)),
            );
        });
    }
    for period in &model.periods {
        entry(entries, &period.term, |cited| cited.unit(&period.every));
    }
    for dimension in &model.dimensions {
        entry(entries, &dimension.term, |cited| {
            cited.subject(&dimension.of);
            cited.exprs(dimension.values.iter().filter_map(|value| value.when.as_ref()));
            dimension.decision.iter().for_each(|decision| cited.keys(decision));
            dimension.combine.iter().for_each(|combination| cited.combination(combination));
            cited.names(dimension.by.iter().map(|actor| actor.name()));
        });
    }
    for record in &model.records {
        entry(entries, &record.term, |cited| {
            record.of.iter().for_each(|subject| cited.subject(subject));
            cited.names(
                record
                    .by
                    .iter()
                    .chain(record.fields.iter().filter_map(|field| field.by.as_ref()))
                    .map(|actor| actor.name()),
            );
            for field in &record.fields {
                match &field.ty {
                    crate::model::FieldType::Dimension(dimension) => cited.name(dimension.name()),
                    crate::model::FieldType::Record(other) => cited.name(other.name()),
                    _ => {}
                }
            }
        });
    }
    for state in &model.states {
        entry(entries, &state.term, |cited| {
            cited.subject(&state.of);
            cited.state_source(&state.holds);
            state.when.iter().for_each(|condition| cited.expr(condition));
            cited.windows(&state.each);
            cited.exprs(state.lasting.iter().map(|bound| &bound.value));
        });
    }
    for figure in &model.figures {
        entry(entries, &figure.term, |cited| {
            figure.of.iter().for_each(|subject| cited.subject(subject));
            cited.figure_source(&figure.value);
            cited.windows(&figure.per);
            cited.exprs(&figure.default);
            figure.total.iter().for_each(|(bound, window)| {
                cited.expr(&bound.value);
                cited.windows(window);
            });
        });
    }
    for indicator in &model.indicators {
        entry(entries, &indicator.term, |cited| {
            cited.subject(&indicator.of);
            cited.expr(&indicator.formula);
            cited.windows(&indicator.each);
            cited.calendars(&indicator.during);
            cited.exprs(&indicator.empty);
        });
    }
}

fn promise<'m>(model: &'m Model, entries: &mut Entries<'m>) {
    for service in &model.services {
        entry(entries, &service.term, |cited| {
            cited.name(service.by.name());
            service.depends_on.iter().for_each(|dependency| cited.dependency(dependency));
            cited.names(service.tiers.iter().map(|held| held.tier.name()));
            cited.calendars(&service.hours);
            cited.names(service.facts.iter().map(|(name, _)| name));
            cited.exprs(service.facts.iter().map(|(_, expr)| expr));
        });
    }
    let mut of_tier: FxHashMap<&Name, Vec<&Name>> = FxHashMap::default();
    for commitment in &model.commitments {
        of_tier.entry(commitment.tier.name()).or_default().push(&commitment.term.id);
    }
    for tier in &model.tiers {
        entry(entries, &tier.term, |cited| {
            cited.names([tier.debtor.name(), tier.creditor.name()]);
            cited.names(tier.measurer.iter().map(|actor| actor.name()));
            cited.names(tier.extends.iter().map(|parent| parent.name()));
            cited.exprs(&tier.when);
            cited.names(of_tier.get(&tier.term.id).into_iter().flatten().copied());
        });
    }
    for commitment in &model.commitments {
        entry(entries, &commitment.term, |cited| {
            cited.names([commitment.debtor.name(), commitment.creditor.name(), commitment.indicator.name()]);
            cited.scope(&commitment.scope);
            commitment.target.iter().for_each(|bound| {
                cited.expr(&bound.value);
                cited.calendars(&bound.calendar);
            });
            cited.windows(&commitment.window);
            cited.calendars(&commitment.calendar);
            cited.names(commitment.measurer.iter().map(|actor| actor.name()));
            cited.names(commitment.suspended_by.iter().map(|exclusion| exclusion.name()));
            cited.names(commitment.facts.iter().map(|(name, _)| name));
            cited.exprs(commitment.facts.iter().map(|(_, expr)| expr));
        });
    }
    for exclusion in &model.exclusions {
        entry(entries, &exclusion.term, |cited| {
            cited.exclusion_source(&exclusion.applies);
            cited.windows(exclusion.budget.iter().filter_map(|(_, window)| window.as_ref()));
            deadlines(cited, exclusion.notice.as_ref());
            exclusion.limit.iter().for_each(|(delay, _)| cited.delay(delay));
            exclusion.once.iter().for_each(|event| cited.event(event));
            cited.names(exclusion.by.iter().map(|actor| actor.name()));
            exclusion.established.iter().for_each(|finding| {
                cited.name(finding.by.name());
                deadlines(cited, finding.within.as_ref());
            });
        });
    }
}

fn owe<'m>(model: &'m Model, entries: &mut Entries<'m>) {
    for schedule in &model.schedules {
        entry(entries, &schedule.term, |cited| {
            let judged = schedule.on.iter().filter_map(|id| model.commitments.get(id));
            cited.names(judged.map(|commitment| commitment.indicator.name()));
            cited.names(schedule.on_duties.iter().map(|duty| duty.name()));
            cited.scope(&schedule.scope);
            cited.windows(&schedule.each);
            cited.exprs(&schedule.basis);
            cited.exprs(super::uses::amounts(&schedule.pays));
            if let crate::model::Pays::Brackets(decision) = &schedule.pays {
                cited.keys(decision);
            }
            cited.exprs(&schedule.waived);
        });
    }
    for settlement in &model.settlements {
        entry(entries, &settlement.term, |cited| {
            cited.names(settlement.of.iter().map(|id| id.name()));
            settlement.combine.iter().for_each(|combination| cited.combination(combination));
            cited.names(settlement.between.iter().flatten().map(|id| id.name()));
            settlement.caps.iter().for_each(|cap| cap_of(cited, cap));
            if let Some(exempt) = &settlement.exempt {
                cited.expr(&exempt.amount);
                cited.windows(&exempt.window);
            }
            cited.exprs(&settlement.waived);
            deadlines(cited, settlement.paid.as_ref());
            cited.names(settlement.form_by.iter().map(|actor| actor.name()));
            settlement.day_price.iter().for_each(|price| cited.expr(price));
            if let Some(Claim::By { party, within, .. }) = &settlement.claim {
                cited.name(party.name());
                deadlines(cited, within.as_ref());
            }
        });
    }
    for liability in &model.liabilities {
        entry(entries, &liability.term, |cited| {
            cited.name(liability.of.name());
            cap_of(cited, &liability.cap);
        });
    }
}

/// The agreement itself, and the presets that it adopts.
fn agree<'m>(model: &'m Model, entries: &mut Entries<'m>) {
    entry(entries, &model.contract.term, |cited| {
        cited.names(model.contract.chooses.iter().map(|(dimension, _)| dimension));
    });
    if let Some(clock) = &model.clock {
        entry(entries, &clock.term, |cited| {
            cited.names(clock.priority_set.iter().map(|actor| actor.name()));
            cited.events(clock.closing.iter().filter_map(|(_, event)| event.as_ref()));
        });
    }
    for delays in &model.delays {
        entry(entries, &delays.term, |cited| {
            cited.calendars(&delays.calendar);
            cited.calendars(&delays.reception);
        });
    }
    if let Some(procedure) = &model.procedure {
        entry(entries, &procedure.term, |cited| {
            for step in &procedure.steps {
                cited.name(step.by.name());
                cited.delay(&step.within);
                cited.event(&step.after);
            }
        });
    }
}

fn act<'m>(model: &'m Model, entries: &mut Entries<'m>) {
    for right in &model.rights {
        entry(entries, &right.term, |cited| {
            cited.name(right.of.name());
            cited.exprs(right.when.iter().chain(&right.provided));
            cited.names(right.on.iter().chain(&right.changes));
            cited.windows(&right.each);
            right.each_of.iter().for_each(|subject| cited.subject(subject));
            deadlines(cited, right.within.iter().chain(&right.notice));
            cited.events(&right.after);
        });
    }
    for duty in &model.duties {
        entry(entries, &duty.term, |cited| {
            cited.names(duty.of.iter().chain(&duty.to).map(|actor| actor.name()));
            cited.windows(&duty.each);
            deadlines(cited, duty.every.iter().chain(&duty.within).chain(&duty.notice));
            cited.events(duty.after.iter().chain(&duty.before).chain(&duty.until));
            cited.scope(&duty.scope);
            cited.calendars(&duty.during);
        });
    }
    for responsibility in &model.responsibilities {
        entry(entries, &responsibility.term, |cited| {
            cited.names(responsibility.services.iter().map(|service| service.name()));
            cited.names(responsibility.cells.iter().map(|cell| cell.actor.name()));
        });
    }
    for escalation in &model.escalations {
        entry(entries, &escalation.term, |cited| {
            cited.subject(&escalation.of);
            cited.events([&escalation.from, &escalation.until]);
            for step in &escalation.steps {
                cited.name(step.to.name());
                cited.delay(&step.after);
                cited.calendar(&step.during);
                cited.scope(&step.scope);
            }
        });
    }
    for backup in &model.backups {
        entry(entries, &backup.term, |cited| {
            cited.names(backup.of.iter().chain(&backup.stored).map(|service| service.name()));
            cited.names(backup.protects.iter().filter_map(|id| model.commitments.get(id)).map(|c| c.indicator.name()));
            cited.names(backup.by.iter().map(|actor| actor.name()));
            cited.scope(&backup.perimeter);
            cited.delay(&backup.every);
            backup.retained.iter().for_each(|delay| cited.delay(delay));
            cited.windows(backup.test.iter().filter_map(|test| test.each.as_ref()));
        });
    }
    for exception in &model.exceptions {
        entry(entries, &exception.term, |cited| {
            cited.names(exception.on.iter().chain(exception.over.iter().map(|id| id.name())));
            exception.when.iter().for_each(|source| cited.exclusion_source(source));
            cited.scope(&exception.scope);
            for (_, replacement) in &exception.fields {
                replaced(cited, replacement);
            }
        });
    }
}

fn replaced<'m>(cited: &mut Cited<'m>, replacement: &'m Replacement) {
    match replacement {
        Replacement::Expr(expr) => cited.expr(expr),
        Replacement::Bound(bound) => {
            cited.expr(&bound.value);
            cited.calendars(&bound.calendar);
        }
        Replacement::Words(words) => cited.names(words),
        Replacement::Calendar(calendar) => cited.calendar(calendar),
        Replacement::Window(window) => cited.window(window),
        Replacement::Delay(delay) => cited.delay(delay),
        Replacement::Hours(_, counted) => cited.calendars(counted.iter().map(|day| &day.of)),
        Replacement::Cap(cap) => cap_of(cited, cap),
        Replacement::Exempt(exempt) => {
            cited.expr(&exempt.amount);
            cited.windows(&exempt.window);
        }
        Replacement::Combine(_, _, between) => cited.names(between.iter().flatten().map(|id| id.name())),
        Replacement::Text(_) => {}
    }
}

fn cap_of<'m>(cited: &mut Cited<'m>, cap: &'m Cap) {
    cited.expr(&cap.amount);
    cited.windows(&cap.window);
    cited.names(cap.of.iter().map(|id| id.name()));
}

fn deadlines<'m>(cited: &mut Cited<'m>, deadlines: impl IntoIterator<Item = &'m Deadline>) {
    for deadline in deadlines {
        cited.delay(&deadline.delay);
        cited.events(deadline.after.iter().chain(&deadline.before));
    }
}
