//! `slac calendar`: a month of a calendar, of a contract or of the standard library.

use super::console::{Console, Stream};
use super::deadline::Form;
use super::failure::{Failure, Outcome, Status};
use super::model::json;
use super::project::Project;
use super::report::FindingArgs;
use super::work::{Work, only, zone_of};
use crate::base::Language;
use crate::driver;
use crate::emit::report::month;
use crate::evaluate::{Calendars, month as months};
use crate::model::{Calendar, CalendarSet, HasTerm, Id, Model};
use crate::render::Format;
use crate::time::zone;
use clap::Args;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

const AFTER_HELP: &str = "\
Examples:
  slac calendar business contract.slac --month 2026-05
  slac calendar business contract.slac                    the first month of the contract
  slac calendar fr.public_holidays --month 2026-05        a calendar of the standard library
  slac calendar us.working_days --month 2026-11 --timezone America/New_York
  slac schema calendar                                    say what the fields of `--format json` mean";

/// The calendar that has every hour.
const ALWAYS: &str = "always";
/// The module in which the calendars of the standard library lie.
const LIBRARY: &str = "std.calendar.";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct CalendarCommand {
    /// The calendar: `business`, or of the standard library `fr.public_holidays`
    #[arg(value_name = "NAME")]
    name: String,
    /// A file, a folder, or `-` for standard input; without one, the contract of the project, if there is one
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The month, as `2026-05`; without it, the first one of the contract
    #[arg(long, value_name = "MONTH")]
    month: Option<String>,
    /// The zone of a calendar of the standard library, where no contract says one
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    timezone: String,
    /// How the month is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Form,
}

impl CalendarCommand {
    pub(super) fn run(self, console: Console) -> Outcome {
        let library: Vec<(&str, String)> =
            driver::standard_calendars().map(|(module, name)| (module, format!("{}.{name}", short(module)))).collect();
        let name = self.name.strip_prefix(LIBRARY).unwrap_or(&self.name);
        let has_project = Project::find(Path::new("."))?.is_some_and(|project| !project.contracts.is_empty());
        if self.paths.is_empty() && !has_project {
            return self.of_library(console, name, &library, &self.timezone, None);
        }
        let findings = FindingArgs { format: Format::Human, deny: Vec::new() };
        let work = Work::new(console, &self.paths, &findings, Stream::Err)?;
        if work.status == Status::Findings {
            return Ok(work.status);
        }
        let model = only(work.models())?;
        match find(model, name) {
            Some(set) => {
                zone_of(model)?;
                self.draw(console, model, &set, model.contract.from)
            }
            None if library.iter().any(|(_, known)| known == name) => {
                let zone = model.contract.timezone.as_deref().unwrap_or(&self.timezone);
                self.of_library(console, name, &library, zone, model.contract.from)
            }
            None => {
                let known = model.calendars.iter().map(|calendar| calendar.term.id.as_str());
                Err(Failure::none_of("calendar", name, known))
            }
        }
    }

    /// A calendar of the standard library, in a zone.
    fn of_library(
        &self,
        console: Console,
        name: &str,
        library: &[(&str, String)],
        zone: &str,
        first: Option<Date>,
    ) -> Outcome {
        if zone::find(zone).is_err() {
            return Err(Failure::unknown("zone", zone, zone::names()));
        }
        let Some((module, _)) = library.iter().find(|(_, known)| known == name) else {
            let failure =
                Failure::none_of("calendar of the standard library", name, library.iter().map(|(_, n)| n.as_str()));
            let help = failure.help.clone().unwrap_or_default();
            return Err(failure.help(format!("{help}; for one of a contract, name its file after it")));
        };
        let model = driver::with_standard_calendar(module, name, zone);
        match model.as_ref().and_then(|model| Some((model, find(model, name)?))) {
            Some((model, set)) => self.draw(console, model, &set, first),
            None => Err(Failure::new(format!("`{name}` cannot be read by itself"))),
        }
    }

    fn draw(&self, console: Console, model: &Model, set: &CalendarSet, first: Option<Date>) -> Outcome {
        let first = match (&self.month, first) {
            (Some(month), _) => read_month(month)?,
            (None, Some(first)) => first.first_of_month(),
            (None, None) => return Err(Failure::new("nothing says which month").help("name one: `--month 2026-05`")),
        };
        let (from, until) = months::around(first);
        let calendars = Calendars::of(model, from, until);
        let drawn = months::of(&calendars, set, first);
        let label = match set {
            CalendarSet::Calendar(id) => model.calendars.get(id).map(|calendar| &calendar.term.label),
            _ => None,
        };
        let text = match self.format {
            Form::Human => {
                let label = label.map_or("", |label| label.any(Language::English.tag()));
                let title = if label.is_empty() { self.name.clone() } else { format!("{}: {label}", self.name) };
                month::text(&title, &drawn)
            }
            Form::Json => json(&month::of(&self.name, &drawn))?,
        };
        console.write(Stream::Out, &text)?;
        Ok(Status::Clean)
    }
}

/// A calendar of a contract: by its name, or by that of the module that it comes from and its name.
fn find(model: &Model, name: &str) -> Option<CalendarSet> {
    if name == ALWAYS {
        return Some(CalendarSet::Always);
    }
    let named = |calendar: &&Calendar| {
        let term = &calendar.term;
        term.id == name
            || (term.module.starts_with(LIBRARY) && format!("{}.{}", short(&term.module), last(&term.id)) == name)
    };
    model.calendars.iter().find(named).map(|calendar| CalendarSet::Calendar(Id::new(calendar.id().name().clone())))
}

/// `std.calendar.fr` → `fr`.
fn short(module: &str) -> &str {
    module.strip_prefix(LIBRARY).unwrap_or(module)
}

fn last(id: &str) -> &str {
    id.rsplit('.').next().unwrap_or(id)
}

/// The first day of a month that is written `2026-05`.
fn read_month(text: &str) -> Result<Date, Failure> {
    let day = format!("{text}-01").parse::<Date>().ok().filter(|_| text.len() == "2026-05".len());
    day.ok_or_else(|| Failure::new(format!("`{text}` is not a month")).help("write it as `2026-05`"))
}
