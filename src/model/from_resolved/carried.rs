//! Scenarios, acceptances, exceptions, prose; and the citations of terms inside texts.

use super::cells::heads;
use super::rules::{BROKEN_REFERENCE, WRONG_VALUE};
use super::{Lower, single};
use crate::base::{Name, suggest};
use crate::diagnostics::Finding;
use crate::language::{KindId, Shape};
use crate::model::{
    Acceptance, CalendarSet, Contract, EvidenceRow, Exception, ExclusionSource, Prose, Replacement, Scenario, Text,
};
use crate::resolved::{Decl, DeclId, Field};
use crate::syntax::ast::{self, Clause, ExprKind, Table};
use std::collections::BTreeSet;

impl Lower<'_> {
    pub(super) fn scenario(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let field = decl.field("for");
        let day = field.and_then(|f| self.date(f));
        let month = field.and_then(|f| single(&f.values)).is_some_and(|v| matches!(v.kind, ExprKind::Month(_)));
        let mut rows = Vec::new();
        let mut given = Vec::new();
        let mut expect = Vec::new();
        // Evidence first: expectations name its rows.
        for table in &decl.tables {
            let head = head_word(table);
            if head != "given" && head != "expect" {
                rows.extend(self.evidence(table, &head, decl));
            }
        }
        let names: Vec<Name> = rows.iter().map(|r: &EvidenceRow| r.name.clone()).collect();
        for table in &decl.tables {
            match head_word(table).as_str() {
                "given" => given.extend(self.expectations(table, &["given", "for", "is"], decl, &names)),
                "expect" => expect.extend(self.expectations(table, &["expect", "is", "verdict"], decl, &names)),
                _ => {}
            }
        }
        let (status, means) = (self.word(decl, "status"), self.text(decl, "means"));
        let Some(day) = day else { return };
        self.scenarios.insert(Scenario { term, day, month, status, means, rows, given, expect });
    }

    pub(super) fn accept(&mut self, decl: &Decl, contract: &Name) {
        // It is no term of the contract: its blanks are the contract's own.
        self.open_values(decl, contract);
        let acknowledged = decl
            .field("acknowledged by")
            .map(|f| f.values.iter().filter_map(|v| self.party_ref(v, decl)).collect())
            .unwrap_or_default();
        let acceptance = Acceptance {
            rule: Name::from(decl.name.replace('_', "-")),
            terms: self.terms(decl, "for"),
            acknowledged,
            because: self.text(decl, "because"),
            remark: self.text(decl, "remark"),
            span: decl.span,
        };
        self.acceptances.push(acceptance);
    }

    pub(super) fn prose(&mut self, decl: &Decl) {
        let mut term = self.term(decl);
        let says = match self.text(decl, "says") {
            Some(says) => says,
            // Where it is not agreed yet, the label stays a title.
            None if decl.field("says").is_some() => Text::default(),
            // Without `says`, the label is the prose.
            None => std::mem::take(&mut term.label),
        };
        let prose = Prose { recital: decl.kind.id == KindId::Recital, says, under: self.word(decl, "under"), term };
        self.prose.insert(prose);
    }

    pub(super) fn exception(&mut self, decl: &Decl) {
        let mut term = self.term(decl);
        term.fields.extend(decl.facts.iter().map(|clause| (clause.word.name.clone(), clause.span)));
        let Some(field) = decl.field("on") else { return };
        let Some(value) = self.one(field, "the name of a term") else { return };
        let on = self.term_named(value, decl);
        let target = match &value.kind {
            ExprKind::Name(name) => self.peek(name, decl),
            _ => None,
        };
        let over = decl
            .field("over")
            .map(|f| f.values.iter().filter_map(|v| self.reference(v, decl, &[KindId::Exception])).collect());
        let when = decl.field("when").and_then(|f| self.when(f, decl));
        let scope = decl.field("for").map(|f| self.scope(&f.values, decl)).unwrap_or_default();
        let known = self.replaced_amounts(decl, target).or_else(|| self.replaced_promises(decl, target, &on, &scope));
        let mut fields = Vec::new();
        let clauses = if known.is_none() { self.with_tails(decl, target) } else { Vec::new() };
        for (clause, tails) in clauses {
            if let Some(replacement) = self.replacement_with(clause, tails, target, decl) {
                add(&mut fields, clause.word.name.clone(), replacement);
            }
        }
        fields.extend(known.into_iter().flatten());
        if on.is_empty() {
            return;
        }
        if target.is_some_and(|target| self.program.decl(target).kind.id == KindId::Calendar) {
            self.holds_for_a_time(decl, when.as_ref());
        }
        self.exceptions.insert(Exception { term, on, when, scope, over: over.unwrap_or_default(), fields });
    }

    /// Reports an exception on a calendar that holds for cases or under a condition: a calendar is a set of instants, and has no
    /// other hours for one case than for the next.
    fn holds_for_a_time(&mut self, decl: &Decl, when: Option<&ExclusionSource>) {
        let condition = match when {
            // What could not be read is reported already.
            Some(ExclusionSource::When(crate::model::Expr::None)) => None,
            Some(ExclusionSource::When(_) | ExclusionSource::Between(..)) => decl.field("when"),
            _ => None,
        };
        for clause in decl.facts.iter().filter(|clause| clause.word.name == "timezone") {
            let message = format!("`{}` changes the zone of a calendar", decl.name);
            let finding = Finding::new(&WRONG_VALUE, clause.span, message)
                .note("the days of a calendar are told in one zone")
                .help("declare a calendar in the other zone, and change `is`");
            self.report_once(finding);
        }
        for field in condition.into_iter().chain(decl.field("for")) {
            let message = format!("`{}` does not hold for a time, and changes a calendar", decl.name);
            let finding = Finding::new(&WRONG_VALUE, field.span, message)
                .note("a calendar is a set of instants: it has the same hours for every case")
                .help("say days, hours or another calendar, or declare a calendar of its own for these cases");
            self.report_once(finding);
        }
    }

    /// The clauses of an exception, each with those that follow it as parts of the field that it changes.
    fn with_tails<'d>(&self, decl: &'d Decl, target: Option<DeclId>) -> Vec<(&'d Clause, Vec<Field>)> {
        let kind = target.map(|target| self.program.decl(target).kind);
        let mut found: Vec<(&Clause, Vec<Field>)> = Vec::new();
        for clause in &decl.facts {
            let field = found.last().and_then(|(last, _)| kind?.field(&last.word.name));
            match (field.and_then(|field| field.tail(&clause.word.name)), found.last_mut()) {
                (Some(spec), Some((_, tails))) => tails.push(Field {
                    spec,
                    values: clause.values.clone(),
                    tails: Vec::new(),
                    word: clause.word.clone(),
                    span: clause.span,
                }),
                _ => found.push((clause, Vec::new())),
            }
        }
        found
    }

    /// What a field becomes: read as the field of the term that is changed.
    pub(super) fn replacement(&mut self, clause: &Clause, target: Option<DeclId>, decl: &Decl) -> Option<Replacement> {
        self.replacement_with(clause, Vec::new(), target, decl)
    }

    fn replacement_with(
        &mut self,
        clause: &Clause,
        tails: Vec<Field>,
        target: Option<DeclId>,
        decl: &Decl,
    ) -> Option<Replacement> {
        let kind = target.map(|t| self.program.decl(t).kind);
        let spec = kind.and_then(|k| k.field(&clause.word.name));
        if self.keeps(clause, target) {
            return None;
        }
        let Some(spec) = spec else {
            let known = kind.map(|k| k.fields.iter().map(|f| f.name).collect::<Vec<_>>()).unwrap_or_default();
            let near = suggest::nearest(&clause.word.name, known);
            let what = kind.map_or_else(String::new, crate::language::Kind::with_article);
            let message = format!("{what} has no field `{}`", clause.word.name);
            let finding = Finding::new(&crate::resolved::rules::UNKNOWN_FIELD, clause.word.span, message)
                .help_if(near.map(|n| format!("did you mean `{n}`?")));
            self.sink.report(finding);
            return None;
        };
        let field = Field { spec, values: clause.values.clone(), tails, word: clause.word.clone(), span: clause.span };
        match spec.shape {
            Shape::Text => self.text_of(&field, &decl.name).map(Replacement::Text),
            Shape::Word(_) => self.word_of(&field).map(|w| Replacement::Words(vec![w])),
            Shape::Words(_) => {
                let words = field.values.iter().filter_map(|value| self.word_in(value, &field)).collect();
                Some(Replacement::Words(words))
            }
            Shape::Calendar => self.calendar_set(&field, decl).map(Replacement::Calendar),
            Shape::Window => self.window(&field, decl).map(Replacement::Window),
            Shape::Delay => self.delay(&field, decl).map(Replacement::Delay),
            Shape::Recurrences => {
                let (open, counted) = self.open_hours(&field, decl);
                (!open.is_empty() || !counted.is_empty()).then_some(Replacement::Hours(open, counted))
            }
            Shape::Ref(_) | Shape::Refs(_) => {
                let names =
                    clause.values.iter().filter_map(|value| self.name_in(value, "the name of a term")).collect();
                Some(Replacement::Words(names))
            }
            _ => self.replaced_value(clause, target, decl),
        }
    }

    /// `{name}` in a text cites a term, which must exist.
    pub(super) fn check_citations(&mut self, contract: &Contract) {
        let mut cited: Vec<(crate::base::Span, &str)> = Vec::new();
        for (_, decl) in self.program.own() {
            let texts = decl.label.iter().chain(decl.fields.iter().flat_map(field_texts));
            for part in texts.flat_map(|t| &t.parts) {
                cited.extend(citations(&part.value).into_iter().map(|name| (part.span, name)));
            }
        }
        if cited.is_empty() {
            return;
        }
        let known = self.identities(contract);
        cited.retain(|(_, name)| !known.contains(*name));
        for (span, name) in cited {
            let near = suggest::nearest(name, known.iter().map(String::as_str));
            let finding = Finding::new(
                &BROKEN_REFERENCE,
                span,
                format!("this text cites `{{{name}}}`, but nothing is called `{name}`"),
            )
            .help_if(near.map(|n| format!("did you mean `{{{n}}}`?")));
            self.sink.report(finding);
        }
    }

    /// The identities of all terms so far.
    fn identities(&self, contract: &Contract) -> BTreeSet<String> {
        let mut out = BTreeSet::from([contract.term.id.to_string()]);
        let mut add = |name: &Name| {
            out.insert(name.to_string());
        };
        self.program.decls.iter().for_each(|d| add(&d.name));
        self.commitments.iter().for_each(|c| add(&c.term.id));
        self.responsibilities.iter().for_each(|r| add(&r.term.id));
        out
    }
}

/// Adds what a field becomes. Hours, and what is taken out of a calendar, may be said on several lines.
fn add(fields: &mut Vec<(Name, Replacement)>, field: Name, value: Replacement) {
    let known = fields.iter_mut().find(|(name, _)| *name == field).map(|(_, known)| known);
    match (known, value) {
        (Some(Replacement::Hours(open, counted)), Replacement::Hours(more, days)) => {
            open.extend(more);
            counted.extend(days);
        }
        (Some(Replacement::Calendar(set)), Replacement::Calendar(more)) if field == "except" => {
            *set = CalendarSet::Or(vec![set.clone(), more]);
        }
        (_, value) => fields.push((field, value)),
    }
}

fn head_word(table: &Table) -> Name {
    heads(table).into_iter().next().unwrap_or_default()
}

fn field_texts(field: &Field) -> Vec<&ast::Text> {
    let own = field.values.iter().filter_map(|v| match &v.kind {
        ExprKind::Text(text) => Some(text),
        _ => None,
    });
    own.chain(field.tails.iter().flat_map(field_texts)).collect()
}

/// The names between braces in a text. `{{` is a brace.
pub(crate) fn citations(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let after = rest.get(at + 1..).unwrap_or("");
        if let Some(escaped) = after.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        let Some(end) = after.find('}') else { break };
        out.push(after.get(..end).unwrap_or("").trim());
        rest = after.get(end + 1..).unwrap_or("");
    }
    out
}
