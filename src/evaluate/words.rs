//! Figures, instants and lines of a derivation in words.

use super::derivation::{Line, What};
use super::{Number, Value, Verdict};
use crate::base::Language;
use crate::model::{Model, Quantity};
use crate::quantity::{Measure, Rational, Rounding, format};
use crate::time::local::Reading;
use crate::time::{Instant, Stretch, local, print};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The decimals at which a value without an end is shown, beside the exact fraction.
const PLACES: u32 = 6;

/// How figures and instants are put in words.
#[derive(Clone, Debug)]
pub struct Words {
    /// The language.
    pub language: Language,
    /// The zone in which instants are told.
    pub zone: TimeZone,
}

impl Words {
    /// The words of a contract's reports.
    #[must_use]
    pub fn of(model: &Model, language: Language) -> Self {
        Self { language, zone: model.contract.zone() }
    }

    fn pick(&self, french: &'static str, english: &'static str) -> &'static str {
        if self.language == Language::French { french } else { english }
    }

    /// An instant: `3 May 2026 at 22:10`.
    #[must_use]
    pub fn instant(&self, instant: Instant) -> String {
        let local = local::local(&self.zone, instant);
        print::instant(local, self.language) + &self.offset(local, instant)
    }

    /// Where clocks show a time twice, by which of them it is told.
    fn offset(&self, local: DateTime, instant: Instant) -> String {
        match local::read(&self.zone, local) {
            Reading::Twice(..) => format!(" ({})", self.exact(instant).chars().skip(19).collect::<String>()),
            Reading::Once(_) | Reading::Never(_) => String::new(),
        }
    }

    /// An instant up to which something may happen: midnight belongs to the day that it ends, `4 August 2026 at 24:00`.
    #[must_use]
    pub fn deadline(&self, instant: Instant) -> String {
        let local = local::local(&self.zone, instant);
        if local.time() == jiff::civil::Time::midnight() {
            print::until(local.date(), self.language) + &self.offset(local, instant)
        } else {
            self.instant(instant)
        }
    }

    /// An instant with its day of the week: `Friday 29 October 2027 at 17:20`.
    #[must_use]
    pub fn on_day(&self, instant: Instant) -> String {
        let day = local::local(&self.zone, instant).strftime("%A").to_string();
        format!("{day} {}", self.instant(instant)).replace('\u{a0}', " ")
    }

    /// An instant up to which something may happen, with its day of the week: midnight belongs to the day that it ends.
    #[must_use]
    pub fn up_to(&self, instant: Instant) -> String {
        let day = local::local(&self.zone, instant - 1).strftime("%A").to_string();
        format!("{day} {}", self.deadline(instant)).replace('\u{a0}', " ")
    }

    /// The day of an instant: `2027-10-29`.
    #[must_use]
    pub fn date(&self, instant: Instant) -> String {
        local::date_at(&self.zone, instant).to_string()
    }

    /// A period by its first and its last day: `2027-03-01 to 2027-03-31`.
    #[must_use]
    pub fn period(&self, stretch: Stretch) -> String {
        format!("{} to {}", self.date(stretch.start), self.date(stretch.end - 1))
    }

    /// An instant in RFC 3339 with the offset of the zone, for machines.
    #[must_use]
    pub fn exact(&self, instant: Instant) -> String {
        let Ok(timestamp) = jiff::Timestamp::from_second(instant) else { return String::new() };
        timestamp.to_zoned(self.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// A stretch of time: `3 May 2026 at 22:10 to 4 May 2026 at 03:10`; one instant where it has no length.
    #[must_use]
    pub fn stretch(&self, stretch: Stretch) -> String {
        if stretch.is_empty() {
            return self.instant(stretch.start);
        }
        format!("{} {} {}", self.instant(stretch.start), self.pick("–", "to"), self.instant(stretch.end))
    }

    /// A figure in its unit. One that no finite decimal says is shown at six decimals with the exact fraction.
    #[must_use]
    pub fn quantity(&self, quantity: &Quantity) -> String {
        let shown = |value: &Rational| match Measure::parse(&quantity.unit) {
            _ if quantity.unit == "s" => format::short_duration(value, self.language),
            Some(measure) => format::short_quantity(value, &measure, self.language),
            None => format::number(value, self.language),
        };
        if quantity.value.finite_places().is_some() {
            return shown(&quantity.value);
        }
        let near = shown(&quantity.value.round(PLACES, Rounding::HalfUp));
        // A share as a share of one, all else in the unit that stands before it.
        let number = Number::from(quantity);
        format!("{near} ({})", if number.is_share() { &number.base } else { &quantity.value })
    }

    /// A value.
    #[must_use]
    pub fn value(&self, value: &Value) -> String {
        match value {
            Value::Number(number) => self.quantity(&number.quantity()),
            Value::Flag(true) => self.pick("oui", "yes").to_owned(),
            Value::Flag(false) => self.pick("non", "no").to_owned(),
            Value::Instant(instant) => self.instant(*instant),
            Value::Instants(instants) => {
                instants.iter().map(|instant| self.instant(*instant)).collect::<Vec<_>>().join(", ")
            }
            Value::Word(word) => word.to_string(),
            Value::Text => "…".to_owned(),
            Value::Nothing => self.pick("rien", "nothing").to_owned(),
        }
    }

    /// A verdict.
    #[must_use]
    pub fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Met => self.pick("respecté", "met"),
            Verdict::Breached => self.pick("manqué", "breached"),
            Verdict::NotAssessed => self.pick("non évalué", "not assessed"),
            Verdict::Disputed => self.pick("contesté", "disputed"),
            Verdict::Provisional => self.pick("provisoire", "provisional"),
        }
    }

    /// A line of a derivation: what it gives, the value, and what it rests on.
    #[must_use]
    pub fn line(&self, line: &Line) -> (&'static str, String, String) {
        let value = line.value.as_ref().map(|value| self.quantity(value));
        let during = line.during.map(|during| match line.what {
            What::Deadline | What::ClaimBy => self.deadline(during.start),
            _ => self.stretch(during),
        });
        let value: Vec<String> = value.into_iter().chain(during).collect();
        let mut rests: Vec<String> = line.rows.names.iter().map(ToString::to_string).collect();
        if line.rows.more > 0 {
            rests.push(format!("+ {}", line.rows.more));
        }
        let mut on = line.term.to_string();
        if !rests.is_empty() {
            let rows = rests.join(", ");
            on = if on.is_empty() { rows } else { format!("{on}: {rows}") };
        }
        (self.what(line.what), value.join(", "), on)
    }

    fn what(&self, what: What) -> &'static str {
        match what {
            What::Period => self.pick("période", "period"),
            What::Scheduled => self.pick("temps du calendrier", "time of the calendar"),
            What::Excluded => self.pick("exclu", "excluded"),
            What::Pending => self.pick("non exclu : cause à établir", "not excluded yet: cause to be established"),
            What::Presumed => {
                self.pick("exclu pour l’instant : cause à établir", "excluded for now: cause to be established")
            }
            What::LateNotice => self.pick("non exclu : annonce absente ou tardive", "not excluded: no notice in time"),
            What::OutsideHours => {
                self.pick("non exclu : hors de la plage", "not excluded: outside the permitted hours")
            }
            What::BudgetUsedUp => self.pick("non exclu : quota épuisé", "not excluded: the budget is used up"),
            What::NotEstablished => {
                self.pick("non exclu : cause non établie à temps", "not excluded: cause not established in time")
            }
            What::NotInForce => self.pick("non exclu : hors de validité", "not excluded: not in force then"),
            What::PastLimit => self.pick("non exclu : durée maximale atteinte", "not excluded: as long as it may last"),
            What::Agreed => self.pick("base", "counted"),
            What::Lost => self.pick("perdu", "lost"),
            What::OnTime => self.pick("à temps", "on time"),
            What::Missed => self.pick("manqués", "missed"),
            What::Running => self.pick("en cours", "still running"),
            What::StillOpen => {
                self.pick("encore ouvert : le résultat peut changer", "still open: what comes out may change")
            }
            What::LeftOut => self.pick("hors du compte", "left out"),
            What::Opened => self.pick("début", "opened"),
            What::Starts => self.pick("départ du décompte", "count starts"),
            What::Chosen => self.pick("au choix", "choice"),
            What::Slower => self.pick("compté en partie", "counted in part"),
            What::Paused => self.pick("suspendu", "paused"),
            What::Deadline => self.pick("échéance", "due"),
            What::Stopped => self.pick("fin", "stopped"),
            What::Counted => self.pick("décompté", "time counted"),
            What::Attained => self.pick("atteint", "attained"),
            What::Target => self.pick("engagement", "target"),
            What::Goal => self.pick("valeur visée", "goal"),
            What::Quota => self.pick("taux exigé", "required share"),
            What::Sample => self.pick("nombre minimal de cas", "least number of cases"),
            What::Deemed => {
                self.pick("réputé ainsi faute de preuve, sans valeur", "deemed so for want of evidence, no value")
            }
            What::Excess => self.pick("dépassement", "excess"),
            What::Given => self.pick("tenu pour acquis", "taken as given"),
            What::Figure | What::Indicator | What::Gathered => self.pick("valeur", "value"),
            What::Before => self.pick("période précédente", "period before"),
            What::Units => self.pick("unités", "units"),
            What::Bracket => self.pick("lu dans la table", "read in the table"),
            What::Basis => self.pick("assiette", "basis"),
            What::Amount => self.pick("montant", "amount"),
            What::Waived => self.pick("non dû : remise", "not owed: waived"),
            What::Combined => self.pick("combiné", "combined"),
            What::Exempt => self.pick("exonéré", "exempt"),
            What::NoLongerExempt => {
                self.pick("exonéré auparavant, dû au-delà du seuil", "exempt before, owed beyond the threshold")
            }
            What::Capped => self.pick("plafonné", "capped"),
            What::ClaimBy => self.pick("à réclamer au plus tard", "to be claimed by"),
            What::Claimed => self.pick("réclamé", "claimed"),
            What::Forfeited => self.pick("perdu faute de réclamation", "forfeited: not claimed in time"),
            What::Rounded => self.pick("arrondi", "rounded"),
        }
    }
}
