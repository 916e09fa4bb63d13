//! Which cases, services, values and fields are meant.

use super::{Article, Noun, Phrases};
use crate::base::Name;
use crate::emit::text::markdown;
use crate::model::{Commitment, CommitmentRef, Dependency, Dimension, HasTerm, Id, Record, Scope, Subject};

impl Phrases<'_> {
    /// What people call a value of a dimension.
    #[must_use]
    pub fn value(&self, dimension: &Id<Dimension>, value: &str) -> String {
        let values = self.model.dimensions.get(dimension).map(|d| d.values.as_slice()).unwrap_or_default();
        let label = values.iter().find(|v| v.name == value).map(|v| self.title(&v.label)).filter(|l| !l.is_empty());
        label.unwrap_or_else(|| self.unlabelled(value))
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
        let label = fields.iter().find(|f| f.name == field).map(|f| self.title(&f.label)).filter(|l| !l.is_empty());
        label.unwrap_or_else(|| markdown::code(field))
    }

    /// `les cas où « Priorité » est « P1 » et où « Plan » est « Or »`; none where nothing is limited.
    #[must_use]
    pub fn scope(&self, scope: &Scope) -> Option<String> {
        let conditions: Vec<_> = scope
            .dimensions
            .iter()
            .map(|(dimension, values)| {
                let values: Vec<_> = values.iter().map(|v| self.quoted_value(dimension, v)).collect();
                format!("{} {} {}", self.name(dimension.as_str()), self.either("est", "is"), self.any_of(&values))
            })
            .collect();
        let names: Vec<_> = scope.services.iter().map(|s| self.name(s.as_str())).collect();
        let services = match names.as_slice() {
            [] => None,
            // Which cases they are is not agreed: services, or values.
            _ if scope.services.iter().all(|id| id.as_blank().is_some()) => Some(self.all_of(&names)),
            [only] => Some(format!("{} {only}", self.either("le service", "the service"))),
            _ => Some(format!("{} {}", self.either("les services", "the services"), self.all_of(&names))),
        };
        let of_services = scope.dimensions.iter().all(|(dimension, _)| {
            self.model.dimensions.get(dimension).is_some_and(|d| matches!(d.of, Subject::Any | Subject::Service(_)))
        });
        let (which, and) = if of_services {
            (
                self.either("les services pour lesquels", "the services for which"),
                self.either(" et pour lesquels ", " and for which "),
            )
        } else {
            (self.either("les cas où", "the cases where"), self.either(" et où ", " and where "))
        };
        let cases = format!("{which} {}", conditions.join(and));
        match (conditions.is_empty(), services) {
            (true, services) => services,
            (false, None) => Some(cases),
            (false, Some(services)) => Some(format!("{cases}, {} {services}", self.either("pour", "for"))),
        }
    }

    /// The values of a scope as a table wants them.
    #[must_use]
    pub fn short_scope(&self, scope: &Scope) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (dimension, values) in &scope.dimensions {
            parts.push(self.values(dimension, values));
        }
        parts.extend(scope.services.iter().map(|s| self.short_name(s.as_str())));
        if parts.is_empty() {
            self.either("tous les cas", "all cases").to_owned()
        } else {
            parts.join(self.either("\u{A0}; ", "; "))
        }
    }

    /// Values of a dimension in a cell or a title.
    #[must_use]
    pub fn values(&self, dimension: &Id<Dimension>, values: &[Name]) -> String {
        self.any_of(&values.iter().map(|v| self.value(dimension, v)).collect::<Vec<_>>())
    }

    /// What people call a term, without quotation marks.
    #[must_use]
    pub fn short_name(&self, id: &str) -> String {
        self.terms.get(id).map_or_else(|| self.unlabelled(id), |term| self.label(term))
    }

    /// The title of the clause of a commitment: its label, else its indicator and its scope.
    #[must_use]
    pub fn commitment_title(&self, commitment: &Commitment) -> String {
        let label = self.title(&commitment.term.label);
        let what = if label.is_empty() { self.short_name(commitment.indicator.as_str()) } else { label };
        if commitment.scope.is_all() { what } else { format!("{what} – {}", self.short_scope(&commitment.scope)) }
    }

    /// The commitments that an expression means.
    #[must_use]
    pub fn commitments(&self, wanted: &CommitmentRef) -> Noun {
        if let (Some(tier), true) = (&wanted.tier, wanted.is_all_of_a_tier()) {
            let of = self.either("engagements du niveau", "commitments of the level");
            return self.noun(Article::Les, format!("{of} {}", self.name(tier.as_str())));
        }
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

    fn objective_name(&self, objective: &Name) -> String {
        let found = self.attached.objective(objective).first();
        let label = found.map(|c| self.title(&c.term().label)).filter(|l| !l.is_empty());
        label.map_or_else(|| markdown::code(objective), |l| self.quoted(&l))
    }

    /// What a term is about, as the object of « de »: `« Incident »`, `chaque objectif`.
    #[must_use]
    pub fn subject(&self, subject: &Subject) -> String {
        match subject {
            Subject::Contract => self.either("le contrat", "the contract").to_owned(),
            Subject::Objective => self.either("chaque objectif", "each objective").to_owned(),
            Subject::Record(record) => self.each_case(record),
            Subject::Service(service) => {
                format!("{} {}", self.either("le service", "the service"), self.name(service.as_str()))
            }
            Subject::Dimension(dimension) => {
                format!(
                    "{} {}",
                    self.either("chaque valeur du critère", "each value of the criterion"),
                    self.name(dimension.as_str())
                )
            }
            Subject::Any => self.either("chaque service", "each service").to_owned(),
        }
    }

    /// The same after « à »: `au contrat`, `à chaque objectif`, `to the contract`.
    #[must_use]
    pub fn subject_to(&self, subject: &Subject) -> String {
        let words = self.subject(subject);
        match words.strip_prefix("le ") {
            Some(rest) if self.is_french() => self.noun(Article::Le, rest).to(),
            _ => self.bare(words).to(),
        }
    }

    /// What one record is about: `un service`, `a service`.
    #[must_use]
    pub fn one_subject(&self, subject: &Subject) -> String {
        match subject {
            Subject::Objective => self.either("un objectif", "an objective").to_owned(),
            Subject::Record(record) => format!("{} {}", self.either("un cas", "a case"), self.name(record.as_str())),
            Subject::Dimension(dimension) => {
                format!(
                    "{} {}",
                    self.either("une valeur du critère", "a value of the criterion"),
                    self.name(dimension.as_str())
                )
            }
            Subject::Any => self.either("un service", "a service").to_owned(),
            Subject::Contract | Subject::Service(_) => self.subject(subject),
        }
    }

    /// What a criterion tells apart: `les services`, `the services`.
    #[must_use]
    pub fn many_subjects(&self, subject: &Subject) -> String {
        match subject {
            Subject::Objective => self.either("les objectifs", "the objectives").to_owned(),
            Subject::Record(record) => {
                format!("{} {}", self.either("les cas", "the cases"), self.name(record.as_str()))
            }
            Subject::Dimension(dimension) => {
                format!(
                    "{} {}",
                    self.either("les valeurs du critère", "the values of the criterion"),
                    self.name(dimension.as_str())
                )
            }
            Subject::Any => self.either("les services", "the services").to_owned(),
            Subject::Contract => self.either("les contrats", "contracts").to_owned(),
            Subject::Service(_) => self.subject(subject),
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
                format!(
                    "{} {}",
                    self.either("au moins l’un des services suivants\u{A0}:", "at least one of:"),
                    self.all_of(&parts(of))
                )
            }
            Dependency::AtLeast(count, of) => {
                let list = self.all_of(&parts(of));
                if self.is_french() {
                    format!("au moins {count} des services suivants\u{A0}: {list}")
                } else {
                    format!("at least {count} of: {list}")
                }
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
