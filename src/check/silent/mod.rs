//! Rules about questions without an answer.

pub mod boundary_in_no_bracket;
pub mod bracket_gap;
pub mod cap_without_window;
pub mod claim_without_effect;
pub mod days_without_extension;
pub mod duty_without_bearer;
pub mod extension_in_money;
pub mod finding_without_effect;
pub mod meanwhile_without_steps;
pub mod missing_assessment_rules;
pub mod missing_calendar;
pub mod missing_clock_rules;
pub mod missing_combination;
pub mod missing_delay_rules;
pub mod missing_nature;
pub mod missing_rounding;
pub mod missing_target;
pub mod missing_value;
pub mod missing_window;
pub mod no_accountable;
pub mod no_prevailing_language;
pub mod no_responsible;
pub mod no_tier;
pub mod renewal_without_length;
pub mod service_not_in_raci;
pub mod vacant_role;
