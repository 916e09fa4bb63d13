//! Who signs, supplies, observes and acts; what the contract is and how long it lasts.

use super::Clause;
use crate::emit::text::phrase::Phrases;
use crate::model::{HasTerm, PartyKind, Text};
use crate::quantity::Currency;
use serde::Serialize;

/// The parties and their people.
#[derive(Clone, Debug, Serialize)]
pub struct Parties {
    /// Those who sign, supply and observe.
    pub parties: Vec<Party>,
    /// Their people.
    pub roles: Vec<Role>,
}

/// A party, a supplier or an observer.
#[derive(Clone, Debug, Serialize)]
pub struct Party {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// `provider`, `customer`, `supplier` or `observer`.
    pub kind: String,
    /// Of a supplier: the party that relies on it.
    pub of: Option<String>,
    /// Of a supplier: `supplier` or `subcontractor`.
    pub status: Option<String>,
    /// Legal form, registration, seat.
    pub identity: Option<String>,
    /// Who signs for it.
    pub represented: Option<String>,
    /// Where notices are sent.
    pub notices: Option<String>,
    /// Of an observer: the party that pays it.
    pub paid_by: Option<String>,
    /// Of an observer: who measures when it cannot.
    pub replaced_by: Option<String>,
}

/// Who signs.
#[derive(Clone, Debug, Serialize)]
pub struct Signatory {
    /// The party.
    pub name: String,
    /// Who signs for it.
    pub represented: Option<String>,
}

/// People of a party.
#[derive(Clone, Debug, Serialize)]
pub struct Role {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// The party that they belong to.
    pub party: String,
    /// When they can be reached.
    pub hours: String,
    /// Who holds the role.
    pub person: Option<String>,
    /// The qualification that it takes.
    pub skills: Option<String>,
}

/// What the contract is, and how long it lasts.
#[derive(Clone, Debug, Serialize)]
pub struct Object {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// The number by which the parties cite it.
    pub reference: Option<String>,
    /// « de … et de … »: those who sign.
    pub signatories: String,
    /// The day of signature.
    pub signed: Option<String>,
    /// The first day.
    pub starts: String,
    /// The last day; none: open-ended.
    pub ends: Option<String>,
    /// The day on which it is over, that day excluded: the blank that stands for it.
    pub ends_before: Option<String>,
    /// `none`, `tacit` or `express`.
    pub renewal: Option<String>,
    /// How long each renewal lasts.
    pub renewal_span: Option<String>,
    /// How long before the end a party may refuse it.
    pub renewal_notice: Option<String>,
    /// The IANA zone of every local time.
    pub timezone: String,
    /// The version of the time-zone data.
    pub tzdata: String,
    /// The name of the currency, or the blank that stands for it; none where there are no amounts.
    pub currency: Option<String>,
    /// Its ISO 4217 code.
    pub currency_code: Option<String>,
    /// `excluded` or `included`.
    pub taxes: Option<String>,
    /// How a final amount is rounded.
    pub rounding: Option<String>,
    /// The step that it is rounded to.
    pub rounding_step: Option<String>,
    /// The values that apply to this contract.
    pub chooses: Vec<Choice>,
}

/// A value of a dimension that applies to the contract.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// The dimension.
    pub dimension: String,
    /// The value.
    pub value: String,
}

impl Phrases<'_> {
    /// Those who sign, in the order of the contract. A draft is not signed.
    #[must_use]
    pub fn signatories(&self) -> Vec<Signatory> {
        if !self.model.blanks.is_empty() {
            return Vec::new();
        }
        let signs = |kind: PartyKind| matches!(kind, PartyKind::Provider | PartyKind::Customer);
        let parties = self.model.parties.iter().filter(|party| signs(party.kind));
        let signatory = |party: &crate::model::Party| Signatory {
            name: self.party(&party.id()).plain(),
            represented: self.optional_text(party.represented.as_ref()),
        };
        parties.map(signatory).collect()
    }

    /// Article of the parties.
    #[must_use]
    pub fn parties(&self) -> Parties {
        let text = |t: &Option<Text>| self.optional_text(t.as_ref());
        let parties = self.model.parties.iter().map(|p| Party {
            clause: self.clause(p.term()),
            kind: match p.kind {
                PartyKind::Provider => "provider",
                PartyKind::Customer => "customer",
                PartyKind::Supplier => "supplier",
                PartyKind::Observer => "observer",
            }
            .to_owned(),
            of: p.of.as_ref().map(|id| self.party(id).plain()),
            status: p.status.as_ref().map(ToString::to_string),
            identity: text(&p.identity),
            represented: text(&p.represented),
            notices: text(&p.notices),
            paid_by: p.paid_by.as_ref().map(|id| self.party(id).plain()),
            replaced_by: p.replaced_by.as_ref().map(|a| self.actor(a).plain()),
        });
        let roles = self.model.roles.iter().map(|r| Role {
            clause: self.clause(r.term()),
            party: self.party(&r.of).plain(),
            hours: self.during(&r.during),
            person: text(&r.person),
            skills: text(&r.skills),
        });
        Parties { parties: parties.collect(), roles: roles.collect() }
    }

    /// Article of the object and the term.
    #[must_use]
    pub fn object(&self) -> Object {
        let contract = &self.model.contract;
        let signatories: Vec<_> =
            self.model.parties.iter().filter(|p| p.signs()).map(|p| self.party(&p.id())).collect();
        let signatories: Vec<_> =
            signatories.iter().map(|p| if self.is_french() { p.of() } else { p.plain() }).collect();
        let renewal = contract.renewal.as_ref();
        let blanks = self.attached.blanks(&contract.term.id);
        let gap = |field: &str| blanks.iter().find(|b| b.field == field).map(|b| self.blank(&b.name));
        Object {
            // Its validity is the term of the contract, which has sentences of its own.
            clause: Clause { from: None, until: None, until_open: None, ..self.clause(&contract.term) },
            reference: self.optional_text(contract.reference.as_ref()),
            signatories: self.all_of(&signatories),
            signed: contract.signed.map(|d| self.date(d)),
            starts: gap("from").or_else(|| contract.from.map(|d| self.date(d))).unwrap_or_default(),
            ends: contract.until.map(|d| self.last_day(d)),
            ends_before: gap("until"),
            renewal: renewal.map(|r| r.mode.to_string()),
            renewal_span: renewal.and_then(|r| r.span.as_ref()).map(|q| self.quantity(q)),
            renewal_notice: renewal.and_then(|r| r.notice.as_ref()).map(|d| self.delay(d)),
            timezone: contract.timezone.clone().or_else(|| gap("timezone")).unwrap_or_default(),
            tzdata: contract.tzdata.clone(),
            currency: contract.currency.as_deref().map_or_else(
                || gap("currency"),
                |code| Some(Currency::find(code).map_or_else(|| code.to_owned(), |c| c.name(self.language).to_owned())),
            ),
            currency_code: contract.currency.clone(),
            taxes: contract.taxes.as_ref().map(ToString::to_string),
            rounding: contract.rounding.as_ref().map(|r| self.closed("rounded", r.rounding.name())),
            rounding_step: contract.rounding.as_ref().map(|r| self.quantity(&r.step)),
            chooses: contract
                .chooses
                .iter()
                .map(|(dimension, value)| Choice {
                    dimension: self.short_name(dimension),
                    value: self.value(&crate::model::Id::new(dimension.clone()), value),
                })
                .collect(),
        }
    }
}
