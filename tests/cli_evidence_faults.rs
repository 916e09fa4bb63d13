//! Evidence that cannot be true, or that is about nothing: a finding at the row, in the same words in a CSV file, in JSON Lines and in a scenario.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use support::{Folder, Ran};

/// A contract that asks for evidence of every sort.
const CONTRACT: &str = include_str!("data/evidence_of_every_sort.slac");

/// The lines of a file, cell by cell.
fn cells(csv: &str) -> Vec<Vec<&str>> {
    csv.lines().map(|line| line.split(',').collect()).collect()
}

/// The same rows as JSON Lines.
fn json(csv: &str) -> String {
    let rows = cells(csv);
    let object = |row: &Vec<&str>| {
        let filled = rows[0].iter().zip(row).filter(|(_, cell)| !cell.is_empty());
        let object: serde_json::Map<_, _> = filled
            .map(|(head, cell)| {
                let all: Vec<&str> = cell.split(';').collect();
                ((*head).to_owned(), if all.len() > 1 { all.into() } else { (*cell).into() })
            })
            .collect();
        format!("{}\n", serde_json::Value::Object(object))
    };
    rows.iter().skip(1).map(object).collect()
}

/// The same rows as a table of a scenario.
fn table(csv: &str) -> String {
    let cell = |cell: &&str| match *cell {
        "" => "-".to_owned(),
        text if text.contains('#') => format!("\"{text}\""),
        text => text.replace(';', ", "),
    };
    let row = |row: &Vec<&str>| format!("  | {} |\n", row.iter().map(cell).collect::<Vec<_>>().join(" | "));
    let rows = cells(csv);
    let ruler = format!("  |{}\n", "---|".repeat(rows[0].len()));
    row(&rows[0]) + &ruler + &rows.iter().skip(1).map(row).collect::<String>() + "\n"
}

/// The report on May with such files.
fn files(ending: &str, tables: &[&str], write: fn(&str) -> String) -> Ran {
    let folder = Folder::new();
    folder.write("c.slac", CONTRACT);
    for (number, csv) in tables.iter().enumerate() {
        folder.write(&format!("evidence/{number}.{ending}"), write(csv));
    }
    folder.slac(&["evaluate", "c.slac", "--month", "2026-05", "--evidence", "evidence"])
}

/// What is said of a scenario with such tables, and in which line of the source the last row stands.
fn scenario(tables: &[&str]) -> (Ran, usize) {
    let folder = Folder::new();
    let rows: String = tables.iter().map(|csv| table(csv)).collect();
    let head = format!("{CONTRACT}\nscenario s \"S\" for 2026-05 {{\n{}", rows.trim_end());
    let expected = "  | expect | is |\n  |---|---|\n  | credits | 0 EUR |\n";
    folder.write("c.slac", format!("{head}\n\n{expected}}}\n"));
    (folder.slac(&["check", "c.slac"]), head.lines().count())
}

/// The row is the last one of the last table.
fn is_refused(tables: &[&str], said: &str) {
    let last = tables[tables.len() - 1];
    let line = last.lines().count();
    let csv = files("csv", tables, |csv| csv.to_owned());
    let place = |ending: &str, line: usize| format!("{}.{ending}:{line}:1]", tables.len() - 1);
    assert!(csv.out.contains(&format!("]: {said}\n")), "{said}\n{}", csv.out);
    assert!(csv.out.contains(&place("csv", line)), "{said}\n{}", csv.out);
    assert!(!csv.out.contains("Commitments"), "nothing is judged: {}", csv.out);
    let lines = files("jsonl", tables, json);
    assert!(lines.out.contains(&format!("]: {said}\n")), "{said}\n{}", lines.out);
    assert!(lines.out.contains(&place("jsonl", line - 1)), "{said}\n{}", lines.out);
    let (ran, line) = scenario(tables);
    assert!(ran.out.contains(&format!("]: {said}\n")), "{said}\n{}", ran.out);
    assert!(ran.out.contains(&format!("[c.slac:{line}:3]")), "{said}, line {line}\n{}", ran.out);
    assert!(!ran.out.contains("wrong-example"), "nothing is judged: {}", ran.out);
}

const HEAD: &str = "incident,on,priority,opened,restored,info_requested,info_received,cause,cause_raised,cause_found,cause_share,reopened\n";
const CASE: &str = "i1,site,p1,2026-05-12 10:00,2026-05-12 12:00,,,,,,,\n";

fn incident(rest: &str) -> String {
    format!("{HEAD}i1,site,p1,{rest}\n")
}

#[test]
fn what_ends_does_not_end_before_it_begins() {
    for (rest, said) in [
        ("2026-05-12 10:00,2026-05-12 09:00,,,,,,,", "`restored` of `i1` is earlier than its `opened`"),
        (
            "2026-05-12 10:00,2026-05-12 12:00,,,,,,,2026-05-12 09:00",
            "`reopened` of `i1` stands before it was first opened",
        ),
        (
            "2026-05-12 10:00,2026-05-12 12:00,,,force_majeure,2026-05-14 00:00,2026-05-13 00:00,,",
            "`cause_found` of `i1` is earlier than its `cause_raised`",
        ),
        (
            "2026-05-12 10:00,2026-05-12 12:00,2026-05-12 10:30;2026-05-12 10:40,2026-05-12 10:50,,,,,",
            "`i1` has a second `info_requested` before the `info_received` of the first",
        ),
        (
            "2026-05-12 10:00,2026-05-12 12:00,,2026-05-12 10:50,,,,,",
            "`i1` has a `info_received` and no `info_requested`",
        ),
    ] {
        is_refused(&[&incident(rest)], said);
    }
    for (csv, said) in [
        (
            "outage,on,outage_began,outage_ended\no1,site,2026-05-12 10:00,2026-05-12 09:00\n",
            "`outage_ended` of `o1` is earlier than its `outage_began`",
        ),
        (
            "maintenance_work,on,work_announced,work_began,work_ended\nw1,site,2026-05-01 10:00,2026-05-10 04:00,2026-05-10 03:00\n",
            "`work_ended` of `w1` is earlier than its `work_began`",
        ),
        (
            "maintenance_work,on,work_announced,work_began,work_ended\nw1,site,2026-05-01 10:00,,2026-05-10 03:00\n",
            "`w1` has a `work_ended` and no `work_began`",
        ),
        (
            "restore_test,on,test_started,test_ended\nr1,site,2026-05-11 10:00,2026-05-11 09:00\n",
            "`test_ended` of `r1` is earlier than its `test_started`",
        ),
        (
            "disaster,on,recovery_point,struck,recovered\nd1,site,2026-05-11 10:00,2026-05-11 09:00,2026-05-11 11:00\n",
            "`struck` of `d1` is earlier than its `recovery_point`",
        ),
        (
            "off,on,from,until\nf1,site,2026-05-12 10:00,2026-05-12 09:00\n",
            "`until` of `f1` is earlier than its `from`",
        ),
        (
            "claim,claim_received,claim_period\nk1,2026-04-05 10:00,2026-05-11 10:00\n",
            "`claim_received` of `k1` is earlier than its `claim_period`",
        ),
        ("claim,claim_received,claim_period\nk1,,2026-05-11 10:00\n", "`k1` does not say when it was received"),
    ] {
        is_refused(&[csv], said);
    }
}

#[test]
fn nothing_is_less_than_nothing_and_no_share_is_more_than_the_whole() {
    for share in ["-50 %", "150 %"] {
        let csv = incident(&format!("2026-05-12 10:00,2026-05-12 12:00,,,force_majeure,,,{share},"));
        is_refused(&[&csv], "`cause_share` of `i1` does not lie between 0 % and 100 %");
    }
    for (csv, said) in [
        (
            "transaction,on,requested_at,failed,response_time\nt1,site,2026-05-12 10:00,no,-100 ms\n",
            "`response_time` of `t1` is less than nothing",
        ),
        (
            "probe,on,probed_at,succeeded,took\nq1,site,2026-05-12 10:00,yes,-5 ms\n",
            "`took` of `q1` is less than nothing",
        ),
        (
            "backup_job,on,job_started,copy_safe,job_succeeded,copied\nb1,site,2026-05-11 10:00,2026-05-11 11:00,yes,-5 GB\n",
            "`copied` of `b1` is less than nothing",
        ),
    ] {
        is_refused(&[csv], said);
    }
}

#[test]
fn what_is_about_something_names_it() {
    let known = format!("{HEAD}{CASE}");
    for (csv, said) in [
        (
            "reclassification,reclassified_at,reclassifies,priority\nr1,2026-05-12 11:00,,p2\n",
            "`r1` does not say what it is about: it has no `reclassifies`",
        ),
        (
            "reclassification,reclassified_at,reclassifies,priority\nr1,2026-05-12 11:00,i2,p2\n",
            "`r1` refers to the `incident` `i2`, but there is none of that name",
        ),
        ("reclassification,reclassified_at,reclassifies,priority\nr1,,i1,p2\n", "`r1` does not say when it happened"),
        (
            "outage,on,outage_began,outage_ended,of_incident\no1,site,2026-05-12 10:00,2026-05-12 12:00,i7\n",
            "`o1` refers to the `incident` `i7`, but there is none of that name",
        ),
    ] {
        is_refused(&[&known, csv], said);
    }
    let ran = files(
        "csv",
        &[&known, "reclassification,reclassified_at,reclassifies,priority\nr1,2026-05-12 11:00,i1,\n"],
        |csv| csv.to_owned(),
    );
    assert!(ran.out.contains("]: `r1` says nothing new: it has no `priority`"), "{}", ran.out);
}

#[test]
fn a_duty_is_done_for_a_period_or_a_case_that_is_there() {
    let known = format!("{HEAD}{CASE}");
    for (csv, said) in [
        (
            "monthly_report,for,done\nm1,,2026-06-02 10:00\n",
            "`m1` does not say for which period `monthly_report` was done",
        ),
        (
            "monthly_report,for,done\nm1,may,2026-06-02 10:00\n",
            "`may` stands where a period of `monthly_report`, such as `2026-05`, is due",
        ),
        (
            "monthly_report,for,done\nm1,2026,2026-06-02 10:00\n",
            "`2026` stands where a period of `monthly_report`, such as `2026-05`, is due",
        ),
        (
            "monthly_report,for,done\nm1,2031-05,2026-06-02 10:00\n",
            "`for` of `m1` names `2031-05`, which lies outside the term of the contract",
        ),
        ("account,for,done\na1,,2026-05-13 10:00\n", "`a1` does not say for which `incident` `account` was done"),
        ("account,for,done\na1,i2,2026-05-13 10:00\n", "`for` of `a1` names `i2`, and no `incident` is called so"),
        (
            "account,for,done\na1,i1#2,2026-05-13 10:00\n",
            "`for` of `a1` names `i1#2`, and `i1` was not opened so often",
        ),
        (
            "account,for,on,done\na1,i1,erp,2026-05-13 10:00\n",
            "`a1` is about `erp`, and its `incident` `i1` is about `site`",
        ),
    ] {
        is_refused(&[&known, csv], said);
    }
}

#[test]
fn a_duty_is_not_done_before_what_it_follows() {
    let known = format!("{HEAD}{CASE}");
    for (csv, said) in [
        ("monthly_report,for,done\nm1,2026-05,2026-04-02 10:00\n", "`done` of `m1` stands before its period begins"),
        ("account,for,done\na1,i1,2026-05-12 11:00\n", "`done` of `a1` stands before the `restored` of `i1`"),
        ("root,for,on,done\nt1,2026-05,site,2026-04-02 10:00\n", "`done` of `t1` stands before its period begins"),
    ] {
        is_refused(&[&known, csv], said);
    }
    let open = incident("2026-05-12 10:00,,,,,,,,");
    is_refused(
        &[&open, "account,for,done\na1,i1,2026-05-12 11:00\n"],
        "`a1` was done for `i1`, which has no `restored`",
    );
}

#[test]
fn rows_do_not_differ_on_when_a_duty_was_done() {
    let known = format!("{HEAD}{CASE}");
    for (csv, said) in [
        (
            "monthly_report,for,done\nm1,2026-05,2026-06-02 10:00\nm2,2026-05-14,2026-06-09 10:00\n",
            "`m1` and `m2` differ on when `monthly_report` was done for `2026-05-14`",
        ),
        (
            "monthly_report,for,done\nm1,2026-05,2026-06-02 10:00\nm2,2026-05,\n",
            "`m1` and `m2` differ on when `monthly_report` was done for `2026-05`",
        ),
        (
            "account,for,done\na1,i1,2026-05-13 10:00\na2,i1,2026-05-18 10:00\n",
            "`a1` and `a2` differ on when `account` was done for `i1`",
        ),
    ] {
        is_refused(&[&known, csv], said);
    }
    // After a second restoration the report is due again.
    let twice = incident("2026-05-12 10:00,2026-05-12 12:00;2026-05-14 12:00,,,,,,,2026-05-14 10:00");
    let rows = "account,for,done\na1,i1,2026-05-13 10:00\na2,i1,2026-05-18 10:00\n";
    let ran = files("csv", &[&twice, rows], |csv| csv.to_owned());
    assert!(ran.out.contains("credits: nothing is owed"), "{}", ran.out);
}

#[test]
fn a_figure_is_stated_once_for_a_period_and_is_not_less_than_nothing() {
    let stated = |rows: &str| files("csv", &[&format!("figure,on,period,value\n{rows}")], |csv| csv.to_owned()).out;
    let given = |rows: &str| {
        let folder = Folder::new();
        let table = format!(
            "  | given | for | is |\n  |---|---|---|\n{rows}\n  | expect | is |\n  |---|---|\n  | credits | 0 EUR |\n"
        );
        folder.write("c.slac", format!("{CONTRACT}\nscenario s \"S\" for 2026-05 {{\n{table}}}\n"));
        folder.slac(&["check", "c.slac"]).out
    };
    let twice = "duplicate-record]: `load` is stated twice for the same period";
    let less = "wrong-value]: `load` is less than nothing";
    let share = "wrong-value]: `availability` does not lie between 0 % and 100 %";
    for (out, said) in [
        (stated("load,site,2026-05,5\nload,site,2026-05-07,6\n"), twice),
        (given("  | load of site | 2026-05 | 5 user |\n  | load of site | - | 6 user |\n"), twice),
        (stated("load,site,2026-05,-5\n"), less),
        (given("  | load of site | 2026-05 | -5 user |\n"), less),
        (given("  | availability of site | - | 101 % |\n"), share),
        (stated("load,site,,5\n"), "wrong-value]: this row does not say for which period `load` is stated"),
        (stated("load,site,2031-05,5\n"), "wrong-value]: the `period` of `load` lies outside the term of the contract"),
    ] {
        assert!(out.contains(said), "{said}\n{out}");
    }
}

#[test]
fn what_is_known_to_be_missing_is_told_beneath_the_head() {
    let told = |tables: &[&str]| files("csv", tables, |csv| csv.to_owned()).out;
    let minor = HEAD.to_owned() + "i1,site,p2,2026-05-12 10:00,2026-05-12 12:00,,,,,,,\n";
    let report = "account,for,done\na1,i1,2026-05-12 13:00\n";
    let probes = "probe,on,probed_at,succeeded,took\nq1,site,2026-05-12 10:00,,5 ms\nq2,site,2026-05-12 10:05,,\nq3,site,2026-05-12 10:10,yes,\n";
    let failure = "failure,on,struck_at,mended,users_hit\nf1,site,2026-05-04 00:00,2026-05-05 00:00,\n";
    for (out, said) in [
        (
            told(&[&minor, report]),
            "`a1` says when `account` was done for what it was not due for: nothing is judged by it",
        ),
        (
            told(&["root,for,on,done\nt1,2026-05,site,2026-06-02 10:00\n"]),
            "`t1` says when `root` was done for what it was not due for: nothing is judged by it",
        ),
        (
            told(&[probes]),
            "`q1` and 1 more of `probe` do not say their `succeeded`: what is not said is taken as no, or left out",
        ),
        (
            told(&[failure]),
            "`per_user` has no amount for `f1`: something that it is computed from is not said, and nothing is owed by it",
        ),
    ] {
        assert!(out.contains(&format!("\nwarning: {said}\n")), "{said}\n{out}");
    }
}

#[test]
fn a_day_on_which_all_is_known_ends_before_midnight() {
    let folder = Folder::new();
    let incidents = "incident,on,priority,opened,restored\ni1,site,p1,2026-05-12 00:00,\n";
    folder.write("c.slac", CONTRACT).write("evidence/i.csv", incidents);
    let late = |day: &str| {
        let given = ["evaluate", "c.slac", "--month", "2026-05", "--evidence", "evidence", "--as-of", day];
        let out = folder.slac(&given).out;
        out.lines().any(|line| line.contains("gold.restoration.p1 for site") && line.ends_with(" 0%, target 100%"))
    };
    assert!(!late("2026-05-11"), "it is opened with the first instant of the day after");
    assert!(late("2026-05-12"));
}

#[test]
fn a_month_that_is_not_over_is_provisional_before_its_first_case() {
    let folder = Folder::new();
    folder.write("c.slac", CONTRACT).write("evidence/i.csv", HEAD);
    let verdict = |day: &[&str]| {
        let given = ["evaluate", "c.slac", "--month", "2026-05", "--evidence", "evidence"];
        let out = folder.slac(&[given.as_slice(), day].concat()).out;
        let line = out.lines().find(|line| line.contains("gold.restoration.p1 for site")).unwrap().to_owned();
        line.split("  ").filter(|part| !part.is_empty()).nth(1).unwrap().trim().to_owned()
    };
    assert_eq!(verdict(&["--as-of", "2026-05-11"]), "provisional");
    assert_eq!(verdict(&["--as-of", "2026-05-31"]), "not assessed");
    assert_eq!(verdict(&[]), "not assessed");
}
