//! `slac ask`: questions about a contract, answered from its normal form.

use super::case;
use super::console::{Console, Stream};
use super::deadline::Form;
use super::failure::{Failure, Outcome, Status};
use super::model::json;
use super::report::FindingArgs;
use super::work::{Work, only, zone_of};
use crate::answers::{cost, counts, exposure, targets, who};
use crate::base::Language;
use crate::base::suggest::nearest;
use crate::emit::report::answers::{self as told, Answer, Question};
use crate::emit::report::format;
use crate::emit::text::number::Numbering;
use crate::evaluate::evidence::supposed;
use crate::evaluate::words::Words;
use crate::evaluate::{Calendars, Evidence, Given, World};
use crate::model::{HasTerm, Id, Model, Service};
use crate::render::Format;
use crate::time::local::{self, Clocks};
use crate::time::{Cycle, Instant, Stretch};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  slac ask contract.slac                     what can be asked of it, as commands
  slac ask contract.slac who triage --at \"2026-05-02 03:10\"
  slac ask contract.slac targets --service erp --at \"2026-05-02 03:10\"
  slac ask contract.slac counts --service erp --at \"2026-05-03 04:00\"
  slac ask contract.slac cost --month 2026-05 --given \"availability of erp = 99.2 %\"
  slac ask contract.slac exposure            the most that can be owed in a year
  slac schema answer                         say what the fields of `--format json` mean

What applies to an incident, and when it is due: slac deadline";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP, subcommand_value_name = "QUESTION", subcommand_help_heading = "Questions")]
pub(super) struct Ask {
    /// A file, or `-` for standard input; without one, the contract of the project
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// How the answer is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t, global = true)]
    format: Form,
    #[command(subcommand)]
    question: Option<Asked>,
}

#[derive(Subcommand, Debug)]
enum Asked {
    /// Who answers for an activity, and whether they can be reached
    Who {
        /// The activity: `triage`, or with its matrix `operations.triage`
        #[arg(value_name = "ACTIVITY")]
        activity: String,
        /// The service that it is about, where several matrices have such an activity
        #[arg(long, value_name = "NAME")]
        service: Option<String>,
        /// When: `2026-05-01 17:30` by the clocks of the contract, RFC 3339, or `now`
        #[arg(long, value_name = "INSTANT")]
        at: Option<String>,
    },
    /// What a service is held to at an instant
    Targets {
        #[command(flatten)]
        then: Then,
    },
    /// Whether an instant counts, and what may take it out of account
    Counts {
        #[command(flatten)]
        then: Then,
    },
    /// What a month costs in which something is attained
    Cost {
        /// The month
        #[arg(long, value_name = "YYYY-MM")]
        month: String,
        #[command(flatten)]
        given: Supposing,
        /// Show how every figure came about
        #[arg(long)]
        explain: bool,
    },
    /// The most that can be owed in a year, and the conduct that reaches it
    Exposure {
        #[command(flatten)]
        given: Supposing,
    },
}

/// A service at an instant.
#[derive(Args, Debug)]
struct Then {
    /// The service; may be left out where there is only one
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// When: `2026-05-01 17:30` by the clocks of the contract, RFC 3339, or `now`
    #[arg(long, value_name = "INSTANT")]
    at: String,
}

/// What is supposed.
#[derive(Args, Debug)]
struct Supposing {
    /// What is supposed, in the words of a scenario: `availability of erp = 99.2 %`; may be repeated
    #[arg(long, value_name = "NAME of SERVICE = VALUE")]
    given: Vec<String>,
}

impl Supposing {
    fn read(&self, model: &Model, during: Stretch) -> Result<Vec<Given>, Failure> {
        let zone = zone_of(model)?;
        let clocks = Clocks::of(&zone);
        let read = |text: &String| {
            supposed(model, text, during, &clocks).map_err(|finding| Failure {
                message: finding.message,
                help: finding.help,
                silent: false,
            })
        };
        let given: Vec<Given> = self.given.iter().map(read).collect::<Result<_, _>>()?;
        let twice = |(at, one): (usize, &Given)| {
            given.iter().take(at).any(|other| other.what == one.what && other.of == one.of).then(|| one.what.clone())
        };
        match given.iter().enumerate().find_map(twice) {
            Some(name) => Err(Failure::new(format!("`{name}` is supposed twice"))),
            None => Ok(given),
        }
    }
}

impl Ask {
    pub(super) fn run(self, console: Console) -> Outcome {
        let findings = FindingArgs { format: Format::Human, deny: Vec::new() };
        let paths: Vec<PathBuf> = self.path.iter().cloned().collect();
        let work = Work::new(console, &paths, &findings, Stream::Err)?;
        if work.status == Status::Findings {
            return Ok(work.status);
        }
        let model = only(work.models())?;
        let zone = zone_of(model)?;
        let is_json = self.format == Form::Json;
        let words = Words::of(model, Language::English);
        let instant = |text: &str| case::instant(text, &zone);
        let evidence = Evidence::default();
        let around = |day: Date| Calendars::around(model, &evidence, day);
        let at_once = |at: Instant| around(local::date_at(&zone, at));
        let (text, answer) = match &self.question {
            None => {
                let path = self.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
                console.write(Stream::Out, &told::questions(model, &path))?;
                return Ok(Status::Clean);
            }
            Some(Asked::Who { activity, service, at }) => {
                let service = service.as_deref().map(|name| service_of(model, Some(name))).transpose()?;
                let at = at.as_deref().map(instant).transpose()?;
                let found: Vec<_> = who::activities(model, activity, service.as_ref()).collect();
                if found.is_empty() {
                    let known = model.responsibilities.iter().map(|known| known.term.id.as_str());
                    let short = known.clone().filter_map(|known| known.rsplit('.').next());
                    return Err(match nearest(activity, short) {
                        Some(meant) => {
                            Failure::new(format!("unknown activity `{activity}`")).help(format!("write `{meant}`"))
                        }
                        None => Failure::none_of("activity", activity, known),
                    });
                }
                let calendars = at_once(at.unwrap_or_default());
                let world = World::new(model, &calendars, &evidence, at.unwrap_or_default());
                let answers: Vec<_> = found.into_iter().map(|activity| who::who(&world, activity, at)).collect();
                (told::who(&world, &answers, at), Question::who(&words, &answers, at))
            }
            Some(Asked::Targets { then }) => {
                let (service, at) = (service_of(model, then.service.as_deref())?, instant(&then.at)?);
                let calendars = at_once(at);
                let world = World::new(model, &calendars, &evidence, at);
                let found = targets::targets(&world, &service, at);
                (told::targets(&world, &service, at, &found), Question::targets(&words, &service, at, &found))
            }
            Some(Asked::Counts { then }) => {
                let (service, at) = (service_of(model, then.service.as_deref())?, instant(&then.at)?);
                let calendars = at_once(at);
                let world = World::new(model, &calendars, &evidence, at);
                let found = counts::counts(&world, &service, at);
                (told::counts(&world, &service, at, &found), Question::counts(&words, &service, at, &found))
            }
            Some(Asked::Cost { month, given, explain }) => {
                complete(model)?;
                let first = super::evaluate::month(month)?;
                let calendars = around(first);
                let start = local::start_of(&zone, first);
                let period = Cycle::month().at(start, &zone).map_or(Stretch::new(start, start), |month| month.whole);
                let given = given.read(model, period)?;
                if given.is_empty() {
                    return Err(Failure::new("nothing says what is attained")
                        .help("suppose something: `--given \"availability of erp = 99.2 %\"`"));
                }
                let mut world = World::new(model, &calendars, &evidence, period.end);
                world.given = &given;
                if period.and(world.term()).is_empty() {
                    return Err(Failure::new(format!("the contract is not in force in {month}"))
                        .help(format!("its term is {}", words.stretch(world.term()))));
                }
                let report = cost::cost(&world, period);
                let clauses = Numbering::of(model);
                let json = format::report(model, &report, &words, &|term| clauses.clause(term));
                (told::cost(&world, &report, *explain), Question::Cost { report: Box::new(json) })
            }
            Some(Asked::Exposure { given }) => {
                complete(model)?;
                let given = given.read(model, Stretch::new(Instant::MIN, Instant::MAX))?;
                let calendars = around(model.contract.from.unwrap_or_default());
                let world = World::new(model, &calendars, &evidence, Instant::MAX);
                let found = exposure::exposure(model, &given);
                (told::exposure(model, &found), Question::exposure(&world, &found))
            }
        };
        let text = if is_json { json(&Answer::new(model, answer))? } else { text };
        console.write(Stream::Out, &text)?;
        Ok(Status::Clean)
    }
}

/// Amounts are not told of a contract in which something is not agreed yet.
fn complete(model: &Model) -> Result<(), Failure> {
    match model.blanks.is_empty() {
        true => Ok(()),
        false => Err(Failure::new("the contract has values that are not agreed yet, and no amount can be told")),
    }
}

/// The service that is named, or the only one that is held to something.
fn service_of(model: &Model, name: Option<&str>) -> Result<Id<Service>, Failure> {
    let held = || model.services.iter().filter(|service| !service.tiers.is_empty());
    let names = || held().map(|service| service.term.id.as_str());
    match (name, held().collect::<Vec<_>>().as_slice()) {
        (Some(name), _) => match model.services.by_name(name) {
            Some(service) => Ok(service.id()),
            None => Err(Failure::none_of("service", name, names())),
        },
        (None, [only]) => Ok(only.id()),
        (None, _) => {
            let all = names().map(|name| format!("`--service {name}`")).collect::<Vec<_>>().join(", ");
            Err(Failure::new("nothing says which service is meant").help(format!("name one: {all}")))
        }
    }
}
