//! Whole processes side by side: `slac check`, `cedar validate`, `promtool check rules`.

use super::generate;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs of each command; the median counts.
const RUNS: usize = 7;

/// Contracts in a folder.
const FOLDER: usize = 2_000;

/// Prints one line a compiler, where `cargo bench` was not asked for something else.
pub fn compare() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    if !asked.is_empty() && !asked.iter().any(|a| "processes".contains(a.as_str())) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let large = generate::contract(super::LARGE);
    std::fs::write(at("large.slac"), &large).unwrap();
    std::fs::write(at("large.cedar"), generate::policies(large.len())).unwrap();
    std::fs::write(at("large.cedarschema"), generate::SCHEMA).unwrap();
    std::fs::write(at("large.yaml"), generate::alerts(large.len())).unwrap();
    std::fs::create_dir(at("many")).unwrap();
    for i in 0..FOLDER {
        std::fs::write(at("many").join(format!("{i}.slac")), generate::small(i)).unwrap();
    }
    std::fs::write(at("flagship.slac"), include_str!("../../examples/infogerance-erp/erp_acme.slac")).unwrap();

    println!("\nwhole processes, the median of {RUNS} runs");
    let slac = env!("CARGO_BIN_EXE_slac");
    line("slac check, 10,000 commitments", slac, &["check", "--quiet", "large.slac"], &["large.slac"], folder.path());
    line("slac check, 2,000 contracts", slac, &["check", "--quiet", "many"], &["many"], folder.path());
    line("slac check, the flagship", slac, &["check", "--quiet", "flagship.slac"], &["flagship.slac"], folder.path());
    let cedar = ["validate", "--schema", "large.cedarschema", "--policies", "large.cedar"];
    line("cedar validate", "cedar", &cedar, &["large.cedar"], folder.path());
    line("promtool check rules", "promtool", &["check", "rules", "large.yaml"], &["large.yaml"], folder.path());
}

fn line(name: &str, program: &str, arguments: &[&str], inputs: &[&str], folder: &Path) {
    let bytes: u64 = inputs.iter().map(|input| size(&folder.join(input))).sum();
    let mut times = Vec::new();
    for _ in 0..RUNS {
        match run(program, arguments, folder) {
            Ok(time) => times.push(time),
            Err(reason) => {
                println!("{name:32} SKIPPED: {reason}");
                return;
            }
        }
    }
    times.sort();
    let median = times.get(RUNS / 2).copied().unwrap_or_default();
    let micros = median.as_micros().max(1);
    let megabytes_a_second = u128::from(bytes) * 100 / micros;
    println!(
        "{name:32} {:>10} bytes {:>8}.{} ms {:>6}.{:02} MB/s",
        bytes,
        micros / 1_000,
        micros % 1_000 / 100,
        megabytes_a_second / 100,
        megabytes_a_second % 100,
    );
}

/// How long one run takes, or why it could not be made.
fn run(program: &str, arguments: &[&str], folder: &Path) -> Result<Duration, String> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let begun = Instant::now();
    let output = command.output().map_err(|e| format!("`{program}` cannot be run ({e})"))?;
    let time = begun.elapsed();
    if output.status.success() {
        Ok(time)
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("`{program}` refuses its input: {}", said.lines().take(3).collect::<Vec<_>>().join(" ")))
    }
}

/// The bytes of a file, or of all files in a folder.
fn size(path: &Path) -> u64 {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.map(|e| size(&e.unwrap().path())).sum(),
        Err(_) => std::fs::metadata(path).unwrap().len(),
    }
}
