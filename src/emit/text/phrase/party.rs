//! The names of parties, with the article that goes before them: « le Client », `the Supplier`, `ACME SA`.

use super::noun::{Article, Noun};
use crate::base::Language;

/// What contracts call a party by what it does. Such a name is a common noun, and takes an article; a name of its own takes none.
const FRENCH: &[(&str, Article)] = &[
    ("Acheteur", Article::Elided),
    ("Acquéreur", Article::Elided),
    ("Administration", Article::Elided),
    ("Bailleur", Article::Le),
    ("Banque", Article::La),
    ("Bénéficiaire", Article::Le),
    ("Client", Article::Le),
    ("Collectivité", Article::La),
    ("Commune", Article::La),
    ("Concessionnaire", Article::Le),
    ("Contrôleur", Article::Le),
    ("Délégataire", Article::Le),
    ("Donneur d’ordre", Article::Le),
    ("Éditeur", Article::Elided),
    ("Expert", Article::Elided),
    ("Exploitant", Article::Elided),
    ("Fournisseur", Article::Le),
    ("Hébergeur", Article::Elided),
    ("Infogérant", Article::Elided),
    ("Intégrateur", Article::Elided),
    ("Mainteneur", Article::Le),
    ("Maître d’ouvrage", Article::Le),
    ("Mandataire", Article::Le),
    ("Observateur", Article::Elided),
    ("Opérateur", Article::Elided),
    ("Pouvoir adjudicateur", Article::Le),
    ("Prestataire", Article::Le),
    ("Société", Article::La),
    ("Sous-traitant", Article::Le),
    ("Titulaire", Article::Le),
    ("Transporteur", Article::Le),
    ("Utilisateur", Article::Elided),
    ("Vendeur", Article::Le),
];

/// The same in English, where there is one article.
const ENGLISH: &[&str] = &[
    "Authority",
    "Bank",
    "Buyer",
    "Carrier",
    "Client",
    "Company",
    "Contractor",
    "Customer",
    "Host",
    "Observer",
    "Operator",
    "Provider",
    "Purchaser",
    "Seller",
    "Service Provider",
    "Subcontractor",
    "Supplier",
    "Vendor",
];

/// A party, by its label. One that begins with an article, « Le Client », keeps it, and it contracts like any other.
pub(super) fn noun(language: Language, label: &str) -> Noun {
    let written: &[(&str, Article)] = match language {
        Language::French => {
            &[("Le ", Article::Le), ("La ", Article::La), ("Les ", Article::Les), ("L’", Article::Elided)]
        }
        Language::English => &[("The ", Article::Le)],
    };
    let written = written.iter().find_map(|(noun, article)| Some((*article, label.strip_prefix(noun)?)));
    let known = || match language {
        // « Titulaire du marché »: the noun comes first.
        Language::French => {
            let is_called = |name: &str| {
                let rest = label.strip_prefix(name);
                rest.is_some_and(|rest| rest.is_empty() || is_followed_by_lower_case(rest))
            };
            FRENCH.iter().find(|(name, _)| is_called(name)).map(|(_, article)| *article)
        }
        // `Hosting provider`: the noun comes last.
        Language::English => {
            let last = label.rsplit(' ').next().unwrap_or(label);
            let is_last = |name: &&&str| last != label && name.to_lowercase() == last;
            (ENGLISH.contains(&label) || ENGLISH.iter().any(|name| is_last(&name))).then_some(Article::Le)
        }
    };
    match (written, known()) {
        (Some((article, rest)), _) => Noun::new(language, article, rest),
        (None, Some(article)) => Noun::new(language, article, label),
        (None, None) => Noun::bare(language, label),
    }
}

fn is_followed_by_lower_case(rest: &str) -> bool {
    rest.strip_prefix([' ', '\u{A0}']).is_some_and(|rest| rest.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_party_does_takes_an_article_and_a_name_takes_none() {
        assert_eq!(noun(Language::French, "Titulaire").of(), "du Titulaire");
        assert_eq!(noun(Language::French, "Acheteur").to(), "à l’Acheteur");
        assert_eq!(noun(Language::French, "Le Client").to(), "au Client");
        assert_eq!(noun(Language::French, "Titulaire du marché").of(), "du Titulaire du marché");
        assert_eq!(noun(Language::French, "Client SA").of(), "de Client SA");
        assert_eq!(noun(Language::English, "Hosting provider").plain(), "the Hosting provider");
        assert_eq!(noun(Language::French, "ACME").of(), "d’ACME");
        assert_eq!(noun(Language::English, "Supplier").plain(), "the Supplier");
        assert_eq!(noun(Language::English, "Supplier Ltd").plain(), "Supplier Ltd");
    }
}
