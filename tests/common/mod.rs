//! A small contract that several tests add terms to.

use slac::driver::{Compilation, compile_text};
use slac::model::Model;
use slac::resolved::loader::NoFiles;

/// A contract's header and parties; the terms of a test follow.
pub const HEAD: &str = r#"
edition 2026
use std.evidence
use std.indicator
use std.clock
contract c "Contract" {
  from 2026-01-01 until 2029-01-01
  timezone "Europe/Paris"
  currency EUR, rounded half_up, to 0.01 EUR
  languages en
  clock usual
  assessment usual_assessment
  delays usual_delays
}
provider nord "Nord"
customer acme "Acme"
observer vigie "Vigie"
dimension priority "Priority" of incident, ranked strictest { values p1, p2 }
service erp "ERP" { by nord; at gold }
figure fee "Fee" of erp { is 12_000 EUR per month }
"#;

/// What becomes of the header and the terms of a test.
pub fn compiled(terms: &str) -> Compilation {
    compile_text("test.slac", &format!("{HEAD}{terms}"), &NoFiles)
}

/// What is found, as `rule: message`.
pub fn findings(terms: &str) -> Vec<String> {
    compiled(terms).findings.iter().map(|f| format!("{}: {}", f.rule.name, f.message)).collect()
}

/// The normal form; what is found where there is none.
pub fn model(terms: &str) -> Model {
    compiled(terms).model.unwrap_or_else(|| panic!("{:#?}", findings(terms)))
}
