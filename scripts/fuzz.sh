#!/usr/bin/env bash
# Runs the targets of cargo fuzz, each for a number of executions, and prints how many there were.
#
#     scripts/fuzz.sh EXECUTIONS [TARGET ...]
#
# It needs cargo-fuzz (cargo install cargo-fuzz) and a C++ compiler, but no nightly toolchain: without a
# sanitizer, libFuzzer's coverage needs nothing that is unstable. (The crates have no unsafe code that the inputs
# reach, so there is little for a sanitizer to find; the harness bounds memory itself.) Inputs that reach new code
# are kept in fuzz/corpus, those that break a promise in fuzz/artifacts.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! [[ "${1:-}" =~ ^[0-9]+$ ]]; then
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
executions=$1
shift
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    mapfile -t targets < <(sed -n 's/^path = "targets\/\(.*\)\.rs"$/\1/p' fuzz/Cargo.toml)
fi

# With the versions of the workspace.
cp Cargo.lock fuzz/Cargo.lock
cargo fuzz build --sanitizer none

total=0
for target in "${targets[@]}"; do
    log=$(mktemp)
    # Seeds are longer than what libFuzzer tries at first.
    cargo fuzz run --sanitizer none "$target" -- -runs="$executions" -max_len=65536 -len_control=0 \
        -timeout=30 -rss_limit_mb=4096 -print_final_stats=1 >"$log" 2>&1 || { cat "$log" >&2; rm "$log"; exit 1; }
    units=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    rm "$log"
    echo "$target: $units executions"
    total=$((total + units))
done
echo "all: $total executions"
