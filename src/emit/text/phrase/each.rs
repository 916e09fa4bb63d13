//! What is gathered one by one, in words: of the instances of a service, of the results of commitments, of periods.

use super::{Article, Noun, Phrases};
use crate::model::{CommitmentRef, Expr, Members, Window};

impl Phrases<'_> {
    /// `valeurs de l’indicateur « Disponibilité » pour chacune des instances du service « Site »`
    pub(super) fn of_each(&self, of: &Expr, among: &Members) -> Noun {
        let what = match of {
            Expr::Figure { figure, .. } => self.figure_noun(figure),
            of => self.expr(of),
        };
        let values = match of {
            // An amount, or a value, is one already.
            Expr::Schedule(_) | Expr::Figure { .. } => self.plural(&what),
            _ => format!("{} {}", self.either("valeurs", "values"), what.of()),
        };
        let each = match among {
            Members::Instances(service) => {
                let service = self.name(service.as_str());
                let is_judged = matches!(of, Expr::Indicator { .. });
                match self.is_french() {
                    true if is_judged => {
                        format!("telles qu’elles sont appréciées pour chacune des instances du service {service}")
                    }
                    false if is_judged => format!("as assessed for each of the instances of the service {service}"),
                    true => format!("pour chacune des instances du service {service}"),
                    false => format!("for each of the instances of the service {service}"),
                }
            }
            Members::Results(on) => self.for_results(on),
            Members::Periods(window) => format!("{} {}", self.either("pour", "for"), self.window(window).plain()),
        };
        self.noun(Article::Les, format!("{values} {each}"))
    }

    /// `valeurs « Points »`, `amounts of clause 5.1`: of the words for one, those for several.
    fn plural(&self, one: &Noun) -> String {
        let one = one.without_article();
        let (word, rest) = one.split_once(' ').unwrap_or((one, ""));
        let several = if word == "montant" || word == "valeur" || word == "value" || word == "amount" {
            format!("{word}s")
        } else {
            word.to_owned()
        };
        format!("{several} {rest}").trim_end().to_owned()
    }

    /// `pour chacun des engagements du niveau « Indicateurs »`: for one that is named, its own.
    fn for_results(&self, on: &CommitmentRef) -> String {
        match &on.tier {
            Some(tier) if on.objective.is_none() && on.indicator.is_none() && on.scope.is_all() => {
                let tier = self.name(tier.as_str());
                match self.is_french() {
                    true => format!("retenues pour chacun des engagements du niveau {tier}"),
                    false => format!("for each of the commitments under the level {tier}"),
                }
            }
            _ => {
                let on = self.commitments(on).plain();
                if self.is_french() { format!("pour {on}") } else { format!("for {on}") }
            }
        }
    }

    /// `instances du service « Site »`, `mois civils`
    pub(super) fn each_of(&self, among: &Members) -> Noun {
        let text = match among {
            Members::Instances(service) => {
                format!(
                    "{} {}",
                    self.either("instances du service", "instances of the service"),
                    self.name(service.as_str())
                )
            }
            Members::Periods(window) => self.many(window),
            Members::Results(on) => format!("{} {}", self.either("résultats", "results"), self.commitments(on).of()),
        };
        self.noun(Article::Les, text)
    }

    /// ` pour lesquelles`, ` in which`: what is said of each of several, whatever their gender.
    pub(super) fn among_which(&self, among: &Members) -> &'static str {
        match among {
            Members::Instances(_) => self.either("pour lesquelles", "for which"),
            Members::Periods(window) if self.is_feminine(window) => self.either("au cours desquelles", "in which"),
            Members::Periods(_) => self.either("au cours desquels", "in which"),
            Members::Results(_) => self.either("lorsque", "where"),
        }
    }

    /// `mois civils`, `périodes « Cycle »`.
    fn many(&self, window: &Window) -> String {
        match window {
            Window::Calendar { count: 1, unit } => self.unit(*unit).2.to_owned(),
            Window::Period { count: 1, period } if period.as_blank().is_none() => {
                format!("{} {}", self.either("périodes", "periods"), self.name(period.as_str()))
            }
            other => self.window(other).without_article().to_owned(),
        }
    }

    fn is_feminine(&self, window: &Window) -> bool {
        matches!(window, Window::Period { .. }) || self.window(window).article() != Article::Le
    }
}
