//! What is decided without the value of a blank, so that it is found in the standard contract and not in each one that fills it.

use super::{GOLD, LOW, alone, changed, clean, contract, found};

fn finds(text: &str, rule: &str) {
    let found = found(&alone(text));
    assert!(found.iter().any(|f| f.starts_with(&format!("{rule}: "))), "`{rule}` finds nothing: {found:#?}");
}

#[test]
fn a_case_without_a_target_is_found_whatever_the_targets_of_others_will_be() {
    let tier = "tier gold \"Gold\" { measured by vigie; availability at least [threshold] each month during always\n restoration at most [target] for p1 each month during always, quota 100 %, sample 1 }\n";
    finds(&contract(tier), "missing-target");
    let both = changed(tier, "for p1", "for p1, p2");
    clean(alone(&contract(&both)));
}

#[test]
fn two_targets_for_one_case_are_found_whatever_they_will_be() {
    let tier = changed(
        GOLD,
        "4 h for p1, p2 each",
        "[short] for p1 each month during always, quota 100 %, sample 1\n  restoration at most [long] for p1, p2 each",
    );
    finds(&contract(&tier), "two-targets");
    clean(alone(&contract(&changed(&tier, "[long] for p1, p2", "[long] for p2"))));
}

#[test]
fn a_claim_without_an_effect_is_found_whatever_its_delay_will_be() {
    let text = changed(
        &contract(&format!("{GOLD}{LOW}")),
        "30 days after end of month, otherwise forfeited",
        "[delay] after end of month",
    );
    finds(&text, "claim-without-effect");
    clean(alone(&changed(&text, "after end of month", "after end of month, otherwise [effect]")));
}

#[test]
fn an_amount_that_is_rounded_to_nothing_is_found_whatever_the_way_will_be() {
    let text = changed(&contract(&format!("{GOLD}{LOW}")), "rounded half_up, to 0.01 EUR", "rounded [way]");
    finds(&text, "missing-rounding");
    clean(alone(&changed(&text, "rounded [way]", "rounded [way], to [step]")));
}

#[test]
fn a_bracket_that_overlaps_another_is_found_whatever_it_pays() {
    let penalty = "penalty low \"Low\" on availability at gold { basis fee of erp\n | availability | pays |\n |-|-|\n | 98 % to < 99.9 % | [small] |\n | < 99 % | [large] |\n}\n";
    finds(&contract(&format!("{GOLD}{penalty}")), "bracket-overlap");
    clean(alone(&contract(&format!("{GOLD}{}", changed(penalty, "98 %", "99 %")))));
}

#[test]
fn a_bracket_whose_end_is_a_blank_is_neither_a_gap_nor_an_overlap() {
    let penalty = "penalty low \"Low\" on availability at gold { basis fee of erp\n | availability | pays |\n |-|-|\n | [low] to < 99.9 % | 5 % |\n | < [low] | 10 % |\n}\n";
    clean(alone(&contract(&format!("{GOLD}{penalty}"))));
}
