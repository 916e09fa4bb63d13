"""Builds the mistakes of `tests/mutants.toml` into a copy of the sources, and shows which of them the tests notice.

All of them are built at once, each behind a choice that the environment makes, since a build takes minutes and a run seconds.
Exits with 1 where fewer than 98 % are noticed.
"""

import json
import os
import pathlib
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
COPY = ROOT / "target" / "mutants"
# What chooses; it stands in the copy only.
CHOICE = """
/// Whether this mistake is made.
#[must_use]
pub fn mutant(number: usize) -> bool {
    static CHOSEN: std::sync::OnceLock<Option<usize>> = std::sync::OnceLock::new();
    *CHOSEN.get_or_init(|| std::env::var("SLAC_MUTANT").ok()?.parse().ok()) == Some(number)
}
"""


def write(to, data):
    """Writes a file where it says something else: what stays as it is need not be built again."""
    if not to.exists() or to.read_bytes() != data:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(data)


def copy(changed):
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True)
    files = {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}
    for old in [path for path in COPY.rglob("*") if path.is_file()]:
        if str(old.relative_to(COPY)) not in files:
            old.unlink()
    for name in files:
        write(COPY / name, changed.get(name) or (ROOT / name).read_bytes())


def make(mutants):
    """Puts a choice in the place of each expression: the places are found before any of them changes."""
    places = {}
    for number, mutant in enumerate(mutants):
        text = (ROOT / mutant["file"]).read_text()
        if text.count(mutant["at"]) != 1 or mutant["at"].count(mutant["old"]) != 1:
            sys.exit(f"{mutant['file']}: `{mutant['at']}` is not there once")
        start = text.index(mutant["at"]) + mutant["at"].index(mutant["old"])
        choice = f"(if crate::mutant({number}) {{ {mutant['new']} }} else {{ {mutant['old']} }})"
        places.setdefault(mutant["file"], []).append((start, start + len(mutant["old"]), choice))
    changed = {}
    for file, found in places.items():
        text = (ROOT / file).read_text()
        for start, end, choice in sorted(found, reverse=True):
            text = text[:start] + choice + text[end:]
        changed[file] = text.encode()
    changed["src/lib.rs"] = ((ROOT / "src" / "lib.rs").read_text() + CHOICE).encode()
    return changed


def build():
    command = ["cargo", "test", "--no-run", "--message-format=json", "--lib", "--test", "oracle", "--test", "ui"]
    environment = os.environ | {"CARGO_TARGET_DIR": str(ROOT / "target" / "mutants-build")}
    built = subprocess.run(command, cwd=COPY, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    programs = {}
    for line in built.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["kind"] != ["bin"]:
            programs[message["target"]["name"]] = message["executable"]
    return programs


def fails(program, test, number, contracts):
    environment = os.environ | {"SLAC_ORACLE": str(contracts), "INSTA_UPDATE": "no", "CARGO_MANIFEST_DIR": str(COPY)}
    if number is not None:
        environment["SLAC_MUTANT"] = str(number)
    run = subprocess.run([program, *test], cwd=COPY, env=environment, capture_output=True, text=True)
    return run.returncode != 0


def main():
    contracts = sys.argv[1] if len(sys.argv) > 1 else "3000"
    mutants = tomllib.loads((ROOT / "tests" / "mutants.toml").read_text())["mutant"]
    copy(make(mutants))
    programs = build()
    oracle = (programs["oracle"], ["nothing_is_missed_and_nothing_is_invented"])
    ui = (programs["ui"], [])
    # What no finding shows, such as how far apart two instants are at the most, the kernels' own tests know.
    kernels = (programs["slac"], ["kernel::", "time::"])
    if fails(*oracle, None, 200) or fails(*ui, None, 0) or fails(*kernels, None, 0):
        sys.exit("the tests fail without any mistake")
    noticed = {"oracle": 0, "ui": 0, "kernels": 0}
    tests = {"oracle": oracle, "ui": ui, "kernels": kernels}
    for number, mutant in enumerate(mutants):
        # What the oracle notices need not be shown to the others.
        by = next((name for name, test in tests.items() if fails(*test, number, contracts)), None)
        if by:
            noticed[by] += 1
        print(f"{by or 'SURVIVES':8} {mutant['file']}: {mutant['what']}", flush=True)
    some = sum(noticed.values())
    print(f"of {len(mutants)} mistakes {some} are noticed: {noticed['oracle']} by the oracle, {noticed['ui']} more by ui, {noticed['kernels']} more by the kernels' tests")
    sys.exit(some * 100 < 98 * len(mutants))


main()
