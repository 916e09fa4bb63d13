//! Penalties, bonuses, settlements, liability.

use super::decision::About;
use super::expr::{Typed, without_period};
use super::judged::Judging;
use super::names_in_expr::Where;
use super::rules::{PERCENT_WITHOUT_BASE, RATE_IN_OTHER_WINDOW, UNIT_MISMATCH, WRONG_VALUE};
use super::types::{Type, Units};
use super::windows::window_words;
use super::{Lower, is_open, single};
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{
    Cap, Claim, Commitment, Direction, Duty, Exemption, Expr, Form, Id, Indicator, Liability, Operator, Pays,
    PeriodUnit, Schedule, Scope, Settlement, Tier, Window,
};
use crate::quantity::unit::{Dimension as Physical, SpanBase};
use crate::resolved::rules::MISSING_FIELD;
use crate::resolved::{Decl, Field};
use crate::syntax::ast::{self, ExprKind, Op};

impl Lower<'_> {
    pub(super) fn schedule(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let tier: Option<Id<Tier>> =
            decl.field("at").and_then(|f| self.one(f, "a tier")).and_then(|v| self.reference(v, decl, &[KindId::Tier]));
        let scope = decl.field("for").map(|f| self.scope(&f.values, decl)).unwrap_or_default();
        let on_duties = self.duties_of(decl);
        let on = if on_duties.is_empty() { self.judged(decl, tier.as_ref(), &scope) } else { Vec::new() };
        let each = decl.field("each").and_then(|f| self.window(f, decl));
        let window = each.clone().or_else(|| self.window_of(&on, &on_duties));
        let indicator = self.only_indicator(&on);
        let judging =
            if on_duties.is_empty() { self.judging(&on, each.as_ref(), decl) } else { self.judging_duties(&on_duties) };
        let basis = decl.field("basis").and_then(|f| {
            let value = self.one(f, "an amount")?;
            self.amount(value, &Where::new(decl, "basis"), window.as_ref())
        });
        let based = decl.field("basis").is_some();
        let cx = Where::new(decl, "pays").judging(judging);
        let pays = match decl.field("pays") {
            Some(field) => self.one(field, "an amount").map(|value| match &value.kind {
                ExprKind::Blank(name) => Pays::Blank(name.clone()),
                _ => Pays::Amount(self.pays(value, &cx, based, window.as_ref()).expr),
            }),
            None => self.brackets(decl, indicator.as_ref(), &cx, based, window.as_ref()),
        };
        let waived = decl.all("waived when").filter_map(|f| self.one(f, "a condition").cloned()).collect::<Vec<_>>();
        let waived = waived.iter().map(|v| self.condition(v, &cx)).collect();
        let direction = if decl.kind.id == KindId::Bonus { Direction::Bonus } else { Direction::Penalty };
        let Some(pays) = pays else {
            if decl.tables.is_empty() && decl.field("pays").is_none() {
                let finding =
                    Finding::new(&MISSING_FIELD, decl.head, format!("`{}` does not say what it pays", decl.name))
                        .help("add `pays` and an amount, or a table of brackets with a column `pays`");
                self.sink.report(finding);
            }
            return;
        };
        let schedule = Schedule { term, direction, on, on_duties, tier, scope, each, basis, pays, waived };
        self.of_no_service(&schedule.on_duties, &schedule.formulas(), decl);
        self.schedules.insert(schedule);
    }

    /// The window of what is judged, where the amount names none.
    pub(super) fn window_of(&self, on: &[Id<Commitment>], on_duties: &[Id<Duty>]) -> Option<Window> {
        match on.first() {
            Some(first) => self.commitments.get(first)?.window.clone(),
            None => self.window_of_duty(on_duties),
        }
    }

    fn judged(&mut self, decl: &Decl, tier: Option<&Id<Tier>>, scope: &Scope) -> Vec<Id<Commitment>> {
        let Some(field) = decl.field("on") else { return Vec::new() };
        let mut named: Vec<Id<Commitment>> =
            field.values.iter().flat_map(|v| self.commitments_named(v, tier, scope, decl)).collect();
        // A cell that promises nothing is never breached.
        let promises = |id: &Id<Commitment>| self.commitments.get(id).is_none_or(|c| c.target.is_some());
        if named.iter().any(promises) {
            named.retain(promises);
        }
        named
    }

    /// The indicator that all of the commitments are about, where there is one.
    fn only_indicator(&self, on: &[Id<Commitment>]) -> Option<Id<Indicator>> {
        let mut ids = on.iter().filter_map(|c| self.commitments.get(c)).map(|c| &c.indicator);
        let first = ids.next()?.clone();
        ids.all(|i| *i == first).then_some(first)
    }

    /// Whether the share of the cases in time is judged: a promise about times, over a period.
    fn is_judged_by_share(&self, indicator: Option<&Id<Indicator>>, window: Option<&Window>) -> bool {
        let is_time = indicator.and_then(|id| self.indicators.get(id)).is_some_and(|i| i.form == Form::Duration);
        let by_period = |window: &Window| !matches!(window, Window::Case { .. }) && window.as_blank().is_none();
        is_time && window.is_some_and(by_period)
    }

    fn brackets(
        &mut self,
        decl: &Decl,
        indicator: Option<&Id<Indicator>>,
        cx: &Where<'_>,
        based: bool,
        window: Option<&Window>,
    ) -> Option<Pays> {
        let table = decl.tables.first()?;
        if let Some(rows) = decl.open_rows(0).next().filter(|_| table.rows.is_empty()) {
            return Some(Pays::Blank(rows.name.clone()));
        }
        let about = About {
            indicator: indicator.and_then(|i| self.peek(i.as_str(), decl)),
            judging: cx.judging.as_ref(),
            by_share: self.is_judged_by_share(indicator, window),
        };
        let mut amount = |pass: &mut Self, value: &ast::Expr| pass.pays(value, cx, based, window);
        let decision = self.decide_amount(table, decl, &about, &mut amount)?;
        Some(Pays::Brackets(self.disjoint(decision, decl)))
    }

    /// What is paid: an amount, or a percentage of the basis.
    pub(super) fn pays(&mut self, value: &ast::Expr, cx: &Where<'_>, based: bool, window: Option<&Window>) -> Typed {
        let typed = self.expr(value, cx);
        match &typed.ty {
            Type::Number(units) if units.is_plain() => {
                // A bare number of weights or points is a share of the basis too.
                let nothing = matches!(typed.expr, Expr::Quantity(_) if !units.percent && is_zero(&typed.expr));
                // One basis is missing, however many brackets there are.
                let said = self.sink.findings().last();
                let said = said.is_some_and(|f| *f.rule == PERCENT_WITHOUT_BASE && cx.at.span.contains(f.span()));
                if !based && !nothing && !said {
                    let finding = Finding::new(
                        &PERCENT_WITHOUT_BASE,
                        value.span,
                        "nothing says of what amount this percentage is taken",
                    )
                    .note("the fee of the month, of the year, or of the service concerned give different amounts")
                    .help(format!(
                        "add `basis` and the amount, such as `basis fee`, or write the amount after it: `{} of fee`",
                        self.written(value.span).unwrap_or("5 %")
                    ));
                    self.sink.report(finding);
                }
                typed
            }
            _ => {
                let ty = self.money_in_window(typed.ty.clone(), value.span, window, cx.at);
                Typed::new(typed.expr, ty)
            }
        }
    }

    /// An amount of money, read in a window.
    pub(super) fn amount(&mut self, value: &ast::Expr, cx: &Where<'_>, window: Option<&Window>) -> Option<Expr> {
        let typed = self.expr(value, cx);
        if let Type::Number(units) = &typed.ty
            && units.is_plain()
            && !is_zero(&typed.expr)
        {
            let finding =
                Finding::new(&PERCENT_WITHOUT_BASE, value.span, "nothing says of what amount this percentage is taken")
                    .help(format!(
                        "write the amount after it, such as `{} of fee`",
                        self.written(value.span).unwrap_or("15 %")
                    ));
            self.sink.report(finding);
            return None;
        }
        self.money_in_window(typed.ty.clone(), value.span, window, cx.at);
        Some(typed.expr)
    }

    /// Money, or a rate of money that is read in its own window; anything else is reported.
    fn money_in_window(&mut self, ty: Type, span: Span, window: Option<&Window>, at: &Decl) -> Type {
        let Type::Number(units) = &ty else {
            if ty != Type::Unknown {
                self.wrong_sort(span, &ty.words(), "an amount of money");
            }
            return Type::Unknown;
        };
        // Days of service are what an extension gives; whether it does is a matter of the settlement.
        if (units.is_money() && units.per.is_none()) || units.is_days() {
            return ty;
        }
        let amount = without_period(units);
        if !amount.is_money() {
            let message =
                format!("{} stands where an amount of money, or of days of service, is expected", units.words());
            self.sink.report(Finding::new(&UNIT_MISMATCH, span, message).label(at.name_span, "in this term"));
            return Type::Unknown;
        }
        match (&units.per, window) {
            (Some(per), Some(window)) if per == window || window.lies_within(per) => {}
            (Some(_), None) => {}
            (Some(_), Some(window)) if window.as_blank().is_some() => {}
            (per, _) => {
                let per = per.as_ref().map_or_else(|| "period".to_owned(), window_words);
                let counted =
                    window.map_or_else(|| "another period".to_owned(), |w| format!("each {}", window_words(w)));
                let message = format!("this amount is one per {per}, but it is used for {counted}");
                let over = gathered_over(window);
                let written = self.written(span).unwrap_or("…");
                let sum = match written.split_once(" of ") {
                    Some((share, amount)) => format!("{share} of sum of {amount} over {over}"),
                    None => format!("sum of {written} over {over}"),
                };
                let finding = Finding::new(&RATE_IN_OTHER_WINDOW, span, message)
                    .note(format!("nothing says whether that of one {per} is meant, or the sum of all of them"))
                    .help(format!("write which is meant, such as `{sum}` for their sum"));
                self.sink.report(finding);
            }
        }
        Type::Number(amount)
    }

    pub(super) fn settlement(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let combine_field = decl.field("combine");
        let combine = combine_field.and_then(|f| self.combination(f, decl));
        let per = combine_field.and_then(|f| self.group(f));
        let of = match combine_field.and_then(|f| f.tail("for")).or_else(|| decl.field("for")) {
            Some(field) => self.schedules_in(field, decl),
            None => Vec::new(),
        };
        let between = combine_field.map(|f| self.alternatives(f, &of, decl)).unwrap_or_default();
        let exempt = decl.field("exempt").and_then(|f| self.exemption(f, decl));
        let caps: Vec<Cap> = decl.all("cap").filter_map(|f| self.cap(f, decl)).collect();
        let claim = decl.field("claim").and_then(|f| self.claim(f, decl));
        let cx = Where::new(decl, "waived when").judging(Judging::Settlement);
        let waived: Vec<ast::Expr> =
            decl.all("waived when").filter_map(|f| self.one(f, "a condition").cloned()).collect();
        let waived = waived.iter().map(|v| self.condition(v, &cx)).collect();
        let paid = decl.field("paid").and_then(|f| self.deadline_in(f, decl).or_else(|| self.deadline(decl, "paid")));
        let settlement = Settlement {
            of,
            combine,
            per,
            between,
            exempt,
            caps,
            claim,
            waived,
            form: self.words(decl, "form"),
            form_by: decl.field("form").and_then(|f| f.tail("by")).and_then(|f| {
                let value = self.one(f, "the name of a party or a role")?;
                self.actor(value, decl)
            }),
            day_price: decl.field("form").and_then(|f| f.tail("day_price")).and_then(|f| self.day_price(f, decl)),
            paid,
            nature: self.word(decl, "nature"),
            damages: self.word(decl, "damages"),
            remedy: self.word(decl, "remedy"),
            remedy_except: match decl.field("remedy").and_then(|f| f.tail("except")) {
                Some(tail) => self.words_of(tail),
                None => Vec::new(),
            },
            term,
        };
        self.settlements.insert(settlement);
    }

    /// What a day of an extension is worth: an amount, or one for each day.
    fn day_price(&mut self, field: &Field, decl: &Decl) -> Option<Expr> {
        let what = "the price of a day, such as `400 EUR`,";
        let value = self.one(field, what)?.clone();
        let typed = self.expr(&value, &Where::new(decl, "form"));
        let is_price = match &typed.ty {
            Type::Number(units) => {
                let day = Window::Calendar { count: 1, unit: PeriodUnit::Day };
                match &units.per {
                    None => units.is_money(),
                    Some(per) => {
                        let days = Units::of(Physical::Span(SpanBase::Day));
                        *per == day && units.combine(&days, 1).is_money()
                    }
                }
            }
            Type::Unknown => true,
            _ => false,
        };
        if !is_price {
            self.wrong_value(value.span, what);
        }
        is_price.then_some(typed.expr)
    }

    /// The group within which amounts combine: `sum per incident`, or `, per incident`.
    pub(super) fn group(&mut self, field: &Field) -> Option<Name> {
        if let Some(tail) = field.tail("per") {
            return self.word_of(tail);
        }
        match single(&field.values).map(|v| &v.kind) {
            Some(ExprKind::Binary(Op::Per, _, group)) => {
                let group = (**group).clone();
                let spec = field.spec.tail("per")?;
                let inner =
                    Field { spec, values: vec![group], tails: Vec::new(), word: field.word.clone(), span: field.span };
                self.word_of(&inner)
            }
            _ => None,
        }
    }

    /// The groups of amounts between which a combination chooses: `a and b`, `(a, b) and c`.
    pub(super) fn alternatives(&mut self, field: &Field, of: &[Id<Schedule>], at: &Decl) -> Vec<Vec<Id<Schedule>>> {
        const DUE: &str = "groups of amounts, such as `a and b` or `(a, b) and c`,";
        let Some(tail) = field.tail("between") else { return Vec::new() };
        let Some(value) = self.one(tail, DUE).cloned() else { return Vec::new() };
        let adds_up = |v: &ast::Expr| matches!(&v.kind, ExprKind::Name(name) if name == "sum");
        if field
            .values
            .iter()
            .any(|v| adds_up(v) || matches!(&v.kind, ExprKind::Binary(Op::Per, sum, _) if adds_up(sum)))
        {
            let finding =
                Finding::new(&WRONG_VALUE, tail.span, "`between` leaves one of several groups, and `sum` adds up all");
            self.sink.report(finding.help("write `combine choice of` a party, `combine greatest` or `combine least`"));
            return Vec::new();
        }
        let mut groups = Vec::new();
        each_operand(&value, &mut |operand| groups.push(operand.clone()));
        if groups.len() < 2 {
            self.wrong_value(value.span, DUE);
            return Vec::new();
        }
        let mut seen: Vec<Id<Schedule>> = Vec::new();
        let mut found = Vec::new();
        for group in groups {
            let members = if let ExprKind::List(members) = group.kind { members } else { vec![group] };
            let mut ids = Vec::new();
            for member in &members {
                let Some(id) = self.reference::<Schedule>(member, at, &[KindId::Penalty, KindId::Bonus]) else {
                    continue;
                };
                let open = id.as_blank().is_some();
                if !open && seen.contains(&id) {
                    let message = format!("`{id}` is in two of these groups");
                    self.sink.report(Finding::new(&WRONG_VALUE, member.span, message).help("leave it in one of them"));
                } else if !open && !of.is_empty() && !of.contains(&id) {
                    let message = format!("`{id}` is in one of these groups, and this settlement is not about it");
                    let help = "name it after `for`, or leave it out of the groups";
                    self.sink.report(Finding::new(&WRONG_VALUE, member.span, message).help(help));
                } else {
                    seen.push(id.clone());
                    ids.push(id);
                }
            }
            found.push(ids);
        }
        found
    }

    fn schedules_in(&mut self, field: &Field, at: &Decl) -> Vec<Id<Schedule>> {
        let kinds = [KindId::Penalty, KindId::Bonus];
        field
            .values
            .iter()
            .filter(|v| !matches!(&v.kind, ExprKind::Name(n) if n == "all"))
            .filter_map(|v| self.reference(v, at, &kinds))
            .collect()
    }

    pub(super) fn cap(&mut self, field: &Field, decl: &Decl) -> Option<Cap> {
        let (amount, window) = self.amount_in_window(field, decl)?;
        let of = field.tail("for").map(|f| self.schedules_in(f, decl)).unwrap_or_default();
        let amount = self.amount(&amount, &Where::new(decl, "cap"), window.as_ref())?;
        Some(Cap { amount, window, of, span: field.span })
    }

    /// `1_000 EUR over contract, then whole`: a total up to which nothing is owed.
    pub(super) fn exemption(&mut self, field: &Field, decl: &Decl) -> Option<Exemption> {
        let (amount, window) = self.amount_in_window(field, decl)?;
        let then = field.tail("then");
        // All of it may be left to agree on.
        let is_open = field.tails.is_empty() && matches!(amount.kind, ExprKind::Blank(_));
        let unsaid = |what: &str, help: &str| {
            Finding::new(&MISSING_FIELD, field.span, format!("`exempt` does not say {what}")).help(help.to_owned())
        };
        let written = field.tail("each").is_some() || window.is_some();
        if !written && !is_open {
            let help = "add `over contract`, `each contract_year` or another window";
            self.sink.report(unsaid("over which time the total is taken", help));
        }
        if then.is_none() && !is_open {
            let help =
                "add `, then whole` for all, what was exempt before included, or `, then excess` for what exceeds it";
            self.sink.report(unsaid("what is owed beyond it", help));
        }
        let then = then.and_then(|then| self.word_of(then));
        let amount = self.amount(&amount, &Where::new(decl, "exempt"), window.as_ref())?;
        Some(Exemption { amount, window, then })
    }

    /// An amount with the window that follows it: `each month`, `over contract`.
    fn amount_in_window(&mut self, field: &Field, decl: &Decl) -> Option<(ast::Expr, Option<Window>)> {
        let value = self.one(field, "an amount")?;
        let mut window = field.tail("each").and_then(|f| self.window(f, decl));
        if field.tail("over").is_some() {
            window = Some(Window::Term);
        }
        // `cap A over contract` reads as an amount over a window.
        let amount = match &value.kind {
            ExprKind::Over(inner, over) if matches!(&over.kind, ExprKind::Name(n) if n == "contract") => {
                window = Some(Window::Term);
                (**inner).clone()
            }
            _ => value.clone(),
        };
        Some((amount, window))
    }

    fn claim(&mut self, field: &Field, decl: &Decl) -> Option<Claim> {
        if is_open(field) {
            return None;
        }
        if !field.values.is_empty() {
            return self.word_of(field).map(|_| Claim::Automatic);
        }
        let Some(by) = field.tail("by") else {
            self.wrong_value(field.span, "`claim automatic`, or `claim by` a party");
            return None;
        };
        let party = self.one(by, "a party").and_then(|v| self.party_ref(v, decl))?;
        let within = self.deadline_in(field, decl);
        let otherwise = field.tail("otherwise").and_then(|f| self.word_of(f));
        let through = field.tail("through").and_then(|f| self.text_of(f, &decl.name));
        let evidence = field.tail("evidence").and_then(|f| self.text_of(f, &decl.name));
        Some(Claim::By { party, within, otherwise, through, evidence })
    }

    pub(super) fn liability(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let of = self.party_field(decl, "of");
        let cap = decl.field("cap").and_then(|f| self.cap(f, decl));
        let insurance = decl.field("insurance").and_then(|f| self.one(f, "an amount")).and_then(|v| {
            self.quantity_of(v, |d| matches!(d, crate::quantity::Dimension::Money(_)), "an amount of money")
        });
        let (except, indirect, penalties) =
            (self.words(decl, "except"), self.word(decl, "indirect"), self.word(decl, "penalties"));
        let (Some(of), Some(cap)) = (of, cap) else { return };
        self.liabilities.insert(Liability { term, of, cap, except, indirect, penalties, insurance });
    }
}

/// Each operand of `a and b and c`, in order.
fn each_operand(value: &ast::Expr, see: &mut impl FnMut(&ast::Expr)) {
    match &value.kind {
        ExprKind::Binary(Op::And, left, right) => {
            each_operand(left, see);
            each_operand(right, see);
        }
        _ => see(value),
    }
}

/// The window that an amount per period would be gathered over.
fn gathered_over(window: Option<&Window>) -> String {
    match window {
        Some(window @ (Window::Calendar { .. } | Window::Period { .. } | Window::Term)) => window_words(window),
        _ => "month".to_owned(),
    }
}

fn is_zero(expr: &Expr) -> bool {
    match expr {
        Expr::Quantity(q) => q.value.is_zero(),
        Expr::Binary { op: Operator::Of | Operator::Mul, left, .. } => is_zero(left),
        _ => false,
    }
}
