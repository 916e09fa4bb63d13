//! Each form of the language, read once: the shape of its tree.

use super::support::{cells, fields, read};

#[test]
fn a_declaration_has_a_kind_a_name_a_label_clauses_and_a_block() {
    insta::assert_snapshot!(read(
        "/// printed\ntier gold fr\"Or\" en\"Gold\" of nord to acme, extends silver { measured by vigie; quota 95 % }\nsettlement { combine sum }\nprovider nord \"Nord\" // c\n"
    ), @r#"
    /// printed
    tier gold fr"Or" en"Gold" (of nord) (to acme) (extends silver)
      (measured_by vigie)
      (quota 95:%)
    settlement _
      (combine sum)
    provider nord "Nord"
    "#);
}

#[test]
fn a_use_names_a_module_a_file_or_a_template_with_values() {
    insta::assert_snapshot!(read(
        "edition 2026\nuse std.calendar.fr\nuse \"./standard.slac\" with threshold = 99.9 %, other = [x],\n  third 5 h\nuse levels(ratchet 20 %, floor 99.5 %)\n"
    ), @r#"
    edition 2026
    use std.calendar.fr
    use "./standard.slac" (threshold 99.9:%) (other [x]) (third 5:h)
    use levels (ratchet 20:%) (floor 99.5:%)
    "#);
}

#[test]
fn declarations_nest_in_templates() {
    insta::assert_snapshot!(read(
        "template levels(ratchet: %, who: role) {\n  /// inner\n  service it \"IT\" { by nord }\n  use other(a 5)\n  | duty | to |\n  |------|----|\n  | a    | b  |\n}\n"
    ), @r#"
    template levels <ratchet: %> <who: role>
      /// inner
      service it "IT"
        (by nord)
      use other (a 5)
      |duty|to|
      > a | b
    "#);
}

#[test]
fn an_exception_says_what_it_is_over() {
    insta::assert_snapshot!(read("exception peak \"Peak\" on restoration of gold, silver when month in peak over winter, summer { restoration at most 2 h }\n"), @r#"
    exception peak "Peak" (on (of restoration gold), silver) (when (in month peak)) (over winter, summer)
      (restoration (<= 2:h))
    "#);
}

#[test]
fn an_acknowledgement_needs_no_commas() {
    insta::assert_snapshot!(read("accept judge-and-party for a, b acknowledged by acme because \"…\"\naccept x for a remark \"r\"\n"), @r#"
    accept judge-and-party (for a, b) (acknowledged_by acme) (because "…")
    accept x (for a) (remark "r")
    "#);
}

#[test]
fn a_comma_ends_a_list_where_a_word_has_an_operand() {
    insta::assert_snapshot!(fields(&[
        "languages fr, en, prevails fr",
        "claim by acme within 30 days after monthly_report, evidence \"tickets\"",
        "within 30 min after opened",
        "depends on 1 of (vm_a, vm_b), c",
        "limit 3 days of business, then close",
        "each rolling 28 days, step day",
        "down of link from reported until repaired",
        "given by nord each month",
        "valid from 2026-01-01 valid  until 2027-01-01",
        "waived when total over contract <= 300 EUR",
        "formal_notice, form letter, cure 8 days of business except august",
        "overrides restoration at most 1 h for p1",
        "pays -3 %, goal +3 %",
        "suspends all",
        "over winter",
        "`or` fr\"Or\"",
        "established by expert within 10 days, otherwise nord",
    ]), @r#"
    (languages fr, en) (prevails fr)
    (claim) (by acme) (within 30:days) (after monthly_report) (evidence "tickets")
    (within 30:min) (after opened)
    (depends_on (of 1 (vm_a, vm_b)), c)
    (limit (of 3:days business)) (then close)
    (each (rolling 28:days)) (step day)
    (down) (of link) (from reported) (until repaired)
    (given_by nord) (each month)
    (valid_from 2026-01-01) (valid_until 2027-01-01)
    (waived_when (<= (over total contract) 300:EUR))
    (formal_notice) (form letter) (cure (of 8:days business)) (except august)
    overrides (restoration (<= 1:h)) (for p1)
    (pays -3:%) (goal +3:%)
    (suspends all)
    (over winter)
    (or fr"Or")
    (established_by expert) (within 10:days) (otherwise nord)
    "#);
}

#[test]
fn operators_bind_from_of_to_or() {
    insta::assert_snapshot!(fields(&[
        "is a or b and not c in d",
        "is a + b * c - d / e",
        "is -x * -3 + -(a or b)",
        "is 5 % of fee of erp",
        "is 150 EUR per started h of excess",
        "is 1 day of mrc per pro rata 8 h of round(excess, 15 min)",
        "is started 1 day of excess",
        "is (lost / agreed) of fee",
        "is sum of fee of erp over year",
        "is count of breaches of availability over rolling 6 months >= 3",
        "is share of r where (x = 1 or y = \"t\")",
        "is share of time where not down >= 5 %",
        "is 2 of (a, b, c)",
        "is mean of (time from a and b to c or d) <= 4 h",
        "is time from opened to closed - 5 min",
        "is (a or b except c)",
        "is a or b except c",
        "is restoration[gold, p1] + x.y[at least 5 h]",
        "is count of days where (delay > 40 ms) over last 2 months",
        "is 1/30 of mrc",
        "is not 08:00-18:00 or sat 08:00-12:00 and 22:00-24:00",
    ]), @r#"
    (is (or a (and b (not (in c d)))))
    (is (- (+ a (* b c)) (/ d e)))
    (is (+ (* (neg x) -3) (neg (or a b))))
    (is (of 5:% (of fee erp)))
    (is (per 150:EUR (started (of h excess))))
    (is (per (of 1:day mrc) (prorata (of 8:h round(excess, 15:min)))))
    (is (started (of 1:day excess)))
    (is (of (/ lost agreed) fee))
    (is (over (of sum (of fee erp)) year))
    (is (>= (over (of count (of breaches availability)) (rolling 6:months)) 3))
    (is (where (of share r) (or (= x 1) (= y "t"))))
    (is (>= (where (of share time) (not down)) 5:%))
    (is (of 2 (a, b, c)))
    (is (<= (of mean (time (and a b) (or c d))) 4:h))
    (is (- (time opened closed) 5:min))
    (is (except (or a b) c))
    (is (or a b)) (except c)
    (is (+ restoration[gold, p1] x.y[(>= 5:h)]))
    (is (over (where (of count days) (> delay 40:ms)) (last 2:months)))
    (is (of 1/30 mrc))
    (is (or (not <@08:00:00-18:00:00>) (and <sat@08:00:00-12:00:00> <@22:00:00-24>)))
    "#);
}

#[test]
fn function_words_of_windows_are_names_where_nothing_follows_them() {
    insta::assert_snapshot!(fields(&[
        "is time from started to full",
        "is last + next",
        "is over_there of first",
        "is last_month over lastyear",
        "at_least_cost at most_favoured",
        "is at_most",
    ]), @r"
    (is (time started full))
    (is (+ last next))
    (is (of over_there first))
    (is (over last_month lastyear))
    (at_least_cost) (at most_favoured)
    (is at_most)
    ");
}

#[test]
fn a_bound_is_written_in_words_or_signs() {
    insta::assert_snapshot!(fields(&[
        "x at least 5 h",
        "x at  most 5 h",
        "x more than 5 h",
        "x less than 5 h",
        "x exactly 5 h",
        "x >= 5 h",
        "x <= 5 h",
        "x > 5 h",
        "x < 5 h",
        "x = 5 h",
        "x at gold",
    ]), @r"
    (x (>= 5:h))
    (x (<= 5:h))
    (x (> 5:h))
    (x (< 5:h))
    (x (= 5:h))
    (x (>= 5:h))
    (x (<= 5:h))
    (x (> 5:h))
    (x (< 5:h))
    (x (= 5:h))
    (x) (at gold)
    ");
}

#[test]
fn times_are_dates_instants_hours_and_what_comes_again() {
    insta::assert_snapshot!(cells(&[
        "2026-05-03",
        "2026-05",
        "2026-05-03 22:10",
        "2026-10-25 02:30+01:00",
        "2026-10-25T02:30-05:00",
        "2026-10-25T02:30Z",
        "22:10",
        "22:10:30",
        "08:00-18:00",
        "22:00-24:00",
        "mon..fri 08:00-18:00",
        "nov..jan",
        "sun",
        "sun 02:00-06:00",
        "first sun 02:00-06:00",
        "last day",
        "first mon..fri 08:00-12:00",
        "2026-12-24..2026-12-31",
        "2026-12-24..2026-12-31 08:00-12:00",
        "2026-12-24 08:00-12:00",
        "1 jan",
        "easter + 39 days",
        "first mon of may",
        "fourth thu of nov",
        "last mon before 25 may",
        "rolling 28 days",
        "rolling 28 days, step day",
    ]), @r"
    2026-05-03
    2026-05
    2026-05-03T22:10:00
    2026-10-25T02:30:00+60
    2026-10-25T02:30:00-300
    2026-10-25T02:30:00+0
    22:10:00
    22:10:30
    <@08:00:00-18:00:00>
    <@22:00:00-24>
    <mon..fri@08:00:00-18:00:00>
    <nov..jan>
    sun
    <sun@02:00:00-06:00:00>
    <first sun@02:00:00-06:00:00>
    <last day>
    <first mon..fri@08:00:00-12:00:00>
    <2026-12-24..2026-12-31>
    <2026-12-24..2026-12-31@08:00:00-12:00:00>
    <2026-12-24@08:00:00-12:00:00>
    1:jan
    (+ easter 39:days)
    (of <first mon> may)
    (of <fourth thu> nov)
    <last mon> (before 25:may)
    (rolling 28:days)
    (rolling 28:days) (step day)
    ");
}

#[test]
fn a_cell_holds_a_dash_letters_a_labelled_name_an_interval_or_values_and_clauses() {
    insta::assert_snapshot!(cells(&[
        "-",
        "",
        "A",
        "A R",
        "R  A  C",
        "triage fr\"Tri\" en\"Triage\"",
        "[rows]",
        "99 % to < 99.9 %",
        "> 1 h to 2 h",
        "< 99 %",
        ">= 99 %",
        "at most 4 h",
        "p1, p2",
        "all",
        "5 days of business after end of month",
        "2 h during always",
        "during always",
        "measured by vigie",
        "remark \"r\"",
        "99.3280 %, rounded 4",
        "gold from 2026-04-01",
        "time from reported to repaired",
        "-3 %",
        "500 GB/h",
        "GB/h",
        "%",
        "4h",
        "99.9%",
        "\"a\" \"b\"",
        "nord to acme",
        "x total",
        "120_000.50 EUR per month",
    ]), @r#"
    -
    ∅
    A
    A, R
    R, A, C
    triage fr"Tri" en"Triage"
    [rows]
    99:%..<99.9:%
    >1:h..2:h
    (< 99:%)
    (>= 99:%)
    (<= 4:h)
    p1, p2
    all
    (of 5:days business) (after (of end month))
    2:h (during always)
    (during always)
    (measured_by vigie)
    remark "r"
    99.3280:% (rounded 4)
    gold (from 2026-04-01)
    (time reported repaired)
    -3:%
    500:GB/h
    GB/h
    %
    4:h
    99.9:%
    "a" "b"
    nord..acme
    x, total
    (per 120_000.50:EUR month)
    ! 33:5-10 missing-comma: `total` follows without a comma
        help: write `, total`, or `| total` in a cell of its own
    "#);
}

#[test]
fn a_head_holds_words_a_value_or_a_cross() {
    insta::assert_snapshot!(read(
        "| out: a \\ b.c | depends  on | `or` | x \"Label\" | 10 % | 99 % to < 99.9 % | 2026-05 | a.b |\n|:--|--|\n| 1 | 2 |\n\n| a \\ pays | < 5 h |\n|---|---|\n"
    ), @r#"
    |out: a \ b.c|depends on|or|x "Label"|10:%|99:%..<99.9:%|2026-05|a.b|
    > 1 | 2
    |a \ pays|(< 5:h)|
    "#);
}

#[test]
fn texts_are_tagged_escaped_and_may_span_lines() {
    insta::assert_snapshot!(fields(&[
        r#"x "a \"b\" \\ \n c // no {comment}""#,
        "x fr-CA\"é\" zh-Hant\"字\" fil\"f\"",
        "x \"\"\"one\n  \"two\"\n\"\"\"",
        "x \"\"",
    ]), @r#"
    (x "a \"b\" \\ \n c // no {comment}")
    (x fr-CA"é" zh-Hant"字" fil"f")
    (x "one\n  \"two\"\n")
    (x "")
    "#);
}

#[test]
fn blanks_comments_and_line_ends_stand_anywhere_between_tokens() {
    let text = "\u{FEFF}tier\tgold // c\r\n// c\r\n{\r\n  x at\u{A0}least 99.9\u{202F}% each month, // c\r\n    // c\r\n\r\n    quota (5 %\r\n    )\r\n  | a |\r\n  // c\r\n  |---| // c\r\n  // c\r\n  | b | // c\r\n\r\n  y; ; z\r\n}";
    insta::assert_snapshot!(read(text), @r"
    tier gold
      (x (>= 99.9:%)) (each month) (quota 5:%)
      |a|
      > b
      (y)
      (z)
    ");
}

#[test]
fn every_span_is_the_place_of_its_words() {
    use crate::syntax::ast::{Entry, Item};
    let text = "provider a \"x\"\ntier gold of  nord { y  at least 5 h of z , k }\n";
    let mut sink = crate::diagnostics::Sink::default();
    let tree = crate::syntax::parse(crate::base::FileId(7), text, &mut sink);
    let Some(Item::Decl(tier)) = tree.items.get(1) else { panic!("{tree:?}") };
    let at = |span: crate::base::Span| text.get(span.range()).unwrap();
    assert_eq!(at(tier.span), "tier gold of  nord { y  at least 5 h of z , k }");
    assert_eq!(at(tier.head), "tier gold of  nord");
    assert_eq!(at(tier.clauses[0].span), "of  nord");
    let Entry::Sentence(sentence) = &tier.body.as_ref().unwrap()[0] else { panic!("{tree:?}") };
    assert_eq!(at(sentence.span), "y  at least 5 h of z , k");
    assert_eq!(at(sentence.clauses[0].word.span), "y");
    assert_eq!(at(sentence.clauses[0].values[0].span), "at least 5 h of z");
    assert_eq!(at(sentence.clauses[0].values[1].span), "k");
    assert_eq!(tier.span.file, crate::base::FileId(7));
}
