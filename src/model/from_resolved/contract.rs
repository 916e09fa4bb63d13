//! The contract, its parties and roles, and the presets that it adopts.

use super::rules::{UNKNOWN_CURRENCY, UNKNOWN_ZONE};
use super::{Currency as MoneyOf, Lower, blank_of};
use crate::base::{Language, Name, suggest};
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{
    AssessmentRules, CalendarSet, ClockRules, Contract, DelayRules, FormalNotice, Id, MoneyRounding, Party, PartyKind,
    Procedure, ProcedureStep, Renewal, Role, blank_in, bracketed,
};
use crate::quantity::Rounding;
use crate::quantity::currency::{CURRENCIES, Currency};
use crate::quantity::unit::Dimension as Physical;
use crate::resolved::rules::REPEATED_FIELD;
use crate::resolved::{Decl, DeclId, Field};
use crate::syntax::ast::ExprKind;
use crate::time::zone;

impl Lower<'_> {
    pub(super) fn contract(&mut self, decl: &Decl) -> Option<Contract> {
        let currency_field = decl.field("currency");
        let currency = currency_field.and_then(|f| self.currency_code(f));
        self.currency = match (currency, currency_field) {
            (Some(code), _) => MoneyOf::Named(code),
            (None, None) => MoneyOf::Unsaid,
            (None, Some(field)) if blank_of(field).is_some() => MoneyOf::Open,
            (None, Some(_)) => MoneyOf::Unread,
        };
        let languages = decl.field("languages").map(|f| self.languages_in(f)).unwrap_or_default();
        self.languages = languages.iter().filter(|tag| blank_in(tag).is_none()).cloned().collect();
        let term = self.term(decl);
        let rounding = currency_field.and_then(|f| self.rounding(f));
        let timezone = decl.field("timezone").and_then(|f| self.zone(f));
        let from = decl.field("from").and_then(|f| self.date(f));
        let until = decl.field("until").and_then(|f| self.date(f));
        let taxes = currency_field.and_then(|f| f.tail("taxes")).and_then(|f| self.word_of(f));
        let prevails = decl.field("languages").and_then(|f| f.tail("prevails")).map(|f| self.languages_in(f));
        let chooses = decl.field("chooses").map(|f| self.scope(&f.values, decl)).unwrap_or_default();
        let renewal = decl.field("renewal").and_then(|f| self.renewal(f, decl));
        Some(Contract {
            reference: self.text(decl, "reference"),
            signed: decl.field("signed").and_then(|f| self.date(f)),
            from,
            until,
            renewal,
            timezone,
            tzdata: zone::data_version().to_owned(),
            currency: currency.map(str::to_owned),
            rounding,
            taxes,
            languages,
            prevails: prevails.and_then(|p| p.into_iter().next()),
            law: self.text(decl, "law"),
            jurisdiction: self.text(decl, "jurisdiction"),
            precedence: self.words(decl, "precedence"),
            chooses: chooses
                .dimensions
                .into_iter()
                .flat_map(|(d, values)| values.into_iter().map(move |v| (d.name().clone(), v)))
                .collect(),
            term,
        })
    }

    fn currency_code(&mut self, field: &Field) -> Option<&'static str> {
        let value = self.one(field, "an ISO 4217 currency, such as `EUR`")?;
        let name = self.name_in(value, "an ISO 4217 currency, such as `EUR`")?;
        if let Some(currency) = Currency::find(&name) {
            return Some(currency.code);
        }
        let near = suggest::nearest(&name, CURRENCIES.iter().map(|c| c.code));
        let finding = Finding::new(&UNKNOWN_CURRENCY, value.span, format!("`{name}` is not a currency of ISO 4217"))
            .help_if(near.map(|n| format!("did you mean `{n}`?")));
        self.sink.report(finding);
        None
    }

    fn rounding(&mut self, field: &Field) -> Option<MoneyRounding> {
        let word = self.word_of(field.tail("rounded")?)?;
        let rounding = Rounding::named(&word)?;
        let step = field.tail("to").and_then(|f| self.one(f, "an amount, such as `0.01 EUR`"))?;
        let fits: fn(Physical) -> bool = |d| matches!(d, Physical::Money(_));
        let step = self.quantity_of(step, fits, "an amount, such as `0.01 EUR`,")?;
        if step.as_blank().is_some() {
            return None;
        }
        if !step.value.is_positive() {
            self.wrong_value(field.span, "an amount greater than 0");
            return None;
        }
        Some(MoneyRounding { rounding, step })
    }

    fn languages_in(&mut self, field: &Field) -> Vec<Name> {
        let due = "a language, such as `fr` or `en`,";
        let mut tags = Vec::new();
        for value in &field.values {
            if let ExprKind::Blank(name) = &value.kind {
                tags.push(bracketed(name));
                continue;
            }
            let Some(tag) = self.name_in(value, due) else { continue };
            if Language::from_tag(&tag).is_some() {
                tags.push(tag);
                continue;
            }
            let known: Vec<&str> = Language::ALL.into_iter().map(Language::tag).collect();
            let meant = Language::ALL.into_iter().find(|l| l.is_called(&tag)).map(Language::tag);
            let finding = Finding::new(
                &super::rules::WRONG_VALUE,
                value.span,
                format!("`{tag}` is no language that contracts are printed in"),
            )
            .note(format!("it is one of `{}`", known.join("`, `")))
            .help_if(meant.map(|tag| format!("write `{tag}`")));
            self.report_once(finding);
        }
        tags
    }

    pub(super) fn zone(&mut self, field: &Field) -> Option<String> {
        let value = self.one(field, "an IANA time zone, such as `\"Europe/Paris\"`")?;
        let ExprKind::Text(text) = &value.kind else {
            if !matches!(value.kind, ExprKind::Error | ExprKind::Blank(_)) {
                self.wrong_value(value.span, "an IANA time zone, such as `\"Europe/Paris\"`,");
            }
            return None;
        };
        let name = text.parts.first().map(|p| p.value.to_string()).unwrap_or_default();
        match zone::find(&name) {
            Ok(_) => Some(name),
            Err(refusal) => {
                let finding = Finding::new(
                    &UNKNOWN_ZONE,
                    value.span,
                    format!("`{name}` is not a time zone of the IANA database"),
                );
                let finding = match refusal {
                    zone::Refusal::Unknown(near) => finding.help_if(near.map(|n| format!("did you mean `{n}`?"))),
                    zone::Refusal::NotAPlace => finding
                        .note("an abbreviation or an offset does not say when summer time begins and ends")
                        .help("name a place, such as `Europe/Paris`, or `UTC`"),
                };
                self.sink.report(finding);
                None
            }
        }
    }

    fn renewal(&mut self, field: &Field, decl: &Decl) -> Option<Renewal> {
        let mode = self.word_of(field)?;
        let span = field.tail("for").and_then(|f| self.span(f));
        let notice = field.tail("notice").and_then(|f| self.delay(f, decl));
        Some(Renewal { mode, span, notice })
    }

    pub(super) fn party(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let kind = match decl.kind.id {
            KindId::Provider => PartyKind::Provider,
            KindId::Customer => PartyKind::Customer,
            KindId::Supplier => PartyKind::Supplier,
            _ => PartyKind::Observer,
        };
        let party = Party {
            kind,
            of: self.party_field(decl, "of"),
            status: self.word(decl, "status"),
            identity: self.text(decl, "identity"),
            represented: self.text(decl, "represented"),
            notices: self.text(decl, "notices"),
            paid_by: self.party_field(decl, "paid"),
            replaced_by: self.actor_field(decl, "replaced"),
            term,
        };
        self.parties.insert(party);
    }

    pub(super) fn role(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let of = self.party_field(decl, "of");
        let during = decl.field("during").and_then(|f| self.calendar_set(f, decl));
        let (person, skills) = (self.text(decl, "person"), self.text(decl, "skills"));
        let Some(of) = of else { return };
        self.roles.insert(Role { term, of, during: during.unwrap_or(CalendarSet::Always), person, skills });
    }

    /// Lowers the presets that the header of the contract names.
    pub(super) fn adopt_presets(&mut self, contract: &Decl) {
        let program = self.program;
        if let Some(id) = self.preset(contract, "clock", KindId::Clock) {
            self.clock = Some(self.clock_rules(program.decl(id)));
        }
        if let Some(id) = self.preset(contract, "assessment", KindId::Assessment) {
            let decl = program.decl(id);
            let rules = self.closed_words(decl);
            self.assessment = Some(AssessmentRules { term: self.term(decl), rules });
        }
        if let Some(id) = self.preset(contract, "delays", KindId::Delays) {
            self.delay_rules(program.decl(id), true);
        }
        if let Some(id) = self.preset(contract, "procedure", KindId::Procedure) {
            self.procedure = self.procedure_rules(program.decl(id));
        }
    }

    /// The preset that a single delay names: `counted by banking_days`.
    pub(super) fn counted_by(&mut self, field: &Field, at: &Decl) -> Option<Id<DelayRules>> {
        if let Some(blank) = blank_of(field) {
            return Some(Id::blank(blank));
        }
        let value = self.one(field, "the name of a preset")?;
        let name = self.name_in(value, "the name of a preset")?;
        let found = self.find(&name, value.span, at, &[KindId::Delays])?;
        let program = self.program;
        let id: Id<DelayRules> = self.id(found);
        if self.delays.get(&id).is_none() {
            self.delay_rules(program.decl(found), false);
        }
        Some(id)
    }

    fn delay_rules(&mut self, decl: &Decl, general: bool) {
        let mut rules = self.closed_words(decl);
        if let Some(clear) = self.flag(decl, "clear_days") {
            rules.push((Name::from("clear_days"), Name::from(if clear { "yes" } else { "no" })));
        }
        let calendar = decl.field("during").and_then(|f| self.calendar_set(f, decl));
        let reception = decl.field("reception").and_then(|f| self.calendar_set(f, decl));
        let term = self.term(decl);
        self.delays.insert(DelayRules { term, general, rules, calendar, reception });
    }

    /// The declaration of the preset that a field of the contract names.
    fn preset(&mut self, contract: &Decl, field: &str, kind: KindId) -> Option<DeclId> {
        let field = contract.field(field)?;
        if blank_of(field).is_some() {
            return None;
        }
        let value = self.one(field, "the name of a preset")?;
        let name = self.name_in(value, "the name of a preset")?;
        self.find(&name, value.span, contract, &[kind])
    }

    /// Each field of the preset that is one of a closed list of words.
    fn closed_words(&mut self, decl: &Decl) -> Vec<(Name, Name)> {
        let words = |f: &&Field| matches!(f.spec.shape, crate::language::Shape::Word(list) if !list.is_empty());
        decl.fields
            .iter()
            .filter(words)
            .filter_map(|f| Some((Name::from(f.spec.name), self.word(decl, f.spec.name)?)))
            .collect()
    }

    fn clock_rules(&mut self, decl: &Decl) -> ClockRules {
        let asked_before = self.queue.len();
        let closing = decl.field("closing").and_then(|f| {
            let delay = self.delay(f, decl)?;
            Some((delay, f.tail("after").and_then(|a| self.event_field(a, decl))))
        });
        // Cases of which the contract speaks nowhere else are none that a rule of the clock could close.
        self.only_closed = self.queue.split_off(asked_before);
        for id in &self.only_closed {
            self.seen.remove(id);
        }
        ClockRules {
            term: self.term(decl),
            rules: self.closed_words(decl),
            closing,
            priority_set: self.actor_field(decl, "priority_set"),
            priority_dispute: self.text(decl, "priority_dispute"),
        }
    }

    /// Takes the closing of cases out of the clock where nothing else of the contract is about such cases.
    pub(super) fn drop_vain_closing(&mut self) {
        if self.only_closed.iter().any(|id| !self.seen.contains(id))
            && let Some(clock) = &mut self.clock
        {
            clock.closing = None;
        }
    }

    fn procedure_rules(&mut self, decl: &Decl) -> Option<Procedure> {
        let term = self.term(decl);
        let formal_notices = self.formal_notices(decl);
        let meanwhile = self.word(decl, "meanwhile");
        let steps = self.procedure_steps(decl);
        Some(Procedure { term, formal_notices, meanwhile, steps })
    }

    /// What takes a formal notice first; each of the two is told once.
    fn formal_notices(&mut self, decl: &Decl) -> Vec<FormalNotice> {
        let mut notices: Vec<FormalNotice> = Vec::new();
        for field in decl.all("formal_notice") {
            let Some(rule) = self.word_of(field) else { continue };
            let of = match field.tail("for") {
                Some(tail) => self.words_of(tail),
                None => Vec::new(),
            };
            let both = ["penalties", "termination"].into_iter().map(Name::new_static);
            let of: Vec<Name> = both.filter(|word| of.is_empty() || of.contains(word)).collect();
            let twice = notices.iter().flat_map(|notice| &notice.of).find(|word| of.contains(word));
            if let Some(word) = twice {
                self.sink.report(
                    Finding::new(&REPEATED_FIELD, field.span, format!("the formal notice for {word} is told twice"))
                        .help("write `for penalties` or `for termination`, each once"),
                );
            }
            let form = field.tail("form").and_then(|f| self.text_of(f, &decl.name));
            let effective = field.tail("effective").and_then(|f| self.word_of(f));
            let cure = field.tail("cure").and_then(|f| self.delay(f, decl));
            notices.push(FormalNotice { rule, of, form, effective, cure });
        }
        notices
    }

    fn procedure_steps(&mut self, decl: &Decl) -> Vec<ProcedureStep> {
        let mut steps = Vec::new();
        for table in &decl.tables {
            let columns = ["step", "label", "by", "within", "after", "silence"];
            let heads = self.columns(table, &columns);
            for row in &table.rows {
                let cell = |name: &str| heads.iter().position(|h| h == name).and_then(|i| row.cells.get(i));
                let Some((name, label)) = row.cells.first().and_then(|c| self.row_name(c)) else { continue };
                let label = cell("label").and_then(|c| self.cell_text(c)).unwrap_or(label);
                let by = cell("by").and_then(|c| self.cell_value(c)).and_then(|v| self.actor(&v, decl));
                let within = cell("within").and_then(|c| self.cell_value(c)).and_then(|v| self.delay_value(&v, decl));
                let after = cell("after").and_then(|c| self.cell_value(c)).and_then(|v| self.event(&v, decl, None));
                let silence = cell("silence").and_then(|c| self.cell_word(c));
                if let (Some(by), Some(within), Some(after), Some(silence)) = (by, within, after, silence) {
                    steps.push(ProcedureStep { name, label, by, within, after, silence });
                }
            }
        }
        steps
    }
}
