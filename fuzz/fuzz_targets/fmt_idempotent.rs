//! A text in canonical form stays as it is, and says what it said before.
#![no_main]

use libfuzzer_sys::fuzz_target;
use slac::syntax::print::{Refusal, format};

fuzz_target!(|text: &str| {
    match format(text) {
        Ok(once) => assert_eq!(format(&once).as_ref(), Ok(&once), "a second time gives another text"),
        Err(Refusal::Unreadable(findings)) => assert!(!findings.is_empty()),
        Err(Refusal::Altered) => panic!("the canonical form does not read the same"),
    }
});
