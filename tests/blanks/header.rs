//! Blanks in the head of a contract: its zone, its currency, its languages, its law, its presets.

use super::{GOLD, alone, blanks, changed, clean, contract, found, same, says, using};
use slac::base::Language;

const SCENARIO: &str = r#"scenario march "March" for 2026-03 {
  | outage | on  | outage_began     | outage_ended     |
  |--------|-----|------------------|------------------|
  | o1     | erp | 2026-03-02 08:00 | 2026-03-02 12:00 |

  | expect              | verdict  |
  |---------------------|----------|
  | availability of erp | breached |
}
"#;

fn with(old: &str, new: &str) -> String {
    changed(&contract(GOLD), old, new)
}

#[test]
fn a_zone_may_be_a_blank() {
    let standard = with("timezone   \"Europe/Paris\"", "timezone   [zone]");
    let model = clean(alone(&standard));
    assert_eq!(model.contract.timezone, None);
    assert_eq!(blanks(&model), ["zone"]);
    says(&model, Language::English, &["[zone]"]);
    let filled = clean(using(&standard, "with zone = \"Europe/Paris\""));
    assert_eq!(filled.contract.timezone.as_deref(), Some("Europe/Paris"));
    same(&filled, &clean(alone(&contract(GOLD))));
    let wrong = using(&standard, "with zone = \"Atlantis\"");
    assert!(found(&wrong).iter().any(|f| f.contains("Atlantis")), "{:?}", found(&wrong));
}

#[test]
fn no_scenario_is_run_without_a_zone() {
    let standard = with("timezone   \"Europe/Paris\"", "timezone   [zone]") + SCENARIO;
    let bare = alone(&standard);
    assert!(bare.examples.iter().all(|outcome| outcome.without_zone && outcome.checked.is_empty()));
    clean(bare);
    let filled = using(&standard, "with zone = \"Europe/Paris\"");
    assert!(filled.examples.iter().all(|outcome| !outcome.without_zone), "{:?}", found(&filled));
}

#[test]
fn a_currency_may_be_a_blank() {
    let standard = changed(
        &contract(GOLD),
        "currency   EUR, rounded half_up, to 0.01 EUR",
        "currency [currency], rounded [way], to [step]",
    );
    let standard = changed(&standard, "is 12_000 EUR per month", "is [fee]");
    let model = clean(alone(&standard));
    assert_eq!(model.contract.currency, None);
    assert_eq!(blanks(&model), ["currency", "way", "step", "fee"]);
    says(&model, Language::English, &["[currency]", "[way]", "[step]", "[fee]"]);
    let values = "with currency = EUR, way = half_up, step = 0.01 EUR, fee = 12_000 EUR per month";
    same(&clean(using(&standard, values)), &clean(alone(&contract(GOLD))));
}

#[test]
fn an_amount_needs_the_currency_that_it_is_in() {
    let standard = with("currency   EUR, rounded half_up, to 0.01 EUR", "currency   [currency]");
    assert!(!found(&alone(&standard)).is_empty());
    let none = with("  currency   EUR, rounded half_up, to 0.01 EUR\n", "");
    assert!(!found(&alone(&none)).is_empty());
}

#[test]
fn a_contract_without_money_has_no_currency() {
    let bare = changed(&contract(GOLD), "  currency   EUR, rounded half_up, to 0.01 EUR\n", "");
    let bare: String = bare
        .lines()
        .filter(|l| !l.starts_with("figure") && !l.starts_with("settlement"))
        .fold(String::new(), |all, line| all + line + "\n");
    let model = clean(alone(&bare));
    assert_eq!((model.contract.currency.clone(), model.blanks.len()), (None, 0));
}

#[test]
fn languages_and_which_of_them_prevails_may_be_blanks() {
    let standard = with("languages  en", "languages  [languages]");
    let model = clean(alone(&standard));
    assert_eq!(blanks(&model), ["languages"]);
    same(&clean(using(&standard, "with languages = en")), &clean(alone(&contract(GOLD))));
    let standard = with("languages  en", "languages  fr, en, prevails [language]");
    assert!(!found(&alone(&standard)).iter().any(|f| f.starts_with("no-prevailing-language")));
    let two = clean(using(&with("languages  en", "languages  [languages]"), "with languages = (en)"));
    assert_eq!(two.contract.languages, clean(alone(&contract(GOLD))).contract.languages);
}

#[test]
fn the_law_may_be_a_blank() {
    let standard = with("languages  en", "languages en\n  law [law]");
    let model = clean(alone(&standard));
    assert_eq!(blanks(&model), ["law"]);
    says(&model, Language::English, &["[law]"]);
    says(&clean(using(&standard, "with law = en\"English law\"")), Language::English, &["English law"]);
}

#[test]
fn presets_may_be_blanks_and_are_filled_by_their_names() {
    let standard = with("usual\n", "[clock]\n");
    let standard = changed(&standard, "usual_assessment", "[counting]");
    let standard = changed(&standard, "delays     usual_delays", "delays     [delays]\n  procedure  [procedure]");
    let model = clean(alone(&standard));
    assert_eq!(blanks(&model), ["clock", "counting", "delays", "procedure"]);
    says(&model, Language::English, &["[clock]", "[counting]", "[delays]", "[procedure]"]);
    let values = "with clock = usual, counting = usual_assessment, delays = usual_delays";
    assert_eq!(blanks(&clean(using(&standard, values))), ["procedure"]);
    let whole = format!("{values}, procedure = claim_and_answer\nuse claim_and_answer(debtor nord, creditor acme)");
    let whole = using(&standard, &whole);
    assert!(clean(whole).blanks.is_empty());
    let unknown = using(&standard, "with clock = sandglass");
    assert!(found(&unknown).iter().any(|f| f.starts_with("unknown-name")), "{:?}", found(&unknown));
}
