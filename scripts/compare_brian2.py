#!/usr/bin/env python3
"""Compares adexnet with Brian2 on this machine: how long both take, and whether they agree.

    python scripts/compare_brian2.py                 Brian2's C++ standalone and adexnet, in turns
    python scripts/compare_brian2.py --numpy         Brian2's NumPy target as well (minutes)
    python scripts/compare_brian2.py --numpy 10      the same for 10 s, scaled to the whole duration
    python scripts/compare_brian2.py --check         spikes of Brian2's NumPy target against adexnet's
    python scripts/compare_brian2.py --loop --network n4k --threads 2 --repeats 9
                                                     the loops over time steps alone, per neuron-step

What is timed (without --loop): of Brian2 the run alone, with one thread, and of its C++ standalone the loop over time
steps alone; generating and compiling the C++ code is shown apart. Of adexnet everything from the start of
the process to its end: building, simulating, writing all files and figures. Each is run several times, in
turns, so that a machine that is busy for a while slows all of them; the median counts.

With --loop, the standard networks of `adexnet bench` are compared by the wall time of a neuron-step, in double precision
and adexnet in single precision too (--brian2-single: Brian2 as well). Both leave out the first 200 ms, which are
livelier, and then measure the same simulated time; the rates in it are printed beside the times, and networks whose
rates or numbers of synapses are not alike are refused. Ratios are those of neighbours in time: the median of all turns.

Needs Brian2 2.9 with NumPy below 2.4, and for C++ standalone a C++ compiler and make.
"""

import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from brian2_loops import compare_loops
from brian2_networks import (
    NETWORKS, SEED, NumpyTarget, Refusal, Standalone, find_brian2, find_compiler,
)  # fmt: skip

ROOT = pathlib.Path(__file__).resolve().parent.parent


def find_adexnet(path):
    if path is not None:
        found = shutil.which(path)
        if found is None:
            raise Refusal(
                f"--adexnet {path}: no such program. Build one with cargo build --release."
            )
        return str(pathlib.Path(found).resolve())
    build = ["cargo", "build", "--release", "--bin", "adexnet", "--message-format", "json"]
    try:
        built = subprocess.run(build, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    except FileNotFoundError:
        raise Refusal("Building adexnet needs cargo; or name a built one with --adexnet PATH.")
    if built.returncode != 0:
        raise Refusal("adexnet could not be built; or name a built one with --adexnet PATH.")
    messages = map(json.loads, built.stdout.splitlines())
    return next(m["executable"] for m in messages if m.get("executable"))


class Adexnet:
    """`adexnet run`, from the start of the process to its end."""

    def __init__(self, program, network, generator, directory, seconds=None):
        self.label = f"adexnet, {generator} (everything)"
        self.directory = directory / generator
        self.command = [
            program, "run", "--preset", network.preset, "--seed", str(SEED),
            "--duration", f"{seconds or network.seconds:g} s", "--set", f"simulation.rng={generator}",
            "--out", str(self.directory), "--force",
        ]  # fmt: skip

    def measure(self):
        start = time.perf_counter()
        run = subprocess.run(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        elapsed = time.perf_counter() - start
        if run.returncode != 0:
            raise Refusal(f"{' '.join(self.command)}\nended with {run.returncode}:\n{run.stdout}")
        return elapsed


class StandaloneLoop(Standalone):
    """The time of the only loop of a C++ program."""

    def __init__(self, b, network, directory):
        super().__init__(b, network, directory, [network.seconds])
        self.label += " (loop alone)"

    def measure(self):
        (loop,) = super().measure()
        return loop.wall_seconds


def compare(network, options, b, directory):
    """Prints the median time of each contender, and its ratio to adexnet's."""
    print("Brian2 writes and compiles its C++ code ...", flush=True)
    standalone = StandaloneLoop(b, network, directory / "standalone")
    generators = ["numpy-legacy"] * network.legacy + ["chacha8"]
    ours = [Adexnet(options.adexnet, network, generator, directory) for generator in generators]
    contenders = [standalone, *ours]
    if options.numpy:
        contenders.append(NumpyTarget(b, network, min(options.numpy, network.seconds)))
    times = [[] for _ in contenders]
    for repeat in range(options.repeats):
        for contender, measured in zip(contenders, times):
            measured.append(contender.measure())
            done = f"{repeat + 1}/{options.repeats}"
            print(f"  {done}  {contender.label:45} {measured[-1]:8.2f} s", flush=True)

    medians = [statistics.median(measured) for measured in times]
    reference = medians[1 : 1 + len(ours)]
    print(
        f"\n{network.preset}: {network.size} neurons, {network.seconds:g} s; median of {options.repeats}"
    )
    print(f"{'':45} {'median':>9} " + " ".join(f"{'/ ' + g:>14}" for g in generators))
    for contender, median in zip(contenders, medians):
        ratios = " ".join(f"{median / other:14.2f}" for other in reference)
        print(f"{contender.label:45} {median:7.2f} s {ratios}")
    print(f"{'(C++ code written and compiled once)':45} {standalone.compile_seconds:7.2f} s")


def check(network, options, b, directory):
    """Whether both simulators give the same spikes from the same seed, to the last bit."""
    import numpy as np

    seconds = min(options.numpy or network.seconds, network.seconds)
    ours = Adexnet(options.adexnet, network, "numpy-legacy", directory, seconds)
    ours.measure()
    found = np.load(ours.directory / "spikes.npz")
    print(f"Brian2's NumPy target simulates {seconds:g} s ...", flush=True)
    theirs = NumpyTarget(b, network, seconds)
    theirs.measure()
    neurons, times = theirs.spikes
    same = np.array_equal(found["i"], neurons) and np.array_equal(found["t"], times)
    verdict = "the same" if same else "NOT the same"
    counts = f"{len(neurons):,} spikes in Brian2, {len(found['i']):,} in adexnet"
    print(f"{network.preset}, seed {SEED}, {seconds:g} s: {counts}: {verdict}.")
    return same


def parse_options():
    names = [network.preset for network in NETWORKS]
    whole = max(network.seconds for network in NETWORKS)
    summary, _, details = __doc__.partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=details, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--network", choices=names, default=names[0])
    parser.add_argument("--adexnet", metavar="PATH", help="the program; default: cargo builds it")
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="turns (default 5)")
    parser.add_argument(
        "--numpy", type=float, nargs="?", const=whole, metavar="SECONDS",
        help="also time Brian2's NumPy target; a shorter time than the network's is scaled, and half a "
        "second of preparation with it, so take 10 s or more",
    )  # fmt: skip
    parser.add_argument("--check", action="store_true", help="compare spikes instead of times")
    parser.add_argument("--loop", action="store_true", help="compare the loops over time steps alone")
    parser.add_argument(
        "--threads", type=int, default=1, metavar="N", help="of both, with --loop (default 1)"
    )
    parser.add_argument(
        "--brian2-single", action="store_true",
        help="with --loop, Brian2 in single precision as well",
    )  # fmt: skip
    options = parser.parse_args()
    if options.repeats < 1:
        parser.error(f"--repeats {options.repeats}: must be 1 or more")
    if options.numpy is not None and not options.numpy > 0:
        parser.error(f"--numpy {options.numpy:g}: must be a time greater than 0, in s")
    network = next(network for network in NETWORKS if network.preset == options.network)
    if options.threads < 1 or (options.threads > 1 and not options.loop):
        parser.error(f"--threads {options.threads}: must be 1 or more, and 1 without --loop")
    if options.brian2_single and not options.loop:
        parser.error("--brian2-single: goes with --loop")
    if not (options.loop or network.legacy):
        parser.error(f"--network {network.preset}: goes with --loop")
    if options.check and not network.legacy:
        parser.error(f"--check: adexnet does not draw {network.preset} as NumPy does")
    return options, network


def main():
    options, network = parse_options()
    try:
        b = find_brian2()
        if not options.check:
            find_compiler()
        options.adexnet = find_adexnet(options.adexnet)
        with tempfile.TemporaryDirectory(prefix="adexnet-brian2-") as directory:
            if options.check:
                return 0 if check(network, options, b, pathlib.Path(directory)) else 1
            compared = compare_loops if options.loop else compare
            compared(network, options, b, pathlib.Path(directory))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
