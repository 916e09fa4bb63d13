# Recipes for those who work on the compiler. `just --list` names them.

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
