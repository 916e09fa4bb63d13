//! Evidence in files: CSV (RFC 4180) with a head, or JSON Lines.
//!
//! The head of the first column names the record, and its cells name the rows, as in the tables of a scenario:
//! `incident,on,priority,opened,restored`. In JSON Lines each line is an object with the same names as keys. Several instants in one
//! cell are parted by `;`. A file is read row by row, as often as it is asked for, and never as a whole.

use super::fields::{Column, Sort, shortened};
use super::lines::{Lines, Object, place_of_key};
use super::{Row, is_of_a_service, of_another, only_service, stated};
use crate::base::{FileId, Name, Span, suggest};
use crate::diagnostics::Finding;
use crate::evaluate::rules::RECORD_WITHOUT_SERVICE;
use crate::evaluate::{Given, Value, instances, names};
use crate::model::from_resolved::rules::{UNKNOWN_NAME, WRONG_VALUE};
use crate::model::{HasTerm, Id, Model, StateSource};
use crate::resolved::rules::AMBIGUOUS_NAME;
use crate::time::local::Clocks;
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

/// How much of a file is read at once.
const BUFFER: usize = 1 << 16;

/// Where the rows and the findings of a file go.
pub(super) struct Reader<'r> {
    /// The contract.
    pub model: &'r Model,
    /// The clocks of its zone.
    pub clocks: &'r Clocks<'r>,
    /// The file, for spans.
    pub file: FileId,
    /// Takes the name of the sort whose head a file has.
    pub sort: &'r mut dyn FnMut(&Name),
    /// Takes a row.
    pub row: &'r mut dyn FnMut(Row),
    /// Takes what a row states of a figure.
    pub given: &'r mut dyn FnMut(Given, Span),
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
        if source.name().to_ascii_lowercase().ends_with(".csv") {
            self.csv(bytes).map_err(unread)
        } else {
            self.json_lines(io::BufReader::with_capacity(BUFFER, bytes)).map_err(in_utf8)
        }
    }

    fn csv(&mut self, bytes: Box<dyn Read>) -> Result<(), csv::Error> {
        let bytes = Lines(io::BufReader::with_capacity(BUFFER, bytes));
        let mut lines = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(bytes);
        let head = lines.headers()?.clone();
        let heads: Vec<&str> = head.iter().map(|name| name.trim_start_matches('\u{FEFF}')).collect();
        let span = self.span(0, head.as_slice().len() + head.len().saturating_sub(1));
        let Some((first, rest)) = heads.split_first() else {
            let finding = Finding::new(&WRONG_VALUE, span, "the file is empty, and its head is due");
            (self.finding)(finding.help("write the head alone where nothing of its sort happened"));
            return Ok(());
        };
        for (at, twice) in
            heads.iter().enumerate().filter(|(at, head)| heads.iter().take(*at).any(|other| other == *head))
        {
            let message = format!("the head `{}` stands twice", shortened(twice));
            let note = format!("in column {} again", at + 1);
            (self.finding)(Finding::new(&WRONG_VALUE, span, message).note(note).help("keep the column that is meant"));
        }
        let figures = stated::states_figures(self.model, first);
        if figures {
            stated::heads(rest, span).into_iter().for_each(&mut *self.finding);
        }
        let sort = if figures { None } else { self.sort_named(first, span) };
        if sort.is_none() && !figures {
            return Ok(());
        }
        sort.iter().for_each(|sort| (self.sort)(sort.name()));
        let columns: Vec<Option<Column<'r>>> = rest.iter().map(|name| self.column(sort?, name, span)).collect();
        let mut line = csv::StringRecord::new();
        while lines.read_record(&mut line)? {
            if line.len() == 1 && line.get(0) == Some("") {
                continue;
            }
            let start = line.position().map_or(0, csv::Position::byte);
            let span = self.span(start, line.as_slice().len() + line.len().saturating_sub(1));
            if line.len() != heads.len() {
                let message = format!("this row has {} cells, and the head has {}", line.len(), heads.len());
                let note = "a cell in which nothing stands keeps its comma";
                (self.finding)(Finding::new(&WRONG_VALUE, span, message).note(note));
                continue;
            }
            let name = line.get(0).unwrap_or("");
            let Some(sort) = sort else {
                let cell = |head: &str| heads.iter().position(|known| *known == head).and_then(|at| line.get(at));
                self.figure(name, &|head| cell(head).unwrap_or("").to_owned(), span);
                continue;
            };
            let cells = rest.iter().zip(&columns).zip(line.iter().skip(1));
            let cells = cells.filter_map(|((head, column), cell)| Some((*head, column.as_ref()?, cell)));
            self.row(sort, name, cells, span);
        }
        Ok(())
    }

    fn json_lines(&mut self, mut lines: impl BufRead) -> io::Result<()> {
        let mut line = String::new();
        let mut start: u64 = 0;
        let mut says_nothing = true;
        loop {
            line.clear();
            let length = lines.read_line(&mut line)?;
            if length == 0 {
                if says_nothing {
                    let finding = Finding::new(&WRONG_VALUE, self.span(0, 0), "the file is empty, and a record is due");
                    let help = "where nothing of its sort happened, send a CSV file with its head alone";
                    (self.finding)(finding.note("an empty file may be an export that failed").help(help));
                }
                return Ok(());
            }
            let span_start = start;
            let span = self.span(start, line.trim_end().len());
            start += length as u64;
            if line.trim().is_empty() {
                continue;
            }
            says_nothing = false;
            let written = line.trim_start_matches('\u{FEFF}');
            match serde_json::from_str::<Object>(written) {
                Ok(object) => {
                    let mut whole = true;
                    for (number, twice) in object.twice() {
                        let place = place_of_key(written, number).unwrap_or_default();
                        let offset = u64::try_from(line.len() - written.len() + place.start).unwrap_or(u64::MAX);
                        let at = self.span(span_start.saturating_add(offset), place.len());
                        let finding = Finding::new(&WRONG_VALUE, at, format!("the key `{twice}` stands twice"));
                        (self.finding)(finding.help("keep the one that is meant"));
                        whole = false;
                    }
                    if whole {
                        self.object(&object, span);
                    }
                }
                Err(error) => {
                    let finding = Finding::new(&WRONG_VALUE, span, "this line is not a JSON object");
                    (self.finding)(match why(&error) {
                        Some(why) => finding.note(why),
                        None => finding,
                    });
                }
            }
        }
    }

    fn object(&mut self, object: &Object, span: Span) {
        let model = self.model;
        if let Some(figure) = object.get(stated::FIGURE)
            && stated::states_figures(model, stated::FIGURE)
        {
            let heads: Vec<&str> = object.keys().filter(|key| *key != stated::FIGURE).collect();
            stated::heads(&heads, span).into_iter().for_each(&mut *self.finding);
            self.figure(&text(figure), &|head| object.get(head).map(text).unwrap_or_default(), span);
            return;
        }
        let Some((sort, head, name)) = self.sort_of(object) else {
            if let Some(finding) = object.keys().find_map(|key| self.several(key, span)) {
                (self.finding)(finding);
                return;
            }
            let message = "no key of this object is a record of the contract with a name";
            let near = object.keys().find_map(|key| suggest::nearest(key, Sort::all(model)));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name the record: `{\"incident\": \"i1\", \"on\": \"erp\", …}`".to_owned(),
            };
            (self.finding)(Finding::new(&UNKNOWN_NAME, span, message).help(help));
            return;
        };
        let mut cells = Vec::new();
        for (key, value) in object.0.iter().filter(|(key, _)| key != head) {
            let Some(column) = self.column(sort, key, span) else { continue };
            cells.push((key.as_str(), column, text(value)));
        }
        self.row(sort, &name, cells.iter().map(|(key, column, text)| (*key, column, text.as_str())), span);
    }

    /// What the rows of an object's sort are, with the key that names it and the name of the record. Of several such keys, it is the one whose
    /// records have the others for fields.
    fn sort_of<'o>(&self, object: &'o Object) -> Option<(Sort<'r>, &'o str, String)> {
        let model = self.model;
        let named = |(key, value): &'o (String, serde_json::Value)| {
            Some((Sort::named(model, key)?, key.as_str(), name_of(value)?))
        };
        let has_others = |(sort, head, _): &(Sort<'r>, &str, String)| {
            object.keys().all(|key| key == *head || Column::of(model, *sort, key).is_some())
        };
        let mut all = object.0.iter().filter_map(named);
        let first = all.next()?;
        let mut others = all.peekable();
        if others.peek().is_none() || has_others(&first) {
            return Some(first);
        }
        Some(others.find(has_others).unwrap_or(first))
    }

    /// What a row states of a figure. With a fault it is reported and left out.
    fn figure(&mut self, name: &str, cell: &dyn Fn(&str) -> String, span: Span) {
        match stated::read(self.model, name, cell, span, self.clocks) {
            Ok(given) => (self.given)(given, span),
            Err(finding) => (self.finding)(*finding),
        }
    }

    /// One record from its cells. With a fault it is reported and left out.
    fn row<'c>(
        &mut self,
        sort: Sort<'r>,
        name: &str,
        cells: impl Iterator<Item = (&'c str, &'c Column<'r>, &'c str)>,
        span: Span,
    ) where
        'r: 'c,
    {
        let mut row = Row { record: sort.id(), name: Name::from(name), service: None, values: Vec::new(), span };
        let mut instance = matches!(sort, Sort::Service(_)).then(|| row.name.clone());
        let mut whole = !name.is_empty();
        if !whole {
            (self.finding)(Finding::new(&WRONG_VALUE, span, "this record has no name").here("the first cell is empty"));
        }
        for (head, column, cell) in cells.filter(|(_, _, cell)| !cell.is_empty()) {
            match (column.read(self.model, cell, span, self.clocks), column) {
                (Ok(Value::Word(service)), Column::On) => row.service = Some(Id::new(service)),
                (Ok(Value::Word(name)), Column::Instance) => instance = Some(name),
                (Ok(value), _) => row.values.push((Name::from(head), value)),
                (Err(finding), _) => {
                    (self.finding)(finding.about(&row.name).note(format!("in `{head}` of `{}`", shortened(name))));
                    whole = false;
                }
            }
        }
        row.service = match sort {
            Sort::Service(service) => Some(service.id()),
            _ => row.service.or_else(|| only_service(self.model, &row.record)),
        };
        if whole && row.service.is_none() && is_of_a_service(self.model, &row.record) {
            let finding =
                Finding::new(&RECORD_WITHOUT_SERVICE, span, format!("`{name}` does not say which service it is about"));
            (self.finding)(finding.help("add a column `on` with the name of the service"));
            whole = false;
        }
        match instances::of_record(self.model, &row.name, row.service.take(), instance.as_ref(), span) {
            Ok(service) => row.service = service,
            Err(finding) => {
                (self.finding)(*finding);
                whole = false;
            }
        }
        if let Some(finding) = of_another(self.model, &row) {
            (self.finding)(finding);
            whole = false;
        }
        if whole {
            (self.row)(row);
        }
    }

    fn sort_named(&mut self, name: &str, span: Span) -> Option<Sort<'r>> {
        let found = Sort::named(self.model, name);
        if found.is_none() {
            let found = self.model.states.by_name(name).filter(|state| !matches!(state.holds, StateSource::GivenBy(_)));
            let finding = match (self.several(name, span), found) {
                (Some(several), _) => several,
                (None, Some(_)) => {
                    let message = format!("nobody reports the state `{name}`: it is found from records");
                    Finding::new(&WRONG_VALUE, span, message).help("send the records that it is found from")
                }
                (None, None) => {
                    let shown = shortened(name);
                    let message = format!("the contract has no record `{shown}`");
                    let near = suggest::nearest(&shown, Sort::all(self.model));
                    let other_sign = name.contains([';', '\t']).then(|| "part the cells by commas".to_owned());
                    let near = near.map(|name| format!("did you mean `{name}`?"));
                    let note = "the head of the first column names the record";
                    Finding::new(&UNKNOWN_NAME, span, message).note(note).help_if(other_sign.or(near))
                }
            };
            (self.finding)(finding);
        }
        found
    }

    /// What is said of a name that several records have.
    fn several(&self, name: &str, span: Span) -> Option<Finding> {
        let records = names::records(self.model, name);
        let full: Vec<String> = records.iter().map(|record| format!("`{}`", names::full(record))).collect();
        let finding = Finding::new(&AMBIGUOUS_NAME, span, format!("`{name}` means {}", full.join(" or ")));
        let help = format!("write the one that is meant in full: {}", full.join(", "));
        (records.len() > 1).then(|| finding.help(help))
    }

    fn column(&mut self, sort: Sort<'r>, head: &str, span: Span) -> Option<Column<'r>> {
        let found = Column::of(self.model, sort, head);
        if found.is_none() {
            let known = sort.heads(self.model);
            let head = shortened(head);
            let near = suggest::nearest(&head, known.iter().copied()).map(|name| format!("did you mean `{name}`?"));
            let message = format!("`{}` has no field `{head}`", sort.name());
            let finding = Finding::new(&UNKNOWN_NAME, span, message);
            let all = || known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            (self.finding)(match near {
                Some(near) => finding.help(near),
                None => finding.note(format!("it has {}", all())),
            });
        }
        found
    }

    fn span(&self, start: u64, length: usize) -> Span {
        let at = |offset: u64| u32::try_from(offset).unwrap_or(u32::MAX);
        Span::new(self.file, at(start), at(start.saturating_add(length as u64)))
    }
}

/// Why a CSV file cannot be read on.
fn unread(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        csv::ErrorKind::Utf8 { .. } => in_utf8(io::ErrorKind::InvalidData.into()),
        other => io::Error::other(format!("{other:?}")),
    }
}

/// The same error, in words where a spreadsheet saved the file in another encoding.
fn in_utf8(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::InvalidData => io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text"),
        _ => error,
    }
}

/// The name that a JSON value gives to a record: a text, or the number of a ticket.
fn name_of(value: &serde_json::Value) -> Option<String> {
    (value.is_string() || value.is_number()).then(|| text(value))
}

/// Why a line is not an object: what is missing, and in which column. A value of another sort needs no reason.
fn why(error: &serde_json::Error) -> Option<String> {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let reason = error.to_string().strip_suffix(place.as_str())?.to_owned();
    match error.classify() {
        serde_json::error::Category::Syntax => Some(format!("{reason}, in column {}", error.column())),
        serde_json::error::Category::Eof => Some("the line ends before the object does".to_owned()),
        _ => None,
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
