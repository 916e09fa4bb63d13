//! The contracts under `examples/`, compiled.

use slac::cli::DiskWorld;
use slac::driver::compile;
use slac::model::Model;
use std::path::{Path, PathBuf};

/// The contracts under `examples/`, those with errors left out.
pub fn examples() -> Vec<(PathBuf, Model)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let world = DiskWorld::new(&root).unwrap();
    let mut files = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "slac") {
                files.push(path);
            }
        }
    }
    files.sort();
    let halves = files.split_at(files.len() / 2);
    let compiled = |files: &[PathBuf]| -> Vec<(PathBuf, Model)> {
        files.iter().filter_map(|path| Some((path.clone(), compile(&world, path).unwrap().model?))).collect()
    };
    std::thread::scope(|threads| {
        let first = threads.spawn(|| compiled(halves.0));
        let second = compiled(halves.1);
        first.join().unwrap().into_iter().chain(second).collect()
    })
}

/// The example of this path, which has no errors.
#[allow(dead_code, reason = "not every test asks for one")]
pub fn example(path: &str) -> Model {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    compile(&DiskWorld::new(&root).unwrap(), &root.join(path)).unwrap().model.unwrap()
}
