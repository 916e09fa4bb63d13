//! A contract as a source, one term a line, and which line is which.

use crate::contract::{Calendar, Contract, Days, Hours, Item, Needs, Opening, Period, Promise, Side, What};
use crate::zones::{ZONES, date};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A source, and what its lines say.
pub struct Source {
    pub text: String,
    pub lines: BTreeMap<usize, Item>,
}

const PRESETS: &str = r#"
clock rules "Clock" { outside_hours starts_at_next_opening; priority_change keeps_count; reopening new_case; workaround stops; automatic_answer does_not_stop }
assessment judged "Assessment" { too_few carried_over; evidence_missing other_source; in_series skipped; partial_period judged_on_its_days; partial_fee pro_rata; partial_cap pro_rata; excluded_twice uses_one_budget; across_periods opening_period }
delays late "Delays" { first_day excluded; last_day until_midnight; closed_day stays }
provider nord "Nord"
customer acme "Acme"
observer vigie "Vigie"
supplier host "Host" of nord
state down "Down" of service { from outage_began until outage_ended }
indicator availability "Availability" of service { is share of time where not down; better higher }
indicator response "Response" of incident { is time from opened to acknowledged; better lower }
indicator restoration "Restoration" of incident { is time from opened to restored; better lower }

record incident "Incident" of service {
  | field        | label | type    |
  |--------------|-------|---------|
  | opened       | "1"   | instant |
  | acknowledged | "2"   | instant |
  | restored     | "3"   | instant |
}

record outage "Outage" of service {
  | field        | label | type    |
  |--------------|-------|---------|
  | outage_began | "1"   | instant |
  | outage_ended | "2"   | instant |
}
"#;

/// The calendar of what the first one has and the second one has not.
pub const DIFFERENCE: usize = 9;
/// The calendars of what others leave out.
pub const WITHOUT: usize = 10;

/// A declaration: its lines, each with what it says.
type Block = Vec<(String, Option<Item>)>;

/// Prints a contract.
pub fn print(contract: &Contract) -> Source {
    let mut blocks = blocks(contract);
    if contract.style.stranger {
        let terms = [
            "service elsewhere \"Elsewhere\" by nord at apart",
            "tier apart \"Apart\" { measured by vigie; obligation result; availability at least 12.5 % each month during always }",
        ];
        blocks.extend(terms.map(|term| vec![(term.to_owned(), None)]));
    }
    if contract.style.reversed {
        blocks.reverse();
    }
    let mut text = format!(
        "edition 2026\ncontract c \"Contract\" {{\n  from {} until {}\n  timezone \"{}\"\n  currency EUR, rounded half_up, to 0.01 EUR\n  languages en\n  law \"French law\"\n  clock rules\n  assessment judged\n  delays late\n}}\n{PRESETS}",
        date(contract.first),
        date(contract.end()),
        ZONES[contract.zone].name
    );
    let values: Vec<&str> = (0..contract.priorities).map(|at| priority(contract, at)).collect();
    writeln!(
        text,
        "dimension priority \"Priority\" of incident, ranked strictest {{ by acme; values {} }}",
        values.join(", ")
    )
    .unwrap();
    let before = text.lines().count();
    let mut lines = BTreeMap::new();
    for (line, (said, item)) in (before + 1..).zip(blocks.into_iter().flatten()) {
        item.map(|item| lines.insert(line, item));
        text.push_str(&said);
        text.push('\n');
    }
    Source { text, lines }
}

fn blocks(contract: &Contract) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (at, calendar) in contract.calendars.iter().enumerate() {
        blocks.push(calendar_block(contract, at, calendar));
    }
    // What is taken out of hours is said of a calendar, and not of a promise.
    if contract.has_difference() {
        let (a, b) = (name(contract, 'k', 0), name(contract, 'k', 1));
        let said = format!("calendar {} \"Difference\" {{ is {a} except {b} }}", name(contract, 'd', 0));
        blocks.push(vec![(said, Some(Item::Calendar(DIFFERENCE)))]);
    }
    for (at, service) in contract.services.iter().enumerate() {
        let by = if service.supplier { "host" } else { "nord" };
        let needs = service.needs.as_ref().map(|needs| format!(" depends on {}", rests(contract, needs)));
        let held = match service.at.as_slice() {
            [] => String::new(),
            [tier] => format!("at {}", name(contract, 't', *tier)),
            [first, second, ..] => format!(
                "at {} until {}; at {} from {}",
                name(contract, 't', *first),
                date(service.turn),
                name(contract, 't', *second),
                date(service.turn)
            ),
        };
        let named = name(contract, 's', at);
        let said = format!("service {named} \"Service {at}\" by {by}{} {{ {held} }}", needs.unwrap_or_default());
        blocks.push(vec![(said, Some(Item::Service(at)))]);
    }
    for at in 0..contract.tiers.len() {
        blocks.push(tier(contract, at));
    }
    for (at, hours) in contract.roles.iter().enumerate() {
        blocks.push(vec![(
            format!("role {} \"Role {at}\" of nord during {}", name(contract, 'r', at), during(contract, *hours)),
            None,
        )]);
    }
    let steps: Block = contract
        .steps
        .iter()
        .enumerate()
        .filter(|(_, step)| !step.gone)
        .map(|(at, step)| {
            let said = format!(
                "  | {} | {} | {} | {} | {} |",
                at + 1,
                name(contract, 'r', step.role),
                length(step.after),
                scope(contract, step.priorities, 0),
                during(contract, step.hours)
            );
            (said, Some(Item::Step(at)))
        })
        .collect();
    if !steps.is_empty() {
        let head = [
            "escalation ladder \"Ladder\" of incident from opened until restored {",
            "  | level | to | after | for | during |",
            "  |---|---|---|---|---|",
        ];
        blocks.push(block(head, steps));
    }
    blocks.extend(amounts(contract));
    blocks
}

fn block<const N: usize>(head: [&str; N], rows: Block) -> Block {
    let head = head.into_iter().map(|line| (line.to_owned(), None));
    head.chain(rows).chain([("}".to_owned(), None)]).collect()
}

fn calendar_block(contract: &Contract, at: usize, calendar: &Calendar) -> Block {
    let mut block = vec![(format!("calendar {} \"Hours {at}\" {{", name(contract, 'k', at)), Some(Item::Calendar(at)))];
    block.extend(calendar.open.iter().map(|opening| (format!("  open {}", opened(opening)), None)));
    let shut = calendar.except.iter().map(|opening| (format!("  except {}", name(contract, 'x', at)), opening));
    let mut shut: Vec<_> = shut.collect();
    let without: Vec<&Opening> = shut.iter().map(|(_, opening)| *opening).collect();
    if let Some((said, _)) = shut.pop() {
        block.push((said, None));
    }
    block.push(("}".to_owned(), None));
    if !without.is_empty() {
        let closed: Vec<String> = without.iter().map(|opening| format!("open {}", opened(opening))).collect();
        block.push((
            format!("calendar {} \"Without {at}\" {{ {} }}", name(contract, 'x', at), closed.join("; ")),
            Some(Item::Calendar(WITHOUT + at)),
        ));
    }
    block
}

/// Days with their hours; of days in a list, each has its own: `mon 08:00-12:00, wed 08:00-12:00`.
fn opened(opening: &Opening) -> String {
    let time = |quarters: i64| format!("{:02}:{:02}", quarters / 4, quarters % 4 * 15);
    let hours = format!("{}-{}", time(opening.from), time(opening.to));
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    match opening.on {
        Days::Date(day) => format!("{} {hours}", date(day)),
        Days::Week(0b0111_1111) => format!("mon..sun {hours}"),
        Days::Week(0b0001_1111) => format!("mon..fri {hours}"),
        Days::Week(days) => {
            let named = (0..7).filter(|day| days >> day & 1 == 1).map(|day| format!("{} {hours}", names[day]));
            named.collect::<Vec<_>>().join(", ")
        }
    }
}

fn tier(contract: &Contract, at: usize) -> Block {
    let tier = &contract.tiers[at];
    let between = if tier.supplier { " of host to nord" } else { "" };
    let mut block = vec![(format!("tier {} \"Tier {at}\"{between} {{", name(contract, 't', at)), Some(Item::Tier(at)))];
    block.push(("  measured by vigie; obligation result".to_owned(), None));
    block.extend(tier.extends.map(|parent| (format!("  extends {}", name(contract, 't', parent)), None)));
    block.extend(tier.above.map(|below| (format!("  above {}", name(contract, 't', below)), None)));
    let own =
        (0..contract.promises.len()).filter(|of| contract.promises[*of].tier == at && !contract.promises[*of].gone);
    let mut own: Vec<usize> = own.collect();
    if contract.style.reversed {
        own.reverse();
    }
    block.extend(
        own.into_iter()
            .map(|of| (format!("  {}", sentence(contract, &contract.promises[of])), Some(Item::Promise(of)))),
    );
    block.push(("}".to_owned(), None));
    block
}

fn sentence(contract: &Contract, promise: &Promise) -> String {
    let overrides = if promise.overrides { "overrides " } else { "" };
    let (what, limit) = match promise.what {
        What::Response => ("response", length(promise.limit)),
        What::Restoration => ("restoration", length(promise.limit)),
        What::Availability => ("availability", format!("{} %", promise.limit)),
    };
    let side = match promise.side {
        Side::AtMost => "at most",
        Side::AtLeast => "at least",
        Side::LessThan => "less than",
        Side::MoreThan => "more than",
    };
    let each = if promise.daily { "day" } else { "month" };
    let mut said = format!("{overrides}{what} {side} {limit} each {each} during {}", during(contract, promise.hours));
    if promise.priorities != 0 || promise.services != 0 {
        write!(said, " for {}", scope(contract, promise.priorities, promise.services)).unwrap();
    }
    promise.from.iter().for_each(|day| write!(said, " from {}", date(*day)).unwrap());
    promise.until.iter().for_each(|day| write!(said, " until {}", date(*day)).unwrap());
    promise.quota.iter().for_each(|quota| write!(said, ", quota {quota} %, sample 5").unwrap());
    said
}

fn amounts(contract: &Contract) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let rows: Block = contract
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.gone)
        .map(|(at, row)| {
            let case = scope(contract, row.priorities, 0);
            (format!("  | {} | {case} | {} % |", interval(row.low, row.high), row.pays), Some(Item::Row(at)))
        })
        .collect();
    let by_case = contract.rows.iter().any(|row| row.priorities != 0);
    if !contract.is_billed() {
        return blocks;
    }
    let s0 = name(contract, 's', 0);
    blocks.push(vec![(format!("figure fee \"Fee\" of {s0} {{ is 1_000 EUR per month }}"), None)]);
    if !rows.is_empty() {
        let head =
            format!("penalty credit \"Credit\" on availability at {} {{ basis fee of {s0}", name(contract, 't', 0));
        let (heads, ruler) = if by_case {
            ("  | availability | priority | pays |", "  |---|---|---|")
        } else {
            ("  | availability | pays |", "  |---|---|")
        };
        let rows = if by_case {
            rows
        } else {
            rows.into_iter().map(|(said, item)| (said.replacen(" all |", "", 1), item)).collect()
        };
        let mut all = vec![(head, Some(Item::Penalty))];
        all.extend(block([heads, ruler], rows));
        blocks.push(all);
    } else {
        blocks.push(vec![(
            format!("penalty credit \"Credit\" on availability at {} {{ pays 5 EUR }}", name(contract, 't', 0)),
            Some(Item::Penalty),
        )]);
    }
    for (at, exception) in contract.exceptions.iter().enumerate().filter(|(_, exception)| !exception.gone) {
        let mut said = format!("exception {} \"Exception {at}\" on fee", name(contract, 'e', at));
        exception.from.iter().for_each(|day| write!(said, " from {}", date(*day)).unwrap());
        exception.until.iter().for_each(|day| write!(said, " until {}", date(*day)).unwrap());
        let over = exception.over.filter(|under| !contract.exceptions[*under].gone);
        over.iter().for_each(|under| write!(said, " over {}", name(contract, 'e', *under)).unwrap());
        blocks.push(vec![(format!("{said} {{ is {} EUR per month }}", exception.value), Some(Item::Exception(at)))]);
    }
    let caps = contract.caps.iter().enumerate().filter(|(_, cap)| !cap.gone).map(|(at, cap)| {
        let each = match cap.each {
            Period::Month => "month",
            Period::Quarter => "quarter",
            Period::Year => "year",
        };
        (format!("  cap {} EUR each {each}", cap.amount), Some(Item::Cap(at)))
    });
    let terms = [
        "settlement credits \"Settlement\" {",
        "  combine sum",
        "  claim automatic",
        "  form deduction",
        "  nature penalty",
        "  damages on_account",
    ];
    blocks.push(block(terms, caps.collect()));
    blocks
}

fn interval(low: Option<(i64, bool)>, high: Option<(i64, bool)>) -> String {
    match (low, high) {
        (Some((low, with_low)), Some((high, with_high))) => {
            let (low_sign, high_sign) = (if with_low { "" } else { "> " }, if with_high { "" } else { "< " });
            format!("{low_sign}{low} % to {high_sign}{high} %")
        }
        (Some((low, closed)), None) => format!("{} {low} %", if closed { ">=" } else { ">" }),
        (None, Some((high, closed))) => format!("{} {high} %", if closed { "<=" } else { "<" }),
        (None, None) => "all".to_owned(),
    }
}

fn rests(contract: &Contract, needs: &Needs) -> String {
    match needs {
        Needs::Service(service) => name(contract, 's', *service),
        Needs::All(parts) => parts.iter().map(|part| rests(contract, part)).collect::<Vec<_>>().join(" and "),
        Needs::Some(enough, parts) => {
            let parts: Vec<String> = parts.iter().map(|part| rests(contract, part)).collect();
            format!("{enough} of ({})", parts.join(", "))
        }
    }
}

/// `t0`, or another name that says the same.
pub fn name(contract: &Contract, letter: char, number: usize) -> String {
    if contract.style.renamed { format!("z{}_{letter}", 9 - number) } else { format!("{letter}{number}") }
}

fn priority(contract: &Contract, number: usize) -> &'static str {
    if contract.style.renamed { ["urgent", "normal", "calm"][number] } else { ["p1", "p2", "p3"][number] }
}

fn scope(contract: &Contract, priorities: u8, services: u8) -> String {
    let of =
        (0..contract.priorities).filter(|at| priorities >> at & 1 == 1).map(|at| priority(contract, at).to_owned());
    let named = (0..contract.services.len()).filter(|at| services >> at & 1 == 1).map(|at| name(contract, 's', at));
    let all: Vec<String> = of.chain(named).collect();
    if all.is_empty() { "all".to_owned() } else { all.join(", ") }
}

fn during(contract: &Contract, hours: Hours) -> String {
    let of = |calendar| name(contract, 'k', calendar);
    match hours {
        Hours::Always => "always".to_owned(),
        Hours::Of(calendar) => of(calendar),
        Hours::And(a, b) => format!("{} and {}", of(a), of(b)),
        Hours::Or(a, b) => format!("{} or {}", of(a), of(b)),
        Hours::Except(..) => name(contract, 'd', 0),
    }
}

fn length(quarters: i64) -> String {
    if quarters % 4 == 0 && quarters > 0 { format!("{} h", quarters / 4) } else { format!("{} min", quarters * 15) }
}
