//! Rows that are not agreed: in which tables they may be left open, and how a table of the using file fills them.

use super::{GOLD, alone, blanks, contract, found, same, using};

/// A term with an open row, the rows that fill it, and the term as it is without.
struct Case {
    open: &'static str,
    rows: &'static str,
    written: &'static str,
}

const CASES: &[Case] = &[
    // Brackets.
    Case {
        open: "penalty low \"Low\" on availability at gold { basis fee of erp\n | availability | pays |\n |-|-|\n | [rows] |\n}",
        rows: "| [rows] | pays |\n|-|-|\n| 99 % to < 99.9 % | 5 % |\n| < 99 % | 10 % |",
        written: "penalty low \"Low\" on availability at gold { basis fee of erp\n | availability | pays |\n |-|-|\n | 99 % to < 99.9 % | 5 % |\n | < 99 % | 10 % |\n}",
    },
    // Some rows are agreed and some are not.
    Case {
        open: "penalty low \"Low\" on availability at gold { basis fee of erp\n | availability | pays |\n |-|-|\n | [rows] |\n | < 99 % | 10 % |\n}",
        rows: "| [rows] | pays |\n|-|-|\n| 99 % to < 99.9 % | 5 % |",
        written: "penalty low \"Low\" on availability at gold { basis fee of erp\n | availability | pays |\n |-|-|\n | 99 % to < 99.9 % | 5 % |\n | < 99 % | 10 % |\n}",
    },
    // Objectives, whose columns stand in another order.
    Case {
        open: "tier silver \"Silver\" { measured by vigie\n | indicator | target | each | during |\n |-|-|-|-|\n | [rows] |\n}\nservice mail \"Mail\" { by nord; at silver }",
        rows: "| [rows] | during | each | target |\n|-|-|-|-|\n| availability | always | month | at least 99 % |",
        written: "tier silver \"Silver\" { measured by vigie\n | indicator | target | each | during |\n |-|-|-|-|\n | availability | at least 99 % | month | always |\n}\nservice mail \"Mail\" { by nord; at silver }",
    },
    // A penalty on what the open rows will promise.
    Case {
        open: "tier silver \"Silver\" { measured by vigie; obligation result\n | priority | restoration | each | during |\n |-|-|-|-|\n | [rows] |\n}\nservice mail \"Mail\" { by nord; at silver }\npenalty slow \"Slow\" on restoration at silver { pays 100 EUR per started h of excess }",
        rows: "| [rows] | restoration | each | during |\n|-|-|-|-|\n| all | 4 h | incident | always |",
        written: "tier silver \"Silver\" { measured by vigie; obligation result\n | priority | restoration | each | during |\n |-|-|-|-|\n | all | 4 h | incident | always |\n}\nservice mail \"Mail\" { by nord; at silver }\npenalty slow \"Slow\" on restoration at silver { pays 100 EUR per started h of excess }",
    },
    // An escalation.
    Case {
        open: "escalation ladder \"Ladder\" of incident { from opened; until restored\n | level | to | after | for |\n |-|-|-|-|\n | [rows] |\n}",
        rows: "| [rows] | for | to | after |\n|-|-|-|-|\n| 1 | all | desk | 0 min |",
        written: "escalation ladder \"Ladder\" of incident { from opened; until restored\n | level | to | after | for |\n |-|-|-|-|\n | 1 | desk | 0 min | all |\n}",
    },
    // Responsibilities, with the roles as heads.
    Case {
        open: "raci work \"Work\" on erp {\n | activity | desk |\n |-|-|\n | [rows] |\n}",
        rows: "| [rows] | desk |\n|-|-|\n| triage \"Triage\" | A R |",
        written: "raci work \"Work\" on erp {\n | activity | desk |\n |-|-|\n | triage \"Triage\" | A R |\n}",
    },
    // Responsibilities whose roles are not agreed either.
    Case {
        open: "raci work \"Work\" on erp {\n | activity |\n |-|\n | [rows] |\n}",
        rows: "| [rows] | desk |\n|-|-|\n| triage \"Triage\" | A R |",
        written: "raci work \"Work\" on erp {\n | activity | desk |\n |-|-|\n | triage \"Triage\" | A R |\n}",
    },
    // The values of a dimension, and its matrix.
    Case {
        open: "dimension weight \"Weight\" of incident {\n | weight | label |\n |-|-|\n | [rows] |\n}",
        rows: "| [rows] | label |\n|-|-|\n| heavy | \"Heavy\" |\n| light | \"Light\" |",
        written: "dimension weight \"Weight\" of incident {\n | weight | label |\n |-|-|\n | heavy | \"Heavy\" |\n | light | \"Light\" |\n}",
    },
    Case {
        open: "dimension impact \"Impact\" of incident { values high, medium, low }\ndimension urgency \"Urgency\" of incident { values high, medium, low }\ndimension weight \"Weight\" of incident { values heavy, light\n | impact \\ urgency |\n |-|\n | [rows] |\n}",
        rows: "| [rows] | high | medium | low |\n|-|-|-|-|\n| high | heavy | heavy | light |\n| medium | heavy | light | light |\n| low | light | light | light |",
        written: "dimension impact \"Impact\" of incident { values high, medium, low }\ndimension urgency \"Urgency\" of incident { values high, medium, low }\ndimension weight \"Weight\" of incident { values heavy, light\n | impact \\ urgency | high | medium | low |\n |-|-|-|-|\n | high | heavy | heavy | light |\n | medium | heavy | light | light |\n | low | light | light | light |\n}",
    },
    // What a record holds.
    Case {
        open: "record change \"Change\" by vigie {\n | field | label | type |\n |-|-|-|\n | [rows] |\n}",
        rows: "| [rows] | type | label |\n|-|-|-|\n| asked | instant | \"Asked\" |",
        written: "record change \"Change\" by vigie {\n | field | label | type |\n |-|-|-|\n | asked | \"Asked\" | instant |\n}",
    },
    // Terms.
    Case {
        open: "| role | label | of | during |\n|-|-|-|-|\n| [rows] |",
        rows: "| [rows] | label | of | during |\n|-|-|-|-|\n| expert | \"Expert\" | nord | always |",
        written: "| role | label | of | during |\n|-|-|-|-|\n| expert | \"Expert\" | nord | always |",
    },
];

fn standard(term: &str) -> String {
    contract(&format!("{GOLD}role desk \"Desk\" of nord during always\n{term}\n"))
}

#[test]
fn rows_may_be_left_open_in_every_table() {
    for case in CASES {
        let open = alone(&standard(case.open));
        let written = found(&alone(&standard(case.written)));
        assert_eq!(found(&open).iter().filter(|f| !written.contains(f)).collect::<Vec<_>>(), [""; 0], "{}", case.open);
        assert!(open.model.is_some(), "{} {:#?}", case.open, found(&open));
        assert_eq!(blanks(&open.model.unwrap()), ["rows"], "{}", case.open);
    }
}

#[test]
fn rows_that_are_filled_read_as_if_they_had_been_written_there() {
    for case in CASES {
        let filled = using(&standard(case.open), &format!("\n\n{}", case.rows));
        let written = alone(&standard(case.written));
        let sorted = |mut found: Vec<String>| {
            found.sort();
            found
        };
        assert_eq!(sorted(found(&filled)), sorted(found(&written)), "{}", case.open);
        assert!(filled.model.is_some(), "{} {:#?}", case.open, found(&filled));
        same(&filled.model.unwrap(), &written.model.unwrap());
    }
}

const OPEN: &str = CASES[0].open;

fn mistake(rows: &str) -> String {
    let found = found(&using(&standard(OPEN), rows));
    assert!(found.iter().all(|f| f.starts_with("unbound-parameter: ")), "{found:#?}");
    found.join("\n")
}

#[test]
fn rows_for_a_blank_that_nobody_has_are_found() {
    let said = mistake("\n\n| [row] | pays |\n|-|-|\n| < 99.9 % | 10 % |");
    assert_eq!(said, "unbound-parameter: no file that is used here has a row `| [row] |`");
}

#[test]
fn rows_without_one_of_the_columns_are_found_once() {
    let said = mistake("\n\n| [rows] |\n|-|\n| 99 % to < 99.9 % |\n| < 99 % |");
    assert_eq!(said, "unbound-parameter: these rows have no column `pays`");
}

#[test]
fn rows_with_a_column_too_many_are_found() {
    let said = mistake("\n\n| [rows] | pays | basis |\n|-|-|-|\n| < 99.9 % | 10 % | fee of erp |");
    assert_eq!(said, "unbound-parameter: the table that these rows fill has no column `basis`");
}

#[test]
fn rows_that_are_given_twice_are_found() {
    let rows = "\n\n| [rows] | pays |\n|-|-|\n| < 99.9 % | 10 % |";
    assert_eq!(mistake(&format!("{rows}{rows}")), "unbound-parameter: `[rows]` gets its rows twice");
}

#[test]
fn one_value_fills_no_rows() {
    assert_eq!(mistake("with rows = 5 %"), "unbound-parameter: `[rows]` stands for rows, and gets a single value");
}

#[test]
fn a_table_that_fills_rows_is_kept_by_the_formatter_and_aligned() {
    let written = "edition 2026\nuse \"./standard.slac\"\n\n| [rows] | pays |\n|-|-|\n| < 99.9 % | 10 % |\n";
    let expected =
        "edition 2026\nuse \"./standard.slac\"\n\n| [rows]   | pays |\n|----------|------|\n| < 99.9 % | 10 % |\n";
    assert_eq!(slac::syntax::print::format(written).unwrap(), expected);
}
