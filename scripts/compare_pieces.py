#!/usr/bin/env python3
"""Compares the whole of n100k with the sum of its pieces, and a noisy neuron-step with a stock ChaCha8.

    python scripts/compare_pieces.py                 9 turns; some minutes

In single precision and with one thread, the benchmarks of the update, of delivery, of the random words of the crate
rand_chacha and of the whole network take turns. The whole should take little more than its pieces for the same numbers
of neuron-steps and synaptic events: what is left is overhead. Ratios are those of neighbours in time, of which the
median counts.
"""

import argparse
import json
import pathlib
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
UNITS = {"ps": 1e-3, "ns": 1.0, "µs": 1e3, "us": 1e3, "ms": 1e6, "s": 1e9}

# Elements of an iteration, as benches/*.rs count them.
GROUP_STEPS = 4_096 * 64
EVENTS = 1_000 * 16 * 37
WORDS = 16_384
NETWORK_STEPS = 100_000 * 160


class Refusal(Exception):
    """The comparison cannot be made; the text says what is missing."""


def built(bench):
    """The program of a benchmark."""
    command = ["cargo", "bench", "--bench", bench, "--no-run", "--message-format", "json"]
    try:
        build = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    except FileNotFoundError:
        raise Refusal("Building the benchmarks needs cargo.")
    if build.returncode != 0:
        raise Refusal(f"{' '.join(command)} failed.")
    messages = map(json.loads, build.stdout.splitlines())
    return next(m["executable"] for m in messages if m.get("target", {}).get("name") == bench)


def measure(program, name, elements):
    """Median time of an element in ns, of the benchmark with just this name."""
    command = [
        program, "--bench", "--noplot", "--discard-baseline", "--warm-up-time", "0.5",
        "--measurement-time", "1", "--sample-size", "10", f"^{re.escape(name)}$",
    ]  # fmt: skip
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    found = re.findall(r"time:\s+\[\S+ \S+ (\S+) (\S+) \S+ \S+\]", run.stdout)
    if len(found) != 1:
        raise Refusal(f"{' '.join(command)} printed:\n{run.stdout}{run.stderr}")
    (number, unit), = found
    return float(number) * UNITS[unit] / elements


def report(what, ratios):
    ratios = sorted(ratios)
    print(f"{what:55} {statistics.median(ratios):6.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")


def compare(options):
    kernels, networks = built("kernels"), built("networks")
    command = ["cargo", "run", "--release", "--quiet", "--", "bench", "n100k", "--precision", "single"]
    command += ["--threads", "1", "--duration", "1 s", "--json"]
    (result,) = json.loads(subprocess.check_output(command, cwd=ROOT, text=True))["results"]
    level = result["instruction_set"]
    events = result["synaptic_events"] / (result["neurons"] * result["simulated_s"] * 10_000)
    print(f"{level}; {events:.3f} synaptic events a neuron-step at {result['mean_rate_hz']:.2f} Hz\n")
    print(f"ns of {'word':>10} {'step':>9} {'event':>9} {'whole':>9}")
    turns = []
    for turn in range(options.repeats):
        word = measure(kernels, "words/rand_chacha", WORDS)
        step = measure(kernels, f"update/single/{level}/white", GROUP_STEPS)
        delivery = "delivery, 1000 synapses a spike/stored, blocks of 32,768"
        event = measure(networks, delivery, EVENTS)
        whole = measure(networks, "n100k/single/1", NETWORK_STEPS)
        turns.append((word, step, event, whole))
        print(f"{turn + 1:5} {word:10.3f} {step:9.3f} {event:9.3f} {whole:9.3f}", flush=True)
    print(f"\n{'':55} median of {options.repeats} turns")
    report("whole / (step + events x event)", [t[3] / (t[1] + events * t[2]) for t in turns])
    report("step / word of rand_chacha", [t[1] / t[0] for t in turns])


def main():
    summary, _, details = __doc__.partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=details, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=9, metavar="N", help="turns (default 9)")
    options = parser.parse_args()
    if options.repeats < 1:
        parser.error(f"--repeats {options.repeats}: must be 1 or more")
    try:
        compare(options)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
