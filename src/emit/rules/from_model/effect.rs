//! Exclusions, penalties, exceptions, conventions.

use super::Pass;
use super::expr::amount;
use super::time::{in_english, opening};
use crate::base::Name;
use crate::emit::rules::{format, words};
use crate::model::{Combination, Direction, Exception, Exclusion, ExclusionSource, Pays, Replacement, Schedule, Term};

impl Pass<'_> {
    pub(super) fn exclusion(&mut self, exclusion: &Exclusion) -> format::Exclusion {
        let applies = self.applies(&exclusion.applies);
        let hours = match &exclusion.applies {
            ExclusionSource::Permitted(open) => words::list(open.iter().map(in_english), "and"),
            _ => String::new(),
        };
        let budget = exclusion.budget.as_ref().map(|(budget, each)| format::Budget {
            amount: amount(budget),
            each: each.as_ref().map(|w| self.window(w)),
        });
        let mut made = format::Exclusion {
            id: exclusion.term.id.to_string(),
            label: self.texts(&exclusion.term.label),
            term: self.origin(&exclusion.term),
            words: String::new(),
            applies,
            suspends_all: exclusion.suspends_all,
            suspends: exclusion.suspends.iter().map(|id| self.indicators.ask(id.name())).collect(),
            budget,
            notice: exclusion.notice.as_ref().map(|d| self.deadline(d)),
            limit: exclusion.limit.as_ref().map(|(delay, then)| format::Limit {
                delay: self.delay(delay),
                then: then.as_ref().map(ToString::to_string),
                once: exclusion.once.as_ref().map(|event| self.event(event)),
            }),
            by: self.optional_actor(exclusion.by.as_ref()),
            established: exclusion.established.as_ref().map(|finding| format::Established {
                by: self.actor(&finding.by),
                within: finding.within.as_ref().map(|d| self.deadline(d)),
                otherwise: finding.otherwise.as_ref().map(ToString::to_string),
            }),
            share: exclusion.share.as_ref().map(amount),
            means: self.optional_texts(exclusion.means.as_ref()),
        };
        made.words = words::exclusion(&made, &hours);
        made
    }

    fn applies(&mut self, source: &ExclusionSource) -> format::Applies {
        match source {
            ExclusionSource::Permitted(open) => format::Applies::Permitted { open: open.iter().map(opening).collect() },
            ExclusionSource::Calendar(set) => format::Applies::During { instants: self.instants(set) },
            ExclusionSource::When(condition) => format::Applies::When { condition: self.formula(condition) },
            ExclusionSource::Between(from, until) => {
                format::Applies::Between { from: self.event(from), until: self.event(until) }
            }
            ExclusionSource::Blank(name) => {
                self.blanks.insert(name.clone());
                format::Applies::When { condition: format::Formula::Nothing }
            }
        }
    }

    pub(super) fn penalty(&mut self, schedule: &Schedule) -> format::Penalty {
        let (amount, brackets) = match &schedule.pays {
            Pays::Amount(expr) => (Some(self.formula(expr)), None),
            Pays::Brackets(decision) => (None, Some(self.table(decision, Self::formula))),
            Pays::Blank(name) => {
                self.blanks.insert(name.clone());
                (None, None)
            }
        };
        let direction = match schedule.direction {
            Direction::Penalty => format::Direction::Penalty,
            Direction::Bonus => format::Direction::Bonus,
        };
        let basis = self.optional_formula(schedule.basis.as_ref());
        let (from, until) = self.days(schedule.term.validity);
        format::Penalty {
            id: schedule.term.id.to_string(),
            label: self.texts(&schedule.term.label),
            term: self.origin(&schedule.term),
            direction,
            scope: self.scope(&schedule.scope),
            services: schedule.scope.services.iter().map(ToString::to_string).collect(),
            each: schedule.each.as_ref().map(|w| self.window(w)),
            words: words::pays(direction, amount.as_ref(), brackets.as_ref(), basis.as_ref()),
            basis,
            amount,
            brackets,
            waived_when: self.formulas(&schedule.waived),
            from,
            until,
        }
    }

    pub(super) fn exception(&mut self, exception: &Exception) -> format::Exception {
        let (from, until) = self.days(exception.term.validity);
        format::Exception {
            id: exception.term.id.to_string(),
            label: self.texts(&exception.term.label),
            term: self.origin(&exception.term),
            on: exception.on.iter().map(ToString::to_string).collect(),
            applies: exception.when.as_ref().map(|source| self.applies(source)),
            from,
            until,
            scope: self.scope(&exception.scope),
            over: exception.over.iter().map(ToString::to_string).collect(),
            replaces: exception.fields.iter().map(|field| self.replaced(field)).collect(),
        }
    }

    fn replaced(&mut self, (field, value): &(Name, Replacement)) -> format::Replaced {
        let value = match value {
            Replacement::Expr(expr) => format::Replacement::Formula { formula: self.formula(expr) },
            Replacement::Bound(bound) => format::Replacement::Target { target: self.target(bound) },
            Replacement::Words(words) => {
                format::Replacement::Words { words: words.iter().map(ToString::to_string).collect() }
            }
            Replacement::Text(text) => format::Replacement::Text { text: self.texts(text) },
            Replacement::Hours(open, counted) => {
                let counted: Vec<_> = counted.iter().map(|day| self.counted_opening(day)).collect();
                format::Replacement::Hours { open: open.iter().map(opening).chain(counted).collect() }
            }
            Replacement::Calendar(set) => format::Replacement::Instants { instants: self.instants(set) },
            Replacement::Window(window) => format::Replacement::Window { window: self.window(window) },
            Replacement::Delay(delay) => format::Replacement::Delay { delay: self.delay(delay) },
            Replacement::Cap(cap) => format::Replacement::Cap {
                amount: self.formula(&cap.amount),
                each: cap.window.as_ref().map(|window| self.window(window)),
                of: cap.of.iter().map(ToString::to_string).collect(),
            },
            Replacement::Exempt(exempt) => format::Replacement::Exempt {
                amount: self.formula(&exempt.amount),
                each: exempt.window.as_ref().map(|window| self.window(window)),
                then: exempt.then.as_ref().map(ToString::to_string),
            },
            Replacement::Combine(combine, per, between) => {
                let word = match combine {
                    Combination::Blank(name) => {
                        self.blanks.insert(name.clone());
                        "sum"
                    }
                    Combination::Sum => "sum",
                    Combination::Greatest => "greatest",
                    Combination::Least => "least",
                    Combination::Choice(_) => "choice",
                };
                let per = per.iter().map(|per| format!("per {per}"));
                let names = |group: &Vec<crate::model::Id<Schedule>>| {
                    group.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
                };
                let between = (!between.is_empty()).then(|| between.iter().map(names).collect::<Vec<_>>().join(" or "));
                let between = between.map(|groups| format!("between {groups}"));
                format::Replacement::Words {
                    words: std::iter::once(word.to_owned()).chain(per).chain(between).collect(),
                }
            }
        };
        format::Replaced { field: field.to_string(), value }
    }

    /// The presets that say how everything is counted, one convention a question.
    pub(super) fn conventions(&mut self) -> Vec<format::Convention> {
        let of = |about: &'static str, term: &Term, rules: &[(Name, Name)]| -> Vec<format::Convention> {
            let convention = |(question, answer): &(Name, Name)| format::Convention {
                about: about.into(),
                question: question.to_string(),
                answer: answer.to_string(),
                instants: None,
                term: self.origin(term),
            };
            rules.iter().map(convention).collect()
        };
        let clock = self.model.clock.as_ref().map(|c| of("clock", &c.term, &c.rules));
        let assessment = self.model.assessment.as_ref().map(|a| of("assessment", &a.term, &a.rules));
        let mut all: Vec<format::Convention> = [clock, assessment].into_iter().flatten().flatten().collect();
        let delays = self.model.delays.iter().map(|d| (d, of("delays", &d.term, &d.rules))).collect::<Vec<_>>();
        for (preset, words) in delays {
            all.extend(words);
            for (question, set) in [("during", &preset.calendar), ("reception", &preset.reception)] {
                let instants = set.as_ref().map(|set| self.instants(set));
                all.extend(instants.map(|instants| format::Convention {
                    about: "delays".into(),
                    question: question.into(),
                    answer: "instants".into(),
                    instants: Some(instants),
                    term: self.origin(&preset.term),
                }));
            }
        }
        all
    }
}
