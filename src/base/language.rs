//! The languages that a contract can be printed in.

use serde::{Deserialize, Serialize};

/// A language of the signed text, named by its primary BCP 47 tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Language {
    /// `fr`
    #[serde(rename = "fr")]
    French,
    /// `en`
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Every language, in the order of documentation.
    pub const ALL: [Self; 2] = [Self::French, Self::English];

    /// The language of a BCP 47 tag: only the primary subtag counts, so `fr-CA` is French.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or(tag);
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The primary tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// Whether people call it so, in one of the languages.
    #[must_use]
    pub fn is_called(self, word: &str) -> bool {
        let names = match self {
            Self::French => ["french", "français", "francais"],
            Self::English => ["english", "anglais", "eng"],
        };
        names.contains(&word.to_lowercase().as_str())
    }

    /// The name of the language in itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::French => "français",
            Self::English => "English",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn only_the_primary_tag_counts() {
        assert_eq!(Language::from_tag("fr-CA"), Some(Language::French));
        assert_eq!(Language::from_tag("EN"), Some(Language::English));
        assert_eq!(Language::from_tag("fro"), None);
    }
}
