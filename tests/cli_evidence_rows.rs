//! `slac evaluate` on what stands in the rows of evidence files, from outside: units, names of records, ends of lines, keys.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use support::{Folder, Ran};

/// The report on May of a contract, with files of evidence.
fn may(contract: &str, files: &[(&str, &str)]) -> Ran {
    let folder = Folder::new();
    folder.write("contract.slac", contract);
    files.iter().for_each(|(name, text)| {
        folder.write(&format!("evidence/{name}"), text);
    });
    let ran = folder.slac(&["evaluate", "contract.slac", "--month", "2026-05", "--evidence", "evidence"]);
    Ran { out: ran.out.replace('\u{A0}', " "), ..ran }
}

/// The output and a line that is in it, whatever the spaces between its words.
fn prints(ran: &Ran, line: &str) -> bool {
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    ran.out.lines().any(|printed| words(printed) == line)
}

const FIGURES: &str = include_str!("evaluate/figures_of_instances.slac");
const OUTAGES: &str = "outage,on,instance,outage_began,outage_ended\no1,vm,a,2026-05-05 08:00,2026-05-05 13:00\n";

// 5 of 744 h: 10 % of 400, and 7 EUR for each of 2 zones: a half of 14.
#[test]
fn a_figure_without_a_unit_is_the_number_or_the_percentage_that_is_written() {
    for list in [
        "vm,zones,bill,promised,plan,scale\na,2,400,99.5,premium,50 %\n",
        "vm,zones,bill,promised,plan,scale\na,200 %,400 EUR,99.5 %,premium,50\n",
    ] {
        let ran = may(FIGURES, &[("o.csv", OUTAGES), ("vm.csv", list)]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        for line in ["downtime: EUR 40 on gold.availability for vm[a]", "prem: EUR 7 on gold.availability for vm[a]"] {
            assert!(prints(&ran, line), "{line}\n{}", ran.out);
        }
    }
    let wrong = may(FIGURES, &[("vm.csv", "vm,zones\na,2 h\n")]);
    assert!(wrong.out.contains("wrong-value]: `2 h` stands where a number is due"), "{}", wrong.out);
}

#[test]
fn a_scenario_writes_the_unit_of_a_figure_that_has_one() {
    let folder = Folder::new();
    folder.write("contract.slac", FIGURES.replace("| 99.5 %   | premium | 50 %  |", "| 99.5     | premium | 50 %  |"));
    let ran = folder.slac(&["test", "contract.slac"]);
    assert_ne!(ran.code, 0);
    let said = "wrong-value]: `99.5` stands where a number of `%` is due";
    assert!([&ran.out, &ran.err].iter().any(|text| text.contains(said)), "{}{}", ran.out, ran.err);
}

const CLOUD: &str = include_str!("evaluate/instances.slac");

#[test]
fn a_rate_is_written_with_its_period_or_without() {
    let outages = OUTAGES.replace(",a,", ",i-1,");
    for rent in ["400", "400 EUR", "400 EUR per month", "400 EUR/month"] {
        let list = format!("vm,rent\ni-1,{rent}\n");
        let ran = may(CLOUD, &[("o.csv", outages.as_str()), ("vm.csv", list.as_str())]);
        assert!(prints(&ran, "downtime: EUR 40 on gold.availability for vm[i-1]"), "{rent}: {}{}", ran.out, ran.err);
    }
    let ran = may(CLOUD, &[("vm.csv", "vm,rent\ni-1,400 EUR per year\n")]);
    let said = "wrong-value]: `400 EUR per year` stands where an amount for another period is due";
    assert!(ran.out.contains(said), "{}", ran.out);
}
