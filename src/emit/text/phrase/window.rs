//! Windows, events and lengths of time.

use super::{Article, Noun, Phrases};
use crate::emit::text::markdown;
use crate::model::{CalendarSet, Deadline, Event, Id, PeriodUnit, ProcedureStep, Quantity, Record, Window};
use crate::quantity::{Dimension, Measure, Rational, SpanBase, format};

impl Phrases<'_> {
    /// `les 12 derniers mois civils`, `the last 12 calendar months`; of a span in days or hours that is not one of these, the stretch.
    fn last(&self, span: &Quantity) -> Noun {
        let fr = self.is_french();
        let unit = PeriodUnit::named(&span.unit).filter(|_| span.as_blank().is_none());
        let Some(unit) = unit else {
            let span = self.length(span, None);
            let text = if fr { format!("période écoulée de {span}") } else { format!("past period of {span}") };
            return self.noun(Article::La, text);
        };
        let (_, one, many) = self.unit(unit);
        let is_one = span.value == Rational::one();
        let number = format::number(&span.value, self.language);
        let feminine =
            matches!(unit, PeriodUnit::Hour | PeriodUnit::Week | PeriodUnit::Year | PeriodUnit::ContractYear);
        match (fr, is_one, feminine) {
            (true, true, true) => self.noun(Article::La, format!("dernière {one}")),
            (true, true, false) => self.noun(Article::Le, format!("dernier {one}")),
            (true, false, true) => self.noun(Article::Les, format!("{number}\u{A0}dernières {many}")),
            (true, false, false) => self.noun(Article::Les, format!("{number}\u{A0}derniers {many}")),
            (false, true, _) => self.noun(Article::Le, format!("last {one}")),
            (false, false, _) => self.noun(Article::Les, format!("last {number}\u{A0}{many}")),
        }
    }

    /// What a count of breaches over the last periods adds to them, where those that were not assessed are skipped.
    pub(super) fn those_assessed(&self, window: &Window) -> &'static str {
        let skips = self
            .model
            .assessment
            .as_ref()
            .is_some_and(|preset| preset.rules.iter().any(|(rule, word)| rule == "in_series" && word == "skipped"));
        match window {
            Window::Last { span } if skips && PeriodUnit::named(&span.unit).is_some() => {
                let unit = PeriodUnit::named(&span.unit);
                match (span.value == Rational::one(), unit) {
                    (true, Some(PeriodUnit::Week | PeriodUnit::Year)) => self.either(" évaluée", " that was assessed"),
                    (true, _) => self.either(" évalué", " that was assessed"),
                    (false, Some(PeriodUnit::Week | PeriodUnit::Year)) => {
                        self.either(" qui ont été évaluées", " that were assessed")
                    }
                    (false, _) => self.either(" qui ont été évalués", " that were assessed"),
                }
            }
            _ => "",
        }
    }

    /// `chaque mois civil`, `each calendar month`.
    #[must_use]
    pub fn each(&self, window: &Window) -> String {
        match window {
            Window::All { parts } => self.all_of(&parts.iter().map(|p| self.each(p)).collect::<Vec<_>>()),
            Window::Term => self.either("toute la durée du contrat", "the whole term of the contract").to_owned(),
            Window::Last { .. } | Window::Next { .. } | Window::Previous { .. } | Window::Anchored { .. } => {
                self.window(window).plain()
            }
            Window::Case { record } => self.each_case(record),
            Window::Rolling { step: Some(_), .. } => {
                let window = self.window(window);
                let inside = self.either(
                    "et comprise tout entière dans la durée du contrat",
                    "and lying wholly within the term of the contract",
                );
                format!("{} {}, {inside}", self.either("chaque", "each"), window.without_article())
            }
            _ => format!("{} {}", self.either("chaque", "each"), self.window(window).without_article()),
        }
    }

    /// `par mois civil`, `per calendar month`.
    #[must_use]
    pub fn per(&self, window: &Window) -> String {
        let per = self.either("par", "per");
        match window {
            Window::Case { record } => format!("{per} {}", self.case(record)),
            _ => format!("{per} {}", self.window(window).without_article()),
        }
    }

    /// `chaque panne`, `each incident`.
    #[must_use]
    pub fn each_case(&self, record: &Id<Record>) -> String {
        format!("{} {}", self.either("chaque", "each"), self.case(record))
    }

    /// What one record of a sort is called, as a common noun: `panne`. A label that may be a plural or a proper name stays
    /// between quotation marks: `cas « Travaux annoncés »`.
    fn case(&self, record: &Id<Record>) -> String {
        let label = self.model.records.get(record).map(|r| self.title(&r.term.label)).unwrap_or_default();
        let first = label.split([' ', '\u{A0}']).next().unwrap_or_default();
        let mut letters = first.chars();
        let is_common =
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        if !is_common || first.ends_with(['s', 'x']) {
            return format!("{} {}", self.either("cas", "case"), self.name(record.as_str()));
        }
        let mut letters = label.chars();
        letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
    }

    /// `sur le mois civil`, `over the calendar month`.
    #[must_use]
    pub fn over(&self, window: &Window) -> String {
        let noun = self.window(window);
        match window {
            Window::Rolling { .. } => format!("{} {}", self.either("sur une", "over a"), noun.without_article()),
            _ => format!("{} {}", self.either("sur", "over"), noun.plain()),
        }
    }

    /// A window as a thing: `le mois civil`, `the calendar month`.
    #[must_use]
    pub fn window(&self, window: &Window) -> Noun {
        let fr = self.is_french();
        match window {
            Window::Calendar { count: 1, unit } => {
                let (article, one, _) = self.unit(*unit);
                self.noun(article, one)
            }
            Window::Calendar { count, unit } => {
                let (.., many) = self.unit(*unit);
                self.noun(
                    Article::La,
                    if fr { format!("période de {count} {many}") } else { format!("period of {count} {many}") },
                )
            }
            Window::OpenDays { of: CalendarSet::Always } => {
                self.window(&Window::Calendar { count: 1, unit: PeriodUnit::Day })
            }
            Window::OpenDays { of } => {
                let of = self.calendar(of).of();
                self.noun(Article::Le, format!("{} {of}", self.either("jour", "day")))
            }
            Window::Period { period, .. } if period.as_blank().is_some() => self.bare(self.name(period.as_str())),
            Window::Period { count: 1, period } => {
                self.noun(Article::La, format!("{} {}", self.either("période", "period"), self.name(period.as_str())))
            }
            Window::Period { count, period } => {
                let name = self.name(period.as_str());
                self.noun(
                    Article::La,
                    if fr {
                        format!("suite de {count} périodes {name}")
                    } else {
                        format!("run of {count} periods {name}")
                    },
                )
            }
            Window::Rolling { span, step } => {
                let span = self.length(span, None);
                let mut text =
                    if fr { format!("fenêtre glissante de {span}") } else { format!("rolling window of {span}") };
                if let Some(step) = step {
                    let step = self.length(step, None);
                    text.push_str(&if fr {
                        format!(", avançant par pas de {step}")
                    } else {
                        format!(", moved on by steps of {step}")
                    });
                }
                self.noun(Article::La, text)
            }
            Window::Last { span } => self.last(span),
            Window::Next { span } => {
                let span = self.length(span, None);
                self.noun(
                    Article::La,
                    if fr { format!("période à venir de {span}") } else { format!("coming period of {span}") },
                )
            }
            Window::Previous { count, of } => {
                let before = self.either("précédant la période considérée", "preceding the period considered");
                match (&**of, *count) {
                    (of, 1) => self.window(of).with(&format!(" {before}")),
                    (Window::Calendar { unit, .. }, count) => {
                        let (.., many) = self.unit(*unit);
                        self.noun(Article::Les, format!("{count} {many} {before}"))
                    }
                    (Window::Period { period, .. }, count) => {
                        let name = self.name(period.as_str());
                        let periods = self.either("périodes", "periods");
                        self.noun(Article::Les, format!("{count} {periods} {name} {before}"))
                    }
                    (of, _) => self.window(of),
                }
            }
            Window::Anchored { span, after, event } => {
                let (span, event) = (self.length(span, None), self.event(event));
                let text = match (fr, *after) {
                    (true, false) => format!("période de {span} qui s’achève à la survenance {}", event.of()),
                    (true, true) => format!("période de {span} qui commence à la survenance {}", event.of()),
                    (false, false) => format!("period of {span} that ends with {}", event.plain()),
                    (false, true) => format!("period of {span} that begins with {}", event.plain()),
                };
                self.noun(Article::La, text)
            }
            Window::Slot { length } => {
                let length = self.quantity(length);
                self.noun(Article::Le, if fr { format!("créneau de {length}") } else { format!("slot of {length}") })
            }
            Window::Case { record } => {
                self.noun(Article::Le, format!("{} {}", self.either("cas", "case"), self.name(record.as_str())))
            }
            Window::Value { dimension } => {
                let name = self.name(dimension.as_str());
                self.noun(
                    Article::La,
                    if fr { format!("valeur du critère {name}") } else { format!("value of the criterion {name}") },
                )
            }
            Window::All { parts } => {
                let parts: Vec<_> = parts.iter().map(|p| self.window(p).without_article().to_owned()).collect();
                let parts = self.all_of(&parts);
                self.noun(
                    Article::La,
                    if fr { format!("réunion, à la fois, de {parts}") } else { format!("combination of {parts}") },
                )
            }
            Window::Term => self.noun(Article::La, self.either("durée du contrat", "term of the contract")),
        }
    }

    /// The article, the singular and the plural of a unit of periods.
    pub(super) fn unit(&self, unit: PeriodUnit) -> (Article, &'static str, &'static str) {
        let (article, fr, en) = match unit {
            PeriodUnit::Hour => {
                (Article::Elided, ("heure d’horloge", "heures d’horloge"), ("clock hour", "clock hours"))
            }
            PeriodUnit::Day => (Article::Le, ("jour civil", "jours civils"), ("calendar day", "calendar days")),
            PeriodUnit::Week => {
                (Article::La, ("semaine civile", "semaines civiles"), ("calendar week", "calendar weeks"))
            }
            PeriodUnit::Month => (Article::Le, ("mois civil", "mois civils"), ("calendar month", "calendar months")),
            PeriodUnit::Quarter => {
                (Article::Le, ("trimestre civil", "trimestres civils"), ("calendar quarter", "calendar quarters"))
            }
            PeriodUnit::Year => {
                (Article::Elided, ("année civile", "années civiles"), ("calendar year", "calendar years"))
            }
            PeriodUnit::ContractMonth => {
                (Article::Le, ("mois contractuel", "mois contractuels"), ("contract month", "contract months"))
            }
            PeriodUnit::ContractQuarter => (
                Article::Le,
                ("trimestre contractuel", "trimestres contractuels"),
                ("contract quarter", "contract quarters"),
            ),
            PeriodUnit::ContractYear => {
                (Article::Elided, ("année contractuelle", "années contractuelles"), ("contract year", "contract years"))
            }
        };
        let (one, many) = if self.is_french() { fr } else { en };
        (article, one, many)
    }

    /// Something that happens, as a thing.
    #[must_use]
    pub fn event(&self, event: &Event) -> Noun {
        let fr = self.is_french();
        match event {
            Event::Field { record, field } => {
                let (name, of) = (self.field_name(record, field), self.of_record(record));
                self.noun(Article::Elided, format!("{} {name}{of}", self.either("événement", "event")))
            }
            Event::StartOf(window) => {
                self.noun(Article::Le, format!("{} {}", self.either("début", "start"), self.window(window).of()))
            }
            Event::EndOf(window) => {
                self.noun(Article::La, format!("{} {}", self.either("fin", "end"), self.window(window).of()))
            }
            Event::Done(duty) => {
                let duty = self.cite(duty.as_str());
                self.noun(
                    Article::Elided,
                    if fr {
                        format!("exécution de l’obligation de l’{duty}")
                    } else {
                        format!("performance of the duty of {duty}")
                    },
                )
            }
            Event::Breach(of) if of.is_all_of_a_tier() => {
                let of = self.commitments(of).of();
                let breach = self.either("manquement à l’un", "breach of one");
                self.noun(Article::Le, format!("{breach} {of}"))
            }
            Event::Breach(of) => {
                let of = self.commitments(of);
                self.noun(
                    Article::Le,
                    if fr { format!("manquement {}", of.to()) } else { format!("breach of {}", of.plain()) },
                )
            }
            Event::Step(step) => {
                let mut steps = self.model.procedure.iter().flat_map(|p| &p.steps);
                let label =
                    steps.find(|s| s.name == *step).map_or_else(|| markdown::code(step), |s| self.step_label(s));
                let name = if label.starts_with('`') { label } else { self.quoted(&label) };
                self.noun(
                    Article::Elided,
                    if fr {
                        format!("étape {name} de la procédure, accomplie ou échue")
                    } else {
                        format!("step {name} of the procedure, taken or lapsed")
                    },
                )
            }
            Event::Later(events) => {
                self.one_of_events(events, "plus tardif des événements suivants", "later of the following events")
            }
            Event::Earlier(events) => {
                self.one_of_events(events, "premier des événements suivants", "earlier of the following events")
            }
            Event::ContractStart => {
                self.noun(Article::La, self.either("prise d’effet du contrat", "start of the contract"))
            }
            Event::ContractEnd => self.noun(Article::Le, self.either("terme du contrat", "end of the contract")),
            Event::Blank(name) => self.bare(self.blank(name)),
        }
    }

    /// What people call a step of the procedure.
    #[must_use]
    pub fn step_label(&self, step: &ProcedureStep) -> String {
        let label = self.title(&step.label);
        if label.is_empty() { markdown::code(&step.name) } else { label }
    }

    fn one_of_events(&self, events: &[Event], french: &str, english: &str) -> Noun {
        let events: Vec<_> = events.iter().map(|e| self.event(e).plain()).collect();
        self.noun(Article::Le, format!("{} ({})", self.either(french, english), self.all_of(&events)))
    }

    /// `by the end of the 2nd period “Billing cycle” that follows the one in which … falls`: a delay in periods of the contract's own.
    pub(super) fn by_the_end_of_periods(&self, deadline: &Deadline) -> Option<String> {
        let length = &deadline.delay.length;
        let period = self.model.periods.by_name(&length.unit)?;
        let event = self.event(deadline.after.as_ref()?);
        let name = self.quoted(&self.label(&period.term));
        let number = length.value.to_i64().and_then(|number| u32::try_from(number).ok())?;
        let rank = match number {
            1 => self.either("première", "first").to_owned(),
            _ => format::ordinal(number, self.language),
        };
        Some(if self.is_french() {
            format!("au plus tard à la fin de la {rank} période {name} qui suit celle où se situe {}", event.plain())
        } else {
            format!("by the end of the {rank} period {name} that follows the one in which {} falls", event.plain())
        })
    }

    /// A length of time: exact elapsed time, or days and months that name what they are counted on.
    #[must_use]
    pub fn length(&self, length: &Quantity, calendar: Option<&CalendarSet>) -> String {
        let words = self.quantity(length);
        let in_days = Measure::parse(&length.unit).is_some_and(|m| m.unit.dimension == Dimension::Span(SpanBase::Day));
        match calendar.filter(|c| **c != CalendarSet::Always) {
            None if length.unit == "day" => self.calendar_days(&words),
            None => words,
            Some(calendar) if in_days => format!("{words} {}", self.calendar(calendar).of()),
            Some(calendar) if self.is_french() => format!("{words} à compter sur {}", self.calendar(calendar).plain()),
            Some(calendar) => format!("{words} counted on {}", self.calendar(calendar).plain()),
        }
    }

    /// `30 jours` as `30 jours calendaires`, so that nobody takes them for days of work.
    fn calendar_days(&self, words: &str) -> String {
        match (self.is_french(), words.ends_with('s'), words.rsplit_once(['\u{A0}', ' '])) {
            (true, true, _) => format!("{words} calendaires"),
            (true, false, _) => format!("{words} calendaire"),
            (false, _, Some((number, noun))) => format!("{number}\u{A0}calendar {noun}"),
            (false, _, None) => words.to_owned(),
        }
    }
}
