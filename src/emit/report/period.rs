//! The report of a period as text: what was attained, what is owed, which rights have arisen.

use super::format::standing;
use super::moments;
use crate::base::visible_line;
use crate::evaluate::derivation::Line;
use crate::evaluate::instances;
use crate::evaluate::judge::Judged;
use crate::evaluate::report::{CaseLine, Report, Warning};
use crate::evaluate::settle::{Alternative, Settled, Standing};
use crate::evaluate::words::Words;
use crate::model::{CalendarSet, Model};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The amounts of a settlement that are listed one by one.
const LISTED: usize = 50;

/// The report as text. With `every`, each figure is followed by its derivation.
#[must_use]
pub fn text(model: &Model, report: &Report, words: &Words, every: bool) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}, {}", report.contract, words.stretch(report.period));
    let _ = writeln!(out, "as known on {}; time-zone data {}", words.instant(report.as_of), report.tzdata);
    out + &body(model, report, words, every)
}

/// What it comes to, beneath the head that says of what it is a report.
pub(super) fn body(model: &Model, report: &Report, words: &Words, every: bool) -> String {
    let mut out = String::new();
    for warning in &report.warnings {
        let _ = writeln!(out, "{}", visible_line(&format!("warning: {}", warned(warning))));
    }
    if !report.judged.is_empty() {
        out.push_str("\nCommitments\n");
        let rows: Vec<_> = report.judged.iter().map(|judged| row(model, judged, words)).collect();
        let lines: Vec<&[Line]> = report.judged.iter().map(|judged| judged.lines.as_slice()).collect();
        table(&mut out, &rows, &lines, words, every);
    }
    if every && !report.missed.is_empty() {
        out.push_str("\nLate cases\n");
        let rows: Vec<_> = report.missed.iter().map(|judged| row(model, judged, words)).collect();
        let lines: Vec<&[Line]> = report.missed.iter().map(|judged| judged.lines.as_slice()).collect();
        table(&mut out, &rows, &lines, words, every);
    }
    let cases: Vec<&CaseLine> =
        report.cases.iter().filter(|line| line.on_time + line.running > 0 || !line.late.is_empty()).collect();
    if !cases.is_empty() {
        out.push_str("\nCases\n");
        for line in cases {
            let told = format!(
                "  {} for {}: {} on time, {} late or disputed, {} running",
                line.commitment,
                line.service,
                line.on_time,
                line.late.len(),
                line.running
            );
            let _ = writeln!(out, "{}", visible_line(&told));
            let rows: Vec<_> = line.late.iter().map(|judged| row(model, judged, words)).collect();
            let lines: Vec<&[Line]> = line.late.iter().map(|judged| judged.lines.as_slice()).collect();
            table(&mut out, &rows, &lines, words, every);
        }
    }
    if !report.settled.is_empty() {
        out.push_str("\nAmounts\n");
        report.settled.iter().for_each(|settled| settlement(&mut out, settled, words, every));
    }
    if !report.followed.is_empty() {
        out.push_str("\nDuties that follow a breach\n");
        for due in &report.followed {
            let case = due.case.as_ref().map(|case| format!(", {case}")).unwrap_or_default();
            let until = due.until.map(|until| format!(", due {}", words.deadline(until))).unwrap_or_default();
            let _ = writeln!(out, "  {} after {} for {}{case}{until}", due.duty, due.commitment, due.service);
        }
    }
    if !report.rights.is_empty() {
        out.push_str("\nRights that have arisen\n");
        for right in &report.rights {
            let until = right.until.map(|until| format!(", until {}", words.deadline(until))).unwrap_or_default();
            let service = right.service.as_ref().map(|service| format!(" for {service}")).unwrap_or_default();
            let standing = if right.provisional { ", provisional" } else { "" };
            let _ = writeln!(out, "  {}{service}{until}{standing}", right.right);
        }
    }
    out
}

/// What the evidence does not say, in words.
pub(super) fn warned(warning: &Warning) -> String {
    match warning {
        Warning::NotGiven(sort, readers) => {
            let readers: Vec<String> = readers.iter().map(|reader| format!("`{reader}`")).collect();
            format!("no `{sort}` was given: taken as none by {}", readers.join(", "))
        }
        Warning::NotTold(duty) => format!("nothing says when `{duty}` was done: it is not judged"),
        Warning::NotStated(figure) => format!("no `{figure}` was stated: what rests on it has no value"),
        Warning::OutsideTerm(sort, first, 0) => {
            format!("`{first}` of `{sort}` lies outside the term of the contract")
        }
        Warning::OutsideTerm(sort, first, more) => {
            format!("`{first}` and {more} more of `{sort}` lie outside the term of the contract")
        }
        Warning::NoInstance(service) => format!("no instance of `{service}` was named: none is judged"),
        Warning::NotDue(duty, first, more) => {
            let (rows, are_more) = several(first, *more);
            let say = if are_more { "say" } else { "says" };
            format!("{rows} {say} when `{duty}` was done for what it was not due for: nothing is judged by it")
        }
        Warning::Unsaid(sort, field, first, more) => {
            let (rows, are_more) = several(first, usize::try_from(*more).unwrap_or(usize::MAX));
            let say = if are_more { "do not say their" } else { "does not say its" };
            format!("{rows} of `{sort}` {say} `{field}`: what is not said is taken as no, or left out")
        }
        Warning::NoAmount(schedule, of, more) => {
            let of = of.as_ref().map(|of| format!(" for {}", several(of, *more).0)).unwrap_or_default();
            format!(
                "`{schedule}` has no amount{of}: something that it is computed from is not said, and nothing is owed by it"
            )
        }
    }
}

/// The first of several, with how many more there are, and whether there are more.
fn several(first: &str, more: usize) -> (String, bool) {
    if more == 0 { (format!("`{first}`"), false) } else { (format!("`{first}` and {more} more"), true) }
}

/// What a judgement is about, the verdict, what was attained.
fn row(model: &Model, judged: &Judged, words: &Words) -> [String; 3] {
    let service = judged.service.as_ref().map(|service| format!(" for {service}")).unwrap_or_default();
    let case = judged.case.as_ref().map(|case| format!(", {case}")).unwrap_or_default();
    let attained = judged.attained.as_ref().map(|attained| words.quantity(&attained.quantity()));
    let target = judged.target.as_ref().map(|target| {
        let target = target.quantity();
        // Days of a calendar are other days than those of every week.
        match days_of(model, judged) {
            Some(calendar) => format!("target {} of {}", words.quantity(&target), moments::calendar(calendar)),
            None => format!("target {}", words.quantity(&target)),
        }
    });
    let shown: Vec<String> = attained.into_iter().chain(target).collect();
    [format!("{}{service}{case}", judged.commitment), words.verdict(judged.verdict).to_owned(), shown.join(", ")]
}

/// The calendar whose days a target counts, where it is one in days.
pub(super) fn days_of<'m>(model: &'m Model, judged: &Judged) -> Option<&'m CalendarSet> {
    let target = model.commitments.get(&judged.commitment)?.target.as_ref()?;
    let in_days = judged.target.as_ref().is_some_and(|target| target.unit == "day");
    target.calendar.as_ref().filter(|_| in_days)
}

fn table(out: &mut String, rows: &[[String; 3]], lines: &[&[Line]], words: &Words, every: bool) {
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let (first, second) = (width(0), width(1));
    for ([what, verdict, shown], lines) in rows.iter().zip(lines) {
        let line = format!("  {what:first$}  {verdict:second$}  {shown}");
        let _ = writeln!(out, "{}", visible_line(line.trim_end()));
        if every {
            super::outcome::lines(out, lines, words);
        }
    }
}

fn settlement(out: &mut String, settled: &Settled, words: &Words, every: bool) {
    let by = settled.claim_by.map(|by| format!(", to be claimed by {}", words.deadline(by))).unwrap_or_default();
    let amount = words.quantity(&settled.amount.quantity());
    let _ = match settled.amounts.is_empty() {
        true if settled.standing == Standing::Provisional => {
            writeln!(out, "  {}: nothing is owed so far, provisional", settled.settlement)
        }
        true => writeln!(out, "  {}: nothing is owed", settled.settlement),
        false => writeln!(out, "  {}: {amount}, {}{by}", settled.settlement, standing(settled.standing)),
    };
    let services: BTreeSet<_> = settled.amounts.iter().map(|amount| &amount.judged.service).collect();
    for amount in settled.amounts.iter().take(LISTED) {
        // Where all amounts are for one service, the commitments above name it.
        let named = amount
            .judged
            .service
            .as_ref()
            .filter(|service| services.len() > 1 || instances::parts(service.as_str()).is_some());
        let service = named.map(|service| format!(" for {service}")).unwrap_or_default();
        let case = amount.judged.case.as_ref().map(|case| format!(", {case}")).unwrap_or_default();
        let value = words.quantity(&amount.amount.quantity());
        let line = format!("    {}: {value} on {}{service}{case}", amount.schedule, amount.judged.commitment);
        let _ = writeln!(out, "{}", visible_line(&line));
        if every {
            // What a commitment came to stands above; how long a case took, and by how much a duty is late, stands nowhere else.
            let by_itself = amount.judged.case.is_some() || amount.judged.deadline.is_some();
            let of_case = if by_itself { amount.judged.lines.as_slice() } else { &[] };
            let own = amount.lines.iter().filter(|line| !of_case.contains(line));
            super::outcome::lines(out, &of_case.iter().chain(own).cloned().collect::<Vec<_>>(), words);
        }
    }
    for choice in &settled.choices {
        let told = |alternative: &Alternative| {
            let of: Vec<String> = alternative.schedules.iter().map(ToString::to_string).collect();
            let case = alternative.case.as_ref().map(|case| format!(", {case}")).unwrap_or_default();
            format!("{} ({}{case})", words.quantity(&alternative.amount.quantity()), of.join(", "))
        };
        if let [taken, others @ ..] = choice.among.as_slice() {
            let others = others.iter().take(LISTED).map(told).collect::<Vec<_>>().join(" or ");
            let line = format!("    choice of {}: {} is taken, instead of {others}", choice.by, told(taken));
            let _ = writeln!(out, "{}", visible_line(&line));
        }
    }
    let more = settled.amounts.len().saturating_sub(LISTED);
    if more > 0 {
        let _ = writeln!(out, "    … and {more} more amounts");
    }
    if every {
        if !settled.amounts.is_empty() {
            out.push_str("    in all\n");
        }
        super::outcome::lines(out, &settled.lines, words);
    }
}
