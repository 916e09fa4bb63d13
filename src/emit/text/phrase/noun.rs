//! Things with the article that goes before them: French contracts it with `de` and `à`.

use crate::base::Language;

/// The article of a noun. English has one, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Article {
    /// None: names of parties, amounts.
    None,
    /// `le`
    Le,
    /// `la`
    La,
    /// `l’`, before a vowel.
    Elided,
    /// `les`
    Les,
}

/// A thing, ready to stand in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    language: Language,
    article: Article,
    text: String,
}

impl Noun {
    /// A noun with its article.
    pub fn new(language: Language, article: Article, text: impl Into<String>) -> Self {
        Self { language, article, text: text.into() }
    }

    /// A noun without one.
    pub fn bare(language: Language, text: impl Into<String>) -> Self {
        Self::new(language, Article::None, text)
    }

    /// Its article.
    pub const fn article(&self) -> Article {
        self.article
    }

    /// `le service`, `the service`.
    pub fn plain(&self) -> String {
        self.after(["", "le ", "la ", "l’", "les "], "")
    }

    /// `du service`, `of the service`.
    pub fn of(&self) -> String {
        let de = if elides(&self.text) { "d’" } else { "de " };
        self.after([de, "du ", "de la ", "de l’", "des "], "of ")
    }

    /// `au service`, `to the service`.
    pub fn to(&self) -> String {
        self.after(["à ", "au ", "à la ", "à l’", "aux "], "to ")
    }

    /// Without its article.
    pub fn without_article(&self) -> &str {
        &self.text
    }

    /// The same with more words after it.
    pub fn with(mut self, more: &str) -> Self {
        self.text.push_str(more);
        self
    }

    fn after(&self, french: [&str; 5], english: &str) -> String {
        let [none, le, la, elided, les] = french;
        let article = match (self.language, self.article) {
            (Language::French, Article::None) => none,
            (Language::French, Article::Le) => le,
            (Language::French, Article::La) => la,
            (Language::French, Article::Elided) => elided,
            (Language::French, Article::Les) => les,
            (Language::English, Article::None) => "",
            (Language::English, _) => "the ",
        };
        format!("{}{article}{}", if self.language == Language::English { english } else { "" }, self.text)
    }
}

/// Whether `de` and `que` lose their vowel before these words.
pub fn elides(text: &str) -> bool {
    text.starts_with([
        'a', 'e', 'i', 'o', 'u', 'é', 'è', 'ê', 'à', 'â', 'î', 'ô', 'A', 'E', 'I', 'O', 'U', 'É', 'È', 'Ê', 'À', 'Â',
        'Î', 'Ô',
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, French};

    #[test]
    fn french_contracts_the_article() {
        let noun = |article, text: &str| Noun::new(French, article, text);
        assert_eq!(noun(Article::Le, "service").of(), "du service");
        assert_eq!(noun(Article::Les, "cas").to(), "aux cas");
        assert_eq!(noun(Article::Elided, "événement").of(), "de l’événement");
        assert_eq!(noun(Article::La, "fin").to(), "à la fin");
        assert_eq!(noun(Article::None, "ACME").of(), "d’ACME");
        assert_eq!(noun(Article::None, "Nord").of(), "de Nord");
    }

    #[test]
    fn english_has_one_article_or_none() {
        assert_eq!(Noun::new(English, Article::Les, "cases").of(), "of the cases");
        assert_eq!(Noun::bare(English, "ACME").to(), "to ACME");
    }
}
