//! From declarations to the normal form: gives every value its type and every name its term.
//!
//! The contract's own declarations are lowered in the order of the source; declarations of the standard library when
//! something first refers to them. A value that cannot be typed has its finding and is left out.

mod amount;
mod blank;
mod calendar;
mod carried;
mod cells;
mod commitment;
mod conduct;
mod contract;
mod counted;
mod decision;
mod dimension;
mod each;
mod evidence;
mod exception;
mod expectation;
mod expr;
mod figure;
mod gap;
mod gathered;
mod indicator;
mod judged;
mod names;
mod names_in_expr;
mod objective;
mod on_duty;
mod overlap;
mod promise;
mod read_of;
mod record;
pub mod rules;
mod several;
mod standing;
mod time;
mod types;
mod values;
mod windows;

use super::{
    Acceptance, AssessmentRules, Backup, Blank, Calendar, CalendarSet, ClockRules, Commitment, Contract, DelayRules,
    Dimension, Duty, Escalation, Exception, Exclusion, Figure, HasTerm as _, Id, Indicator, Liability, MODEL_VERSION,
    Model, Party, Period, Procedure, Prose, Record, Responsibility, Right, Role, Scenario, Schedule, Service,
    Settlement, State, Table, Term, Tier, Validity,
};
use crate::base::{Name, SourceMap, Span};
use crate::diagnostics::Sink;
use crate::language::KindId;
use crate::quantity::currency::UNNAMED;
use crate::resolved::{Decl, DeclId, Field, Program};
use crate::syntax::ast;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::format_smolstr;
use types::Type;

/// Lowers a program. None where there is no contract to speak of; its findings have been reported.
pub fn lower(program: &Program, sources: &SourceMap, sink: &mut Sink) -> Option<Model> {
    let (contract_id, contract_decl) = program.own().find(|(_, d)| d.kind.id == KindId::Contract)?;
    let mut pass = Lower::new(program, sources, sink);
    pass.survey();
    // A header that cannot be read is no reason to say nothing of the rest.
    pass.contract.clone_from(&contract_decl.name);
    let contract = pass.contract(contract_decl);
    pass.adopt_presets(contract_decl);
    pass.seen.insert(contract_id);
    let own: Vec<DeclId> = program.own().map(|(id, _)| id).collect();
    for id in own {
        pass.need(id);
    }
    pass.drain();
    pass.drop_vain_closing();
    pass.look_again_at_objectives();
    let unnamed = pass.unnamed_records(contract_decl);
    Some(Model { unnamed, ..pass.finish(contract?)? })
}

/// What the header of the contract says of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Currency {
    /// It names one.
    Named(&'static str),
    /// It is a blank.
    Open,
    /// Nothing: the contract has no amounts.
    Unsaid,
    /// It cannot be read, which is reported, or not yet.
    Unread,
}

impl Currency {
    /// Its code, or the sign for one that is not named.
    fn code(self) -> &'static str {
        match self {
            Self::Named(code) => code,
            Self::Open | Self::Unsaid | Self::Unread => UNNAMED,
        }
    }
}

/// The pass. Each table fills up as declarations are lowered.
struct Lower<'a> {
    program: &'a Program,
    sources: &'a SourceMap,
    sink: &'a mut Sink,
    /// Declarations that were asked for; those of the queue are still to be lowered.
    seen: FxHashSet<DeclId>,
    queue: Vec<DeclId>,
    /// What the closing of cases by the clock asks for, as long as nothing else does.
    only_closed: Vec<DeclId>,
    /// What the survey found: values of dimensions and fields of records, before anything is typed.
    survey: names::Survey,
    /// Types of figures and indicators; `None` while they are being found.
    types: FxHashMap<DeclId, Option<Type>>,
    /// Those that are being found, and each `over` that is being read with how many of them stand around it, and whether it reads
    /// periods before.
    finding: Vec<DeclId>,
    elsewhen: Vec<(usize, bool)>,
    /// The figures of objectives that are read, each with the commitments that it is read for.
    read_of: Vec<(DeclId, crate::model::CommitmentRef)>,
    /// The currency and the languages of the contract, once known.
    currency: Currency,
    languages: Vec<Name>,
    /// The name of the contract.
    contract: Name,
    parties: Table<Party>,
    roles: Table<Role>,
    calendars: Table<Calendar>,
    periods: Table<Period>,
    clock: Option<ClockRules>,
    assessment: Option<AssessmentRules>,
    delays: Table<DelayRules>,
    procedure: Option<Procedure>,
    dimensions: Table<Dimension>,
    records: Table<Record>,
    states: Table<State>,
    figures: Table<Figure>,
    indicators: Table<Indicator>,
    services: Table<Service>,
    tiers: Table<Tier>,
    commitments: Table<Commitment>,
    /// The commitments of each tier, so that what speaks of one tier does not look at all of them.
    of_tier: FxHashMap<Name, Vec<Id<Commitment>>>,
    /// The commitments of each indicator and of each named objective.
    about: FxHashMap<Name, Vec<Id<Commitment>>>,
    /// The hours of the services that are held to each tier, where they agree; made when the first tier asks.
    hours: Option<FxHashMap<Name, Option<CalendarSet>>>,
    exclusions: Table<Exclusion>,
    schedules: Table<Schedule>,
    settlements: Table<Settlement>,
    liabilities: Table<Liability>,
    rights: Table<Right>,
    duties: Table<Duty>,
    responsibilities: Table<Responsibility>,
    escalations: Table<Escalation>,
    backups: Table<Backup>,
    scenarios: Table<Scenario>,
    exceptions: Table<Exception>,
    acceptances: Vec<Acceptance>,
    prose: Table<Prose>,
    blanks: Vec<Blank>,
    /// The terms and places of these blanks.
    open: FxHashSet<(Name, Span)>,
    /// By term: the places of its blanks among all.
    blanks_of: FxHashMap<Name, Vec<usize>>,
}

impl<'a> Lower<'a> {
    fn new(program: &'a Program, sources: &'a SourceMap, sink: &'a mut Sink) -> Self {
        Self {
            program,
            sources,
            sink,
            seen: FxHashSet::default(),
            queue: Vec::new(),
            only_closed: Vec::new(),
            survey: names::Survey::default(),
            types: FxHashMap::default(),
            finding: Vec::new(),
            elsewhen: Vec::new(),
            read_of: Vec::new(),
            currency: Currency::Unread,
            languages: Vec::new(),
            contract: Name::default(),
            parties: Table::default(),
            roles: Table::default(),
            calendars: Table::default(),
            periods: Table::default(),
            clock: None,
            assessment: None,
            delays: Table::default(),
            procedure: None,
            dimensions: Table::default(),
            records: Table::default(),
            states: Table::default(),
            figures: Table::default(),
            indicators: Table::default(),
            services: Table::default(),
            tiers: Table::default(),
            commitments: Table::default(),
            of_tier: FxHashMap::default(),
            about: FxHashMap::default(),
            hours: None,
            exclusions: Table::default(),
            schedules: Table::default(),
            settlements: Table::default(),
            liabilities: Table::default(),
            rights: Table::default(),
            duties: Table::default(),
            responsibilities: Table::default(),
            escalations: Table::default(),
            backups: Table::default(),
            scenarios: Table::default(),
            exceptions: Table::default(),
            acceptances: Vec::new(),
            prose: Table::default(),
            blanks: Vec::new(),
            open: FxHashSet::default(),
            blanks_of: FxHashMap::default(),
        }
    }

    /// Asks for a declaration to be lowered: what refers to it does so.
    fn need(&mut self, id: DeclId) {
        if self.seen.insert(id) {
            self.queue.push(id);
        }
    }

    /// Lowers what was asked for, in the order of the source, until nothing more is asked for.
    fn drain(&mut self) {
        while !self.queue.is_empty() {
            let mut batch = std::mem::take(&mut self.queue);
            // What commitments are made of comes before what speaks of commitments.
            batch.sort_by_key(|&id| (stage(self.program.decl(id).kind.id), id));
            for id in batch {
                let program = self.program;
                self.declaration(id, program.decl(id));
            }
        }
    }

    fn declaration(&mut self, id: DeclId, decl: &'a Decl) {
        match decl.kind.id {
            // Lowered first, by itself; presets when the contract adopts them; templates when they are used.
            KindId::Contract
            | KindId::Clock
            | KindId::Assessment
            | KindId::Delays
            | KindId::Procedure
            | KindId::Template => {}
            KindId::Provider | KindId::Customer | KindId::Supplier | KindId::Observer => self.party(decl),
            KindId::Role => self.role(decl),
            KindId::Calendar => self.calendar(decl),
            KindId::Period => self.period(decl),
            KindId::Dimension => self.dimension(id, decl),
            KindId::Record => self.record(decl),
            KindId::State => self.state(decl),
            KindId::Figure | KindId::Indicator => {
                self.type_of(id, decl.name_span);
            }
            KindId::Service => self.service(decl),
            KindId::Tier => self.tier(id, decl),
            KindId::Exclusion => self.exclusion(decl),
            KindId::Penalty | KindId::Bonus => self.schedule(decl),
            KindId::Settlement => self.settlement(decl),
            KindId::Liability => self.liability(decl),
            KindId::Right => self.right(decl),
            KindId::Duty => self.duty(decl),
            KindId::Raci => self.raci(decl),
            KindId::Escalation => self.escalation(decl),
            KindId::Backup => self.backup(decl),
            KindId::Scenario => self.scenario(decl),
            KindId::Accept => self.accept(decl, &self.contract.clone()),
            KindId::Exception => self.exception(decl),
            KindId::Text | KindId::Recital => self.prose(decl),
        }
    }

    /// What every term has, for the term that `decl` declares.
    fn term(&mut self, decl: &Decl) -> Term {
        let id = self.identity(decl);
        self.open_values(decl, &id);
        let label = decl.label.as_ref().map(|t| self.text_value(t, &id)).unwrap_or_default();
        let mut validity = Validity::default();
        let dated = |name: &str| match decl.kind.id {
            KindId::Exclusion | KindId::Right => decl.field(&format!("valid {name}")),
            KindId::State | KindId::Escalation | KindId::Period | KindId::Indicator => None,
            _ => decl.field(name),
        };
        // A duty may end with an event: that is a field of its own.
        let (from, until) = (dated("from"), dated("until").filter(|f| decl.kind.id != KindId::Duty || f.is_date()));
        validity.from = from.and_then(|f| self.date(f));
        validity.until = until.and_then(|f| self.date(f));
        let module = self.program.module(decl.module);
        Term {
            id,
            label,
            notes: decl.docs.iter().map(|d| d.text.clone()).collect(),
            validity,
            module: if module.standard { module.name.clone() } else { Name::default() },
            source: self.source(decl.name_span),
            span: decl.head,
            fields: decl.fields.iter().flat_map(places).collect(),
        }
    }

    /// The identity of a term: its name; the full name for one of the standard library that another term's name hides.
    fn identity(&self, decl: &Decl) -> Name {
        let module = self.program.module(decl.module);
        let hidden = module.standard
            && self.program.names.get(&decl.name).into_iter().flatten().any(|&other| {
                let other = self.program.decl(other);
                let home = self.program.module(other.module);
                let hides = other.name_span != decl.name_span && other.kind.id != KindId::Scenario;
                // What the contract uses itself is what it means by the name, and not what another library uses.
                hides && (!home.standard || home.used_by_contract || !module.used_by_contract)
            });
        if hidden { Name::from(format!("{}.{}", module.name, decl.name)) } else { decl.name.clone() }
    }

    /// `erp.slac:58`
    fn source(&self, span: Span) -> Name {
        let file = self.sources.file(span.file);
        format_smolstr!("{}:{}", file.name(), file.line_number(span.start))
    }

    /// Adds a commitment to its tier.
    fn promise(&mut self, commitment: Commitment) {
        self.of_tier.entry(commitment.tier.name().clone()).or_default().push(commitment.id());
        self.about.entry(commitment.indicator.name().clone()).or_default().push(commitment.id());
        if let Some(objective) = &commitment.objective {
            self.about.entry(objective.clone()).or_default().push(commitment.id());
        }
        self.commitments.insert(commitment);
    }

    /// The commitments of a tier, in order.
    fn promises(&self, tier: &str) -> impl Iterator<Item = &Commitment> {
        self.of_tier.get(tier).into_iter().flatten().filter_map(|id| self.commitments.get(id))
    }

    fn finish(mut self, contract: Contract) -> Option<Model> {
        self.link_exclusions();
        self.fill_columns();
        self.check_citations(&contract);
        for (kind, rows) in &self.program.open {
            self.blank(&rows.name, &contract.term.id, Name::from(kind.word), rows.span);
        }
        self.blanks.sort_by_key(|blank| (blank.span.file, blank.span.start));
        Some(Model {
            version: MODEL_VERSION.to_owned(),
            contract,
            parties: self.parties,
            roles: self.roles,
            calendars: self.calendars,
            periods: self.periods,
            clock: self.clock,
            assessment: self.assessment,
            delays: self.delays,
            procedure: self.procedure,
            dimensions: self.dimensions,
            records: self.records,
            states: self.states,
            figures: self.figures,
            indicators: self.indicators,
            services: self.services,
            tiers: self.tiers,
            commitments: self.commitments,
            exclusions: self.exclusions,
            schedules: self.schedules,
            settlements: self.settlements,
            liabilities: self.liabilities,
            rights: self.rights,
            duties: self.duties,
            responsibilities: self.responsibilities,
            escalations: self.escalations,
            backups: self.backups,
            scenarios: self.scenarios,
            exceptions: self.exceptions,
            acceptances: self.acceptances,
            prose: self.prose,
            blanks: self.blanks,
            unnamed: Table::default(),
        })
    }
}

/// Where a field and its clauses stand, by name: `claim`, `claim within`.
fn places(field: &Field) -> impl Iterator<Item = (Name, Span)> {
    let name = field.spec.name;
    let tails = field.tails.iter().map(move |tail| (format_smolstr!("{name} {}", tail.spec.name), tail.span));
    std::iter::once((Name::new_static(name), field.span)).chain(tails)
}

/// In which order kinds are lowered: the later may look at what the earlier made.
fn stage(kind: KindId) -> u8 {
    match kind {
        KindId::Tier | KindId::Duty => 1,
        KindId::Penalty | KindId::Bonus | KindId::Backup => 2,
        KindId::Settlement | KindId::Liability | KindId::Right => 3,
        KindId::Exception | KindId::Scenario | KindId::Accept => 4,
        _ => 0,
    }
}

/// Whether a field holds a blank and nothing else, or what could not be read: either way there is nothing to say of it.
fn is_open(field: &Field) -> bool {
    matches!(single(&field.values), Some(ast::Expr { kind: ast::ExprKind::Blank(_) | ast::ExprKind::Error, .. }))
}

/// The blank that a field holds and nothing else.
fn blank_of(field: &Field) -> Option<&Name> {
    match &single(&field.values)?.kind {
        ast::ExprKind::Blank(name) => Some(name),
        _ => None,
    }
}

/// The single operand of a field, where it has just one.
fn single(values: &[ast::Expr]) -> Option<&ast::Expr> {
    match values {
        [one] => Some(one),
        _ => None,
    }
}
