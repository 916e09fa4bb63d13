//! The list of checks: one line a rule.

use super::{Check, accept, ambiguous, contradictory, ill_formed, silent, unenforceable, unrealistic, void};
use crate::diagnostics::Rule;

/// Every check, by family.
#[rustfmt::skip]
pub static CHECKS: &[Check] = &[
    Check { rule: &ill_formed::inverted_bracket::RULE, run: ill_formed::inverted_bracket::run },
    Check { rule: &ambiguous::boundary_in_two_brackets::RULE, run: ambiguous::boundary_in_two_brackets::run },
    Check { rule: &ambiguous::bracket_overlap::RULE, run: ambiguous::bracket_overlap::run },
    Check { rule: &ambiguous::pays_while_met::RULE, run: ambiguous::pays_while_met::run },
    Check { rule: &ambiguous::rewarded_while_breached::RULE, run: ambiguous::rewarded_while_breached::run },
    Check { rule: &ambiguous::two_accountables::RULE, run: ambiguous::two_accountables::run },
    Check { rule: &ambiguous::two_exceptions::RULE, run: ambiguous::two_exceptions::run },
    Check { rule: &ambiguous::two_targets::RULE, run: ambiguous::two_targets::run },
    Check { rule: &ambiguous::two_tiers::RULE, run: ambiguous::two_tiers::run },
    Check { rule: &ambiguous::two_values::RULE, run: ambiguous::two_values::run },
    Check { rule: &silent::boundary_in_no_bracket::RULE, run: silent::boundary_in_no_bracket::run },
    Check { rule: &silent::bracket_gap::RULE, run: silent::bracket_gap::run },
    Check { rule: &silent::cap_without_window::RULE, run: silent::cap_without_window::run },
    Check { rule: &silent::claim_without_effect::RULE, run: silent::claim_without_effect::run },
    Check { rule: &silent::duty_without_bearer::RULE, run: silent::duty_without_bearer::run },
    Check { rule: &silent::finding_without_effect::RULE, run: silent::finding_without_effect::run },
    Check { rule: &silent::missing_assessment_rules::RULE, run: silent::missing_assessment_rules::run },
    Check { rule: &silent::missing_calendar::RULE, run: silent::missing_calendar::run },
    Check { rule: &silent::missing_clock_rules::RULE, run: silent::missing_clock_rules::run },
    Check { rule: &silent::missing_combination::RULE, run: silent::missing_combination::run },
    Check { rule: &silent::missing_delay_rules::RULE, run: silent::missing_delay_rules::run },
    Check { rule: &silent::missing_nature::RULE, run: silent::missing_nature::run },
    Check { rule: &silent::missing_rounding::RULE, run: silent::missing_rounding::run },
    Check { rule: &silent::missing_target::RULE, run: silent::missing_target::run },
    Check { rule: &silent::missing_value::RULE, run: silent::missing_value::run },
    Check { rule: &silent::missing_window::RULE, run: silent::missing_window::run },
    Check { rule: &silent::no_accountable::RULE, run: silent::no_accountable::run },
    Check { rule: &silent::no_prevailing_language::RULE, run: silent::no_prevailing_language::run },
    Check { rule: &silent::no_responsible::RULE, run: silent::no_responsible::run },
    Check { rule: &silent::no_tier::RULE, run: silent::no_tier::run },
    Check { rule: &silent::service_not_in_raci::RULE, run: silent::service_not_in_raci::run },
    Check { rule: &silent::vacant_role::RULE, run: silent::vacant_role::run },
    Check { rule: &contradictory::bound_on_wrong_side::RULE, run: contradictory::bound_on_wrong_side::run },
    Check { rule: &contradictory::escalation_steps_out_of_order::RULE, run: contradictory::escalation_steps_out_of_order::run },
    Check { rule: &contradictory::impossible_target::RULE, run: contradictory::impossible_target::run },
    Check { rule: &void::bracket_above_cap::RULE, run: void::bracket_above_cap::run },
    Check { rule: &void::escalation_to_same::RULE, run: void::escalation_to_same::run },
    Check { rule: &void::repeated_commitment::RULE, run: void::repeated_commitment::run },
    Check { rule: &void::target_always_met::RULE, run: void::target_always_met::run },
    Check { rule: &unenforceable::accountable_not_signatory::RULE, run: unenforceable::accountable_not_signatory::run },
    Check { rule: &unenforceable::customer_measures::RULE, run: unenforceable::customer_measures::run },
    Check { rule: &unenforceable::judge_and_party::RULE, run: unenforceable::judge_and_party::run },
    Check { rule: &unenforceable::no_measurer::RULE, run: unenforceable::no_measurer::run },
    Check { rule: &unenforceable::penalty_without_measure::RULE, run: unenforceable::penalty_without_measure::run },
    Check { rule: &unenforceable::role_not_in_raci::RULE, run: unenforceable::role_not_in_raci::run },
    Check { rule: &unrealistic::exact_target::RULE, run: unrealistic::exact_target::run },
    Check { rule: &unrealistic::worse_pays_less::RULE, run: unrealistic::worse_pays_less::run },
];

/// Every rule of this floor, those about acceptances included.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CHECKS.iter().map(|check| check.rule).chain(accept::RULES.iter().copied())
}
