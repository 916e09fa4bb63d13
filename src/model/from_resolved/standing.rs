//! Conditions that are asked of the contract as a whole, as those of rights are: they have neither a record nor a service of their own.

use super::Lower;
use super::rules::WRONG_VALUE;
use crate::base::Span;
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{Event, Expr, Id, Service, Subject};

impl Lower<'_> {
    /// A condition with the service that it is about, where the contract has one only. What would never hold is reported.
    pub(super) fn asked_of_contract(&mut self, mut condition: Expr, span: Span) -> Expr {
        let mut asked = Asked { only: self.only_service(), ..Asked::default() };
        self.ask(&mut condition, &mut asked);
        if let Some((what, of)) = asked.of_a_record {
            let message = format!("`{what}` is of one `{of}`, and nothing says of which");
            let finding = Finding::new(&WRONG_VALUE, span, message).here("asked of the contract as a whole");
            self.sink.report(finding.help(format!("gather them: `count of {of} where (…) over last 3 months >= 1`")));
        }
        if let Some(what) = asked.of_a_service {
            let message = format!("nothing says of which service `{what}` is meant");
            let finding = Finding::new(&WRONG_VALUE, span, message).here("asked of the contract as a whole");
            self.sink.report(
                finding.help(format!("write `{what} of` and the service, or count breaches: `count of breaches of …`")),
            );
        }
        condition
    }

    /// The one service of the contract, where it has one, without instances.
    pub(super) fn only_service(&self) -> Option<Id<Service>> {
        let program = self.program;
        let is_service = |id: &&crate::resolved::DeclId| self.is_kind(**id, KindId::Service);
        let mut services = program.names.values().flatten().filter(is_service);
        let only = services.next().copied().filter(|_| services.next().is_none())?;
        (!self.has_instances(only)).then(|| self.id::<Service>(only))
    }

    fn ask(&self, expr: &mut Expr, asked: &mut Asked) {
        match expr {
            Expr::Field { record, field } | Expr::Event(Event::Field { record, field }) => {
                asked.of_a_record.get_or_insert((field.to_string(), record.to_string()));
            }
            Expr::State(state) => {
                let own = self.states.get(state).map(|state| &state.of);
                if matches!(own, Some(Subject::Any)) {
                    self.give(state.to_string(), asked);
                    if let Some(service) = &asked.only {
                        *expr = Expr::OfService { service: service.clone(), holds: Box::new(expr.clone()) };
                    }
                }
            }
            Expr::Indicator { indicator, of: of @ None } => {
                let found = self.indicators.get(indicator);
                let needs = found.is_some_and(|i| {
                    i.of == Subject::Any && i.formula.any(&|part| matches!(part, Expr::TimeShare { .. }))
                });
                if needs {
                    self.give(indicator.to_string(), asked);
                    of.clone_from(&asked.only);
                }
            }
            Expr::Not(inner) | Expr::Step { value: inner, .. } => self.ask(inner, asked),
            Expr::Binary { left, right, .. } | Expr::Compare { left, right, .. } => {
                self.ask(left, asked);
                self.ask(right, asked);
            }
            Expr::Call { arguments: all, .. } | Expr::Quorum { of: all, .. } => {
                all.iter_mut().for_each(|part| self.ask(part, asked));
            }
            // What is gathered from records is of each of them; what is gathered from an indicator is of a service.
            Expr::Aggregate { of, .. } if matches!(**of, Expr::Indicator { .. }) => self.ask(of, asked),
            _ => {}
        }
    }

    fn give(&self, what: String, asked: &mut Asked) {
        if asked.only.is_none() {
            asked.of_a_service.get_or_insert(what);
        }
    }
}

/// What a condition is asked of.
#[derive(Default)]
struct Asked {
    /// The one service of the contract.
    only: Option<Id<Service>>,
    /// The first thing that is of a record, and of which sort.
    of_a_record: Option<(String, String)>,
    /// The first thing that is of a service, of which nothing says which.
    of_a_service: Option<String>,
}
