//! The names of fields, for heads of columns, lists of exceptions, and what is left to agree.

use super::Phrases;
use crate::emit::text::markdown;

/// Names of fields that tables and exceptions show.
#[rustfmt::skip]
const FIELDS: &[(&str, &str, &str)] = &[
    ("target", "engagement", "target"),
    ("objective", "objectif", "objective"),
    ("indicator", "indicateur", "indicator"),
    ("quota", "part des cas exigée", "share of cases required"),
    ("sample", "nombre minimal de cas", "least number of cases"),
    ("goal", "valeur visée", "goal"),
    ("each", "période d’appréciation", "assessed for"),
    ("during", "décompté sur", "counted on"),
    ("for", "cas visés", "cases"),
    ("measured by", "mesuré par", "measured by"),
    ("obligation", "nature de l’obligation", "nature of the obligation"),
    ("from", "à compter du", "from"),
    ("until", "jusqu’au", "until"),
    ("is", "valeur", "value"),
    ("pays", "montant", "amount"),
    ("basis", "assiette", "basis"),
    ("cap", "plafond", "cap"),
    ("budget", "budget", "budget"),
    ("notice", "préavis", "notice"),
    ("within", "délai", "deadline"),
    ("limit", "durée maximale", "limit"),
    ("means", "définition", "definition"),
    ("does", "objet", "what is done"),
    ("hours", "heures de service", "service hours"),
    ("open", "ouverture", "opening"),
    ("every", "fréquence", "frequency"),
    ("retained", "conservation", "retention"),
    ("size", "volume", "size"),
    ("restore", "débit de restauration", "restore rate"),
    ("lag", "délai de mise en sécurité", "time until the copy is safe"),
    ("detect", "délai de détection", "detection time"),
    ("declare", "délai de décision", "decision time"),
    ("verify", "délai de vérification", "verification time"),
    ("by", "par", "by"),
    ("to", "à", "to"),
    ("of", "de", "of"),
    ("at", "niveau", "level"),
    ("when", "condition", "condition"),
    ("suspends", "indicateurs suspendus", "suspended indicators"),
    ("share", "part", "share"),
    ("person", "titulaire", "holder"),
    ("identity", "identité", "identity"),
    ("represented", "représentant", "representative"),
    ("notices", "adresse des notifications", "address for notices"),
    ("skills", "qualification", "qualification"),
    ("says", "texte", "text"),
    ("evidence", "pièces", "evidence"),
    ("reference", "référence", "reference"),
    ("law", "droit applicable", "governing law"),
    ("jurisdiction", "juridiction", "courts"),
    ("form", "forme", "form"),
    ("day_price", "prix d’une journée", "price of a day"),
    ("claim", "réclamation", "claim"),
    ("paid", "règlement", "payment"),
    ("insurance", "assurance", "insurance"),
    ("between", "groupes", "groups"),
    ("through", "canal", "channel"),
    ("total", "somme", "sum"),
    ("lasting", "durée", "duration"),
    ("default", "valeur par défaut", "default value"),
    ("label", "libellé", "label"),
    ("overlap", "lignes qui se recouvrent", "rows that overlap"),
    ("rows", "lignes du tableau", "rows of the table"),
    ("above", "niveaux surpassés", "levels that it is better than"),
    ("acknowledged by", "reconnu par", "acknowledged by"),
    ("across_periods", "cas à cheval sur deux périodes", "case that spans two periods"),
    ("after", "événement de départ", "event that it runs from"),
    ("assessment", "règles d’évaluation", "rules of assessment"),
    ("automatic_answer", "effet d’une réponse automatique", "effect of an automatic answer"),
    ("because", "raison", "reason"),
    ("before", "événement d’arrivée", "event that it precedes"),
    ("better", "sens favorable", "which way is better"),
    ("beyond_size", "effet d’un volume dépassé", "effect of a greater size"),
    ("changes", "clauses modifiables", "terms that may change"),
    ("chooses", "choix du contrat", "choice of the contract"),
    ("clear_days", "délais francs", "clear days"),
    ("clock", "règles de décompte", "rules of counting"),
    ("reception", "heures de réception", "hours of reception"),
    ("closed_day", "échéance un jour fermé", "deadline on a closed day"),
    ("closing", "clôture sans nouvelles", "closing without news"),
    ("combine", "cumul", "combination"),
    ("exempt", "exonération", "exemption"),
    ("cure", "délai de remède", "time to cure"),
    ("currency", "monnaie", "currency"),
    ("damages", "sort des dommages et intérêts", "damages"),
    ("delays", "règles des délais", "rules of delays"),
    ("depends on", "services nécessaires", "services needed"),
    ("effective", "prise d’effet", "taking effect"),
    ("empty", "valeur sans mesure", "value without a sample"),
    ("established by", "constaté par", "established by"),
    ("counted by", "décompté par", "counted by"),
    ("evidence_missing", "effet d’une preuve absente", "effect of missing evidence"),
    ("except", "exclu", "except"),
    ("excluded_twice", "double exclusion", "excluded twice"),
    ("extends", "niveau repris", "level adopted"),
    ("first_day", "jour de l’événement", "day of the event"),
    ("formal_notice", "mise en demeure", "formal notice"),
    ("given by", "déclaré par", "stated by"),
    ("in_series", "effet dans une série", "effect in a series"),
    ("indirect", "dommages indirects", "indirect harm"),
    ("instances", "instances", "instances"),
    ("languages", "langues", "languages"),
    ("last_day", "fin du dernier jour", "end of the last day"),
    ("meanwhile", "sort provisoire du montant", "amount meanwhile"),
    ("nature", "nature des montants", "nature of the amounts"),
    ("observed", "report du jour férié", "day on which it is observed"),
    ("on", "objet", "subject"),
    ("otherwise", "à défaut", "otherwise"),
    ("outside_hours", "cas ouvert hors calendrier", "case opened outside hours"),
    ("over", "prévaut sur", "prevails over"),
    ("partial_cap", "plafond d’une période partielle", "cap of a partial period"),
    ("partial_fee", "prix d’une période partielle", "fee of a partial period"),
    ("partial_period", "période partielle", "partial period"),
    ("penalties", "imputation des pénalités", "counting of penalties"),
    ("per", "regroupement", "group"),
    ("perimeter", "périmètre", "perimeter"),
    ("precedence", "ordre de priorité", "order of precedence"),
    ("prevails", "langue qui prévaut", "language that prevails"),
    ("priority_change", "effet d’un changement de priorité", "effect of a change of priority"),
    ("priority_dispute", "désaccord sur la priorité", "dispute about the priority"),
    ("priority_set", "priorité fixée par", "priority set by"),
    ("procedure", "procédure", "procedure"),
    ("protects", "engagements servis", "commitments served"),
    ("provided", "condition du changement", "condition of the change"),
    ("ranked", "ordre des valeurs", "order of the values"),
    ("remark", "remarque", "remark"),
    ("remedy", "caractère exclusif", "sole remedy"),
    ("renewal", "reconduction", "renewal"),
    ("reopening", "effet d’une réouverture", "effect of a reopening"),
    ("replaced", "remplacé par", "replaced by"),
    ("rounded", "arrondi", "rounding"),
    ("signed", "jour de signature", "day of signature"),
    ("silence", "effet du silence", "effect of silence"),
    ("status", "qualité", "status"),
    ("stored", "lieu de conservation", "place of storage"),
    ("taxes", "taxes", "taxes"),
    ("test", "essai de restauration", "restore test"),
    ("then", "suite", "what happens then"),
    ("once", "choix exercé par", "chosen by"),
    ("timezone", "fuseau horaire", "time zone"),
    ("too_few", "effet d’un nombre de cas insuffisant", "effect of too few cases"),
    ("type", "contenu", "content"),
    ("under", "partie du contrat", "part of the contract"),
    ("unit", "unité", "unit"),
    ("valid from", "à compter du", "from"),
    ("valid until", "jusqu’au", "until"),
    ("values", "valeurs", "values"),
    ("verdict", "appréciation", "verdict"),
    ("waived when", "cas d’exonération", "waived when"),
    ("workaround", "effet d’un contournement", "effect of a workaround"),
    // Rows of tables that declare a term each.
    ("role", "rôles", "roles"),
    ("currency to", "pas de l’arrondi", "step of the rounding"),
    ("at from", "tenu à compter du", "held from"),
];

/// What a blank stands for where the words of the field would not say it.
const OPEN: &[(&str, &str, &str)] = &[
    ("until", "jour auquel elle prend fin, exclu", "the day on which it ends, that day excluded"),
    ("valid until", "jour auquel elle prend fin, exclu", "the day on which it ends, that day excluded"),
    ("at until", "jour auquel il cesse de l’être, exclu", "the day on which it ceases to be, that day excluded"),
];

impl Phrases<'_> {
    /// The name of a field, for the head of a column or the list of an exception.
    #[must_use]
    pub fn field(&self, field: &str) -> String {
        let found = FIELDS.iter().find(|(name, ..)| *name == field);
        found.map_or_else(|| markdown::code(field), |(_, fr, en)| self.either(fr, en).to_owned())
    }

    /// What a blank in a field stands for. Clauses of a field are named after both: `currency rounded`.
    #[must_use]
    pub fn open_field(&self, field: &str) -> String {
        let read = |field: &str| {
            let found = OPEN.iter().chain(FIELDS).find(|(name, ..)| *name == field);
            found.map(|(_, french, english)| self.either(french, english).to_owned())
        };
        let of_clause = || {
            let places = field.match_indices(' ').map(|(at, _)| at);
            let parts = places.filter_map(|at| Some((field.get(..at)?, field.get(at + 1..)?)));
            parts.filter_map(|(of, clause)| Some(format!("{}, {}", read(of)?, read(clause)?))).next()
        };
        // A column may be headed by a term.
        read(field).or_else(of_clause).unwrap_or_else(|| match self.is_term(field) {
            true => self.short_name(field),
            false => markdown::code(field),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Field, KINDS};

    fn names(field: &Field) -> Vec<&'static str> {
        std::iter::once(field.name).chain(field.tails.iter().flat_map(names)).collect()
    }

    #[test]
    fn every_field_has_a_name_in_both_languages() {
        let fields = KINDS.iter().flat_map(|k| k.fields.iter().chain(k.tables.iter().flat_map(|t| t.columns)));
        for name in fields.flat_map(names) {
            let found = FIELDS.iter().find(|(field, ..)| *field == name);
            assert!(found.is_some_and(|(_, french, english)| !french.is_empty() && !english.is_empty()), "{name}");
        }
    }
}
