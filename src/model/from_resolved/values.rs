//! Simple values: texts, words, dates, durations, spans, quantities. One finding, `wrong-value`, speaks of all of them.

use super::rules::{CURRENCY_MISMATCH, MISSING_LANGUAGE, OUT_OF_DOMAIN, UNIT_MISMATCH, UNKNOWN_UNIT, WRONG_VALUE};
use super::{Currency, Lower, is_open, single};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::Finding;
use crate::language::Shape;
use crate::model::{Actor, Id, Party, Quantity, Text, bracketed};
use crate::quantity::unit::Dimension;
use crate::quantity::{Measure, Rational, unit};
use crate::resolved::rules::MISSING_FIELD;
use crate::resolved::{Decl, Field};
use crate::syntax::ast::{self, Expr, ExprKind};
use jiff::civil::Date;

impl Lower<'_> {
    /// Reports a value of another sort than the one that is due; once for each place.
    pub(super) fn wrong_value(&mut self, span: Span, due: &str) {
        let message = match self.written(span) {
            Some(written) => format!("`{written}` stands where {due} is expected"),
            None => format!("{due} is expected here"),
        };
        self.report_once(Finding::new(&WRONG_VALUE, span, message));
    }

    /// Reports a value that is one thing where another is due.
    pub(super) fn wrong_sort(&mut self, span: Span, is: &str, due: &str) {
        let message = match self.written(span) {
            Some(written) => format!("`{written}` is {is}, but {due} is expected here"),
            None => format!("this is {is}, but {due} is expected here"),
        };
        self.report_once(Finding::new(&WRONG_VALUE, span, message));
    }

    /// What is written at a place, where it is short enough to be repeated.
    pub(super) fn written(&self, span: Span) -> Option<&str> {
        let written = self.sources.slice(span);
        (!written.is_empty() && written.len() <= 40 && !written.contains('\n')).then_some(written)
    }

    /// Reports a finding unless the same place was reported just before: one message a mistake.
    pub(super) fn report_once(&mut self, finding: Finding) {
        let mut recent = self.sink.findings().iter().rev().take(16);
        if !recent.any(|f| f.span() == finding.span()) {
            self.sink.report(finding);
        }
    }

    /// The only operand of a field, or a finding that says what is due.
    pub(super) fn one<'f>(&mut self, field: &'f Field, due: &str) -> Option<&'f Expr> {
        let value = single(&field.values);
        if value.is_none() {
            let field_name = field.spec.name;
            self.sink.report(
                Finding::new(&WRONG_VALUE, field.span, format!("`{field_name}` takes {due}"))
                    .here(if field.values.is_empty() { "nothing is written" } else { "several values are written" }),
            );
        }
        value
    }

    /// A text by language; one that lacks a language of the contract is reported.
    pub(super) fn text_value(&mut self, text: &ast::Text, term: &str) -> Text {
        let parts = text.parts.iter().map(|p| (p.language.clone().unwrap_or_default(), p.value.clone())).collect();
        let out = Text { parts };
        let missing: Vec<String> =
            self.languages.iter().filter(|l| out.get(l).is_none()).map(|l| format!("`{l}`")).collect();
        if !missing.is_empty() {
            let tag = missing.first().map(|m| m.trim_matches('`').to_owned()).unwrap_or_default();
            let whose = if term.is_empty() { String::new() } else { format!(" of `{term}`") };
            self.sink.report(
                Finding::new(
                    &MISSING_LANGUAGE,
                    text.span,
                    format!("this text{whose} is not written in {}", missing.join(" and ")),
                )
                .note("the contract is printed in each of its languages, so every text is needed in each of them")
                .help(format!(
                    "add `{tag}\"…\"` after it, or, where one text serves all languages, write it once without a language before `\"`"
                )),
            );
        }
        out
    }

    pub(super) fn text(&mut self, decl: &Decl, name: &str) -> Option<Text> {
        let field = decl.field(name)?;
        if is_open(field) {
            return None;
        }
        let term = self.identity(decl);
        self.text_of(field, &term)
    }

    pub(super) fn text_of(&mut self, field: &Field, term: &str) -> Option<Text> {
        match &self.one(field, "a text between quotes")?.kind {
            ExprKind::Text(text) => Some(self.text_value(text, term)),
            ExprKind::Error | ExprKind::Blank(_) => None,
            _ => {
                self.wrong_value(field.values.first().map_or(field.span, |v| v.span), "a text between quotes");
                None
            }
        }
    }

    /// A word of the closed list that the field takes.
    pub(super) fn word(&mut self, decl: &Decl, name: &str) -> Option<Name> {
        self.word_of(decl.field(name)?)
    }

    pub(super) fn word_of(&mut self, field: &Field) -> Option<Name> {
        let value = self.one(field, "one word")?;
        self.word_in(value, field)
    }

    pub(super) fn words(&mut self, decl: &Decl, name: &str) -> Vec<Name> {
        let Some(field) = decl.field(name) else { return Vec::new() };
        self.words_of(field)
    }

    pub(super) fn words_of(&mut self, field: &Field) -> Vec<Name> {
        field.values.iter().filter_map(|v| self.word_in(v, field)).collect()
    }

    pub(super) fn word_in(&mut self, value: &Expr, field: &Field) -> Option<Name> {
        if let ExprKind::Blank(name) = &value.kind {
            return Some(bracketed(name));
        }
        let (Shape::Word(list) | Shape::Words(list)) = field.spec.shape else {
            return self.name_in(value, "a word");
        };
        if let ExprKind::Name(name) = &value.kind
            && list.contains(&name.as_str())
        {
            return Some(name.clone());
        }
        let due = format!("one of {}", list.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", "));
        let name = self.name_in(value, &due)?;
        let near = suggest::nearest(&name, list.iter().copied());
        self.sink.report(
            Finding::new(&WRONG_VALUE, value.span, format!("`{}` cannot be `{name}`", field.spec.name))
                .note(format!("it is {due}"))
                .help_if(near.map(|n| format!("did you mean `{n}`?"))),
        );
        None
    }

    /// `yes` or `no`.
    pub(super) fn flag(&mut self, decl: &Decl, name: &str) -> Option<bool> {
        let field = decl.field(name)?;
        if is_open(field) {
            return None;
        }
        let value = self.one(field, "`yes` or `no`")?;
        match &value.kind {
            ExprKind::Name(n) if n == "yes" || n == "true" => Some(true),
            ExprKind::Name(n) if n == "no" || n == "false" => Some(false),
            _ => {
                self.wrong_value(value.span, "`yes` or `no`");
                None
            }
        }
    }

    pub(super) fn date(&mut self, field: &Field) -> Option<Date> {
        let value = self.one(field, "a date, such as `2026-01-01`")?;
        match &value.kind {
            ExprKind::Date(date) | ExprKind::Month(date) => Some(*date),
            ExprKind::Error | ExprKind::Blank(_) => None,
            _ => {
                self.wrong_value(value.span, "a date, such as `2026-01-01`");
                None
            }
        }
    }

    pub(super) fn actor_field(&mut self, decl: &Decl, name: &str) -> Option<Actor> {
        let field = decl.field(name)?;
        let value = self.one(field, "the name of a party or a role")?;
        self.actor(value, decl)
    }

    pub(super) fn party_field(&mut self, decl: &Decl, name: &str) -> Option<Id<Party>> {
        let field = decl.field(name)?;
        let value = self.one(field, "the name of a party")?;
        self.party_ref(value, decl)
    }

    /// A number with its unit, as written. An unknown unit is reported.
    pub(super) fn quantity(&mut self, value: &Expr) -> Option<Quantity> {
        match &value.kind {
            ExprKind::Number(text) => {
                let value = self.number(text, value.span)?;
                Some(Quantity { value, unit: Name::default() })
            }
            ExprKind::Quantity(text, word) => {
                let number = self.number(text, value.span);
                let unit = self.measure(&word.name, word.span);
                Some(Quantity { value: number?, unit: unit?.1 })
            }
            _ => None,
        }
    }

    pub(super) fn number(&mut self, text: &str, span: Span) -> Option<Rational> {
        let number = Rational::parse(text);
        if number.is_none() {
            self.sink.report(
                Finding::new(&WRONG_VALUE, span, "this number cannot be read")
                    .help("a number has at most 40 digits, `_` between thousands, and a decimal point"),
            );
        }
        number
    }

    /// The unit that a word spells, and its canonical spelling. Another currency than the contract's is reported.
    pub(super) fn measure(&mut self, word: &str, span: Span) -> Option<(Measure, Name)> {
        let Some(measure) = Measure::parse(word) else {
            let near = unit::suggest(word);
            self.sink.report(
                Finding::new(&UNKNOWN_UNIT, span, format!("`{word}` is not a unit"))
                    .help_if(near.map(|n| format!("did you mean `{n}`?"))),
            );
            return None;
        };
        if let Dimension::Money(code) = measure.unit.dimension {
            self.check_currency(code, span);
        }
        Some((measure, Name::from(measure.to_string())))
    }

    /// Reports an amount in another currency than the contract's.
    fn check_currency(&mut self, code: &str, span: Span) {
        let finding = match self.currency {
            Currency::Named(currency) if code != currency => {
                let message = format!("this amount is in {code}, but the contract is in {currency}");
                Finding::new(&CURRENCY_MISMATCH, span, message)
                    .note("nothing says which rate of exchange holds, from which source, on which day")
                    .help(format!("write the amount in {currency}"))
            }
            Currency::Open => {
                let message = format!("an amount in {code}, and the currency of the contract is not agreed yet");
                Finding::new(&CURRENCY_MISMATCH, span, message)
                    .help(format!("write `currency {code}`, or leave the amount open as well: `[amount]`"))
            }
            Currency::Unsaid => {
                // One answer settles them all.
                self.currency = Currency::Unread;
                Finding::new(&MISSING_FIELD, span, format!("an amount in {code}, and the contract names no currency"))
                    .help(format!("add `currency {code}` to the contract, with `rounded` and `to`"))
            }
            Currency::Named(_) | Currency::Unread => return,
        };
        self.sink.report(finding);
    }

    /// A quantity of one dimension, or a finding: `what` says what is due.
    pub(super) fn quantity_of(&mut self, value: &Expr, fits: fn(Dimension) -> bool, what: &str) -> Option<Quantity> {
        match &value.kind {
            ExprKind::Blank(name) => return Some(Quantity::blank(name)),
            ExprKind::Error => return None,
            _ => {}
        }
        if !matches!(value.kind, ExprKind::Number(_) | ExprKind::Quantity(..)) {
            self.wrong_value(value.span, what);
            return None;
        }
        let quantity = self.quantity(value)?;
        let dimension = Measure::parse(&quantity.unit).filter(|m| m.per.is_none()).map(|m| m.unit.dimension);
        if dimension.is_some_and(fits) {
            return Some(quantity);
        }
        let written = self.sources.slice(value.span).to_owned();
        self.sink.report(Finding::new(
            &UNIT_MISMATCH,
            value.span,
            format!("`{written}` stands where {what} is expected"),
        ));
        None
    }

    pub(super) fn duration(&mut self, decl: &Decl, name: &str) -> Option<Quantity> {
        self.duration_of(decl.field(name)?)
    }

    pub(super) fn duration_of(&mut self, field: &Field) -> Option<Quantity> {
        let value = self.one(field, "a duration, such as `15 min`")?;
        self.quantity_of(value, |d| d == Dimension::Duration, "a duration (`s`, `min`, `h`)")
    }

    /// A calendar span, such as `6 months`.
    pub(super) fn span(&mut self, field: &Field) -> Option<Quantity> {
        let value = self.one(field, "a calendar span, such as `1 month`")?;
        let value = self.with_count(value);
        self.quantity_of(
            &value,
            |d| matches!(d, Dimension::Span(_)),
            "a calendar span (`day`, `week`, `month`, `quarter`, `year`)",
        )
    }

    /// `month` as `1 month`.
    pub(super) fn with_count(&self, value: &Expr) -> Expr {
        match &value.kind {
            ExprKind::Name(name) if Measure::parse(name).is_some() => Expr {
                kind: ExprKind::Quantity(Name::from("1"), ast::Word { name: name.clone(), span: value.span }),
                span: value.span,
            },
            _ => value.clone(),
        }
    }

    /// A share between 0 % and 100 %.
    pub(super) fn share(&mut self, value: &Expr, what: &str) -> Option<Quantity> {
        let quantity = self.quantity_of(value, |d| d == Dimension::Ratio, "a percentage")?;
        let share = quantity.base();
        if share.is_negative() || share > Rational::one() {
            let given = Rational::from(100) * &share;
            let message = format!("{what} of {given} % cannot be: it lies between 0 % and 100 %");
            let finding = Finding::new(&OUT_OF_DOMAIN, value.span, message).help("write a share from 0 % to 100 %");
            self.sink.report(finding);
            return None;
        }
        Some(quantity)
    }

    /// A whole number of at least `least`.
    pub(super) fn count(&mut self, value: &Expr, least: u64) -> Option<u64> {
        let what = format!("a whole number of at least {least}");
        if matches!(value.kind, ExprKind::Error | ExprKind::Blank(_)) {
            return None;
        }
        let count = match &value.kind {
            ExprKind::Number(text) => Rational::parse(text)
                .filter(Rational::is_integer)
                .and_then(|r| r.to_i64())
                .and_then(|n| u64::try_from(n).ok()),
            _ => None,
        };
        let count = count.filter(|&n| n >= least);
        if count.is_none() {
            self.wrong_value(value.span, &what);
        }
        count
    }
}
