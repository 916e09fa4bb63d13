# `just` lists the recipes; `just ready` is all that CI checks.

set shell := ["bash", "-euo", "pipefail", "-c"]

# List the recipes
default:
    @just --list

# Everything that must hold before a change is merged
ready:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    cargo test
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --quiet

# Write anew what tests compare: snapshots, pages, schemas. Read the difference before it is committed
snapshots:
    INSTA_UPDATE=always SLAC_WRITE_SCHEMAS=1 SLAC_UPDATE_PAGES=1 SLAC_WRITE_DOCS=1 cargo test --no-fail-fast
    git status --short

# Scaffold a rule: its file, its page, its line in the list. `just new-rule escalation-after-deadline contradictory`
new-rule NAME FAMILY:
    #!/usr/bin/env bash
    set -euo pipefail
    name={{quote(NAME)}} family={{quote(FAMILY)}}
    word=${name//-/_} folder=src/check/${family//-/_}
    [[ $name =~ ^[a-z]+(-[a-z]+)*$ ]] || { echo "a rule is called like-this"; exit 2; }
    [[ -d $folder ]] || { echo "no family is called $family: $(ls -d src/check/*/ | xargs -n1 basename | tr '\n' ' ')"; exit 2; }
    [[ ! -e $folder/$word.rs ]] || { echo "$folder/$word.rs is there already"; exit 2; }
    variant=$(sed -E 's/(^|-)([a-z])/\U\2/g' <<< "$family")
    cat > "$folder/$word.rs" <<END
    //! What the rule finds, in one sentence.

    use crate::check::Facts;
    use crate::diagnostics::{Family, Finding, Rule, Sink};
    use crate::model::Commitment;

    /// What the rule finds, in one sentence.
    pub static RULE: Rule = Rule { name: "$name", family: Family::$variant, summary: "what is wrong", checks: &[] };

    /// Which commitments have it: asks a kernel.
    pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
        for commitment in facts.model.commitments.iter().filter(|_| false) {
            sink.report($word(commitment));
        }
    }

    fn $word(commitment: &Commitment) -> Finding {
        let message = format!("what is wrong with \`{}\`", commitment.term.id);
        Finding::new(&RULE, commitment.target_span, message).about(&commitment.term.id).here("where").help("what to do")
    }
    END
    cat > "docs/rules/$name.md" <<END
    # What is wrong, as a title

    \`$name\` · $family · $(grep -q "$family" <<< "void unenforceable unrealistic" && echo warning || echo error)

    ## What it means

    ## Why it matters

    ## Example

    \`\`\`slac
    \`\`\`

    ## What slac says

    \`\`\`text
    \`\`\`

    ## Repair

    \`\`\`slac
    \`\`\`
    END
    module=$(basename "$folder")
    { cat "$folder/mod.rs"; echo "pub mod $word;"; } > "$folder/mod.rs.new"
    { grep -v '^pub mod' "$folder/mod.rs.new"; grep '^pub mod' "$folder/mod.rs.new" | sort; } > "$folder/mod.rs"
    rm "$folder/mod.rs.new"
    sed -i "/^];/i\    Check { rule: \&$module::$word::RULE, run: $module::$word::run }," src/check/registry.rs
    echo "written: $folder/$word.rs, docs/rules/$name.md, a line at the end of src/check/registry.rs: move it to its family"
    echo "next: the query and the words, the page, then SLAC_UPDATE_PAGES=1 cargo test --test rules"

# Measure: calendars, the pipeline by parts, other compilers where they are installed, and one whole process
bench:
    cargo bench --bench calendar
    cargo bench --bench pipeline
    cargo build --release --quiet
    if command -v hyperfine > /dev/null; then \
      hyperfine --warmup 5 --shell=none "target/release/slac check --quiet examples/infogerance-erp/erp_acme.slac"; \
    else echo "hyperfine is not installed: the whole process is not timed"; fi

# Count the instructions of a check of contracts that double: each should cost at most 2.2 times the one before
growth:
    #!/usr/bin/env bash
    set -euo pipefail
    program=$(cargo bench --bench growth --no-run --message-format=json 2> /dev/null \
        | sed -n 's/.*"executable":"\([^"]*growth[^"]*\)".*/\1/p')
    before=0
    for commitments in 1250 2500 5000 10000; do
        count=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" $commitments 2>&1 \
            | sed -n 's/.*Collected : *//p')
        (( before == 0 )) && times="" || times=", $(( count * 100 / before )) % of the one before"
        echo "$commitments commitments: $(( count / 1000000 )) million instructions$times"
        before=$count
    done

# Compare the checks with brute force on so many random contracts, and with Z3 where it is installed
oracle CONTRACTS="1000000":
    SLAC_ORACLE="{{CONTRACTS}}" cargo test --release --test oracle -- --nocapture

# Make the mistakes of `tests/mutants.toml`, one at a time, and show which of them the tests notice
mutants CONTRACTS="3000":
    python3 tests/mutants.py "{{CONTRACTS}}"

# Runs a fuzz target (`ls fuzz/fuzz_targets`) for so many seconds, from the sources of the package and their paragraphs.
fuzz TARGET SECONDS="60":
    #!/usr/bin/env bash
    set -euo pipefail
    corpus="fuzz/corpus/{{TARGET}}"
    mkdir -p "$corpus"
    find examples stdlib -name '*.slac' | sort | while read -r file; do
        name="$(echo "$file" | tr / _)"
        cp "$file" "$corpus/$name"
        awk -v RS= -v at="$corpus/$name" '{ file = at "." NR; print > file; close(file) }' "$file"
    done
    cargo +nightly fuzz run "{{TARGET}}" -- -max_total_time="{{SECONDS}}" -timeout=20 -dict=fuzz/slac.dict
