//! Windows in the words of the language.

use crate::model::{CalendarSet, PeriodUnit, Window};

/// A window in the words of the language, for findings.
pub(super) fn window_words(window: &Window) -> String {
    let count = |n: u32, word: &str| if n == 1 { word.to_owned() } else { format!("{n} {word}s") };
    match window {
        Window::Calendar { count: n, unit } => {
            let word = match unit {
                PeriodUnit::Hour => "hour",
                PeriodUnit::Day => "day",
                PeriodUnit::Week => "week",
                PeriodUnit::Month => "month",
                PeriodUnit::Quarter => "quarter",
                PeriodUnit::Year => "year",
                PeriodUnit::ContractMonth => "contract_month",
                PeriodUnit::ContractQuarter => "contract_quarter",
                PeriodUnit::ContractYear => "contract_year",
            };
            count(*n, word)
        }
        Window::Period { count: n, period } => count(*n, period.as_str()),
        Window::OpenDays { of: CalendarSet::Calendar(calendar) } => format!("day of {calendar}"),
        Window::OpenDays { .. } => "day of a calendar".to_owned(),
        Window::Case { record } => record.to_string(),
        Window::Value { dimension } => dimension.to_string(),
        Window::Term => "contract".to_owned(),
        Window::Rolling { span, .. } => format!("rolling {} {}", span.value, span.unit),
        Window::Last { span } => format!("last {} {}", span.value, span.unit),
        Window::Next { span } => format!("next {} {}", span.value, span.unit),
        Window::Previous { count: 1, of } => format!("previous {}", window_words(of)),
        Window::Previous { count, of } => format!("previous {count} {}s", window_words(of)),
        Window::Anchored { span, after, .. } => {
            format!("{} {} {} an event", span.value, span.unit, if *after { "after" } else { "before" })
        }
        Window::Slot { length } => format!("{} {}", length.value, length.unit),
        Window::All { parts } => parts.iter().map(window_words).collect::<Vec<_>>().join(", "),
    }
}
