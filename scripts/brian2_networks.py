"""The standard networks in Brian2, for compare_brian2.py: by its NumPy target and as C++ programs."""

import dataclasses
import os
import pathlib
import shutil
import subprocess
import sys
import time

INSTALL = "python -m pip install 'brian2==2.9.*' 'numpy<2.4' setuptools"
SEED = 1234
"""Of the notebook, where spikes are compared."""
STANDALONE_SEED = 4
"""Of C++ programs, which draw other networks from it. With 4 the notebook fires at 6.1 Hz, nearly as adexnet's does (6.7 Hz);
with 5 to 9 at 4.8 to 5.2 Hz, and with 1234, which draws few inhibitory synapses, at 13 Hz."""
STEPS_PER_SECOND = 10_000


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
    alike: float
    """Share by which rates and numbers of synapses may differ: the smaller the network, the more so by chance."""
    delay: float = 0.0
    """Of all synapses, in ms."""


NETWORKS = [
    Network("notebook", 100, 80, 81, 0.05, 60.0, legacy=True, alike=0.25),
    Network("n4k", 4_000, 3_200, 3_200, 0.05, 2.0, legacy=False, alike=0.1),
    Network("n100k", 100_000, 80_000, 80_000, 0.01, 0.4, legacy=False, alike=0.1, delay=1.5),
]
"""Those but the first are known to --loop alone. Where n100k of adexnet gives each neuron a thousand synapses, Brian2
connects pairs at random, a thousand onto a neuron on average: so its synapses lie in the order of their sources, which
is the fastest for it."""

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


@dataclasses.dataclass
class Built:
    """A network of Brian2 and its parts."""

    simulation: object
    spikes: object
    synapses: list


def build(b, network, recording=True, seed=SEED):
    """The network in Brian2, recording what adexnet records, or only counting spikes; unit pA = nS mV."""
    b.start_scope()
    b.defaultclock.dt = 0.1 * b.ms
    b.seed(seed)
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
    projections = []
    ends = [
        (0, network.excitatory, "ge += we"),
        (network.first_inhibitory, network.size, "gi += wi"),
    ]
    for first, end, effect in ends:
        delay = network.delay * b.ms
        synapses = b.Synapses(cells[first:end], cells, on_pre=effect, namespace=names, delay=delay)
        synapses.connect(f"i + {first} != j", p=network.probability)
        projections.append(synapses)
    spikes = b.SpikeMonitor(cells, record=recording)
    parts = [cells, *projections, spikes]
    if recording:
        parts.append(b.StateMonitor(cells, "V", record=[0]))
    return Built(b.Network(parts), spikes, projections)


class NumpyTarget:
    """Brian2 in Python, with its arithmetic done by NumPy."""

    def __init__(self, b, network, seconds):
        self.brian2, self.network, self.seconds = b, network, seconds
        self.label = "Brian2, NumPy target"
        if seconds < network.seconds:
            self.label += f" ({seconds:g} s, scaled)"

    def measure(self):
        built = build(self.brian2, self.network)
        start = time.perf_counter()
        built.simulation.run(self.seconds * self.brian2.second, namespace={})
        elapsed = time.perf_counter() - start
        self.spikes = built.spikes.i[:], built.spikes.t[:] / self.brian2.second
        return elapsed * self.network.seconds / self.seconds


@dataclasses.dataclass(frozen=True)
class Loop:
    """What a C++ program says of one of its loops over time steps."""

    wall_seconds: float
    brian2_seconds: float
    """What Brian2 itself reports: processor time with one thread, wall time with several."""
    spikes: int
    """From the beginning of the simulation to the end of this loop."""
    synapses: int


class Standalone:
    """A C++ program of Brian2, written and compiled once: a loop over time steps for each of some durations.

    Brian2 reports the time of the last loop alone, and with one thread processor time instead of wall time. So the
    program also takes the wall time right before and after each loop."""

    LOOPS = "loops.txt"

    def __init__(self, b, network, directory, durations, *, threads=1, recording=True, single=False):
        import numpy as np

        self.label = "Brian2, C++ standalone" + (", single" if single else ", double")
        self.directory = pathlib.Path(directory)
        b.set_device("cpp_standalone", build_on_run=False, directory=str(directory))
        # 0 leaves OpenMP out.
        b.prefs.devices.cpp_standalone.openmp_threads = 0 if threads == 1 else threads
        b.prefs.core.default_float_dtype = np.float32 if single else np.float64
        b.prefs.codegen.cpp.headers = ["<chrono>", "<fstream>", "<iomanip>"]
        device = b.get_device()
        built = build(b, network, recording, STANDALONE_SEED)
        self._time_loops(device, built)
        for duration in durations:
            built.simulation.run(duration * b.second, namespace={})
        start = time.perf_counter()
        device.build(directory=str(directory), run=False, with_output=False)
        self.compile_seconds = time.perf_counter() - start
        self.environment = dict(b.prefs.devices.cpp_standalone.run_environment_variables)
        # For the next program nothing of this one is left.
        device.reinit()
        b.set_device("runtime")
        b.prefs.core.default_float_dtype = np.float64

    def _time_loops(self, device, built):
        count = lambda group: f"{device.get_array_name(group.variables['N'])}[0]"
        synapses = " + ".join(f"long({count(part)})" for part in built.synapses)
        device.insert_code(
            "before_network_run", "{ const auto loop_start = std::chrono::steady_clock::now();"
        )
        device.insert_code(
            "after_network_run",
            f"""
            const std::chrono::duration<double> loop = std::chrono::steady_clock::now() - loop_start;
            std::ofstream(results_dir + "{self.LOOPS}", std::ios::app) << std::setprecision(12)
                << loop.count() << ' ' << Network::_last_run_time << ' '
                << {count(built.spikes)} << ' ' << {synapses} << std::endl; }}
            """,
        )

    def measure(self):
        """Runs the program; what it says of each of its loops."""
        results = self.directory / "results"
        report = results / self.LOOPS
        report.unlink(missing_ok=True)
        program = self.directory / ("main.exe" if sys.platform == "win32" else "main")
        run = subprocess.run(
            [str(program.resolve()), "--results_dir", f"{results.resolve()}{os.sep}"],
            cwd=self.directory, env={**os.environ, **self.environment},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        if run.returncode != 0:
            raise Refusal(f"Brian2's program ended with {run.returncode}:\n{run.stdout}")
        loops = []
        for line in report.read_text().splitlines():
            wall, brian2, spikes, synapses = line.split()
            loops.append(Loop(float(wall), float(brian2), int(spikes), int(synapses)))
        return loops
