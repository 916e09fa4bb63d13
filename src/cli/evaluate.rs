//! `slac evaluate`: what a month comes to, from files of evidence.

use super::console::{Console, Stream};
use super::failure::{Failure, Outcome, Status};
use super::model::json;
use super::report::{FindingArgs, show};
use super::work::Work;
use crate::base::{Language, SourceFile, SourceMap};
use crate::diagnostics::{Finding, Sink};
use crate::emit::report::{format, period};
use crate::emit::text::number::Numbering;
use crate::evaluate::evidence::{self, Source};
use crate::evaluate::words::Words;
use crate::evaluate::{Calendars, World, instances};
use crate::render::Format;
use crate::time::{Cycle, Stretch, local};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

const AFTER_HELP: &str = "\
Examples:
  slac evaluate contract.slac --month 2026-05 --evidence incidents.csv outages.csv
  slac evaluate contract.slac --month 2026-05 --evidence evidence/ --explain
  slac evaluate contract.slac --month 2026-05 --evidence may.jsonl --format json > may.json

A CSV file has a head; the head of its first column names the record, and the others its fields:
  incident,on,priority,opened,restored
  i1,erp,p1,2026-05-03 22:10,2026-05-04 03:10
Several instants of one cell are parted by `;`. A head alone says that nothing of its sort happened.";

/// What files of evidence there are.
const SORTS: &str = "evidence is CSV (`.csv`) or JSON Lines (`.jsonl`)";

/// How the report is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text for people
    #[default]
    Human,
    /// JSON; `slac schema report` says what its fields mean
    Json,
}

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Evaluate {
    /// A file, or `-` for standard input; without one, the contract of the project
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// The month
    #[arg(long, value_name = "YYYY-MM")]
    month: String,
    /// Files of evidence (`.csv`, `.jsonl`), or folders that hold them
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    evidence: Vec<PathBuf>,
    /// The last day of which all is known; without it, that of the latest instant in the evidence, and at least the end of the month
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Show how every figure came about
    #[arg(long)]
    explain: bool,
    /// How the report is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Form,
}

impl Evaluate {
    pub(super) fn run(self, console: Console) -> Outcome {
        let first = month(&self.month)?;
        let findings = FindingArgs { format: Format::Human, deny: Vec::new() };
        let paths: Vec<PathBuf> = self.path.iter().cloned().collect();
        let work = Work::new(console, &paths, &findings, Stream::Err)?;
        if work.status == Status::Findings {
            return Ok(work.status);
        }
        let mut models = work.models();
        let (Some(model), None) = (models.next(), models.next()) else {
            return Err(Failure::new("evidence is of one contract").help("name the file of the contract"));
        };
        if !model.blanks.is_empty() {
            return Err(Failure::new(
                "the contract has values that are not agreed yet, and nothing can be judged by it",
            ));
        }
        let model = &*model.with_unnamed();
        let files = files(&self.evidence)?;
        let sources: Vec<&dyn Source> = files.iter().map(|file| file as &dyn Source).collect();
        let mut sink = Sink::default();
        let mut evidence =
            evidence::from_files(model, &sources, &mut sink).map_err(|(name, error)| unreadable(&name, &error))?;
        let faults = sink.into_sorted();
        if !faults.is_empty() {
            show_faults(console, &files, &faults)?;
            return Ok(Status::Findings);
        }
        let told = self.as_of.map(|day| local::day(&model.contract.zone(), day).end);
        told.into_iter().for_each(|as_of| evidence.forget_after(as_of));
        let model = &*instances::apart(model, &evidence);
        let calendars = Calendars::around(model, &evidence, first);
        let start = local::start_of(calendars.zone(), first);
        let period = Cycle::month().at(start, calendars.zone()).map_or(Stretch::new(start, start), |month| month.whole);
        let known = told.or_else(|| evidence.known_until().map(|last| last.max(period.end)));
        let mut world = World::new(model, &calendars, &evidence, known.unwrap_or(period.end));
        let words = Words::of(model, Language::English);
        if period.and(world.term()).is_empty() {
            let term = words.stretch(world.term());
            return Err(Failure::new(format!("the contract is not in force in {}", self.month))
                .help(format!("its term is {term}")));
        }
        world.explains = self.explain || self.format == Form::Json;
        let report = world.report(period);
        let text = match self.format {
            Form::Human => period::text(model, &report, &words, self.explain),
            Form::Json => {
                let clauses = Numbering::of(model);
                json(&format::report(model, &report, &words, &|term| clauses.clause(term)))?
            }
        };
        console.write(Stream::Out, &text)?;
        Ok(Status::Clean)
    }
}

/// Why a file of evidence cannot be read, in the words of `slac check`.
fn unreadable(name: &str, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::NotFound => Failure::new(format!("cannot read `{name}`: there is no such file or folder")),
        io::ErrorKind::InvalidData => Failure::new(format!("cannot read `{name}`: {error}"))
            .help("save it as UTF-8: spreadsheets call it “CSV UTF-8”"),
        _ => Failure::new(format!("cannot read `{name}`: {error}")),
    }
}

/// The first day of a month.
pub(super) fn month(text: &str) -> Result<Date, Failure> {
    let wrong = || Failure::new(format!("`{text}` is not a month")).help("write a month as `2026-05`");
    if text.len() != 7 {
        return Err(wrong());
    }
    format!("{text}-01").parse().map_err(|_| wrong())
}

/// A file of evidence.
struct EvidenceFile {
    path: PathBuf,
    name: String,
}

impl Source for EvidenceFile {
    fn name(&self) -> &str {
        &self.name
    }
    fn open(&self) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(File::open(&self.path)?))
    }
}

/// Whether a file holds data in a form that is not read.
fn holds_data(path: &Path) -> bool {
    let forms = ["json", "tsv", "xml", "xls", "xlsx", "ods", "yaml", "yml", "parquet"];
    path.extension().is_some_and(|extension| forms.iter().any(|form| extension.eq_ignore_ascii_case(form)))
}

/// The files that are named, and those of folders that are named, by name.
fn files(paths: &[PathBuf]) -> Result<Vec<EvidenceFile>, Failure> {
    let mut found = Vec::new();
    let is_evidence = |path: &Path| {
        let known = ["csv", "jsonl", "ndjson"];
        path.extension().is_some_and(|extension| known.iter().any(|known| extension.eq_ignore_ascii_case(known)))
    };
    for path in paths {
        let unreadable = |error: io::Error| unreadable(&path.display().to_string(), &error);
        if path.is_dir() {
            let entries: io::Result<Vec<PathBuf>> =
                std::fs::read_dir(path).map_err(unreadable)?.map(|entry| Ok(entry?.path())).collect();
            let mut entries: Vec<PathBuf> = entries.map_err(unreadable)?;
            entries.sort();
            // A table in another form may be meant as evidence: it is not left out in silence.
            if let Some(other) = entries.iter().find(|path| holds_data(path)) {
                return Err(Failure::new(format!("{} is no file of evidence", other.display())).help(SORTS));
            }
            entries.retain(|path| is_evidence(path));
            if entries.is_empty() {
                return Err(Failure::new(format!("{} holds no file of evidence", path.display())).help(SORTS));
            }
            found.extend(entries);
        } else if is_evidence(path) {
            found.push(path.clone());
        } else if !path.exists() {
            return Err(unreadable(io::ErrorKind::NotFound.into()));
        } else {
            let is_contract = path.extension().is_some_and(|extension| extension == "slac");
            let help = if is_contract { "name the contract before the options" } else { SORTS };
            return Err(Failure::new(format!("{} is no file of evidence", path.display())).help(help));
        }
    }
    Ok(found.into_iter().map(|path| EvidenceFile { name: path.display().to_string(), path }).collect())
}

/// Shows what is wrong with evidence. Only files with a fault are read as a whole.
fn show_faults(console: Console, files: &[EvidenceFile], faults: &[Finding]) -> Result<(), Failure> {
    let mut sources = SourceMap::default();
    for (number, file) in (0_u32..).zip(files) {
        let named = faults.iter().any(|fault| fault.labels.iter().any(|label| label.span.file.0 == number));
        let text = if named { std::fs::read(&file.path).unwrap_or_default() } else { Vec::new() };
        sources.add(SourceFile::new(file.name.as_str(), String::from_utf8_lossy(&text).into_owned()));
    }
    show(console, Stream::Out, Format::Human, faults, &sources)
}
