#!/usr/bin/env python3
"""Makes the reference data r1 to r9 in tests/data with Brian2, and checks them without it.

    python scripts/make_references.py               write r1.npz to r7.npz (Brian2, NumPy target; a minute)
    python scripts/make_references.py r2 r5         only these
    python scripts/make_references.py --check       compare the files with an independent implementation in
                                                    NumPy; with Brian2 at hand, also try out its semantics (r8)
    python scripts/make_references.py --check --networks
                                                    compare networks_reference.json with runs in NumPy (minutes)
    python scripts/make_references.py --networks    write networks_reference.json (r9): ten seeds of each
                                                    network in Brian2's C++ standalone (a quarter of an hour)

What the files hold is told in tests/data/README.md. All values are SI. A function for each set gives what is
put in, as a dictionary whose entries are stored beside the results; `run_brian` and `run_numpy` both take it.
Nothing is drawn by Brian2 in r1 to r7, so they come out the same wherever they are made, but for last bits
of exp.

Needs NumPy, and Brian2 2.9 with NumPy below 2.4 but for --check; for --networks a C++ compiler and make too.
"""

import argparse
import dataclasses
import json
import math
import pathlib
import sys
import tempfile

import numpy as np

INSTALL = "python -m pip install 'brian2==2.9.*' 'numpy<2.4' setuptools"
DATA = pathlib.Path(__file__).resolve().parent.parent / "tests" / "data"
DT = 1e-4


# ---------------------------------------------------------------------------------------------------------
# Models
# ---------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Model:
    """A neuron, once for Brian2 and once for NumPy."""

    variables: tuple
    """Of the state; V is the first, ge and gi the last."""
    equations: str
    """Of V (without its unit) and of what is left but the conductances."""
    threshold: str
    reset: str
    parameters: dict
    """Unit and default by name."""
    rest: dict
    """Initial values that are not 0 by default, as functions of the parameters."""
    derivatives: object
    """Of V without injected current and noise, and of the variables between V and ge."""
    spikes: object
    """Whether V' is a spike."""
    after: object
    """State after a spike, of V and the variables between V and ge."""


SYNAPSES = {
    "Ee": ("volt", 0.0),
    "Ei": ("volt", -80e-3),
    "tau_e": ("second", None),
    "tau_i": ("second", None),
    "Iext": ("amp*second**0.5", 0.0),
}


def synapses(**defaults):
    return {name: (unit, defaults.get(name, value)) for name, (unit, value) in SYNAPSES.items()}


def synaptic_current(p, s):
    return s["ge"] * (s["V"] - p["Ee"]) + s["gi"] * (s["V"] - p["Ei"])


def adex_derivatives(p, s):
    upswing = p["gL"] * p["DT"] * np.exp((s["V"] - p["VT"]) / p["DT"])
    leak = -p["gL"] * (s["V"] - p["EL"])
    return {
        "V": (leak + upswing - synaptic_current(p, s) - s["w"]) / p["C"],
        "w": (p["a"] * (s["V"] - p["EL"]) - s["w"]) / p["tau_w"],
    }


ADEX = Model(
    variables=("V", "w", "ge", "gi"),
    equations="""
    dV/dt = (gL*DT*exp((V - VT)/DT) - gL*(V - EL) - ge*(V - Ee) - gi*(V - Ei) - w + Iinj)/C - noise
    dw/dt = (a*(V - EL) - w)/tau_w : amp
    """,
    threshold="V > Vs",
    reset="V = Vr; w += b",
    parameters={  # the preset cortical-rs
        "C": ("farad", 104e-12),
        "gL": ("siemens", 4.3e-9),
        "EL": ("volt", -65e-3),
        "VT": ("volt", -52e-3),
        "DT": ("volt", 0.8e-3),
        "Vs": ("volt", 40e-3),
        "Vr": ("volt", -53e-3),
        "a": ("siemens", -0.8e-9),
        "b": ("amp", 65e-12),
        "tau_w": ("second", 88e-3),
        **synapses(tau_e=7e-3, tau_i=7e-3, Iext=8e-12),
    },
    rest={"V": lambda p: p["EL"]},
    derivatives=adex_derivatives,
    spikes=lambda p, v: v > p["Vs"],
    after=lambda p, s: {"V": p["Vr"], "w": s["w"] + p["b"]},
)


LIF = Model(
    variables=("V", "ge", "gi"),
    equations="dV/dt = (-gL*(V - EL) - ge*(V - Ee) - gi*(V - Ei) + Iinj)/C - noise",
    threshold="V > VT",
    reset="V = Vr",
    parameters={  # Brette et al. 2007, benchmark 1
        "C": ("farad", 200e-12),
        "gL": ("siemens", 10e-9),
        "EL": ("volt", -60e-3),
        "VT": ("volt", -50e-3),
        "Vr": ("volt", -60e-3),
        **synapses(tau_e=5e-3, tau_i=10e-3),
    },
    rest={"V": lambda p: p["EL"]},
    derivatives=lambda p, s: {"V": (-p["gL"] * (s["V"] - p["EL"]) - synaptic_current(p, s)) / p["C"]},
    spikes=lambda p, v: v > p["VT"],
    after=lambda p, s: {"V": p["Vr"]},
)


IZHIKEVICH = Model(
    variables=("V", "u", "ge", "gi"),
    equations="""
    dV/dt = 0.04/ms/mV*V**2 + 5/ms*V + 140*mV/ms - u + (Iinj - ge*(V - Ee) - gi*(V - Ei))/C - noise
    du/dt = a*(b*V - u) : volt/second
    """,
    threshold="V > Vs",
    reset="V = c; u += d",
    parameters={
        "C": ("farad", 100e-12),
        "a": ("hertz", None),
        "b": ("hertz", None),
        "c": ("volt", None),
        "d": ("volt/second", None),
        "Vs": ("volt", 30e-3),
        **synapses(tau_e=5e-3, tau_i=10e-3),
    },
    rest={"V": lambda p: -65e-3, "u": lambda p: p["b"] * -65e-3},
    derivatives=lambda p, s: {
        "V": 4e4 * s["V"] ** 2 + 5e3 * s["V"] + 140 - s["u"] - synaptic_current(p, s) / p["C"],
        "u": p["a"] * (p["b"] * s["V"] - s["u"]),
    },
    spikes=lambda p, v: v > p["Vs"],
    after=lambda p, s: {"V": p["c"], "u": s["u"] + p["d"]},
)


# ---------------------------------------------------------------------------------------------------------
# What is put in, as both implementations read it
# ---------------------------------------------------------------------------------------------------------


def parameters(model, data):
    """An array of `size` values for each parameter: given in the data, or the default."""
    given = {name: data.get(name, value) for name, (_, value) in model.parameters.items()}
    return {name: np.broadcast_to(value, data["size"]).astype(float) for name, value in given.items()}


def initial(model, data):
    """V0, w0, ... of the data, or else the default."""
    p = parameters(model, data)
    state = {}
    for variable in model.variables:
        rest = model.rest.get(variable, lambda p: 0.0)(p)
        state[variable] = np.broadcast_to(data.get(variable + "0", rest), data["size"]).astype(float)
    return state


def normals(data):
    """Recorded noise, [steps, size]: drawn by NumPy, rounded to single precision."""
    shape = (int(data["steps"]), int(data["size"]))
    if "noise_seed" not in data:
        return np.zeros(shape)
    return np.random.RandomState(int(data["noise_seed"])).randn(*shape).astype("f4").astype("f8")


def arrivals(data, receptor):
    """Number of arrivals, [steps, size]."""
    counts = np.zeros((int(data["steps"]), int(data["size"])))
    if f"{receptor}_step" in data:
        at = data[f"{receptor}_step"], data[f"{receptor}_i"]
        np.add.at(counts, at, data[f"{receptor}_count"])
    return counts


def edges(data, receptor):
    """Source, target, weight and delay (in steps) of each synapse of a receptor."""
    if f"{receptor}_source" in data:
        keys = ("source", "target", "weight", "delay_steps")
        return [data[f"{receptor}_{key}"] for key in keys]
    if "W" not in data:
        return [np.zeros(0, dtype=int)] * 4
    sign, weight = (1, data["we"]) if receptor == "exc" else (-1, data["wi"])
    source, target = np.nonzero(np.sign(data["W"]) == sign)
    return [
        source,
        target,
        np.full(len(source), weight),
        np.full(len(source), data["delay_steps"]),
    ]


RECEPTORS = (("exc", "ge", "we"), ("inh", "gi", "wi"))


# ---------------------------------------------------------------------------------------------------------
# Brian2
# ---------------------------------------------------------------------------------------------------------


def find_brian2():
    try:
        import brian2
    except (ImportError, AttributeError) as error:  # the latter with too new a NumPy
        sys.exit(f"This needs Brian2 ({error}). Install it with\n    {INSTALL}\nor use --check alone.")
    brian2.prefs.logging.file_log = False
    brian2.prefs.codegen.target = "numpy"
    return brian2


def neurons(b, model, data, current="", namespace=None):
    """The neurons, with what is injected and what arrives; all parameters neuron by neuron."""
    b.start_scope()
    b.defaultclock.dt = DT * b.second
    clamped = " (unless refractory)" if "refractory_steps" in data else ""
    text = f"{model.equations}\n".replace("- noise", f"- noise : volt{clamped}", 1)
    text += "noise = Iext*z(t, i)/sqrt(dt)/C : volt/second\n"
    text += "dge/dt = -ge/tau_e : siemens\ndgi/dt = -gi/tau_i : siemens\n"
    text += current or "Iinj : amp (constant)\n"
    for name, (unit, _) in model.parameters.items():
        text += f"{name} : {unit} (constant)\n"
    known = {"z": b.TimedArray(normals(data), dt=b.defaultclock.dt), **(namespace or {})}
    options = {}
    if "refractory_steps" in data:
        options["refractory"] = int(data["refractory_steps"]) * DT * b.second
    cells = b.NeuronGroup(
        int(data["size"]), text, threshold=model.threshold, reset=model.reset, method="euler",
        namespace=known, **options,
    )  # fmt: skip
    cells.set_states(parameters(model, data), units=False)
    cells.set_states(initial(model, data), units=False)
    if not current:
        cells.set_states({"Iinj": data.get("Iinj", 0.0) + np.zeros(data["size"])}, units=False)
    for receptor, variable, weight in RECEPTORS:
        if f"{receptor}_step" in data:
            known[f"n_{receptor}"] = b.TimedArray(arrivals(data, receptor), dt=b.defaultclock.dt)
            known[weight] = data[weight] * b.siemens
            # The slot in which synapses act, too.
            cells.run_regularly(f"{variable} += n_{receptor}(t, i)*{weight}", when="synapses")
    return cells


def connections(b, cells, data):
    made = []
    for receptor, variable, _ in RECEPTORS:
        source, target, weight, delay = edges(data, receptor)
        if len(source):
            on_pre = f"{variable} += weight"
            synapses = b.Synapses(cells, cells, "weight : siemens (constant)", on_pre=on_pre)
            synapses.connect(i=source, j=target)
            synapses.weight = weight * b.siemens
            synapses.delay = delay * DT * b.second
            made.append(synapses)
    return made


def run_brian(b, model, data, current="", namespace=None, more=None):
    """Spikes, the state [size, steps] before each step, and the state after the last one.

    `more` adds to the network: it is given the neurons and returns a list of objects.
    """
    cells = neurons(b, model, data, current, namespace)
    spikes = b.SpikeMonitor(cells)
    states = b.StateMonitor(cells, model.variables, record=True)  # in the slot "start"
    objects = [cells, spikes, states, *connections(b, cells, data)]
    objects += more(cells) if more else []
    with np.errstate(over="ignore"):
        b.Network(objects).run(int(data["steps"]) * DT * b.second, namespace={})
    result = {
        "spike_step": np.rint(np.asarray(spikes.t) / DT).astype(np.int64),
        "spike_i": np.asarray(spikes.i).astype(np.int32),
    }
    for variable in model.variables:
        result[variable] = np.asarray(getattr(states, variable + "_"))
        result[variable + "_final"] = np.array(getattr(cells, variable + "_"))
    return result


# ---------------------------------------------------------------------------------------------------------
# NumPy: the same, written down step by step
# ---------------------------------------------------------------------------------------------------------


def run_numpy(model, data, current=None, added=None):
    """As `run_brian`. `current` [steps, size] is injected, `added` [steps, size] added to ge."""
    steps, size = int(data["steps"]), int(data["size"])
    p, state, z = parameters(model, data), initial(model, data), normals(data)
    current = data.get("Iinj", 0.0) + np.zeros((steps, size)) if current is None else current
    clamp = int(data.get("refractory_steps", 0))
    connected = {receptor: edges(data, receptor) for receptor, _, _ in RECEPTORS}
    longest = max((int(delay.max()) for *_, delay in connected.values() if len(delay)), default=0)
    coming = {}
    for receptor, variable, weight in RECEPTORS:
        coming[variable] = np.zeros((steps + longest + 1, size))
        coming[variable][:steps] = arrivals(data, receptor) * data.get(weight, 0.0)
    if added is not None:
        coming["ge"][:steps] += added

    record = {variable: np.empty((size, steps)) for variable in model.variables}
    spike_step, spike_i = [], []
    last_spike = np.full(size, -(10**9))
    for n in range(steps):
        for variable in model.variables:
            record[variable][:, n] = state[variable]
        # Integrate: all from old values. V stands still in the steps n + 1 to n + r - 1 after a spike in n.
        free = n - last_spike >= clamp
        slopes = model.derivatives(p, state)
        slopes["V"] = slopes["V"] + current[n] / p["C"]
        new = {name: state[name] + DT * slope for name, slope in slopes.items()}
        new["V"] = new["V"] - p["Iext"] / p["C"] * math.sqrt(DT) * z[n]
        new["V"] = np.where(free, new["V"], state["V"])
        new["ge"] = state["ge"] * (1 - DT / p["tau_e"])
        new["gi"] = state["gi"] * (1 - DT / p["tau_i"])
        # Spikes
        fired = np.flatnonzero(model.spikes(p, new["V"]) & free)
        last_spike[fired] = n
        spike_step += [n] * len(fired)
        spike_i += fired.tolist()
        # Synapses
        for receptor, variable, _ in RECEPTORS:
            source, target, weight, delay = connected[receptor]
            of_fired = np.isin(source, fired)
            at = n + delay[of_fired], target[of_fired]
            np.add.at(coming[variable], at, weight[of_fired])
            new[variable] = new[variable] + coming[variable][n]
        # Resets
        for variable, value in model.after(p, new).items():
            new[variable][fired] = value[fired]
        state = new
    result = {"spike_step": np.array(spike_step), "spike_i": np.array(spike_i), **record}
    result.update({f"{variable}_final": state[variable] for variable in model.variables})
    return result


# ---------------------------------------------------------------------------------------------------------
# The sets
# ---------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Layout:
    """What is kept of the states, so that files stay small."""

    rec_ids: tuple
    """Neurons of which the first `dense` steps are kept one by one."""
    dense: int
    every: int
    """All neurons are kept every so many steps."""
    variables: tuple = ()
    """That are kept one by one; all, if there is none."""


def keep(model, result, layout):
    kept = {
        "rec_ids": np.array(layout.rec_ids, dtype=np.int32),
        "every": np.int64(layout.every),
        "spike_step": result["spike_step"],
        "spike_i": result["spike_i"],
    }
    for variable in model.variables:
        if variable in (layout.variables or model.variables):
            kept[variable] = result[variable][list(layout.rec_ids), : layout.dense]
        kept[f"{variable}_every"] = result[variable][:, :: layout.every]
        kept[f"{variable}_final"] = result[f"{variable}_final"]
    return kept


def rounded(values, unit, digits=1):
    """Numbers with few digits in the given unit, as someone would type them."""
    return np.round(values, digits) * unit


def random_arrivals(random, steps, size, rates):
    """Arrivals at random: step, neuron and count, by step and then by neuron, at the rates in Hz."""
    found = {}
    for receptor, rate in rates.items():
        counts = random.poisson(rate * DT, size=(steps, size))
        step, neuron = np.nonzero(counts)
        found[f"{receptor}_step"] = step.astype(np.int64)
        found[f"{receptor}_i"] = neuron.astype(np.int32)
        found[f"{receptor}_count"] = counts[step, neuron].astype(np.int64)
    return found


def r1():
    """Refractory period of 5 ms in a network of 20 neurons with a delay of 1.5 ms."""
    random = np.random.RandomState(101)
    size = 20
    W = (random.rand(size, size) < 0.3).astype(np.int8)
    np.fill_diagonal(W, 0)
    W[16:] *= -4
    data = {
        "size": size, "steps": 5000, "noise_seed": 41, "refractory_steps": 50,
        "W": W, "we": 2e-9, "wi": 8e-9, "delay_steps": 15,
        "Iinj": rounded(150 * random.rand(size), 1e-12),
    }  # fmt: skip
    data["Iinj"][0] = 5e-9  # fires as soon as it may
    return ADEX, data, Layout(rec_ids=(0, 7), dense=1000, every=50)


def r2():
    """Ten neurons, each with its own parameters and initial state, with given arrivals."""
    random = np.random.RandomState(102)
    size, steps = 10, 5000

    def between(low, high, unit, digits=1):
        return rounded(low + (high - low) * random.rand(size), unit, digits)

    data = {
        "size": size, "steps": steps, "noise_seed": 42,
        "C": between(80, 200, 1e-12), "gL": between(3, 12, 1e-9, 2), "EL": between(-70, -58, 1e-3),
        "VT": between(-54, -50, 1e-3), "DT": between(0.5, 2.5, 1e-3, 2), "Vs": np.full(size, 40e-3),
        "Vr": between(-62, -51, 1e-3), "a": between(-0.8, 4, 1e-9, 2), "b": between(10, 120, 1e-12),
        "tau_w": between(20, 200, 1e-3), "tau_e": between(2, 10, 1e-3, 2), "tau_i": between(4, 15, 1e-3, 2),
        "Ee": between(-5, 5, 1e-3), "Ei": between(-85, -70, 1e-3), "Iext": between(0, 12, 1e-12, 2),
        "V0": between(-75, -55, 1e-3), "w0": between(0, 100, 1e-12), "ge0": between(0, 5, 1e-9, 2),
        "gi0": between(0, 8, 1e-9, 2), "we": 2e-9, "wi": 3e-9,
    }  # fmt: skip
    data["Iext"][3] = 0.0
    data.update(random_arrivals(random, steps, size, {"exc": 600.0, "inh": 150.0}))
    return ADEX, data, Layout(rec_ids=(2,), dense=1500, every=50)


def r3():
    """Weights and delays of their own, 0 to 120 steps, in a network of 20 neurons given by its edges."""
    random = np.random.RandomState(103)
    size = 20
    data = {"size": size, "steps": 5000, "noise_seed": 43}
    data["Iinj"] = rounded(40 + 120 * random.rand(size), 1e-12)
    for receptor, sources, low, high in (("exc", range(16), 0.2, 4), ("inh", range(14, 20), 1, 12)):
        pairs = [(i, j) for i in sources for j in range(size) if i != j and random.rand() < 0.3]
        if receptor == "exc":
            # Two synapses of one pair: twice with different delays, once with the same; and an autapse.
            pairs += [pairs[4], pairs[10], pairs[10], pairs[20], (3, 3)]
        else:
            pairs += [pairs[2]]
        source, target = np.array(sorted(pairs), dtype=np.int32).T
        delay = random.randint(0, 121, len(source)).astype(np.int64)
        delay[:6] = [0, 120, 1, 0, 119, 120]
        if receptor == "exc":
            i, j = pairs[20]
            delay[(source == i) & (target == j)] = 37
        data[f"{receptor}_source"], data[f"{receptor}_target"] = source, target
        data[f"{receptor}_weight"] = rounded(low + (high - low) * random.rand(len(source)), 1e-9, 3)
        data[f"{receptor}_delay_steps"] = delay
    return ADEX, data, Layout(rec_ids=(0, 17), dense=1000, every=50)


def r4():
    """Conductance-based leaky integrate-and-fire neurons with a refractory period of 5 ms."""
    random = np.random.RandomState(104)
    size, steps = 10, 5000
    data = {
        "size": size, "steps": steps, "noise_seed": 44, "refractory_steps": 50,
        "C": 200e-12, "gL": 10e-9, "EL": -60e-3, "VT": -50e-3, "Vr": -60e-3, "Ee": 0.0, "Ei": -80e-3,
        "tau_e": 5e-3, "tau_i": 10e-3, "we": 2e-9, "wi": 10e-9,
        "Iext": np.array([0.0] * 5 + [5e-12, 8e-12, 10e-12, 15e-12, 20e-12]),
        "Iinj": np.array([0, 50, 120, 300, 1500, 0, 60, 100, 150, -40]) * 1e-12,
        "V0": rounded(-60 + 10 * random.rand(size), 1e-3),
    }  # fmt: skip
    data.update(random_arrivals(random, steps, size, {"exc": 800.0, "inh": 60.0}))
    return LIF, data, Layout(rec_ids=(1, 4, 8), dense=1000, every=50)


def r5():
    """Izhikevich's neurons of 2003 with conductances."""
    random = np.random.RandomState(105)
    size, steps = 10, 5000
    #             RS    IB    CH    FS   LTS
    a = np.array([0.02, 0.02, 0.02, 0.1, 0.02]) / 1e-3
    b = np.array([0.2, 0.2, 0.2, 0.2, 0.25]) / 1e-3
    c = np.array([-65.0, -55.0, -50.0, -65.0, -65.0]) * 1e-3
    d = np.array([8.0, 4.0, 2.0, 2.0, 2.0])  # mV/ms are V/s
    data = {
        "size": size, "steps": steps, "noise_seed": 45,
        "a": np.tile(a, 2), "b": np.tile(b, 2), "c": np.tile(c, 2), "d": np.tile(d, 2),
        "C": np.array([100] * 5 + [100, 50, 150, 100, 80]) * 1e-12, "Vs": 30e-3,
        "Ee": 0.0, "Ei": -80e-3, "tau_e": 5e-3, "tau_i": 10e-3, "we": 1.5e-9, "wi": 5e-9,
        "Iext": np.array([0.0] * 5 + [10e-12, 5e-12, 20e-12, 10e-12, 10e-12]),
        "Iinj": np.array([1000, 1000, 1000, 1000, 300, 200, 100, 500, 300, 0]) * 1e-12,
        "V0": rounded(-70 + 10 * random.rand(size), 1e-3), "u0": rounded(-14 + 2 * random.rand(size), 1.0),
    }  # fmt: skip
    data.update(random_arrivals(random, steps, size, {"exc": 500.0, "inh": 80.0}))
    return IZHIKEVICH, data, Layout(rec_ids=(0, 8), dense=1000, every=50)


def r6():
    """Short-term plasticity: three kinds of synapses, two delays, two given spike trains."""
    random = np.random.RandomState(106)
    regular = np.append(1000 + 500 * np.arange(10), 11000)
    gaps = 1 + np.floor(random.exponential(300, 25)).astype(int)
    gaps[8], gaps[9] = 1, 2  # spikes in neighbouring steps
    irregular = 50 + np.cumsum(gaps)
    spikes = sorted([(n, 0) for n in regular] + [(n, 1) for n in irregular if n < 12000])
    data = {
        "size": 12, "steps": 12500, "Iext": 0.0, "weight": 20e-9,
        "U": np.array([0.5, 0.05, 0.25]), "tau_f": np.array([20e-3, 530e-3, 400e-3]),
        "tau_d": np.array([800e-3, 130e-3, 200e-3]),
        "projection_kind": np.array([0, 0, 1, 1, 2, 2], dtype=np.int32),
        "projection_delay_steps": np.array([0, 15] * 3, dtype=np.int64),
        "source_step": np.array([n for n, _ in spikes], dtype=np.int64),
        "source_i": np.array([i for _, i in spikes], dtype=np.int32),
    }  # fmt: skip
    return ADEX, data, Layout(rec_ids=(0, 7), dense=1500, every=100, variables=("ge",))


def r7():
    """Sinusoidal, stepped and sampled currents, and a sum of them."""
    random = np.random.RandomState(107)
    coarse = rounded(150 + 250 * random.randn(300), 1e-12)
    fine = rounded(150 + 400 * random.randn(1200), 1e-12)
    coarse[-1] = fine[-1] = 0.0  # and so it stays, whether the last sample holds on or not
    data = {
        "size": 6, "steps": 5000, "Iext": 0.0,
        "offset": np.array([100, 0, 0, 0, 0, 60]) * 1e-12,
        "amplitude": np.array([150, 800, 0, 0, 0, 80]) * 1e-12,
        "frequency": np.array([10, 37.3, 0, 0, 0, 5.5]), "phase": np.array([0, 1.2, 0, 0, 0, -0.7]),
        "step_time": np.array([20e-3, 50.05e-3, 120e-3, 200e-3, 350e-3]),
        "step_value": np.array([200, 400, -100, 250, 120]) * 1e-12,
        "step_targets": np.array([2, 5], dtype=np.int32),
        "coarse": coarse, "coarse_dt": 1e-3, "fine": fine, "fine_dt": 0.25e-3,
    }  # fmt: skip
    return ADEX, data, Layout(rec_ids=tuple(range(6)), dense=1500, every=20, variables=("V",))


# ---------------------------------------------------------------------------------------------------------
# Short-term plasticity (r6) and currents (r7)
# ---------------------------------------------------------------------------------------------------------

PLASTIC = """
du/dt = -u/tau_f : 1 (event-driven)
dx/dt = (1 - x)/tau_d : 1 (event-driven)
release : 1
weight : siemens (constant)
"""

ON_SPIKE = """
u += U*(1 - u)
release = u*x
x -= release
ge_post += weight*release
"""


def brian_r6(b, model, data):
    """Each projection connects the two sources to two neurons of its own, one to one."""
    times = data["source_step"] * DT * b.second
    monitors = []

    def more(cells):
        sources = b.SpikeGeneratorGroup(2, data["source_i"], times)
        made = [sources]
        for k, kind in enumerate(data["projection_kind"]):
            namespace = {
                "U": data["U"][kind],
                "tau_f": data["tau_f"][kind] * b.second,
                "tau_d": data["tau_d"][kind] * b.second,
            }
            plastic = b.Synapses(
                sources, cells, PLASTIC, on_pre=ON_SPIKE, namespace=namespace,
                delay=data["projection_delay_steps"][k] * DT * b.second,
            )  # fmt: skip
            plastic.connect(i=[0, 1], j=[2 * k, 2 * k + 1])
            plastic.x = 1  # u begins with 0
            plastic.weight = data["weight"] * b.siemens
            monitors.append(b.StateMonitor(plastic, "release", record=True, when="end"))
            made += [plastic, monitors[-1]]
        return made

    result = run_brian(b, model, data, more=more)
    result["release"] = np.array(
        [
            monitor.release[data["source_i"], data["source_step"] + delay]
            for monitor, delay in zip(monitors, data["projection_delay_steps"])
        ]
    )
    return result


def numpy_r6(model, data):
    """One state for each source, advanced at its spikes; a release travels with its spike."""
    added = np.zeros((data["steps"], data["size"]))
    release = []
    for k, kind in enumerate(data["projection_kind"]):
        U, tau_f, tau_d = data["U"][kind], data["tau_f"][kind], data["tau_d"][kind]
        u, x, last = [0.0, 0.0], [1.0, 1.0], [0, 0]
        release.append([])
        for n, i in zip(data["source_step"], data["source_i"]):
            since = (n - last[i]) * DT
            u[i] *= math.exp(-since / tau_f)
            x[i] = 1 + (x[i] - 1) * math.exp(-since / tau_d)
            u[i] += U * (1 - u[i])
            released = u[i] * x[i]
            x[i] -= released
            last[i] = n
            release[-1].append(released)
            added[n + data["projection_delay_steps"][k], 2 * k + i] += data["weight"] * released
    result = run_numpy(model, data, added=added)
    result["release"] = np.array(release)
    return result


def first_steps(times):
    """The first step that does not begin before each time."""
    return np.ceil(times / DT - 1e-6).astype(int)


def brian_r7(b, model, data):
    stepped = np.zeros((data["steps"], data["size"]))
    for n, value in zip(first_steps(data["step_time"]), data["step_value"]):
        stepped[n:, data["step_targets"]] = value
    current = """
    Iinj = offset + amplitude*sin(2*pi*frequency*t + phase) + stepped(t, i) + sampled : amp
    sampled = coarse(t)*int(i == 3) + fine(t)*int(i == 4) : amp
    offset : amp (constant)
    amplitude : amp (constant)
    frequency : hertz (constant)
    phase : 1 (constant)
    """
    namespace = {"stepped": b.TimedArray(stepped * b.amp, dt=DT * b.second)}
    for name in ("coarse", "fine"):
        dt = data[f"{name}_dt"] * b.second
        namespace[name] = b.TimedArray(data[name] * b.amp, dt=dt)

    def more(cells):
        names = ("offset", "amplitude", "frequency", "phase")
        cells.set_states({name: data[name] for name in names}, units=False)
        return []

    return run_brian(b, model, data, current, namespace, more)


def numpy_r7(model, data):
    n = np.arange(data["steps"])
    t = n[:, None] * DT
    current = data["offset"] + data["amplitude"] * np.sin(
        2 * np.pi * data["frequency"] * t + data["phase"]
    )
    for time, value, before in zip(
        data["step_time"], data["step_value"], np.append(0.0, data["step_value"])
    ):
        for target in data["step_targets"]:
            current[t[:, 0] > time - 1e-9, target] += value - before
    for name, target, numerator, denominator in (("coarse", 3, 1, 10), ("fine", 4, 2, 5)):
        # The sample whose interval the step begins in: floor(n dt / dt of the samples).
        sample = np.minimum(n * numerator // denominator, len(data[name]) - 1)
        current[:, target] += data[name][sample]
    return run_numpy(model, data, current=current)


def brian_plain(b, model, data):
    return run_brian(b, model, data)


SETS = {
    "r1": (r1, brian_plain, run_numpy),
    "r2": (r2, brian_plain, run_numpy),
    "r3": (r3, brian_plain, run_numpy),
    "r4": (r4, brian_plain, run_numpy),
    "r5": (r5, brian_plain, run_numpy),
    "r6": (r6, brian_r6, numpy_r6),
    "r7": (r7, brian_r7, numpy_r7),
}


def write(b, name):
    describe, run, _ = SETS[name]
    model, data, layout = describe()
    result = run(b, model, data)
    kept = keep(model, result, layout)
    if "release" in result:
        kept["release"] = result["release"]
    path = DATA / f"{name}.npz"
    np.savez_compressed(path, **data, **kept)
    print(f"{path.name}: {len(result['spike_i'])} spikes, {path.stat().st_size:,} bytes")


# ---------------------------------------------------------------------------------------------------------
# Checks
# ---------------------------------------------------------------------------------------------------------

TOLERANCE = {"V": 1e-12, "w": 1e-21, "u": 1e-9, "ge": 1e-20, "gi": 1e-20, "release": 1e-14}
"""Of V (V; where the neuron has an upswing, below -45 mV), w (A), u (V/s), ge and gi (S)."""


def largest_difference(variable, found, expected, upswing):
    if found.shape != expected.shape:
        return math.inf
    where = np.full(expected.shape, True)
    if variable == "V" and upswing:
        where = expected < -45e-3
    difference = np.abs(found - expected)[where]
    return difference.max() if difference.size else 0.0


def check(name):
    """Whether the file agrees with the implementation in NumPy, of all that it puts in and holds."""
    describe, _, run = SETS[name]
    model, described, layout = describe()
    with np.load(DATA / f"{name}.npz", allow_pickle=False) as file:
        stored = {key: file[key] for key in file.files}
    data = {key: stored[key] if stored[key].ndim else stored[key].item() for key in described}
    good = all(np.array_equal(data[key], described[key]) for key in described)
    result = run(model, data)
    found = keep(model, result, layout)
    for key in ("spike_step", "spike_i", "rec_ids", "every"):
        good &= np.array_equal(stored[key], found[key])
    texts = []
    variables = [*model.variables, "release"] if "release" in stored else model.variables
    for variable in variables:
        keys = [variable, f"{variable}_every", f"{variable}_final"]
        if variable == "release":
            found["release"] = result["release"]
        worst = max(
            largest_difference(variable, found[key], stored[key], model is ADEX)
            for key in keys
            if key in stored
        )
        good &= worst < TOLERANCE[variable]
        texts.append(f"{variable} {worst:.1e}")
    verdict = "agrees" if good else "DIFFERS"
    print(
        f"{name}.npz {verdict}: {len(stored['spike_i'])} spikes; largest differences {', '.join(texts)}"
    )
    return good


def try_semantics(b):
    """r8: what Brian2 does in which step, tried out. Each line of the README has its assertion here."""
    ms = b.ms
    decay = "dg/dt = -g/(7*ms) : 1"
    factor = 1 - DT / 7e-3

    def traced(steps, *objects, **monitored):
        b.Network(*objects, *monitored.values()).run(steps * DT * b.second, namespace={})

    def fresh(size=1, equations=decay, **options):
        b.start_scope()
        b.defaultclock.dt = DT * b.second
        return b.NeuronGroup(size, equations, method="euler", **options)

    # PoissonInput with certain events (rate dt = 1): the addition of step n is whole in g[n+1].
    cells = fresh()
    poisson = b.PoissonInput(cells, "g", N=3, rate=1 / (DT * b.second), weight=1)
    g = b.StateMonitor(cells, "g", record=True)
    traced(3, cells, poisson, g=g)
    assert np.allclose(g.g[0], [0, 3, 3 + 3 * factor], rtol=1e-14)

    # ... and is a binomial number of N sources with probability rate dt, for each neuron its own.
    cells = fresh(2000)
    poisson = b.PoissonInput(cells, "g", N=5, rate=0.4 / (DT * b.second), weight=1)
    b.seed(1)
    traced(1, cells, poisson)
    counts = np.bincount(np.rint(cells.g).astype(int), minlength=6) / 2000
    binomial = [math.comb(5, k) * 0.4**k * 0.6 ** (5 - k) for k in range(6)]
    assert np.abs(counts - binomial).max() < 0.05

    # A given spike of step n is a spike of step n; with a delay of d it is whole in g[n+d+1].
    cells = fresh(2)
    sources = b.SpikeGeneratorGroup(2, [0, 1], [5, 5] * (0.1 * ms))
    synapses = b.Synapses(sources, cells, on_pre="g += 1")
    synapses.connect(j="i")
    synapses.delay = [0, 0.3] * ms
    g = b.StateMonitor(cells, "g", record=True)
    spikes = b.SpikeMonitor(sources)
    traced(12, sources, cells, synapses, g=g, spikes=spikes)
    assert np.array_equal(np.rint(spikes.t / (0.1 * ms)), [5, 5])
    assert [np.flatnonzero(row)[0] for row in g.g] == [6, 9]
    assert g.g[0, 6] == 1 and g.g[1, 9] == 1

    # The time of a given spike is cut to the step that it lies in (with a margin of dt/1000).
    b.start_scope()
    sources = b.SpikeGeneratorGroup(4, range(4), [0.17, 0.1, 0.29995, 0.2998] * ms)
    spikes = b.SpikeMonitor(sources)
    traced(10, sources, spikes=spikes)
    assert dict(zip(spikes.i, np.rint(spikes.t / (0.1 * ms)))) == {0: 1, 1: 1, 2: 3, 3: 2}

    # A delay is rounded to the nearest step.
    cells = fresh(3)
    sources = b.SpikeGeneratorGroup(1, [0], [0] * ms)
    synapses = b.Synapses(sources, cells, on_pre="g += 1")
    synapses.connect()
    synapses.delay = [0.14, 0.16, 0.25001] * ms
    g = b.StateMonitor(cells, "g", record=True)
    traced(6, sources, cells, synapses, g=g)
    assert [np.flatnonzero(row)[0] - 1 for row in g.g] == [1, 2, 3]

    # Poisson sources of certain spikes: in every step from step 0 on, as neurons' spikes.
    cells = fresh()
    sources = b.PoissonGroup(1, rates=1 / (DT * b.second))
    synapses = b.Synapses(sources, cells, on_pre="g += 1")
    synapses.connect()
    g = b.StateMonitor(cells, "g", record=True)
    traced(3, sources, cells, synapses, g=g)
    assert np.allclose(g.g[0], [0, 1, 1 + factor], rtol=1e-14)

    # Refractory after a spike of step n: V is what the reset made of it in V[n+1] to V[n+r], r being the
    # period cut to whole steps (with a margin of dt/1000); a clamped neuron neither moves nor spikes.
    for period, r in ((0.5, 5), (0.59, 5), (0.59995, 6), (0.1, 1), (0.05, 0), (0.0, 0)):
        cells = fresh(
            equations="dv/dt = 10/ms : 1 (unless refractory)", threshold="v > 0.5", reset="v = -0.2",
            refractory=period * ms,
        )  # fmt: skip
        v = b.StateMonitor(cells, "v", record=True)
        spikes = b.SpikeMonitor(cells)
        traced(30, cells, v=v, spikes=spikes)
        # Integrating takes one step from -0.2 to 0.8: a spike in each step that is free.
        apart = max(r, 1)
        assert np.array_equal(np.rint(spikes.t / (0.1 * ms)), np.arange(0, 30, apart)), period
        assert np.all(v.v[0][1:] == -0.2)

    # A neuron whose V is above the threshold in the refractory period does not spike before its end.
    cells = fresh(
        equations="dv/dt = 0/ms : 1 (unless refractory)",
        threshold="v > 0.5",
        reset="",
        refractory=0.5 * ms,
    )
    cells.v = 1
    spikes = b.SpikeMonitor(cells)
    traced(12, cells, spikes=spikes)
    assert np.array_equal(np.rint(spikes.t / (0.1 * ms)), [0, 5, 10])

    # A sampled current holds its last value on, and sample k from the first step that begins in its interval.
    cells = fresh(
        equations="g = samples(t) : 1", namespace={"samples": b.TimedArray([1, 2, 3], dt=0.25 * ms)}
    )
    g = b.StateMonitor(cells, "g", record=True)
    traced(10, cells, g=g)
    assert np.array_equal(g.g[0], [1, 1, 1, 2, 2, 3, 3, 3, 3, 3])
    print("r8: Brian2 does as the README says")
    return True


def check_all(names):
    good = [check(name) for name in names]
    try:
        import brian2  # noqa: F401
    except (ImportError, AttributeError) as error:
        print(f"r8: skipped, since there is no Brian2 ({error})")
    else:
        good.append(try_semantics(find_brian2()))
    return all(good)


# ---------------------------------------------------------------------------------------------------------
# r9: networks, by their statistics
# ---------------------------------------------------------------------------------------------------------

SEEDS = range(1, 11)
SECONDS = 5.0
TRANSIENT = 0.5

NETWORKS = {
    "coba": {
        "source": "Brette et al. 2007, benchmark 1 (COBA), after Vogels and Abbott 2005",
        "size": 4000, "excitatory": 3200, "p": 0.02, "C_pF": 200.0, "gL_nS": 10.0, "EL_mV": -60.0,
        "threshold_mV": -50.0, "reset_mV": -60.0, "refractory_ms": 5.0, "Ee_mV": 0.0, "Ei_mV": -80.0,
        "tau_e_ms": 5.0, "tau_i_ms": 10.0, "we_nS": 6.0, "wi_nS": 67.0, "delay_ms": 0.0,
        "initial_V_mV": [-60.0, -50.0],
        "start_current_pA": 200.0, "start_current_ms": 100.0,
        "external_sources": 0, "external_rate_Hz": 0.0, "external_weight_nS": 0.0,
    },
    "brunel": {
        "source": "after Brunel 2000, with conductances; an inhibitory PSP at -55 mV is 5 excitatory ones",
        "size": 5000, "excitatory": 4000, "p": 0.1, "C_pF": 200.0, "gL_nS": 10.0, "EL_mV": -65.0,
        "threshold_mV": -50.0, "reset_mV": -60.0, "refractory_ms": 2.0, "Ee_mV": 0.0, "Ei_mV": -80.0,
        "tau_e_ms": 2.0, "tau_i_ms": 2.0, "we_nS": 0.1, "wi_nS": 1.1, "delay_ms": 1.5,
        "initial_V_mV": [-65.0, -50.0],
        "start_current_pA": 0.0, "start_current_ms": 0.0,
        "external_sources": 400, "external_rate_Hz": 4.0, "external_weight_nS": 1.0,
    },
}  # fmt: skip


def network_spikes(b, n, seed, directory):
    """Step and neuron of all spikes of a run in C++ standalone; everything is drawn from the seed."""
    b.device.reinit()
    b.set_device("cpp_standalone", build_on_run=False, directory=directory)
    b.start_scope()
    b.seed(seed)
    b.defaultclock.dt = DT * b.second
    names = dict(
        C=n["C_pF"] * b.pF, gL=n["gL_nS"] * b.nS, EL=n["EL_mV"] * b.mV, VT=n["threshold_mV"] * b.mV,
        Vr=n["reset_mV"] * b.mV, Ee=n["Ee_mV"] * b.mV, Ei=n["Ei_mV"] * b.mV, tau_e=n["tau_e_ms"] * b.ms,
        tau_i=n["tau_i_ms"] * b.ms, we=n["we_nS"] * b.nS, wi=n["wi_nS"] * b.nS,
        I0=n["start_current_pA"] * b.pA, T0=n["start_current_ms"] * b.ms,
        low=n["initial_V_mV"][0] * b.mV, high=n["initial_V_mV"][1] * b.mV,
    )  # fmt: skip
    equations = """
    dV/dt = (gL*(EL - V) + ge*(Ee - V) + gi*(Ei - V) + I0*int(t < T0 - dt/2))/C : volt (unless refractory)
    dge/dt = -ge/tau_e : siemens
    dgi/dt = -gi/tau_i : siemens
    """
    cells = b.NeuronGroup(
        n["size"], equations, threshold="V > VT", reset="V = Vr", refractory=n["refractory_ms"] * b.ms,
        method="euler", namespace=names,
    )  # fmt: skip
    cells.V = "low + rand()*(high - low)"
    objects = [cells]
    first = n["excitatory"]
    for part, start, effect in ((cells[:first], 0, "ge += we"), (cells[first:], first, "gi += wi")):
        synapses = b.Synapses(part, cells, on_pre=effect, namespace=names, delay=n["delay_ms"] * b.ms)
        synapses.connect(f"i + {start} != j", p=n["p"])
        objects.append(synapses)
    if n["external_sources"]:
        rate, weight = n["external_rate_Hz"] * b.Hz, n["external_weight_nS"] * b.nS
        objects.append(b.PoissonInput(cells, "ge", n["external_sources"], rate, weight))
    spikes = b.SpikeMonitor(cells)
    b.Network(*objects, spikes).run(SECONDS * b.second, namespace={})
    b.device.build(directory=directory, run=True, with_output=False)
    return np.rint(np.asarray(spikes.t) / DT).astype(int), np.array(spikes.i)


def network_statistics(n, steps, cells):
    """As adexnet-io defines them, after the transient; a CV of five spikes or more as well."""
    from_step = round(TRANSIENT / DT)
    late = steps >= from_step
    order = np.lexsort((steps[late], cells[late]))
    steps, cells = steps[late][order] - from_step, cells[late][order]
    seconds = SECONDS - TRANSIENT
    counts = np.bincount(cells, minlength=n["size"])
    variation = np.full(n["size"], np.nan)
    for neuron, train in enumerate(np.split(steps, np.cumsum(counts)[:-1])):
        if len(train) >= 3:
            intervals = np.diff(train)
            variation[neuron] = intervals.std(ddof=1) / intervals.mean()
    found = {}
    groups = {"E": slice(0, n["excitatory"]), "I": slice(n["excitatory"], n["size"])}
    for group, neurons in groups.items():
        found[f"rate_hz.{group}"] = counts[neurons].mean() / seconds
        found[f"isi_cv.{group}"] = np.nanmean(variation[neurons])
        enough = counts[neurons] >= 5
        found[f"isi_cv_5_spikes.{group}"] = variation[neurons][enough].mean()
    bins = np.bincount(steps // 50, minlength=round(seconds / 5e-3))
    found["population_fano_5ms"] = bins.var(ddof=1) / bins.mean()
    return found


def network_in_numpy(n, seed):
    """The same network written down step by step, with other random numbers."""
    random = np.random.RandomState(seed)
    size, first = n["size"], n["excitatory"]
    targets = []
    for source in range(size):
        connected = random.rand(size) < n["p"]
        connected[source] = False
        targets.append(np.flatnonzero(connected))
    dt, delay, clamp = 0.1, round(n["delay_ms"] / 0.1), round(n["refractory_ms"] / 0.1)
    low, high = n["initial_V_mV"]
    V = low + (high - low) * random.rand(size)
    ge, gi = np.zeros(size), np.zeros(size)
    last = np.full(size, -(10**9))
    start = round(n["start_current_ms"] / dt)
    fired = []
    for step in range(round(SECONDS / DT)):
        injected = n["start_current_pA"] if step < start else 0.0
        slope = -n["gL_nS"] * (V - n["EL_mV"]) - ge * (V - n["Ee_mV"]) - gi * (V - n["Ei_mV"]) + injected
        free = step - last >= clamp
        V = np.where(free, V + dt * slope / n["C_pF"], V)
        ge = ge * (1 - dt / n["tau_e_ms"])
        gi = gi * (1 - dt / n["tau_i_ms"])
        fired.append(np.flatnonzero(free & (V > n["threshold_mV"])))
        last[fired[-1]] = step
        arriving = fired[step - delay] if step >= delay else []
        for source in arriving:
            if source < first:
                ge[targets[source]] += n["we_nS"]
            else:
                gi[targets[source]] += n["wi_nS"]
        if n["external_sources"]:
            chance = n["external_rate_Hz"] * DT
            events = random.binomial(n["external_sources"], chance, size)
            ge += n["external_weight_nS"] * events
        V[fired[-1]] = n["reset_mV"]
    counts = [len(cells) for cells in fired]
    return np.repeat(np.arange(len(fired)), counts), np.concatenate(fired)


def check_networks():
    """Whether three runs in NumPy have the statistics of Brian2's."""
    reference = json.loads((DATA / "networks_reference.json").read_text())
    good = True
    for name, description in NETWORKS.items():
        known = reference[name]
        good &= known["description"] == description
        seeds = range(101, 104)
        runs = [network_statistics(description, *network_in_numpy(description, s)) for s in seeds]
        spread = math.sqrt(1 / len(runs) + 1 / len(reference["seeds"]))
        for key, (mean, sd) in known["statistics"].items():
            found = float(np.mean([run[key] for run in runs]))
            z = (found - mean) / (sd * spread)
            good &= abs(z) < 4
            print(f"{name} {key}: {found:.4g} in NumPy, {mean:.4g} +- {sd:.2g} in Brian2, z = {z:.1f}")
    return good


def networks(b):
    reference = {"duration_s": SECONDS, "transient_s": TRANSIENT, "dt_ms": 0.1, "seeds": list(SEEDS)}
    for name, description in NETWORKS.items():
        runs = []
        for seed in SEEDS:
            with tempfile.TemporaryDirectory(prefix="adexnet-brian2-") as directory:
                spikes = network_spikes(b, description, seed, directory)
            runs.append(network_statistics(description, *spikes))
            print(
                name, seed, {key: round(float(value), 3) for key, value in runs[-1].items()}, flush=True
            )
        values = {key: [float(run[key]) for run in runs] for key in runs[0]}
        statistics = {
            key: [float(np.mean(value)), float(np.std(value, ddof=1))] for key, value in values.items()
        }
        reference[name] = {"description": description, "statistics": statistics, "values": values}
    text = json.dumps(reference, indent=1)
    (DATA / "networks_reference.json").write_text(text + "\n")


def main():
    summary, _, details = __doc__.partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=details, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; default: all")
    parser.add_argument("--check", action="store_true", help="compare the files instead of writing them")
    parser.add_argument("--networks", action="store_true", help="write networks_reference.json")
    options = parser.parse_args()
    unknown = [name for name in options.sets if name not in SETS]
    if unknown:
        parser.error(f"{unknown[0]}: must be one of {', '.join(SETS)}")
    names = options.sets or list(SETS)
    if options.check:
        good = check_networks() if options.networks else check_all(names)
        return 0 if good else 1
    b = find_brian2()
    if options.networks:
        networks(b)
        return 0
    for name in names:
        write(b, name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
