//! Which cases, services, values and fields are meant.

use super::{Article, Noun, Phrases};
use crate::emit::text::markdown;
use crate::model::{Commitment, CommitmentRef, Dependency, Dimension, HasTerm, Id, Record, Scope, Subject};

impl Phrases<'_> {
    /// What people call a value of a dimension.
    #[must_use]
    pub fn value(&self, dimension: &Id<Dimension>, value: &str) -> String {
        let values = self.model.dimensions.get(dimension).map(|d| d.values.as_slice()).unwrap_or_default();
        let label = values.iter().find(|v| v.name == value).map(|v| self.text(&v.label)).filter(|l| !l.is_empty());
        label.unwrap_or_else(|| markdown::code(value))
    }

    /// The same between quotation marks; a bare name in code font needs none.
    #[must_use]
    pub fn quoted_value(&self, dimension: &Id<Dimension>, value: &str) -> String {
        let label = self.value(dimension, value);
        if label.starts_with('`') { label } else { self.quoted(&label) }
    }

    /// What people call a field of a record, between quotation marks.
    #[must_use]
    pub fn field_name(&self, record: &Id<Record>, field: &str) -> String {
        let label = self.bare_field_name(record, field);
        if label.starts_with('`') { label } else { self.quoted(&label) }
    }

    /// The same without quotation marks.
    #[must_use]
    pub fn bare_field_name(&self, record: &Id<Record>, field: &str) -> String {
        let fields = self.model.records.get(record).map(|r| r.fields.as_slice()).unwrap_or_default();
        let label = fields.iter().find(|f| f.name == field).map(|f| self.text(&f.label)).filter(|l| !l.is_empty());
        label.unwrap_or_else(|| markdown::code(field))
    }

    /// `les cas dont « Priorité » est « Critique » ou « Majeure »`; none where nothing is limited.
    #[must_use]
    pub fn scope(&self, scope: &Scope) -> Option<String> {
        let mut parts = Vec::new();
        for (dimension, values) in &scope.dimensions {
            let of = self.model.dimensions.get(dimension).map(|d| &d.of);
            let noun = match of {
                Some(Subject::Service(_)) => self.either("les services", "the services"),
                Some(Subject::Contract) => self.either("un contrat", "a contract"),
                Some(Subject::Objective) => self.either("les objectifs", "the objectives"),
                _ => self.either("les cas", "the cases"),
            };
            let values: Vec<_> = values.iter().map(|v| self.quoted_value(dimension, v)).collect();
            let (name, values) = (self.name(dimension.as_str()), self.any_of(&values));
            parts.push(if self.is_french() { format!("{noun} dont {name} est {values}") } else { format!("{noun} whose {name} is {values}") });
        }
        match scope.services.as_slice() {
            [] => {}
            [service] => parts.push(format!("{} {}", self.either("le service", "the service"), self.name(service.as_str()))),
            services => {
                let names: Vec<_> = services.iter().map(|s| self.name(s.as_str())).collect();
                parts.push(format!("{} {}", self.either("les services", "the services"), self.all_of(&names)));
            }
        }
        if parts.is_empty() { None } else { Some(parts.join(self.either(" et, en outre, ", " and, moreover, "))) }
    }

    /// The values of a scope as a table wants them.
    #[must_use]
    pub fn short_scope(&self, scope: &Scope) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (dimension, values) in &scope.dimensions {
            parts.push(values.iter().map(|v| self.value(dimension, v)).collect::<Vec<_>>().join(", "));
        }
        parts.extend(scope.services.iter().map(|s| self.short_name(s.as_str())));
        if parts.is_empty() { self.either("tous les cas", "all cases").to_owned() } else { parts.join(self.either("\u{A0}; ", "; ")) }
    }

    /// What people call a term, without quotation marks.
    #[must_use]
    pub fn short_name(&self, id: &str) -> String {
        self.terms.get(id).map_or_else(|| markdown::code(id), |term| self.label(term))
    }

    /// The title of the clause of a commitment: its label, else its indicator and its scope.
    #[must_use]
    pub fn commitment_title(&self, commitment: &Commitment) -> String {
        if !commitment.term.label.is_empty() {
            return self.text(&commitment.term.label);
        }
        let what = self.short_name(commitment.indicator.as_str());
        let objective = commitment.objective.as_deref().filter(|o| *o != commitment.indicator.as_str()).map(markdown::code);
        let scope = (!commitment.scope.is_all()).then(|| self.short_scope(&commitment.scope));
        let tier = self.short_name(commitment.tier.as_str());
        [Some(what), objective, Some(tier), scope].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The commitments that an expression means.
    #[must_use]
    pub fn commitments(&self, wanted: &CommitmentRef) -> Noun {
        let what = match (&wanted.objective, &wanted.indicator) {
            (Some(objective), _) => self.objective_name(objective),
            (None, Some(indicator)) => self.name(indicator.as_str()),
            (None, None) => String::new(),
        };
        let mut text = format!("{} {what}", self.either("engagement", "commitment")).trim_end().to_owned();
        if let Some(tier) = &wanted.tier {
            text.push_str(&format!(" {} {}", self.either("du niveau", "of the level"), self.name(tier.as_str())));
        }
        if let Some(scope) = self.scope(&wanted.scope) {
            text.push_str(&format!(" {} {scope}", self.either("pour", "for")));
        }
        self.noun(Article::Elided, text)
    }

    fn objective_name(&self, objective: &str) -> String {
        let found = self.model.commitments.iter().find(|c| c.objective.as_deref() == Some(objective));
        let label = found.map(|c| self.text(&c.term().label)).filter(|l| !l.is_empty());
        label.map_or_else(|| markdown::code(objective), |l| self.quoted(&l))
    }

    /// What a term is about, as the object of « de »: `« Incident »`, `chaque objectif`.
    #[must_use]
    pub fn subject(&self, subject: &Subject) -> String {
        match subject {
            Subject::Contract => self.either("le contrat", "the contract").to_owned(),
            Subject::Objective => self.either("chaque objectif", "each objective").to_owned(),
            Subject::Record(record) => format!("{} {}", self.either("chaque cas", "each case"), self.name(record.as_str())),
            Subject::Service(service) => format!("{} {}", self.either("le service", "the service"), self.name(service.as_str())),
            Subject::Dimension(dimension) => {
                format!("{} {}", self.either("chaque valeur du critère", "each value of the criterion"), self.name(dimension.as_str()))
            }
            Subject::Any => self.either("chaque service", "each service").to_owned(),
        }
    }

    /// The services that a service needs.
    #[must_use]
    pub fn dependency(&self, dependency: &Dependency) -> String {
        let parts = |of: &[Dependency]| of.iter().map(|d| self.nested_dependency(d)).collect::<Vec<_>>();
        match dependency {
            Dependency::Service(service) => self.cite(service.as_str()),
            Dependency::All(of) => self.all_of(&parts(of)),
            Dependency::Any(of) => {
                format!("{} {}", self.either("au moins l’un des services suivants\u{A0}:", "at least one of:"), self.all_of(&parts(of)))
            }
            Dependency::AtLeast(count, of) => {
                let list = self.all_of(&parts(of));
                if self.is_french() { format!("au moins {count} des services suivants\u{A0}: {list}") } else { format!("at least {count} of: {list}") }
            }
        }
    }

    fn nested_dependency(&self, dependency: &Dependency) -> String {
        match dependency {
            Dependency::Service(_) => self.dependency(dependency),
            _ => format!("({})", self.dependency(dependency)),
        }
    }
}
