//! The closed words of fields, as the words of a sentence or of a cell.
//!
//! Presets and choices have whole clauses in the templates. These are for tables, lists and exceptions.

use super::Phrases;
use crate::base::Language;

/// Field (empty: any field), word, French, English.
type Row = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const READINGS: &[Row] = &[
    ("renewal", "none", "aucune reconduction", "no renewal"),
    ("renewal", "tacit", "reconduction tacite", "tacit renewal"),
    ("renewal", "express", "reconduction expresse", "express renewal"),
    ("rounded", "half_up", "au plus proche, la demie s’éloignant de zéro", "to the nearest, a half going away from zero"),
    ("rounded", "half_even", "au plus proche, la demie allant au voisin pair", "to the nearest, a half going to the even neighbour"),
    ("rounded", "half_down", "au plus proche, la demie allant vers zéro", "to the nearest, a half going towards zero"),
    ("rounded", "up", "en s’éloignant de zéro", "away from zero"),
    ("rounded", "down", "vers zéro", "towards zero"),
    ("taxes", "excluded", "hors taxes", "excluding taxes"),
    ("taxes", "included", "toutes taxes comprises", "including taxes"),
    ("precedence", "terms", "les clauses structurées du contrat, qui portent un nom de terme", "the structured clauses of the contract, which carry the name of a term"),
    ("precedence", "texts", "les stipulations en prose", "the clauses in prose"),
    ("precedence", "recitals", "le préambule", "the recitals"),
    ("precedence", "annexes", "les annexes", "the annexes"),
    ("precedence", "offer", "l’offre", "the offer"),
    ("precedence", "general_terms", "les conditions générales", "the general terms"),
    ("status", "supplier", "fournisseur", "supplier"),
    ("status", "subcontractor", "sous-traitant", "subcontractor"),
    ("status", "binding", "exemple ayant valeur contractuelle", "binding example"),
    ("status", "illustrative", "exemple illustratif", "illustrative example"),
    ("observed", "same_day", "à sa date", "on its date"),
    ("observed", "nearest_weekday", "au jour de semaine le plus proche", "on the nearest weekday"),
    ("observed", "next_weekday", "au jour de semaine suivant", "on the next weekday"),
    ("observed", "sunday_to_monday", "du dimanche au lundi", "from Sunday to Monday"),
    ("outside_hours", "starts_at_once", "le décompte part immédiatement", "the count starts at once"),
    ("outside_hours", "starts_at_next_opening", "le décompte part à la prochaine ouverture", "the count starts at the next opening"),
    ("outside_hours", "starts_at_next_day", "le décompte part le lendemain", "the count starts on the day after"),
    ("outside_hours", "cannot_open", "aucun cas ne peut être ouvert", "no case can be opened"),
    ("priority_change", "keeps_count", "le temps compté est conservé", "the counted time is kept"),
    ("priority_change", "restarts", "le décompte repart de zéro", "the count restarts from zero"),
    ("priority_change", "keeps_first_target", "le premier objectif est conservé", "the first target is kept"),
    ("reopening", "resumes_count", "le décompte reprend", "the count resumes"),
    ("reopening", "restarts", "le décompte repart de zéro", "the count restarts from zero"),
    ("reopening", "new_case", "un nouveau cas est ouvert", "a new case is opened"),
    ("", "stops", "arrête le décompte", "stops the count"),
    ("", "does_not_stop", "n’arrête pas le décompte", "does not stop the count"),
    ("too_few", "not_assessed", "non évalué", "not assessed"),
    ("too_few", "all_must_meet", "tous les cas doivent respecter l’engagement", "all cases must meet the commitment"),
    ("too_few", "one_miss_allowed", "un seul cas peut ne pas respecter l’engagement", "one case may miss the commitment"),
    ("too_few", "carried_over", "cas reportés sur la période suivante", "cases carried over to the next period"),
    ("evidence_missing", "deemed_met", "réputé respecté", "deemed met"),
    ("evidence_missing", "deemed_breached", "réputé manqué", "deemed breached"),
    ("evidence_missing", "other_source", "évalué d’après une autre source", "assessed from another source"),
    ("in_series", "counts_as_met", "compte comme respectée", "counts as met"),
    ("in_series", "skipped", "ignorée dans la série", "skipped in the series"),
    ("in_series", "interrupts", "interrompt la série", "interrupts the series"),
    ("partial_period", "judged_on_its_days", "appréciée sur ses seuls jours", "judged on its own days"),
    ("partial_period", "not_assessed", "non évaluée", "not assessed"),
    ("", "pro_rata", "au prorata", "pro rata"),
    ("", "whole", "en entier", "whole"),
    ("excluded_twice", "uses_one_budget", "un seul budget consommé", "one budget used"),
    ("excluded_twice", "uses_each_budget", "chaque budget consommé", "each budget used"),
    ("across_periods", "split", "réparti entre les périodes", "split between the periods"),
    ("across_periods", "opening_period", "rattaché à la période d’ouverture", "belongs to the period of its opening"),
    ("across_periods", "closing_period", "rattaché à la période de clôture", "belongs to the period of its closing"),
    ("first_day", "excluded", "jour de l’événement non compté", "day of the event not counted"),
    ("first_day", "included", "jour de l’événement compté", "day of the event counted"),
    ("last_day", "until_midnight", "jusqu’à minuit", "until midnight"),
    ("last_day", "until_closing", "jusqu’à la fermeture", "until closing"),
    ("closed_day", "stays", "échéance maintenue", "the last day stays"),
    ("closed_day", "moves_to_previous_open_day", "échéance avancée au jour ouvert précédent", "the last day moves to the open day before"),
    ("closed_day", "moves_to_next_open_day", "échéance reportée au jour ouvert suivant", "the last day moves to the next open day"),
    ("formal_notice", "required", "mise en demeure requise", "formal notice required"),
    ("formal_notice", "waived", "sans mise en demeure", "formal notice waived"),
    ("for", "penalties", "les pénalités", "penalties"),
    ("for", "termination", "la résiliation", "termination"),
    ("effective", "on_receipt", "à sa réception", "on receipt"),
    ("effective", "on_sending", "à son envoi", "on sending"),
    ("effective", "on_first_delivery", "à sa première présentation", "on first delivery"),
    ("meanwhile", "amount_withheld", "montant retenu", "amount withheld"),
    ("meanwhile", "amount_due", "montant exigible", "amount payable"),
    ("meanwhile", "amount_suspended", "montant suspendu", "amount suspended"),
    ("silence", "accepted", "vaut acceptation", "counts as acceptance"),
    ("silence", "refused", "vaut refus", "counts as refusal"),
    ("silence", "final", "rend la décision définitive", "makes the outcome final"),
    ("silence", "escalated", "porte la question à l’étape suivante", "takes the matter to the next step"),
    ("ranked", "strictest", "du plus exigeant au moins exigeant", "the strictest first"),
    ("ranked", "mildest", "du moins exigeant au plus exigeant", "the mildest first"),
    ("ranked", "none", "sans ordre", "in no order"),
    ("better", "higher", "d’autant meilleur que sa valeur est haute", "the higher the better"),
    ("better", "lower", "d’autant meilleur que sa valeur est basse", "the lower the better"),
    ("instances", "one", "une seule instance", "one instance"),
    ("instances", "many", "chaque instance appréciée séparément", "each instance judged on its own"),
    ("obligation", "means", "obligation de moyens", "obligation of means"),
    ("obligation", "result", "obligation de résultat", "obligation of result"),
    ("then", "resume", "le décompte reprend", "the count resumes"),
    ("then", "reset", "le décompte repart de zéro à la fin de la pause", "the count restarts from zero at the end of the pause"),
    ("then", "reset_at_end", "la suspension se poursuit, et le décompte repart de zéro lorsqu’elle prend fin", "the suspension goes on, and the count restarts from zero when it ends"),
    ("then", "downgrade", "le cas passe à la priorité suivante", "the case moves to the next priority"),
    ("then", "close", "le cas est clos", "the case is closed"),
    ("otherwise", "counts", "le temps ou le cas compte", "the time or case counts"),
    ("otherwise", "does_not_count", "le temps ou le cas ne compte pas", "the time or case does not count"),
    ("otherwise", "forfeited", "forclusion", "forfeited"),
    ("otherwise", "kept", "droit conservé", "kept"),
    ("otherwise", "repeated", "nouvel essai", "repeated"),
    ("otherwise", "breach", "manquement", "breach"),
    ("then", "whole", "au-delà, tout est dû", "beyond it, all is owed"),
    ("then", "excess", "au-delà, ce qui l’excède est dû", "beyond it, what exceeds it is owed"),
    ("per", "incident", "par incident", "per incident"),
    ("per", "month", "par mois civil", "per calendar month"),
    ("per", "indicator", "par indicateur", "per indicator"),
    ("per", "service", "par service", "per service"),
    ("over", "contract", "sur la durée du contrat", "over the term of the contract"),
    ("claim", "automatic", "de plein droit", "without a claim"),
    ("form", "credit", "un avoir", "a credit note"),
    ("form", "coupon", "un bon d’achat", "a coupon"),
    ("form", "payment", "un paiement", "a payment"),
    ("form", "deduction", "une déduction sur facture", "a deduction from an invoice"),
    ("form", "extension", "une prolongation du service d’une durée égale", "an extension of the service by as long"),
    ("form", "non_transferable", "non cessible", "non-transferable"),
    ("nature", "penalty", "pénalité", "penalty"),
    ("nature", "price_adjustment", "réfaction de prix", "price adjustment"),
    ("damages", "full_settlement", "à titre libératoire", "in full settlement"),
    ("damages", "on_account", "à valoir sur les dommages et intérêts", "on account of damages"),
    ("damages", "besides", "en sus des dommages et intérêts", "besides damages"),
    ("remedy", "sole", "seul recours", "the only remedy"),
    ("remedy", "not_sole", "sans préjudice des autres recours", "not the only remedy"),
    ("except", "wilful_misconduct", "la faute dolosive", "wilful misconduct"),
    ("except", "gross_negligence", "la faute lourde", "gross negligence"),
    ("except", "bodily_injury", "les dommages corporels", "bodily injury"),
    ("except", "data_protection", "la protection des données à caractère personnel", "the protection of personal data"),
    ("except", "confidentiality", "la confidentialité", "confidentiality"),
    ("except", "infringement", "la contrefaçon", "infringement of intellectual property"),
    ("indirect", "excluded", "dommages indirects exclus", "indirect harm excluded"),
    ("indirect", "included", "dommages indirects réparés", "indirect harm made good"),
    ("penalties", "included", "pénalités comprises dans le plafond", "penalties counted towards the cap"),
    ("penalties", "besides", "pénalités en sus du plafond", "penalties besides the cap"),
    ("law", "kept", "droits légaux maintenus", "rights given by law kept"),
    ("law", "replaced", "droits légaux remplacés", "rights given by law replaced"),
    ("beyond_size", "still_bound", "les engagements restent dus", "the commitments still bind"),
    ("beyond_size", "released", "les engagements cessent d’être dus", "the commitments no longer bind"),
    ("verdict", "met", "respecté", "met"),
    ("verdict", "breached", "manqué", "breached"),
    ("verdict", "not_assessed", "non évalué", "not assessed"),
    ("verdict", "disputed", "contesté", "disputed"),
    ("verdict", "provisional", "provisoire", "provisional"),
    ("under", "object", "objet", "object"),
    ("under", "scope", "périmètre", "scope"),
    ("under", "levels", "niveaux de service", "service levels"),
    ("under", "measurement", "mesure", "measurement"),
    ("under", "escalation", "escalade", "escalation"),
    ("under", "responsibilities", "responsabilités", "responsibilities"),
    ("under", "exclusions", "exclusions", "exclusions"),
    ("under", "penalties", "pénalités", "penalties"),
    ("under", "rights", "droits", "rights"),
    ("under", "governance", "gouvernance", "governance"),
    ("overlap", "greatest", "le montant le plus élevé", "the greatest amount"),
    ("overlap", "least", "le montant le moins élevé", "the least amount"),
    ("under", "final", "dispositions finales", "final provisions"),
];

impl Phrases<'_> {
    /// A closed word of a field, in the language.
    #[must_use]
    pub fn closed(&self, field: &str, word: &str) -> String {
        reading(field, word, self.language).map_or_else(|| self.unlabelled(word), str::to_owned)
    }
}

fn reading(field: &str, word: &str, language: Language) -> Option<&'static str> {
    let of = |wanted: &str| READINGS.iter().find(|(f, w, ..)| *f == wanted && *w == word);
    of(field).or_else(|| of("")).map(|(_, _, french, english)| match language {
        Language::French => *french,
        Language::English => *english,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Field, KINDS, Shape};

    fn words(field: &Field) -> Vec<(&'static str, &'static str)> {
        let own = match field.shape {
            Shape::Word(words) | Shape::Words(words) => words.iter().map(|w| (field.name, *w)).collect(),
            _ => Vec::new(),
        };
        own.into_iter().chain(field.tails.iter().flat_map(words)).collect()
    }

    #[test]
    fn every_closed_word_of_the_language_has_a_reading_in_both_languages() {
        let fields = KINDS.iter().flat_map(|k| k.fields.iter().chain(k.tables.iter().flat_map(|t| t.columns)));
        let all: Vec<_> = fields.flat_map(words).collect();
        assert!(all.len() > 100, "the walk finds words");
        for (field, word) in all {
            for language in Language::ALL {
                assert!(reading(field, word, language).is_some_and(|r| !r.is_empty()), "{field} {word}");
            }
        }
    }

    #[test]
    fn two_words_of_one_field_never_read_alike() {
        for (i, (field, word, french, english)) in READINGS.iter().enumerate() {
            for (other_field, other, other_french, other_english) in READINGS.iter().skip(i + 1) {
                if field == other_field {
                    assert_ne!(french, other_french, "{field} {word} {other}");
                    assert_ne!(english, other_english, "{field} {word} {other}");
                }
            }
        }
    }
}
