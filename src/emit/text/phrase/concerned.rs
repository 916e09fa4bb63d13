//! Whose values a sentence means: those of the service, or of the instance of one, that is judged.

use super::Phrases;
use super::noun::Noun;
use crate::model::{Commitment, Expr, Figure, HasTerm, Id, Schedule, Subject, Window};

/// What is judged by itself where a sentence is about one of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concerned {
    /// A service.
    Service,
    /// An instance of a service.
    Instance,
    /// Services, and instances of others.
    Either,
}

impl Phrases<'_> {
    /// What an aggregate gathers: of a figure, the values of all services, but of the one that is judged; of an indicator of cases, those of each.
    pub(super) fn all_gathered(&self, of: &Expr) -> Noun {
        match of {
            Expr::Figure { figure, of: None } if self.concerned.is_none() => {
                let noun = self.gathered(of);
                match self.all_that_have(figure) {
                    Some(words) => noun.with(words),
                    None => noun,
                }
            }
            Expr::Indicator { indicator, .. }
                if matches!(self.model.indicators.get(indicator).map(|i| &i.of), Some(Subject::Record(_))) =>
            {
                self.gathered(of).with(self.either(" de chaque cas", " of each case"))
            }
            _ => self.gathered(of),
        }
    }

    /// Which services, or instances of them, have a value of a figure, where several have.
    fn all_that_have(&self, figure: &Id<Figure>) -> Option<&'static str> {
        let services = &self.model.services;
        let of = self.model.figures.get(figure)?.of.as_ref()?;
        let having: Vec<bool> = match of {
            Subject::Any => services.iter().map(|service| service.many).collect(),
            Subject::Service(service) => services.get(service).map(|service| service.many).into_iter().collect(),
            _ => return None,
        };
        match (having.len(), having.iter().any(|many| *many), having.iter().all(|many| *many)) {
            (0, ..) | (1, false, _) => None,
            (1, true, _) => Some(self.either(" de toutes les instances", " of all instances")),
            (_, false, _) => Some(self.either(" de tous les services", " of all services")),
            (_, true, true) => {
                Some(self.either(" de toutes les instances de tous les services", " of all instances of all services"))
            }
            (_, true, false) => Some(self.either(
                " de tous les services et de toutes leurs instances",
                " of all services and of all their instances",
            )),
        }
    }

    /// The words of a sentence about one service or instance, whose own values it means.
    #[must_use]
    pub fn concerning(&self, concerned: Option<Concerned>) -> Self {
        Self { used: self.used.clone(), terms: self.terms.clone(), concerned, ..*self }
    }

    /// What the amounts of schedules are owed for, one by one.
    #[must_use]
    pub fn concerned_by<'s>(&self, schedules: impl IntoIterator<Item = &'s Schedule>) -> Concerned {
        let (mut services, mut instances) = (false, false);
        for schedule in schedules {
            for commitment in schedule.on.iter().filter_map(|id| self.model.commitments.get(id)) {
                let meant = |id: &Id<_>| {
                    [&schedule.scope, &commitment.scope]
                        .iter()
                        .all(|s| s.services.is_empty() || s.services.contains(id))
                };
                for (service, _) in self.attached.holders(commitment.tier.name()) {
                    if meant(&service.id()) {
                        (services, instances) = (services || !service.many, instances || service.many);
                    }
                }
            }
        }
        match (services, instances) {
            (true, true) => Concerned::Either,
            (false, true) => Concerned::Instance,
            _ => Concerned::Service,
        }
    }

    /// ` du service concerné`, ` of the instance concerned`.
    pub(super) fn of_concerned(&self) -> &'static str {
        let (french, english) = match self.concerned.unwrap_or(Concerned::Service) {
            Concerned::Service => (" du service concerné", " of the service concerned"),
            Concerned::Instance => (" de l’instance concernée", " of the instance concerned"),
            Concerned::Either => (" du service ou de l’instance concernés", " of the service or instance concerned"),
        };
        if self.is_french() { french } else { english }
    }

    /// `un même service`, `one instance`: what amounts are added up for.
    #[must_use]
    pub fn one_of(&self, concerned: Concerned) -> &'static str {
        match concerned {
            Concerned::Service => self.either("d’un même service", "one service"),
            Concerned::Instance => self.either("d’une même instance", "one instance"),
            Concerned::Either => self.either("d’un même service ou d’une même instance", "one service or one instance"),
        }
    }

    /// `nombre de périodes en manquement au titre`, `number of cases in breach`: what is breached is a period or a case.
    pub(super) fn number_of_breaches(&self, of: &Expr) -> &'static str {
        let is_case = |c: &Commitment| matches!(c.window, Some(Window::Case { .. }));
        if matches!(of, Expr::Commitment(wanted) if wanted.is_all_of_a_tier()) {
            return self.either("nombre de manquements", "number of breaches");
        }
        let (mut cases, mut periods) = (false, false);
        if let Expr::Commitment(wanted) = of {
            for commitment in self.model.commitments.iter().filter(|c| c.target.is_some() && wanted.means(c)) {
                (cases, periods) = (cases || is_case(commitment), periods || !is_case(commitment));
            }
        }
        match (cases, periods) {
            (true, false) => self.either("nombre de cas en manquement au titre", "number of cases in breach"),
            (true, true) => self
                .either("nombre de périodes ou de cas en manquement au titre", "number of periods or cases in breach"),
            (false, _) => self.either("nombre de périodes en manquement au titre", "number of periods in breach"),
        }
    }
}
