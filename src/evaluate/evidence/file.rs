//! Evidence in files: CSV (RFC 4180) with a head, or JSON Lines.
//!
//! The head of the first column names the record, and its cells name the rows, as in the tables of a scenario:
//! `incident,on,priority,opened,restored`. In JSON Lines each line is an object with the same names as keys. Several instants in one
//! cell are parted by `;`. A file is read row by row, as often as it is asked for, and never as a whole.

use super::fields::Column;
use super::rules::RECORD_WITHOUT_SERVICE;
use super::{Row, is_of_a_service, only_service};
use crate::base::{FileId, Name, Span, suggest};
use crate::diagnostics::Finding;
use crate::evaluate::Value;
use crate::model::from_resolved::rules::{UNKNOWN_NAME, WRONG_VALUE};
use crate::model::{HasTerm, Id, Model, Record};
use jiff::tz::TimeZone;
use std::io::{self, BufRead, Read};

/// A file that can be opened again and again.
pub trait Source {
    /// The name under which findings cite it.
    fn name(&self) -> &str;

    /// Opens it at its start.
    ///
    /// # Errors
    /// Why it cannot be opened.
    fn open(&self) -> io::Result<Box<dyn Read>>;
}

/// Where the rows and the findings of a file go.
pub(super) struct Reader<'r> {
    /// The contract.
    pub model: &'r Model,
    /// Its zone.
    pub zone: &'r TimeZone,
    /// The file, for spans.
    pub file: FileId,
    /// Takes a row.
    pub row: &'r mut dyn FnMut(Row),
    /// Takes a finding.
    pub finding: &'r mut dyn FnMut(Finding),
}

impl<'r> Reader<'r> {
    /// Reads a file from its start.
    ///
    /// # Errors
    /// Why it cannot be read on.
    pub fn read(&mut self, source: &dyn Source) -> io::Result<()> {
        let bytes = source.open()?;
        if source.name().ends_with(".csv") { self.csv(bytes) } else { self.json_lines(io::BufReader::new(bytes)) }
    }

    fn csv(&mut self, bytes: Box<dyn Read>) -> io::Result<()> {
        let mut lines = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(bytes);
        let head = lines.headers().map_err(io::Error::from)?.clone();
        let heads: Vec<&str> = head.iter().map(|name| name.trim_start_matches('\u{FEFF}')).collect();
        let span = self.span(0, head.as_slice().len());
        let Some((first, rest)) = heads.split_first() else { return Ok(()) };
        let Some(record) = self.record(first, span) else { return Ok(()) };
        let columns: Vec<Option<Column<'r>>> = rest.iter().map(|name| self.column(record, name, span)).collect();
        let mut line = csv::StringRecord::new();
        while lines.read_record(&mut line).map_err(io::Error::from)? {
            let start = line.position().map_or(0, csv::Position::byte);
            let span = self.span(start, line.as_slice().len() + line.len().saturating_sub(1));
            if line.len() != heads.len() {
                let message = format!("this row has {} cells, and the head has {}", line.len(), heads.len());
                (self.finding)(Finding::new(&WRONG_VALUE, span, message));
                continue;
            }
            let name = line.get(0).unwrap_or("");
            let cells = rest.iter().zip(&columns).zip(line.iter().skip(1));
            let cells = cells.filter_map(|((head, column), cell)| Some((*head, column.as_ref()?, cell)));
            self.row(record, name, cells, span);
        }
        Ok(())
    }

    fn json_lines(&mut self, mut lines: impl BufRead) -> io::Result<()> {
        let mut line = String::new();
        let mut start: u64 = 0;
        loop {
            line.clear();
            let length = lines.read_line(&mut line)?;
            if length == 0 {
                return Ok(());
            }
            let span = self.span(start, line.trim_end().len());
            start += length as u64;
            if line.trim().is_empty() {
                continue;
            }
            match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&line) {
                Ok(object) => self.object(&object, span),
                Err(error) => {
                    let finding = Finding::new(&WRONG_VALUE, span, "this line is not a JSON object");
                    (self.finding)(finding.note(error.to_string()));
                }
            }
        }
    }

    fn object(&mut self, object: &serde_json::Map<String, serde_json::Value>, span: Span) {
        let model = self.model;
        let Some((record, name)) =
            object.iter().find_map(|(key, value)| Some((model.records.by_name(key)?, value.as_str()?)))
        else {
            let message = "no key of this object is a record of the contract with a name";
            let help = "name the record: `{\"incident\": \"i1\", \"on\": \"erp\", …}`";
            (self.finding)(Finding::new(&UNKNOWN_NAME, span, message).help(help));
            return;
        };
        let mut cells = Vec::new();
        for (key, value) in object.iter().filter(|(key, _)| *key != record.term.id.as_str()) {
            let Some(column) = self.column(record, key, span) else { continue };
            cells.push((key.as_str(), column, text(value)));
        }
        self.row(record, name, cells.iter().map(|(key, column, text)| (*key, column, text.as_str())), span);
    }

    /// One record from its cells. With a fault it is reported and left out.
    fn row<'c>(
        &mut self,
        record: &Record,
        name: &str,
        cells: impl Iterator<Item = (&'c str, &'c Column<'r>, &'c str)>,
        span: Span,
    ) where
        'r: 'c,
    {
        let mut row = Row { record: record.id(), name: Name::from(name), service: None, values: Vec::new(), span };
        let mut whole = !name.is_empty();
        if !whole {
            (self.finding)(Finding::new(&WRONG_VALUE, span, "this record has no name").here("the first cell is empty"));
        }
        for (head, column, cell) in cells.filter(|(_, _, cell)| !cell.is_empty()) {
            match (column.read(self.model, cell, span, self.zone), column) {
                (Ok(Value::Word(service)), Column::On) => row.service = Some(Id::new(service)),
                (Ok(value), _) => row.values.push((Name::from(head), value)),
                (Err(finding), _) => {
                    (self.finding)(finding.about(&row.name).note(format!("in `{head}` of `{name}`")));
                    whole = false;
                }
            }
        }
        row.service = row.service.or_else(|| only_service(self.model, &row.record));
        if whole && row.service.is_none() && is_of_a_service(self.model, &row.record) {
            let finding =
                Finding::new(&RECORD_WITHOUT_SERVICE, span, format!("`{name}` does not say which service it is about"));
            (self.finding)(finding.help("add a column `on` with the name of the service"));
            whole = false;
        }
        if whole {
            (self.row)(row);
        }
    }

    fn record(&mut self, name: &str, span: Span) -> Option<&'r Record> {
        let model = self.model;
        let found = model.records.by_name(name);
        if found.is_none() {
            let near = suggest::nearest(name, model.records.iter().map(|record| record.term.id.as_str()));
            let message = format!("the contract has no record `{name}`");
            let finding = Finding::new(&UNKNOWN_NAME, span, message)
                .help_if(near.map(|name| format!("did you mean `{name}`?")))
                .note("the head of the first column names the record");
            (self.finding)(finding);
        }
        found
    }

    fn column(&mut self, record: &'r Record, head: &str, span: Span) -> Option<Column<'r>> {
        let found = Column::of(self.model, record, head);
        if found.is_none() {
            let near = suggest::nearest(head, record.fields.iter().map(|field| field.name.as_str()));
            let message = format!("`{}` has no field `{head}`", record.term.id);
            let help = near.map(|name| format!("did you mean `{name}`?"));
            (self.finding)(Finding::new(&UNKNOWN_NAME, span, message).help_if(help));
        }
        found
    }

    fn span(&self, start: u64, length: usize) -> Span {
        let at = |offset: u64| u32::try_from(offset).unwrap_or(u32::MAX);
        Span::new(self.file, at(start), at(start.saturating_add(length as u64)))
    }
}

/// A JSON value as a cell says it.
fn text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    }
}
