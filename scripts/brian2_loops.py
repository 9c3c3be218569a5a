"""The loops over time steps of Brian2 and adexnet, for compare_brian2.py --loop.

Both leave out the same onset, which is livelier than what follows, and then measure the same simulated time in wall
time, with nothing recorded. Rates and numbers of synapses tell whether both simulated the same network."""

import dataclasses
import json
import statistics
import subprocess

from brian2_networks import STEPS_PER_SECOND, Refusal, Standalone

ONSET = 0.2
"""Simulated time in s that is not measured."""

WAITING = 0.05
"""Share of the time that a quiet machine lets a program wait."""


@dataclasses.dataclass(frozen=True)
class Measured:
    """A loop: its time, and what happened in it."""

    nanoseconds: float
    """Wall time of a neuron-step."""
    rate: float
    """Mean firing rate, in Hz."""
    synapses: int


class Brian2:
    """A C++ program of Brian2."""

    def __init__(self, b, network, directory, threads, single):
        self.network, self.threads = network, threads
        durations = [ONSET, network.seconds]
        self.program = Standalone(
            b, network, directory, durations, threads=threads, recording=False, single=single
        )
        self.label = self.program.label

    def measure(self):
        onset, window = self.program.measure()
        network = self.network
        # With several threads both are wall times, with one Brian2's own is processor time.
        difference = 1.0 - window.brian2_seconds / window.wall_seconds
        if self.threads > 1 and abs(difference) > 0.01:
            raise Refusal(
                f"{self.label}: {window.wall_seconds:.3f} s were measured, {window.brian2_seconds:.3f} s "
                "are what Brian2 reports; both should be the wall time of the same loop."
            )
        if difference > WAITING:
            print(
                f"    {self.label} had to wait for {difference:.0%} of its time: the machine is not quiet"
            )
        return Measured(
            nanoseconds_of(window.wall_seconds, network),
            (window.spikes - onset.spikes) / (network.size * network.seconds),
            window.synapses,
        )


class Bench:
    """The loop of adexnet, as `adexnet bench` measures it."""

    def __init__(self, program, network, precision, threads):
        self.label = f"adexnet, chacha8, {precision}"
        self.command = [
            program, "bench", network.preset, "--precision", precision, "--threads", str(threads),
            "--warm-up", f"{ONSET:g} s", "--duration", f"{network.seconds:g} s", "--json",
        ]  # fmt: skip

    def measure(self):
        (result,) = json.loads(printed(self.command))["results"]
        return Measured(
            result["ns_per_neuron_step"], result["mean_rate_hz"], result["synapses"]
        )


class Legacy:
    """The loop of `adexnet run` with numpy-legacy, which records spikes and a membrane potential: a run with the onset,
    less one of the onset alone."""

    label = "adexnet, numpy-legacy, double"

    def __init__(self, program, network, directory):
        self.network, self.directory = network, directory / "legacy"
        self.command = [program, "run", "--preset", network.preset, "--force", "--out", str(self.directory)]

    def measure(self):
        onset, whole = (self.run(seconds) for seconds in (ONSET, ONSET + self.network.seconds))
        simulate, spikes = (
            value(whole) - value(onset)
            for value in (lambda run: run["wall_s"]["simulate"], lambda run: run["spikes"])
        )
        return Measured(
            nanoseconds_of(simulate, self.network),
            spikes / (self.network.size * self.network.seconds),
            whole["synapses"],
        )

    def run(self, seconds):
        printed([*self.command, "--duration", f"{seconds:g} s"])
        return json.loads((self.directory / "summary.json").read_text())


def nanoseconds_of(seconds, network):
    return seconds * 1e9 / (network.size * network.seconds * STEPS_PER_SECOND)


def printed(command):
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        raise Refusal(f"{' '.join(command)}\nended with {run.returncode}:\n{run.stderr}")
    return run.stdout


def compare_loops(network, options, b, directory):
    """Prints time and rate of each contender, and the median ratio of pairs to Brian2's times."""
    print("Brian2 writes and compiles its C++ code ...", flush=True)
    singles = [False, True] if options.brian2_single else [False]
    theirs = [
        Brian2(b, network, directory / f"single-{single}", options.threads, single) for single in singles
    ]
    ours = [
        Bench(options.adexnet, network, precision, options.threads)
        for precision in ("double", "single")
    ]
    if network.legacy:
        ours.append(Legacy(options.adexnet, network, directory))
    contenders = [*theirs, *ours]
    turns = []
    for turn in range(options.repeats):
        turns.append([contender.measure() for contender in contenders])
        times = ", ".join(f"{measured.nanoseconds:.2f}" for measured in turns[-1])
        print(f"  {turn + 1}/{options.repeats}  {times}", flush=True)
        check_alike(network, contenders, turns[-1])
    report(network, options, contenders, turns, len(theirs))


def check_alike(network, contenders, measured):
    """Refuses networks that are not alike: times of different work say nothing."""
    reference = measured[0]
    for contender, other in zip(contenders, measured):
        for what, expected, found in (
            ("Hz", reference.rate, other.rate),
            ("synapses", reference.synapses, other.synapses),
        ):
            if abs(found - expected) > network.alike * expected:
                raise Refusal(
                    f"These are not the same network: {expected:.6g} {what} in {contenders[0].label}, "
                    f"{found:.6g} in {contender.label}."
                )


def report(network, options, contenders, turns, brian2_count):
    threads = f"{options.threads} thread{'s' * (options.threads > 1)}"
    print(
        f"\n{network.preset}, {threads}, {network.seconds:g} s after an onset of {ONSET:g} s; "
        f"medians of {options.repeats}, ratios of neighbours in time"
    )
    labels = [contender.label for contender in contenders[:brian2_count]]
    print(f"{'':32} {'ns/step':>8} {'Hz':>6}  " + "  ".join(f"{'/ ' + label:>36}" for label in labels))
    for number, contender in enumerate(contenders):
        own = [turn[number] for turn in turns]
        time = statistics.median(measured.nanoseconds for measured in own)
        rate = statistics.median(measured.rate for measured in own)
        columns = []
        for reference in range(brian2_count):
            ratios = sorted(turn[reference].nanoseconds / turn[number].nanoseconds for turn in turns)
            ratio = f"{statistics.median(ratios):.2f} x ({ratios[0]:.2f} to {ratios[-1]:.2f})"
            columns.append(f"{ratio:>36}")
        print(f"{contender.label:32} {time:8.2f} {rate:6.2f}  " + "  ".join(columns))
