//! What else may be a blank, how it is filled, and what is said of it until then.

use super::{GOLD, alone, blanks, changed, clean, contract, found, same, says, text, using};
use slac::base::Language;

/// A contract with blanks reads, once they are filled, as the one that was written without.
fn filled_reads_as_written(open: &str, values: &str, written: &str) {
    let standard = contract(&format!("{GOLD}{open}\n"));
    let names = blanks(&clean(alone(&standard)));
    assert!(!names.is_empty(), "{open}");
    same(&clean(using(&standard, &format!("with {values}"))), &clean(alone(&contract(&format!("{GOLD}{written}\n")))));
}

#[test]
fn the_step_of_an_amount_may_be_a_blank() {
    let late = |step: &str| {
        format!(
            "penalty late \"Late\" on restoration at gold for p1 each incident {{ pays 50 EUR per {step} of excess }}"
        )
    };
    for counted in ["started h", "full h", "pro rata h", "full 4 h"] {
        filled_reads_as_written(&late("[counted_hour]"), &format!("counted_hour = {counted}"), &late(counted));
    }
}

#[test]
fn the_currency_of_a_rate_may_be_a_blank() {
    let rent = |unit: &str| {
        format!(
            "figure rent \"Rent\" of service {{ unit {unit} }}\npenalty low \"Low\" on availability at gold {{ basis rent; pays 5 % }}\n| service | label | by | at | rent |\n|-|-|-|-|-|\n| mail | \"Mail\" | nord | gold | 20_000 EUR per month |"
        )
    };
    filled_reads_as_written(&rent("[money] per month"), "money = EUR", &rent("EUR per month"));
}

#[test]
fn a_unit_after_a_blank_is_told_where_it_belongs() {
    let text = contract(&format!(
        "{GOLD}penalty late \"Late\" on restoration at gold for p1 each incident {{ pays 50 EUR per [counting] h of excess }}\n"
    ));
    let compiled = alone(&text);
    let finding = &compiled.findings[0];
    assert!(finding.message.contains("`h` follows a blank"), "{}", finding.message);
    assert!(finding.help.as_deref().unwrap().contains("counting = full h"), "{:?}", finding.help);
}

#[test]
fn a_condition_may_be_a_blank_and_stands_between_parentheses_where_it_is_filled() {
    let late = |when: &str| {
        format!("penalty low \"Low\" on availability at gold {{ basis fee of erp; pays 5 %; waived when {when} }}")
    };
    filled_reads_as_written(&late("[many]"), "many = (count of outage > 2)", &late("count of outage > 2"));
}

#[test]
fn the_values_of_a_dimension_may_be_a_blank() {
    let standard = changed(&contract(GOLD), "values p1, p2", "values [priorities]");
    // What is said of one value needs the value.
    assert_eq!(blanks(&clean(alone(&changed(&standard, " for p1, p2", "")))), ["priorities"]);
    same(&clean(using(&standard, "with priorities = (p1, p2)")), &clean(alone(&contract(GOLD))));
}

#[test]
fn what_an_indicator_is_and_which_side_of_it_is_better_may_be_blanks() {
    let standard = contract(&format!(
        "{GOLD}indicator quality \"Quality\" of service {{ is [formula]; better [side] }}\ntier silver \"Silver\" {{ measured by vigie\n quality [target] each month }}\nservice mail \"Mail\" {{ by nord; at silver }}\n"
    ));
    let model = clean(alone(&standard));
    assert_eq!(blanks(&model), ["formula", "side", "target"]);
    says(&model, Language::English, &["[formula]", "[side]", "[target]"]);
    let values = "with formula = count of outage, side = lower, target = at most 2";
    let written = changed(
        &changed(&changed(&standard, "[formula]", "count of outage"), "[side]", "lower"),
        "[target]",
        "at most 2",
    );
    same(&clean(using(&standard, values)), &clean(alone(&written)));
}

#[test]
fn the_cells_of_an_objective_may_be_blanks_and_something_is_promised_about_them() {
    let standard = contract(&format!(
        "{GOLD}tier silver \"Silver\" {{ measured by vigie\n | indicator | target | each | during |\n |-|-|-|-|\n | availability | [target] | month | always |\n | [what] | [much] | month | always |\n}}\nservice mail \"Mail\" {{ by nord; at silver }}\n"
    ));
    let model = clean(alone(&standard));
    assert_eq!(blanks(&model), ["target", "what", "much"]);
    says(&model, Language::English, &["[target]", "[what]", "[much]"]);
    assert!(!text(&model, Language::English).contains("Nothing is promised"));
    let filled = clean(using(&standard, "with target = at least 99 %, what = restoration, much = at most 8 h"));
    assert!(filled.blanks.is_empty() && filled.commitments.by_name("silver.restoration").is_some());
}

#[test]
fn what_ends_a_contract_is_excluded_in_its_blank_as_in_its_date() {
    let standard = changed(&contract(GOLD), "until 2029-01-01", "until [fin]");
    let standard = changed(&standard, "languages  en", "languages fr, en, prevails fr");
    let model = clean(alone(&standard));
    says(&model, Language::French, &["au début du **[fin]**, ce jour étant exclu"]);
    says(&model, Language::English, &["**[fin]**, that day excluded"]);
    let filled = clean(using(&standard, "with fin = 2029-01-01"));
    says(&filled, Language::French, &["31 décembre 2028"]);
}

#[test]
fn a_file_may_fill_some_blanks_and_leave_others() {
    let standard = contract(&changed(&changed(GOLD, "99.9 %", "[threshold]"), "4 h", "[delay]"));
    let partly = clean(using(&standard, "with delay = 4 h"));
    assert_eq!(blanks(&partly), ["threshold"]);
    assert!(clean(using(&standard, "with delay = 4 h, threshold = 99.9 %")).blanks.is_empty());
}

#[test]
fn a_party_a_calendar_an_event_and_a_way_of_counting_may_be_blanks() {
    let duty = "duty report \"Report\" of [debtor] to [creditor] { each month; within [delay] after [event]; during [hours]; does \"report\" }";
    let model = clean(alone(&contract(&format!("{GOLD}{duty}\n"))));
    assert_eq!(blanks(&model), ["debtor", "creditor", "delay", "event", "hours"]);
    says(&model, Language::English, &["[debtor]", "[creditor]", "[delay]", "[event]", "[hours]"]);
    let settlement = changed(
        &contract(GOLD),
        "combine sum; cap 5 % of fee of erp each month; claim by acme within 30 days after end of month, otherwise forfeited; nature penalty; damages besides",
        "combine [way]; cap [share] each [window]; claim [claim]; nature [nature]; damages [damages]",
    );
    let model = clean(alone(&settlement));
    assert_eq!(blanks(&model), ["way", "share", "window", "claim", "nature", "damages"]);
    says(&model, Language::English, &["[way]", "[share]", "[window]", "[claim]", "[nature]", "[damages]"]);
}

#[test]
fn the_name_of_a_term_is_no_blank() {
    let found =
        found(&alone(&contract(&format!("{GOLD}| role | label | of |\n|-|-|-|\n| [name] | \"Expert\" | nord |\n"))));
    assert!(!found.is_empty());
}
