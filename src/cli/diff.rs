//! `slac diff`: what two versions of a contract say differently, and for whom it is stricter or looser.

use super::build::templates_in;
use super::console::{Console, Stream};
use super::failure::{Failure, Outcome, Status};
use super::model::json;
use super::report::FindingArgs;
use super::work::{Work, only};
use crate::base::Language;
use crate::compare::{self, Amendment, Change, Verdict};
use crate::emit::amendment::{Versions, document, format, human};
use crate::emit::text::Templates;
use crate::model::{HasTerm, Id, Model, Party, PartyKind};
use crate::render::Format;
use clap::builder::{PossibleValuesParser, TypedValueParser, ValueParser};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  slac diff signed.slac draft.slac         what the draft changes, and for whom
  slac diff signed.slac draft.slac --deny looser-for customer
                                           exit with 1 where less is owed to the customer
  slac diff signed.slac draft.slac --deny worse-for acme --deny incomparable
  slac diff signed.slac draft.slac --format markdown --lang fr --effective 2026-07-01
                                           an amendment to be signed
  slac schema diff                         say what the fields of `--format json` mean

`stricter for X`: what X owes has become stricter. `looser for X`: what is owed to X has become looser.
Both name the party to whose disadvantage it is; `worse-for X` is either.

Exit codes: 0 nothing denied, 1 a denied change or a contract with errors, 2 wrong usage.";

/// How the answer is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text for people
    #[default]
    Human,
    /// An amendment to be signed
    Markdown,
    /// JSON for programs
    Json,
}

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Diff {
    /// The older version: a file, or a folder that holds one contract
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The newer version
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How the answer is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Form,
    /// The language of the amendment; without it, the first language of the newer version
    #[arg(long = "lang", value_name = "LANGUAGE", value_parser = languages())]
    language: Option<Language>,
    /// The day on which the amendment takes effect; without it, the amendment leaves it blank
    #[arg(long, value_name = "DATE")]
    effective: Option<Date>,
    /// A folder of templates that replace those of the compiler: `fr/amendment.hbs`
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// What ends with exit code 1: `looser-for PARTY`, `stricter-for PARTY`, `worse-for PARTY`, `incomparable` or `any`; may be
    /// repeated. A party is named as in the contract, or `provider`, `customer`
    #[arg(long, value_name = "CHANGE", num_args = 1..=2)]
    deny: Vec<String>,
}

fn languages() -> ValueParser {
    PossibleValuesParser::new(Language::ALL.map(Language::tag))
        .map(|tag| Language::from_tag(&tag).unwrap_or(Language::English))
        .into()
}

/// What is denied.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Denied {
    Any,
    Incomparable,
    Stricter(Id<Party>),
    Looser(Id<Party>),
    Worse(Id<Party>),
}

/// The words that are followed by a party.
const OF_A_PARTY: [&str; 3] = ["looser-for", "stricter-for", "worse-for"];
/// Those that stand alone.
const ALONE: [&str; 2] = ["incomparable", "any"];

impl Diff {
    pub(super) fn run(self, console: Console) -> Outcome {
        let compiled = |path: &PathBuf| {
            let findings = FindingArgs { format: Format::Human, deny: Vec::new() };
            Work::new(console, std::slice::from_ref(path), &findings, Stream::Err)
        };
        let (old, new) = (compiled(&self.old)?, compiled(&self.new)?);
        if old.status == Status::Findings || new.status == Status::Findings {
            return Ok(Status::Findings);
        }
        let (old, new) = (only(old.models())?, only(new.models())?);
        let deny = denied(&self.deny, old, new)?;
        let amendment = compare::of(old, new);
        let found: BTreeSet<usize> = amendment
            .changes
            .iter()
            .enumerate()
            .filter(|(_, change)| deny.iter().any(|deny| deny.hits(change)))
            .map(|(at, _)| at)
            .collect();
        console.write(Stream::Out, &self.printed(old, new, &amendment, &found)?)?;
        Ok(if found.is_empty() { Status::Clean } else { Status::Findings })
    }

    fn printed(
        &self,
        old: &Model,
        new: &Model,
        amendment: &Amendment,
        denied: &BTreeSet<usize>,
    ) -> Result<String, Failure> {
        let failed = |error: crate::emit::text::TextError| Failure::new(error.to_string());
        let versions = |language| Versions::of(old, new, amendment, language).map_err(failed);
        match self.format {
            Form::Human => Ok(human::text(&versions(Language::English)?, denied)),
            Form::Markdown => {
                let own = new.contract.languages.iter().find_map(|tag| Language::from_tag(tag));
                let language = self.language.or(own).ok_or_else(|| {
                    Failure::new("the newer version is in no language that can be printed")
                        .help("name one: `--lang fr`")
                })?;
                let templates = self.templates.as_deref().map_or_else(|| Ok(Templates::built_in()), templates_in)?;
                document::markdown(&versions(language)?, self.effective, &templates).map_err(failed)
            }
            Form::Json => {
                let all = format::languages(new).into_iter().map(versions).collect::<Result<Vec<_>, _>>()?;
                format::of(&all, denied).map_or_else(|| Ok(String::new()), |differences| json(&differences))
            }
        }
    }
}

/// Reads what is denied. A word that is followed by no party may have taken a path with it.
fn denied(words: &[String], old: &Model, new: &Model) -> Result<Vec<Denied>, Failure> {
    let mut out = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let word = word.as_str();
        if OF_A_PARTY.contains(&word) {
            let Some(name) = words.next() else {
                return Err(Failure::new(format!("`--deny {word}` names no party"))
                    .help(format!("write `--deny {word} customer`")));
            };
            let party = party(name, old, new)?;
            out.push(match word {
                "looser-for" => Denied::Looser(party),
                "stricter-for" => Denied::Stricter(party),
                _ => Denied::Worse(party),
            });
        } else if word == "any" {
            out.push(Denied::Any);
        } else if word == "incomparable" {
            out.push(Denied::Incomparable);
        } else if PathBuf::from(word).exists() {
            return Err(Failure::new(format!("`{word}` stands where a change to deny is named"))
                .help("name both contracts before `--deny`: `slac diff OLD NEW --deny any`"));
        } else {
            return Err(Failure::none_of("change", word, OF_A_PARTY.into_iter().chain(ALONE)));
        }
    }
    Ok(out)
}

/// A party by its name in either version, or the only one that provides, or is provided for.
fn party(name: &str, old: &Model, new: &Model) -> Result<Id<Party>, Failure> {
    let kind = match name {
        "provider" => Some(PartyKind::Provider),
        "customer" => Some(PartyKind::Customer),
        _ => None,
    };
    let named = [new, old].into_iter().find_map(|model| model.parties.by_name(name));
    if let Some(party) = named {
        return Ok(party.id());
    }
    let Some(kind) = kind else {
        let known = new.parties.iter().map(|party| party.term.id.as_str()).chain(["provider", "customer"]);
        return Err(Failure::none_of("party", name, known));
    };
    let of_kind: Vec<&Party> = new.parties.iter().filter(|party| party.kind == kind).collect();
    match of_kind.as_slice() {
        [only] => Ok(only.id()),
        several => {
            let names: Vec<String> = several.iter().map(|party| format!("`{}`", party.term.id)).collect();
            Err(Failure::new(format!("`{name}` is not one party: {}", names.join(", "))).help("name the party"))
        }
    }
}

impl Denied {
    fn hits(&self, change: &Change) -> bool {
        let any = |hit: &dyn Fn(&compare::Effect) -> bool| change.effects.iter().any(hit);
        match self {
            Self::Any => true,
            Self::Incomparable => any(&|effect| effect.verdict == Verdict::Incomparable),
            Self::Stricter(party) => any(&|effect| effect.is_stricter_for(party)),
            Self::Looser(party) => any(&|effect| effect.is_looser_for(party)),
            Self::Worse(party) => any(&|effect| effect.is_worse_for(party)),
        }
    }
}
