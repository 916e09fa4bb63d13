//! Expressions that give a value, in words.
//!
//! Sums and products keep their signs, as formulas of contracts do; everything else is named.

use super::{Article, Noun, Phrases};
use crate::emit::text::markdown;
use crate::model::{
    Aggregate, Attained, Event, Expr, Figure, Id, Operator, PeriodUnit, Quantity, Record, Subject, Watch, Window,
};
use crate::quantity::{Measure, Rational};

impl Phrases<'_> {
    /// A value as a thing.
    #[must_use]
    pub fn expr(&self, expr: &Expr) -> Noun {
        let named = |article, french: &str, english: &str, id: &str| {
            self.noun(article, format!("{} {}", self.either(french, english), self.name(id)))
        };
        match expr {
            Expr::Quantity(q) => self.bare(self.length(q, None)),
            Expr::Flag(flag) => self.bare(self.quoted(self.flag(*flag))),
            Expr::Blank(name) => self.bare(self.blank(name)),
            Expr::None => self.bare(self.either("néant", "nothing")),
            Expr::Value { dimension, value } => self.bare(self.quoted_value(dimension, value)),
            Expr::Dimension(id) => named(Article::Le, "critère", "criterion", id.as_str()),
            Expr::Choice(word) => self.bare(self.choice(word)),
            Expr::Actor(name) => self.bare(self.name(name)),
            Expr::Figure { figure, of } => {
                let noun = self.figure_noun(figure);
                match of {
                    Some(service) => noun.with(&self.of_service(service.as_str())),
                    None if self.differs_by_service(figure) => noun.with(self.of_concerned()),
                    None => noun,
                }
            }
            Expr::Attained(what) => self.attained(*what),
            Expr::Late { calendar, in_days } => self.noun(Article::Le, self.late_on(calendar, *in_days)),
            Expr::Indicator { indicator, of } => {
                let noun = named(Article::Elided, "indicateur", "indicator", indicator.as_str());
                of.as_ref().map_or(noun.clone(), |s| noun.with(&self.of_service(s.as_str())))
            }
            Expr::Schedule(id) => self.noun(
                Article::Le,
                if self.is_french() {
                    format!("montant de l’{}", self.cite(id.as_str()))
                } else {
                    format!("amount of {}", self.cite(id.as_str()))
                },
            ),
            Expr::Settlement(id) => self.noun(
                Article::Le,
                if self.is_french() {
                    format!("total dû au titre de l’{}", self.cite(id.as_str()))
                } else {
                    format!("total owed under {}", self.cite(id.as_str()))
                },
            ),
            Expr::Field { record, field } => {
                let name = self.field_name(record, field);
                let of = self.of_record(record);
                self.noun(Article::La, format!("{} {name}{of}", self.either("donnée", "entry")))
            }
            Expr::Records(record) => named(Article::Les, "cas", "cases", record.as_str()),
            Expr::State(state) => named(Article::Elided, "état", "state", state.as_str()),
            Expr::Event(event) => self.event(event),
            Expr::TimeBetween { from, to } => {
                let (from, to) = (self.event(from).plain(), self.event(to).plain());
                self.noun(
                    Article::Le,
                    if self.is_french() {
                        format!("temps écoulé entre {from} et {to}")
                    } else {
                        format!("time from {from} to {to}")
                    },
                )
            }
            Expr::Commitment(wanted) => self.commitments(wanted),
            Expr::Objective => self.noun(Article::Elided, self.either("engagement concerné", "commitment concerned")),
            Expr::Each { of: Some(of), among } => self.of_each(of, among),
            Expr::Each { of: None, among } => self.each_of(among),
            Expr::Binary { op: Operator::And | Operator::Or, .. }
            | Expr::Compare { .. }
            | Expr::Not(_)
            | Expr::In { .. }
            | Expr::Quorum { .. }
            | Expr::Several { .. }
            | Expr::OfService { .. } => self.bare(self.condition(expr)),
            Expr::Binary { op, left, right } => self.binary(*op, left, right),
            Expr::Step { step, value, unit } => {
                let slices = self.slices(*step, unit);
                let value = self.expr(value).of();
                self.noun(
                    Article::Le,
                    if self.is_french() {
                        format!("nombre {} {value}", self.bare(slices).of())
                    } else {
                        format!("number of {slices} {value}")
                    },
                )
            }
            Expr::Before { of, over } => {
                let window = self.window(over).plain();
                self.expr(of).with(&format!(" {} {window}", self.either("pour", "for")))
            }
            Expr::Aggregate { function, of, filter, over } => {
                self.aggregate(*function, of, filter.as_deref(), over.as_ref())
            }
            Expr::TimeShare { slots, holds } => {
                let holds = self.condition(holds);
                let (fr, en) = match slots.as_ref().map(|q| self.quantity(q)) {
                    None => (
                        format!("part du temps de service convenu pendant laquelle {holds}"),
                        format!("share of the agreed service time in which {holds}"),
                    ),
                    Some(slot) => (
                        format!("part des créneaux de {slot} pendant lesquels {holds}"),
                        format!("share of the slots of {slot} in which {holds}"),
                    ),
                };
                self.noun(Article::La, if self.is_french() { fr } else { en })
            }
            Expr::Gap { of, within: Some(watch) } => self.gap_within(of, watch),
            Expr::Gap { of, within: None } => {
                let event = self.event(of).of();
                self.noun(
                    Article::Le,
                    if self.is_french() {
                        format!("temps entre deux survenances successives {event}")
                    } else {
                        format!("time between two successive occurrences {event}")
                    },
                )
            }
            Expr::Call { function, arguments } => self.call(function, arguments),
        }
    }

    /// ` (« Requête »)`, unless the sentence is about that record.
    pub(super) fn of_record(&self, record: &Id<Record>) -> String {
        match self.about {
            Some(known) if known.term.id == *record.name() => String::new(),
            _ => format!(" ({})", self.name(record.as_str())),
        }
    }

    /// A value in a sentence: sums and products are words there, and signs in a formula only.
    #[must_use]
    pub fn prose(&self, expr: &Expr) -> Noun {
        let Expr::Binary { op: op @ (Operator::Add | Operator::Sub | Operator::Mul | Operator::Div), left, right } =
            expr
        else {
            return self.expr(expr);
        };
        if *op == Operator::Mul && matches!(right.as_ref(), Expr::Step { .. }) {
            return self.expr(expr);
        }
        if let Some(total) = self.sum_over(expr) {
            return total;
        }
        if *op == Operator::Mul
            && let Some(part) = self.part_of(left, right)
        {
            return part;
        }
        let (a, b) = (self.prose(left), self.prose(right));
        match (op, self.is_french()) {
            (Operator::Add, true) => {
                let terms: Vec<String> = sum(expr).into_iter().map(|term| self.prose(term).of()).collect();
                self.noun(Article::La, format!("somme {}", self.all_of(&terms)))
            }
            (Operator::Add, false) => {
                let terms: Vec<String> = sum(expr).into_iter().map(|term| self.prose(term).plain()).collect();
                self.noun(Article::La, format!("sum of {}", self.all_of(&terms)))
            }
            (Operator::Sub, true) => {
                self.noun(Article::La, format!("différence obtenue en retranchant {} {}", b.plain(), a.of()))
            }
            (Operator::Sub, false) => {
                self.noun(Article::La, format!("difference obtained by subtracting {} from {}", b.plain(), a.plain()))
            }
            (Operator::Mul, true) => self.noun(Article::Le, format!("produit {} par {}", a.of(), b.plain())),
            (Operator::Mul, false) => self.noun(Article::Le, format!("product of {} and {}", a.plain(), b.plain())),
            (_, true) if matches!(right.as_ref(), Expr::Quantity(_)) => {
                let e = if matches!(a.article(), Article::La) { "e" } else { "" };
                a.with(&format!(" divisé{e} par {}", b.plain()))
            }
            (_, false) if matches!(right.as_ref(), Expr::Quantity(_)) => a.with(&format!(" divided by {}", b.plain())),
            (_, true) => self.noun(Article::Le, format!("quotient {} par {}", a.of(), b.plain())),
            (_, false) => self.noun(Article::Le, format!("quotient of {} by {}", a.plain(), b.plain())),
        }
    }

    /// `la somme, sur la durée du contrat, de … et de …`: sums over one window added up.
    fn sum_over(&self, expr: &Expr) -> Option<Noun> {
        let terms = sum(expr);
        let mut windows = terms.iter().map(|term| match term {
            Expr::Aggregate { function: Aggregate::Sum, filter: None, over: Some(window), .. } => Some(window),
            _ => None,
        });
        let window = windows.next()??;
        if terms.len() < 2 || !windows.all(|other| other == Some(window)) {
            return None;
        }
        let of: Vec<String> = terms
            .iter()
            .filter_map(|term| match term {
                Expr::Aggregate { of, .. } if self.is_french() => Some(self.all_gathered(of).of()),
                Expr::Aggregate { of, .. } => Some(self.all_gathered(of).plain()),
                _ => None,
            })
            .collect();
        let (over, of) = (self.over(window), self.all_of(&of));
        Some(self.noun(
            Article::La,
            if self.is_french() { format!("somme, {over}, {of}") } else { format!("sum, {over}, of {of}") },
        ))
    }

    /// What an aggregate gathers: of a figure, the values of all services, but of the one that is judged.
    pub(super) fn gathered(&self, of: &Expr) -> Noun {
        match of {
            Expr::Figure { figure, of: None } if self.concerned.is_none() => self.figure_noun(figure),
            _ => self.expr(of),
        }
    }

    /// The longest time, or another, without news in one case.
    fn gap_within(&self, of: &Event, watch: &Watch) -> Noun {
        let event = self.event(of).of();
        let mut also = Vec::new();
        if let Some(from) = &watch.from {
            let from = self.event(from);
            also.push(match self.is_french() {
                true => format!("{} à la première", from.of()),
                false => format!("from {} to the first", from.plain()),
            });
        }
        let end = watch.until.as_ref().map(|until| self.event(until).to());
        also.push(match (self.is_french(), end) {
            (true, Some(end)) => format!("de la dernière {end}"),
            (true, None) => "de la dernière à l’instant où le cas est jugé".to_owned(),
            (false, Some(end)) => format!("from the last {end}"),
            (false, None) => "from the last to the instant at which the case is judged".to_owned(),
        });
        let also = also.join(self.either(" et ", " and "));
        self.noun(
            Article::Le,
            match self.is_french() {
                true => {
                    format!("temps, dans un même cas, entre deux survenances successives {event}, y compris {also}")
                }
                false => {
                    format!("time, within one case, between two successive occurrences {event}, including that {also}")
                }
            },
        )
    }

    pub(super) fn figure_noun(&self, figure: &Id<Figure>) -> Noun {
        let is_money = self.model.figures.get(figure).and_then(|f| f.unit.as_deref()).is_some_and(Measure::is_of_money);
        let (article, word) = if is_money {
            (Article::Le, self.either("montant", "amount"))
        } else {
            (Article::La, self.either("valeur", "value"))
        };
        self.noun(article, format!("{word} {}", self.name(figure.as_str())))
    }

    /// Whether each service has its own value of a figure.
    fn differs_by_service(&self, figure: &Id<Figure>) -> bool {
        let figure = self.model.figures.get(figure);
        figure.is_some_and(|f| f.of == Some(Subject::Any))
    }

    fn of_service(&self, service: &str) -> String {
        format!(" {} {}", self.either("du service", "of the service"), self.name(service))
    }

    /// `oui`, `no`.
    #[must_use]
    pub fn flag(&self, flag: bool) -> &'static str {
        match (self.is_french(), flag) {
            (true, true) => "oui",
            (true, false) => "non",
            (false, true) => "yes",
            (false, false) => "no",
        }
    }

    pub(super) fn attained(&self, what: Attained) -> Noun {
        match what {
            Attained::Attained => self.noun(Article::La, self.either("valeur atteinte", "attained value")),
            Attained::Target => self.noun(Article::La, self.either("valeur promise", "promised value")),
            Attained::Goal => self.noun(Article::La, self.either("valeur visée", "value aimed at")),
            Attained::Lost => self.noun(Article::La, self.either("perte constatée", "recorded loss")),
            Attained::Agreed => self.noun(Article::Le, self.either("total convenu", "agreed total")),
            Attained::Excess => self.noun(Article::Le, self.either("dépassement", "excess")),
            Attained::Missed => self.noun(Article::Le, self.either("nombre de cas manqués", "number of missed cases")),
            Attained::Base => {
                self.noun(Article::La, self.either("valeur sans la dérogation", "value without the exception"))
            }
            Attained::Total => self.noun(Article::Le, self.either("cumul des montants", "running total of amounts")),
        }
    }

    fn binary(&self, op: Operator, left: &Expr, right: &Expr) -> Noun {
        let sign = match op {
            Operator::Add => "+",
            Operator::Sub => "−",
            Operator::Mul if matches!(right, Expr::Step { .. }) => return self.rate(left, right),
            Operator::Mul => "×",
            Operator::Div => "÷",
            Operator::Per => return self.rate(left, right),
            Operator::Of => return self.bare(format!("{} {}", self.operand(left), self.prose(right).of())),
            Operator::And | Operator::Or => return self.bare(self.condition_of(op, left, right)),
        };
        let side = |operand: &Expr, is_left| match is_read_on(op, operand, is_left) {
            true => self.expr(operand).plain(),
            false => self.operand(operand),
        };
        self.bare(format!("{} {sign} {}", side(left, true), side(right, false)))
    }

    /// An operand: in brackets where it is a formula itself.
    pub(super) fn operand(&self, expr: &Expr) -> String {
        self.operand_noun(expr).plain()
    }

    fn operand_noun(&self, expr: &Expr) -> Noun {
        let is_formula =
            matches!(expr, Expr::Binary { op: Operator::Add | Operator::Sub | Operator::Mul | Operator::Div, .. });
        let noun = self.expr(expr);
        if is_formula { self.bare(format!("({})", noun.plain())) } else { noun }
    }

    /// `150 € par tranche entamée de 1 heure du dépassement`, `12 000 € par mois`.
    fn rate(&self, amount: &Expr, unit: &Expr) -> Noun {
        // A formula is set apart from the unit that it is owed for.
        let comma = if matches!(amount, Expr::Binary { .. }) { "," } else { "" };
        let amount = self.prose(amount).plain();
        let per = self.either("par", "per");
        self.bare(match unit {
            Expr::Step { step, value, unit } => {
                let slice = self.slice(*step, unit);
                let of = match value.as_ref() {
                    Expr::Attained(Attained::Excess) => self.either("de dépassement", "of excess").to_owned(),
                    Expr::Late { calendar, in_days } => {
                        format!("{} {}", self.either("de", "of"), self.late_on(calendar, *in_days))
                    }
                    other => self.operand_noun(other).of(),
                };
                format!("{amount}{comma} {per} {slice} {of}")
            }
            Expr::Quantity(q) => format!("{amount} {per} {}", self.unit_word(q)),
            other => format!("{amount} {per} {}", self.expr(other).without_article()),
        })
    }

    /// `mois` for 1 month, `8 heures` for 8 h.
    fn unit_word(&self, unit: &Quantity) -> String {
        let period = match unit.unit.as_str() {
            "day" => Some(PeriodUnit::Day),
            "week" => Some(PeriodUnit::Week),
            "month" => Some(PeriodUnit::Month),
            "quarter" => Some(PeriodUnit::Quarter),
            "year" => Some(PeriodUnit::Year),
            _ => None,
        };
        match (Measure::parse(&unit.unit), period) {
            (_, Some(period)) if unit.value == Rational::one() => self.unit(period).1.to_owned(),
            (Some(measure), _) if unit.value == Rational::one() && measure.per.is_none() => {
                measure.unit.words(self.language).one.to_owned()
            }
            (None, _) if self.model.periods.by_name(&unit.unit).is_some() => self.name(&unit.unit),
            _ => self.quantity(unit),
        }
    }

    fn call(&self, function: &str, arguments: &[Expr]) -> Noun {
        let all: Vec<_> = arguments.iter().map(|a| self.expr(a).plain()).collect();
        match (function, arguments) {
            ("round", [value, step]) => {
                let (value, step) = (self.operand_noun(value).of(), self.operand(step));
                self.noun(
                    Article::Elided,
                    if self.is_french() {
                        format!(
                            "arrondi {value} au multiple de {step} le plus proche (à mi-chemin, le multiple supérieur)"
                        )
                    } else {
                        format!("nearest multiple of {step} {value} (the upper one at half way)")
                    },
                )
            }
            (
                "highest" | "lowest",
                [Expr::Quantity(number), Expr::Aggregate { function: gathers, of, filter, over }],
            ) => {
                let number = crate::quantity::format::number(&number.value, self.language);
                let ends = match (function, self.is_french()) {
                    ("highest", true) => "plus élevées",
                    (_, true) => "plus basses",
                    ("highest", false) => "highest",
                    (_, false) => "lowest",
                };
                let all = self.aggregate(*gathers, of, filter.as_deref(), over.as_ref());
                let is_indicator = matches!(&**of, Expr::Indicator { .. });
                let each = over.as_ref().filter(|_| is_indicator).and_then(Window::made_of);
                let each = each.map(|each| self.each(&each));
                all.with(&match (self.is_french(), each) {
                    (true, Some(each)) => {
                        format!(", prise pour {each} et restreinte aux {number} valeurs les {ends} ou, s’il y en a moins, à toutes")
                    }
                    (true, None) => format!(", restreinte aux {number} valeurs les {ends} ou, s’il y en a moins, à toutes"),
                    (false, Some(each)) => {
                        format!(", taken for {each} and restricted to the {number} {ends} values or, where there are fewer, to all of them")
                    }
                    (false, None) => {
                        format!(", restricted to the {number} {ends} values or, where there are fewer, to all of them")
                    }
                })
            }
            ("min", _) => self.noun(
                Article::Le,
                format!("{} ({})", self.either("plus petit des montants ou valeurs", "least of"), self.all_of(&all)),
            ),
            ("max", _) => self.noun(
                Article::Le,
                format!("{} ({})", self.either("plus grand des montants ou valeurs", "greatest of"), self.all_of(&all)),
            ),
            _ => self.bare(format!("{} ({})", markdown::code(function), all.join("\u{A0}; "))),
        }
    }
}

/// Whether a formula reads the same without brackets around one that is a part of it.
fn is_read_on(op: Operator, part: &Expr, is_left: bool) -> bool {
    let Expr::Binary { op: inner, .. } = part else { return false };
    match (op, inner) {
        (Operator::Add, Operator::Add) | (Operator::Mul, Operator::Mul) => true,
        (Operator::Add, Operator::Sub) | (Operator::Sub, Operator::Add | Operator::Sub) => is_left,
        (Operator::Div, Operator::Mul) => is_left,
        _ => false,
    }
}

/// The terms of a sum, however its brackets stand.
fn sum(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Binary { op: Operator::Add, left, right } => [sum(left), sum(right)].concat(),
        other => vec![other],
    }
}
