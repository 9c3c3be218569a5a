#!/usr/bin/env bash
# Tries the barrier of the engine in all orders in which threads can meet there, with the model checker loom.
set -euo pipefail
cd "$(dirname "$0")/.."

CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}" \
    cargo run --release --quiet --manifest-path tests/barrier_model/Cargo.toml
