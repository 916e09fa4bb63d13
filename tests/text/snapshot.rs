//! The text of the example that the documentation shows, as people read it.

use crate::support::{examples, text};
use slac::base::Language;

#[test]
fn the_flagship_reads_as_a_contract() {
    let (_, model, _) = &examples()[0];
    for (language, name) in [(Language::French, "erp_acme_fr"), (Language::English, "erp_acme_en")] {
        // The version of the time-zone data is printed, and changes without us.
        let text = text(model, language).replace(&model.contract.tzdata, "[tzdata]");
        insta::assert_snapshot!(name, text);
    }
}
