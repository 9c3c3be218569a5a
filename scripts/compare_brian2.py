#!/usr/bin/env python3
"""Compares adexnet with Brian2 on this machine: how long both take, and whether they agree.

    python scripts/compare_brian2.py                 Brian2's C++ standalone and adexnet, in turns
    python scripts/compare_brian2.py --numpy         Brian2's NumPy target as well (minutes)
    python scripts/compare_brian2.py --numpy 10      the same for 10 s, scaled to the whole duration
    python scripts/compare_brian2.py --check         spikes of Brian2's NumPy target against adexnet's
    python scripts/compare_brian2.py --loop --network n4k --threads 2
                                                     the loops over time steps alone, per neuron-step

What is timed (without --loop): of Brian2 the run alone, with one thread, and of its C++ standalone the loop over time
steps alone; generating and compiling the C++ code is shown apart. Of adexnet everything from the start of
the process to its end: building, simulating, writing all files and figures. Each is run several times, in
turns, so that a machine that is busy for a while slows all of them; the median counts.

With --loop, the standard networks of `adexnet bench` are compared by the time of a neuron-step, in double
precision and adexnet in single precision too, and ratios are those of neighbours in time: the median of all pairs. Where
n100k fixes the number of synapses of a neuron, Brian2 connects pairs at random, a thousand onto a neuron on average. adexnet leaves
out the first 200 ms, which are livelier; Brian2 measures them too, and of n100k them alone. With one thread Brian2
reports processor time, adexnet wall time.

Needs Brian2 2.9 with NumPy below 2.4, and for C++ standalone a C++ compiler and make.
"""

import argparse
import dataclasses
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

INSTALL = "python -m pip install 'brian2==2.9.*' 'numpy<2.4' setuptools"
ROOT = pathlib.Path(__file__).resolve().parent.parent
SEED = 1234


@dataclasses.dataclass(frozen=True)
class Network:
    """A network that both simulators know."""

    preset: str
    """Name of the network in adexnet."""
    size: int
    excitatory: int
    """Neurons 0 to this one (exclusive) are excitatory."""
    first_inhibitory: int
    """From this one on they are inhibitory; those between project to nobody."""
    probability: float
    """Of a synapse between a pair of neurons."""
    seconds: float
    """Time to simulate."""
    legacy: bool
    """Whether adexnet can draw it as NumPy does."""
    delay: float = 0.0
    """Of all synapses, in ms."""


NETWORKS = [
    Network("notebook", 100, 80, 81, 0.05, 60.0, legacy=True),
    Network("n4k", 4_000, 3_200, 3_200, 0.05, 1.0, legacy=False),
    Network("n100k", 100_000, 80_000, 80_000, 0.01, 0.2, legacy=False, delay=1.5),
]
"""Those but the first are known to --loop alone."""

EQUATIONS = """
dV/dt = (gL*DT*exp((V - VT)/DT) - gL*(V - EL) - I - w - Iext*xi)/C : volt
dw/dt = (a*(V - EL) - w)/tau_w : amp
dge/dt = -ge/tau_g : siemens
dgi/dt = -gi/tau_g : siemens
I = ge*(V - Ee) + gi*(V - Ei) : amp
"""


class Refusal(Exception):
    """The comparison cannot be made; the text says what is missing."""


def find_brian2():
    try:
        import brian2
    except (ImportError, AttributeError) as error:  # the latter with too new a NumPy
        raise Refusal(f"This comparison needs Brian2 ({error}). Install it with\n    {INSTALL}")
    brian2.prefs.logging.file_log = False
    brian2.prefs.codegen.target = "numpy"
    return brian2


def find_compiler():
    if sys.platform == "win32":
        return  # Brian2 looks for Microsoft's compiler, which is not in the path.
    missing = [tool for tool in ("g++", "make") if shutil.which(tool) is None]
    if missing:
        raise Refusal(
            f"Brian2's C++ standalone needs {' and '.join(missing)}, which the path does not hold. "
            "Install a C++ compiler and make (Debian, Ubuntu: apt install build-essential)."
        )


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


def build(b, network, recording=True):
    """The network in Brian2, recording what adexnet records, or only counting spikes; unit pA = nS mV."""
    b.start_scope()
    b.defaultclock.dt = 0.1 * b.ms
    b.seed(SEED)
    names = dict(
        C=104 * b.pF, gL=4.3 * b.nS, EL=-65 * b.mV, VT=-52 * b.mV, DT=0.8 * b.mV, Vs=40 * b.mV,
        Vr=-53 * b.mV, a=-0.8 * b.nS, b=65 * b.pA, tau_w=88 * b.ms, Ee=0 * b.mV, Ei=-80 * b.mV,
        tau_g=7 * b.ms, Iext=8 * b.pA * b.second**0.5,
    )  # fmt: skip
    names["we"] = 10 * b.nS / (network.size * network.probability)
    names["wi"] = 4 * names["we"]
    cells = b.NeuronGroup(
        network.size, EQUATIONS, threshold="V > Vs", reset="V = Vr; w += b",
        method="euler", namespace=names, name="cells",
    )  # fmt: skip
    cells.V = names["EL"]
    parts = [cells]
    ends = [
        (0, network.excitatory, "ge += we"),
        (network.first_inhibitory, network.size, "gi += wi"),
    ]
    for first, end, effect in ends:
        delay = network.delay * b.ms
        synapses = b.Synapses(cells[first:end], cells, on_pre=effect, namespace=names, delay=delay)
        synapses.connect(f"i + {first} != j", p=network.probability)
        parts.append(synapses)
    spikes = b.SpikeMonitor(cells, record=recording)
    parts.append(spikes)
    if recording:
        parts.append(b.StateMonitor(cells, "V", record=[0]))
    return b.Network(parts), spikes


class NumpyTarget:
    """Brian2 in Python, with its arithmetic done by NumPy."""

    def __init__(self, b, network, seconds):
        self.brian2, self.network, self.seconds = b, network, seconds
        self.label = "Brian2, NumPy target"
        if seconds < network.seconds:
            self.label += f" ({seconds:g} s, scaled)"

    def measure(self):
        simulation, spikes = build(self.brian2, self.network)
        start = time.perf_counter()
        simulation.run(self.seconds * self.brian2.second, namespace={})
        elapsed = time.perf_counter() - start
        self.spikes = spikes.i[:], spikes.t[:] / self.brian2.second
        return elapsed * self.network.seconds / self.seconds


class Standalone:
    """Brian2's C++ program, written and compiled once."""

    label = "Brian2, C++ standalone (loop alone)"

    def __init__(self, b, network, directory, threads=1, recording=True):
        self.directory = str(directory)
        b.set_device("cpp_standalone", build_on_run=False, directory=self.directory)
        # 0 leaves OpenMP out.
        b.prefs.devices.cpp_standalone.openmp_threads = 0 if threads == 1 else threads
        self.device = b.get_device()
        simulation, _ = build(b, network, recording)
        simulation.run(network.seconds * b.second, namespace={})
        start = time.perf_counter()
        self.device.build(directory=self.directory, run=False, with_output=False)
        self.compile_seconds = time.perf_counter() - start
        b.set_device("runtime")

    def measure(self):
        self.device.run(self.directory, with_output=False)
        results = pathlib.Path(self.directory, "results")
        return float((results / "last_run_info.txt").read_text().split()[0])


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


def compare(network, options, b, directory):
    """Prints the median time of each contender, and its ratio to adexnet's."""
    print("Brian2 writes and compiles its C++ code ...", flush=True)
    standalone = Standalone(b, network, directory / "standalone")
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


class Loop:
    """The loop of adexnet over time steps, as `adexnet bench` measures it, in ns a neuron-step."""

    def __init__(self, program, network, precision, threads):
        self.label = f"adexnet, chacha8, {precision}"
        seconds = max(network.seconds, 0.4)
        self.command = [
            program, "bench", network.preset, "--precision", precision, "--threads", str(threads),
            "--duration", f"{seconds:g} s", "--json",
        ]  # fmt: skip

    def measure(self):
        run = subprocess.run(self.command, capture_output=True, text=True)
        if run.returncode != 0:
            raise Refusal(f"{' '.join(self.command)}\nended with {run.returncode}:\n{run.stderr}")
        (result,) = json.loads(run.stdout)["results"]
        return result["ns_per_neuron_step"]


class LegacyLoop(Adexnet):
    """The loop of `adexnet run` with numpy-legacy, in ns a neuron-step."""

    def __init__(self, program, network, directory):
        super().__init__(program, network, "numpy-legacy", directory)
        self.label = "adexnet, numpy-legacy, double"
        self.neuron_steps = network.size * network.seconds * 10_000

    def measure(self):
        super().measure()
        summary = json.loads((self.directory / "summary.json").read_text())
        return summary["wall_s"]["simulate"] * 1e9 / self.neuron_steps


def compare_loops(network, options, b, directory):
    """Prints the time of a neuron-step of each contender, and the median ratio to Brian2's of pairs."""
    print("Brian2 writes and compiles its C++ code ...", flush=True)
    standalone = Standalone(b, network, directory / "standalone", options.threads, recording=False)
    neuron_steps = network.size * network.seconds * 10_000
    ours = [
        Loop(options.adexnet, network, precision, options.threads)
        for precision in ("double", "single")
    ]
    if network.legacy:
        ours.append(LegacyLoop(options.adexnet, network, directory))
    pairs = []
    for repeat in range(options.repeats):
        theirs = standalone.measure() * 1e9 / neuron_steps
        pairs.append((theirs, [contender.measure() for contender in ours]))
        times = " ".join(f"{time:8.2f}" for time in pairs[-1][1])
        print(f"  {repeat + 1}/{options.repeats}  Brian2 {theirs:8.2f}, adexnet {times}", flush=True)
    threads = f"{options.threads} thread{'s' * (options.threads > 1)}"
    print(f"\n{network.preset}, {threads}; ns a neuron-step, medians of {options.repeats}")
    print(f"{standalone.label:45} {statistics.median(theirs for theirs, _ in pairs):8.2f}")
    for number, contender in enumerate(ours):
        times = [times[number] for _, times in pairs]
        ratios = sorted(theirs / times[number] for theirs, times in pairs)
        ratio = f"{statistics.median(ratios):6.2f} times as fast ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        print(f"{contender.label:45} {statistics.median(times):8.2f}  {ratio}")


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
    options = parser.parse_args()
    if options.repeats < 1:
        parser.error(f"--repeats {options.repeats}: must be 1 or more")
    if options.numpy is not None and not options.numpy > 0:
        parser.error(f"--numpy {options.numpy:g}: must be a time greater than 0, in s")
    network = next(network for network in NETWORKS if network.preset == options.network)
    if options.threads < 1 or (options.threads > 1 and not options.loop):
        parser.error(f"--threads {options.threads}: must be 1 or more, and 1 without --loop")
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
