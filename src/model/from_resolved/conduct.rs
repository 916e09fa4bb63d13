//! Rights, duties, responsibilities, escalation, backup.

use super::cells::heads;
use super::judged::Judging;
use super::names_in_expr::Where;
use super::rules::WRONG_VALUE;
use super::{Lower, single};
use crate::base::Name;
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{
    Actor, Backup, CalendarSet, Commitment, Duty, Escalation, EscalationStep, Event, Id, Quantity, Responsibility,
    ResponsibilityCell, RestoreTest, Right, Scope, Service, Subject, Term, Tier, Validity, bracketed,
};
use crate::quantity::unit::Dimension as Physical;
use crate::resolved::rules::EMPTY_CELL;
use crate::resolved::{Decl, Field};
use crate::syntax::ast::{Cell, CellKind, Expr, ExprKind, HeadKind};

impl Lower<'_> {
    pub(super) fn right(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let of = self.actor_field(decl, "of");
        let cx = Where::new(decl, "when");
        let each_of = self.each_of(decl);
        let when = decl.field("when").and_then(|f| self.one(f, "a condition").cloned()).map(|v| {
            let condition = self.condition(&v, &cx);
            // Of each service, what the condition reads is that of the service.
            if each_of.is_some() { condition } else { self.asked_of_contract(condition, v.span) }
        });
        let provided = decl.field("provided").and_then(|f| self.one(f, "a condition").cloned());
        let changed = Where::new(decl, "provided").judging(self.changed(decl));
        let provided = provided.map(|v| self.condition(&v, &changed));
        let on = self.terms(decl, "for");
        let changes = self.terms(decl, "changes");
        let right = Right {
            when,
            on,
            each: decl.field("each").filter(|_| each_of.is_none()).and_then(|f| self.window(f, decl)),
            each_of,
            within: self.deadline(decl, "within"),
            notice: self.deadline(decl, "notice"),
            after: self.bare_event(decl, "after"),
            changes,
            provided,
            law: self.word(decl, "law"),
            does: self.text(decl, "does"),
            of: match of {
                Some(of) => of,
                None => return,
            },
            term,
        };
        self.rights.insert(right);
    }

    /// `each service`, or the name of a service of many instances: of what a right arises by itself.
    fn each_of(&mut self, decl: &Decl) -> Option<Subject> {
        let value = single(&decl.field("each")?.values)?;
        let ExprKind::Name(name) = &value.kind else { return None };
        if name == "service" {
            return Some(Subject::Any);
        }
        let id = self.peek(name, decl).filter(|&id| self.is_kind(id, KindId::Service))?;
        self.need(id);
        if !self.has_instances(id) {
            let message = format!("`{name}` has no instances of each of which a right could be");
            let help = "name a service with `instances many`, or write `each service`";
            self.sink.report(Finding::new(&WRONG_VALUE, value.span, message).help(help));
        }
        Some(Subject::Service(self.id::<Service>(id)))
    }

    /// What a right may change, where it is about commitments: `target` and `new` are read in its units.
    fn changed(&mut self, decl: &Decl) -> Judging {
        let named = decl.field("changes").and_then(|f| f.values.first()).map(|v| match &v.kind {
            ExprKind::Binary(crate::syntax::ast::Op::Of, _, whole) => (**whole).clone(),
            _ => v.clone(),
        });
        let commitments = match &named {
            Some(value) if !self.names_no_commitment(value, decl) => {
                self.commitments_named(value, None, &Scope::default(), decl)
            }
            _ => Vec::new(),
        };
        self.judging(&commitments, None, decl)
    }

    /// Whether an operand names a declaration that states no commitments.
    fn names_no_commitment(&self, value: &Expr, decl: &Decl) -> bool {
        let ExprKind::Name(name) = &value.kind else { return false };
        self.peek(name, decl)
            .is_some_and(|id| !matches!(self.program.decl(id).kind.id, KindId::Tier | KindId::Indicator))
    }

    /// The identities of the terms that a field names; none for `all`.
    pub(super) fn terms(&mut self, decl: &Decl, name: &str) -> Vec<Name> {
        let Some(field) = decl.field(name) else { return Vec::new() };
        field.values.iter().flat_map(|v| self.term_named(v, decl)).collect()
    }

    /// The identities of the terms that an operand names: a declaration, commitments, an activity, a value.
    pub(super) fn term_named(&mut self, value: &Expr, at: &Decl) -> Vec<Name> {
        match &value.kind {
            ExprKind::Name(name) if name == "all" => Vec::new(),
            ExprKind::Name(name) => {
                if let Some(id) = self.peek(name, at) {
                    self.need(id);
                    return vec![self.identity(self.program.decl(id))];
                }
                if self.survey.objectives.contains_key(name) {
                    let named = self.commitments_named(value, None, &Scope::default(), at);
                    return named.iter().map(|c| c.name().clone()).collect();
                }
                // A value of a dimension stands for what is promised in its scope; an activity for its row.
                if self.survey.dimensions_of.contains_key(name)
                    || self.responsibilities.iter().any(|r| r.term.id.ends_with(name.as_str()))
                {
                    return vec![name.clone()];
                }
                self.find(name, value.span, at, &[]);
                Vec::new()
            }
            ExprKind::Scoped(..) => {
                let named = self.commitments_named(value, None, &Scope::default(), at);
                named.iter().map(|c| c.name().clone()).collect()
            }
            ExprKind::Binary(crate::syntax::ast::Op::Of, _, whole) => self.term_named(whole, at),
            ExprKind::Blank(name) => vec![bracketed(name)],
            ExprKind::Error => Vec::new(),
            _ => {
                self.wrong_value(value.span, "the name of a term");
                Vec::new()
            }
        }
    }

    pub(super) fn duty(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let of = self.actors(decl, "of");
        let to = self.addressees(decl, &of);
        let every = self.deadline(decl, "every");
        if let Some(field) = decl.field("every")
            && decl.field("within").is_none()
            && every.as_ref().is_some_and(|every| every.after.is_none())
        {
            self.wrong_value(field.span, "`after` and the event from which it runs, or `within` for the first time,");
        }
        let duty = Duty {
            of,
            to,
            every,
            each: decl.field("each").and_then(|f| self.window(f, decl)),
            within: self.deadline(decl, "within"),
            notice: self.deadline(decl, "notice"),
            after: self.bare_event(decl, "after"),
            before: self.bare_event(decl, "before"),
            until: decl.field("until").filter(|f| !f.is_date()).and_then(|f| self.event_field(f, decl)),
            scope: decl.field("for").map(|f| self.scope(&f.values, decl)).unwrap_or_default(),
            during: decl.field("during").and_then(|f| self.calendar_set(f, decl)),
            does: self.text(decl, "does"),
            silence: self.word(decl, "silence"),
            obligation: self.word(decl, "obligation"),
            term,
        };
        self.refuse_before_breach(&duty);
        self.refuse_hours_of_days(&duty);
        self.duties.insert(duty);
    }

    /// Days name their calendar themselves: hours beside them count nothing.
    fn refuse_hours_of_days(&mut self, duty: &Duty) {
        if duty.during.is_none() {
            return;
        }
        let mut delays =
            [&duty.within, &duty.every, &duty.notice].into_iter().flatten().map(|deadline| &deadline.delay).peekable();
        if delays.peek().is_some() && delays.all(|delay| delay.counts_days() && delay.length.as_blank().is_none()) {
            let at = duty.term.field("during");
            let finding =
                Finding::new(&WRONG_VALUE, at, format!("`during` counts hours, and `{}` is due in days", duty.term.id))
                    .note("days of which no calendar is named are those of the year")
                    .help("name the calendar of the days, such as `5 days of business`, and leave out `during`");
            self.sink.report(finding);
        }
    }

    /// A breach is known when it has happened: a duty may follow one, and neither precede it nor last until it.
    fn refuse_before_breach(&mut self, duty: &Duty) {
        let delays = [("within", &duty.within), ("notice", &duty.notice), ("every", &duty.every)];
        let delays = delays.map(|(name, delay)| (name, delay.as_ref().and_then(|delay| delay.before.as_ref())));
        let events = [("before", duty.before.as_ref()), ("until", duty.until.as_ref())];
        for (name, event) in delays.into_iter().chain(events) {
            if let Some(Event::Breach(_)) = event {
                self.wrong_value(duty.term.field(name), "an event that is not a breach: a duty follows one,");
            }
        }
    }

    /// An event that stands by itself: no delay of the term runs from it, or ends at it.
    fn bare_event(&mut self, decl: &Decl, name: &str) -> Option<Event> {
        let delays = ["every", "within", "notice"].into_iter().filter_map(|delay| decl.field(delay));
        let mut untold = delays.filter(|delay| delay.tail(name).is_none());
        if untold.next().is_some() {
            return None;
        }
        decl.field(name).and_then(|field| self.event_field(field, decl))
    }

    /// For whom a duty is: `all` are the other parties that sign.
    fn addressees(&mut self, decl: &Decl, of: &[Actor]) -> Vec<Actor> {
        let all = decl.field("to").is_some_and(
            |field| matches!(field.values.as_slice(), [Expr { kind: ExprKind::Name(name), .. }] if name == "all"),
        );
        if !all || self.peek("all", decl).is_some() {
            return self.actors(decl, "to");
        }
        let program = self.program;
        let signs = |decl: &&Decl| matches!(decl.kind.id, KindId::Provider | KindId::Customer);
        let parties = program.decls.iter().filter(signs).map(|party| Actor::Party(Id::new(self.identity(party))));
        parties.filter(|party| !of.contains(party)).collect()
    }

    fn actors(&mut self, decl: &Decl, name: &str) -> Vec<Actor> {
        let Some(field) = decl.field(name) else { return Vec::new() };
        field.values.iter().filter_map(|v| self.actor(v, decl)).collect()
    }

    pub(super) fn raci(&mut self, decl: &Decl) {
        let matrix = self.term(decl);
        let services: Vec<Id<Service>> = decl
            .field("on")
            .map(|f| f.values.iter().filter_map(|v| self.reference(v, decl, &[KindId::Service])).collect())
            .unwrap_or_default();
        for table in &decl.tables {
            let mut actors: Vec<Option<Actor>> = Vec::new();
            let mut label_column = None;
            for (i, head) in table.head.iter().enumerate().skip(1) {
                match &head.kind {
                    HeadKind::Words(word, _) if word.name == "label" => {
                        label_column = Some(i);
                        actors.push(None);
                    }
                    HeadKind::Words(word, _) => {
                        let actor = self.actor_named(&word.name, word.span, decl);
                        actors.push(actor);
                    }
                    _ => {
                        self.wrong_value(head.span, "the name of a party or a role");
                        actors.push(None);
                    }
                }
            }
            let mut names = Vec::new();
            for row in &table.rows {
                let Some((name, label)) = row.cells.first().and_then(|c| self.row_name(c)) else { continue };
                let label =
                    label_column.and_then(|i| row.cells.get(i)).and_then(|c| self.cell_text(c)).unwrap_or(label);
                names.push((name.clone(), row.cells.first().map_or(row.span, |c| c.span)));
                let id = Name::from(format!("{}.{name}", matrix.id));
                let heads = heads(table);
                for (cell, head) in row.cells.iter().zip(&heads).skip(1) {
                    self.open_cell(cell, head, &id);
                }
                let mut cells = Vec::new();
                for ((i, cell), actor) in row.cells.iter().enumerate().skip(1).zip(&actors) {
                    if label_column == Some(i) {
                        continue;
                    }
                    let letters = self.letters(cell);
                    if let (Some(actor), Some(letters)) = (actor, letters) {
                        cells.push(ResponsibilityCell { actor: actor.clone(), letters, span: cell.span });
                    }
                }
                let term = Term {
                    id,
                    label,
                    notes: Vec::new(),
                    validity: Validity::default(),
                    module: matrix.module.clone(),
                    source: self.source(row.span),
                    span: row.cells.first().map_or(row.span, |c| c.span),
                    fields: Vec::new(),
                };
                self.responsibilities.insert(Responsibility {
                    term,
                    matrix: matrix.id.clone(),
                    matrix_label: matrix.label.clone(),
                    services: services.clone(),
                    cells,
                });
            }
            self.duplicate_rows(&names);
        }
    }

    /// Letters of `R`, `A`, `C`, `I` in a cell, in that order; empty for `-`.
    fn letters(&mut self, cell: &Cell) -> Option<String> {
        let values = match &cell.kind {
            CellKind::Dash => return Some(String::new()),
            CellKind::Empty => {
                let finding = Finding::new(&EMPTY_CELL, cell.span, "a cell of the matrix is empty")
                    .help("write letters of `R`, `A`, `C`, `I`, or `-` for no part in it");
                self.sink.report(finding);
                return None;
            }
            CellKind::Value { values, clauses } if clauses.is_empty() => values,
            _ => {
                self.wrong_value(cell.span, "letters of `R`, `A`, `C`, `I`");
                return None;
            }
        };
        let mut found = Vec::new();
        for value in values {
            match &value.kind {
                // Which letters these are is not agreed; whose they are is.
                ExprKind::Blank(_) => return Some(String::new()),
                ExprKind::Name(name) if !name.is_empty() && name.chars().all(|c| "RACI".contains(c)) => {
                    found.extend(name.chars());
                }
                _ => {
                    self.wrong_value(value.span, "letters of `R`, `A`, `C`, `I`");
                    return None;
                }
            }
        }
        Some("RACI".chars().filter(|c| found.contains(c)).collect())
    }

    pub(super) fn escalation(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let of = self.subject(decl, "of").unwrap_or(Subject::Any);
        let ends = self.between(decl);
        let mut steps = Vec::new();
        for table in &decl.tables {
            let heads = self.columns(table, &["level", "label", "to", "after", "for", "during"]);
            for row in &table.rows {
                let cell = |name: &str| heads.iter().position(|h| h == name).and_then(|i| row.cells.get(i));
                let Some((level, _)) = row.cells.first().and_then(|c| self.row_name(c)) else { continue };
                let to = cell("to").and_then(|c| self.cell_value(c)).and_then(|v| self.actor(&v, decl));
                let after = cell("after").and_then(|c| self.cell_value(c)).and_then(|v| self.delay_value(&v, decl));
                let scope = cell("for").map(|c| self.cell_scope(c, decl)).unwrap_or_default();
                let during =
                    cell("during").and_then(|c| self.cell_value(c)).and_then(|v| self.calendar_value(&v, decl));
                if let (Some(to), Some(after)) = (to, after) {
                    let during = during.or_else(|| after.calendar.clone()).unwrap_or(CalendarSet::Always);
                    steps.push(EscalationStep { level, to, after, during, scope, span: row.span });
                }
            }
        }
        let Some((from, until)) = ends else { return };
        self.escalations.insert(Escalation { term, of, from, until, steps });
    }

    fn cell_scope(&mut self, cell: &Cell, at: &Decl) -> Scope {
        match &cell.kind {
            CellKind::Value { values, clauses } if clauses.is_empty() => self.scope(values, at),
            _ => {
                self.wrong_value(cell.span, "values of dimensions, or `all`");
                Scope::default()
            }
        }
    }

    pub(super) fn backup(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let of = decl
            .field("of")
            .map(|f| f.values.iter().filter_map(|v| self.reference(v, decl, &[KindId::Service])).collect())
            .unwrap_or_default();
        let protects = decl.field("protects").map(|f| self.protects(f, decl)).unwrap_or_default();
        let every = decl.field("every").and_then(|f| {
            let mut delay = self.delay(f, decl)?;
            if let Some(during) = f.tail("during") {
                delay.calendar = self.calendar_set(during, decl).or(delay.calendar);
            }
            Some(delay)
        });
        let at =
            decl.field("at").map(|f| f.values.iter().filter_map(|v| self.recurrence(v)).collect()).unwrap_or_default();
        let stored = decl
            .field("stored")
            .and_then(|f| self.one(f, "a service"))
            .and_then(|v| self.reference(v, decl, &[KindId::Service]));
        let backup = Backup {
            of,
            protects,
            by: self.actor_field(decl, "by"),
            means: self.text(decl, "means"),
            perimeter: decl.field("perimeter").map(|f| self.scope(&f.values, decl)).unwrap_or_default(),
            at,
            lag: self.duration(decl, "lag"),
            stored,
            retained: decl.field("retained").and_then(|f| self.delay(f, decl)),
            size: self.amount_of_data(
                decl,
                "size",
                |d| d == (Physical::Information, None),
                "an amount of data, such as `900 GB`,",
            ),
            restore: self.amount_of_data(
                decl,
                "restore",
                |d| d == (Physical::Information, Some(Physical::Duration)),
                "a rate, such as `500 GB/h`,",
            ),
            beyond_size: self.word(decl, "beyond_size"),
            detect: self.duration(decl, "detect"),
            declare: self.duration(decl, "declare"),
            verify: self.duration(decl, "verify"),
            test: decl.field("test").map(|f| self.restore_test(f, decl)),
            every: match every {
                Some(every) => every,
                None => return,
            },
            term,
        };
        self.backups.insert(backup);
    }

    fn amount_of_data(
        &mut self,
        decl: &Decl,
        name: &str,
        fits: fn((Physical, Option<Physical>)) -> bool,
        due: &str,
    ) -> Option<Quantity> {
        let field = decl.field(name)?;
        let value = self.one(field, due)?;
        if let ExprKind::Blank(name) = &value.kind {
            return Some(Quantity::blank(name));
        }
        if !matches!(value.kind, ExprKind::Quantity(..)) {
            self.wrong_value(value.span, due);
            return None;
        }
        let quantity = self.quantity(value)?;
        if !quantity.measure().is_some_and(|m| fits(m.dimension())) {
            self.wrong_value(value.span, due);
            return None;
        }
        Some(quantity)
    }

    fn protects(&mut self, field: &Field, decl: &Decl) -> Vec<Id<Commitment>> {
        let tier: Option<Id<Tier>> =
            field.tail("at").and_then(|f| self.one(f, "a tier")).and_then(|v| self.reference(v, decl, &[KindId::Tier]));
        field.values.iter().flat_map(|v| self.commitments_named(v, tier.as_ref(), &Scope::default(), decl)).collect()
    }

    fn restore_test(&mut self, field: &Field, decl: &Decl) -> RestoreTest {
        RestoreTest {
            each: field.tail("each").and_then(|f| self.window(f, decl)),
            otherwise: field.tail("otherwise").and_then(|f| self.word_of(f)),
            within: field.tail("within").and_then(|f| self.delay(f, decl)),
        }
    }
}
