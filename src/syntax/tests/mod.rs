//! What the front end reads, and what it says about what it cannot read.

mod support;
mod typos;

#[test]
fn scratch() {
    let text = std::fs::read_to_string("/tmp/t1.slac").unwrap();
    println!("{}", support::read(&text));
}
