//! So many of the instances of a service, or of the values of a dimension, that meet a condition at the same time.

use super::evidence::Row;
use super::expr::{Alone, Env};
use super::instances;
use super::states::at_least_of;
use super::world::{Span, World};
use crate::base::Name;
use crate::model::{Among, Expr, HasTerm, Id, Service};
use crate::time::Instants;

impl World<'_> {
    /// The instants at which so many of them meet a condition; none: all, as far as it is known which there are.
    pub(super) fn several(&self, at_least: Option<u32>, among: &Among, holds: &Expr, env: &Env<'_>) -> Instants {
        let (sets, known): (Vec<Instants>, bool) = match among {
            Among::Instances(service) => {
                let instances = self.instances(service, env);
                let of = |instance| self.instants_where(holds, &Env { service: Some(instance), ..*env });
                let known = self.is_listed(service);
                (instances.iter().map(of).collect(), known)
            }
            Among::Values(dimension) => {
                let values = self.model.dimensions.get(dimension).map(|d| d.values.as_slice()).unwrap_or_default();
                let of = |value: &Name| {
                    let alone = Alone { dimension, value, within: env.alone };
                    self.instants_where(holds, &Env { alone: Some(&alone), ..*env })
                };
                (values.iter().map(|value| of(&value.name)).collect(), true)
            }
        };
        let within = self.calendars.within();
        match at_least.or_else(|| u32::try_from(sets.len()).ok().filter(|number| known && *number > 0)) {
            Some(number) => at_least_of(number, &sets, within),
            None => Instants::never(within),
        }
    }

    /// The instances of a service, those that have the values that are looked at.
    pub(super) fn instances(&self, service: &Id<Service>, env: &Env<'_>) -> Vec<Id<Service>> {
        let of_service = |id: &Id<Service>| instances::parts(id.as_str()).is_some_and(|(of, _)| of == service.as_str());
        let has = |id: &Id<Service>| {
            let own = Env { alone: None, ..Env::of_service(id, env.span) };
            self.has_values(env.alone, &own)
        };
        self.model.services.iter().map(HasTerm::id).filter(|id| of_service(id) && has(id)).collect()
    }

    /// Whether a record has the values that are looked at by themselves.
    pub(super) fn is_looked_at(&self, row: &Row, env: &Env<'_>) -> bool {
        env.alone.is_none() || self.has_values(env.alone, &Env::of_row(row, Span::whole(self.term())))
    }

    fn has_values(&self, mut alone: Option<&Alone<'_>>, of: &Env<'_>) -> bool {
        while let Some(one) = alone {
            if self.dimension(one.dimension, of).as_ref() != Some(one.value) {
                return false;
            }
            alone = one.within;
        }
        true
    }
}
