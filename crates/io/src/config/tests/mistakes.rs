//! Every kind of mistake is refused at its place, with the value and what would be accepted.

use super::mistake_table::check;
use super::{EVERYTHING, plan};

#[test]
fn unknown_keys() {
    check(
        r#"
size = 100 => siz = 100
    siz | population.cells.siz | did you mean "size"? | name, size, inhibitory, neuron, initial
[record]\nspikes => [recrd]\nspikes
    recrd | recrd | did you mean "record"?
duration = => procedural = true\nduration =
    procedural | simulation.procedural | known here: duration, dt, seed
initial = { V => initial = { v
    v | population.cells.initial.v | did you mean "V"?
b = "0.02 nA" => tauw = "9 ms"
    tauw | population.others.neuron.tauw | did you mean "tau_w"? | preset, model, C, gL, EL
autapses = true => autapse = true
    autapse | projection.E.connect.autapse | did you mean "autapses"?
autapses = true => path = "w.npy"
    path | projection.E.connect.path | known here: rule, p, autapses
times = ["0 s", "0.1 s"] => time = []
    time | input.1.current.time | did you mean "times"?
every = => evry =
    evry | record.state.trace.evry | did you mean "every"?
"#,
    );
}

#[test]
fn missing_keys() {
    check(
        r#"
duration = "0.5 s"\n => (nothing)
    [simulation] | simulation | the key "duration" is missing | write duration = "1 s"
size = 10\n => (nothing)
    [[population]] | population.others | the key "size" is missing | size = 100
weight = "2 nS" => (nothing)
    [[projection]] | projection.E | "weight" is missing | weight = "2 nS"
, p = 1  =>  
    { rule = "pairwise-bernoulli" } | projection.1.connect | "p" is missing | p = 0.05
preset = "tonic-spiking",  => (nothing)
    { b = "0.02 nA", Iext = "2 pA*sqrt(s)" } | population.others.neuron | "C" is missing | C = "104 pF" | preset = 
name = "trace" => (nothing)
    [[record.state]] | record.state.0 | "name" is missing
"#,
    );
    let message = plan("").unwrap_err().to_string();
    assert!(
        message.contains("net.toml: the key \"simulation\" is missing"),
        "{message}"
    );
    let message = plan("[simulation]\nduration = \"1 s\"")
        .unwrap_err()
        .to_string();
    assert!(
        message.contains("\"population\" is missing; write [[population]]"),
        "{message}"
    );
}

#[test]
fn quantities() {
    check(
        r#"
"2 nS" => "2 pF"
    "2 pF" | projection.E.weight | weight = "2 pF": expected a conductance such as "4.3 nS", found a capacitance (pF)
"2 nS" => 2
    2 | projection.E.weight | weight = 2: a number without a unit | write "2 nS"
"2 nS" => 2.5
    2.5 | projection.E.weight | write "2.5 nS"
"2 nS" => "2"
    "2" | projection.E.weight | weight = "2": has no unit | such as "4.3 nS"
"2 nS" => "two nS"
    "two nS" | projection.E.weight | does not begin with a number
"2 nS" => "2 nX"
    "2 nX" | projection.E.weight | unknown unit "nX"
"2 nS" => true
    true | projection.E.weight | weight = true: found true or false | "4.3 nS"
"2 nS" => "1e999 nS"
    "1e999 nS" | projection.E.weight | not a finite number
"2 nS" => "-2 nS"
    "-2 nS" | projection.E.weight | weight = "-2 nS": out of range | not negative
"0.02 nA" => "20 mV"
    "20 mV" | population.others.neuron.b | expected a current
"0.02 nA" => 20
    20 | population.others.neuron.b | write "20 pA"
"200 pA" => 200
    200 | input.0.current | write "200 pA"
"200 pA" => "200 nS"
    "200 nS" | input.0.current | expected a current
"0.1 s" => 0.1
    0.1 | input.1.current.times.1 | write "0.1 ms"
"-60 mV" => "-60"
    "-60" | population.cells.initial.V | expected a voltage
"#,
    );
}

#[test]
fn types() {
    check(
        r#"
size = 100 => size = "ten"
    "ten" | population.cells.size | size = "ten": there is no parameter "ten"; declared in [parameters]: none
size = 100 => size = "10 0"
    "10 0" | population.cells.size | size = "10 0": found a text | a whole number
size = 100 => size = true
    true | population.cells.size | size = true: found true or false | a whole number
size = 100 => size = 1e2
    1e2 | population.cells.size | a whole number
seed = 7 => seed = -7
    -7 | simulation.seed | seed = -7: found a negative number | a whole number from 0
name = "E" => name = 5
    5 | projection.0.name | found a whole number | a text in quotation marks
spikes = false => spikes = "no"
    "no" | record.spikes | expected true or false
variables = ["V", "w", "ge", "gi", "I"] => variables = "V"
    "V" | record.state.trace.variables | expected an array
p = 0.05 => p = "5 %"
    "5 %" | projection.E.connect.p | expected a number
connect = { rule = "pairwise-bernoulli", p = 1 } => connect = "all"
    "all" | projection.1.connect | a table such as { rule = 
neuron = "cortical-rs" => neuron = 3
    3 | population.cells.neuron | the name of a preset, or a table of parameters
noise = "none" => noise = false
    false | simulation.noise | "white", "none" or a table
seed = 7 => seed = 2024-07-01
    2024-07-01 | simulation.seed | found a date or time
"#,
    );
}

#[test]
fn names() {
    check(
        r#"
"cortical-rs" => "cortical-sr"
    "cortical-sr" | population.cells.neuron | did you mean "cortical-rs"? | tonic-spiking
"tonic-spiking" => "tonic"
    "tonic" | population.others.neuron.preset | known here: cortical-rs, tonic-spiking
rule = "pairwise-bernoulli", p = 0.05 => rule = "pairwise_bernoulli", p = 0.05
    "pairwise_bernoulli" | projection.E.connect.rule | did you mean "pairwise-bernoulli"? | pairwise-bernoulli, fixed-in-degree, fixed-out-degree, fixed-total, distance, one-to-one, all-to-all, from-matrix, from-edges
"chacha8" => "chacha"
    "chacha" | simulation.rng | rng = "chacha" | chacha8, numpy-legacy
"single" => "half"
    "half" | simulation.precision | double, single
"excitatory" => "excitory"
    "excitory" | projection.E.receptor | did you mean "excitatory"? | excitatory, inhibitory, by-sign
noise = "none" => noise = "pink"
    "pink" | simulation.noise | white, none, { recorded =
"gi" => "gI"
    "gI" | record.state.trace.variables.3 | did you mean "gi"? | V, w, ge, gi, I
name = "trace" => name = "../trace"
    "../trace" | record.state.0.name | cannot be a name
[[projection]]\nname => [[population]]\nname = "cells"\nsize = 1\nneuron = "cortical-rs"\n[[projection]]\nname
    "cells" | population.cells.name | another one has this name
source = "others[-1]" => name = "E"\nsource = "others[-1]"
    "E" | projection.E.name | another one has this name
[[record.state]] => [[record.state]]\nname = "Trace"\nvariables = ["V"]\nneurons = "cells"\n[[record.state]]
    "trace" | record.state.trace.name | another one has this name | not only in upper and lower case
"#,
    );
}

#[test]
fn slices() {
    check(
        r#"
"cells[0:80]" => "cells[0:101]"
    "cells[0:101]" | projection.E.source | source = "cells[0:101]": 101 lies outside the population, which has 100 neurons | 0 to 100
"others[-1]" => "others[10]"
    "others[10]" | projection.1.source | 10 lies outside | 10 neurons | 0 to 9
"others[-1]" => "others[-11]"
    "others[-11]" | projection.1.source | -11 lies outside
"cells[0:80]" => "cells[80:20]"
    "cells[80:20]" | projection.E.source | this slice is empty | from 80 to before 20
"cells[0:80]" => "cels[0:80]"
    "cels[0:80]" | projection.E.source | no population "cels" (did you mean "cells"?) | cells, others
"cells[0:80]" => "cells[0:80"
    "cells[0:80" | projection.E.source | this is no slice | "cells[0:80]"
"cells[0:80]" => "cells[a]"
    "cells[a]" | projection.E.source | no parameter "a"
"cells[0:80]" => "cells[0 80]"
    "cells[0 80]" | projection.E.source | this is no slice
"cells[0:80]" => "cells[::2]"
    "cells[::2]" | projection.E.source | no step
"cells[0:80]" => "cells[99999999999999999999]"
    "cells[99999999999999999999]" | projection.E.source | 100000000000000000000 is too large
"cells[80:]" => "others[0:3]"
    "others[0:3]" | population.cells.inhibitory | another population | "cells"
"others[2:4]" => "others[4]x"
    "others[4]x" | record.state.trace.neurons | this is no slice
"#,
    );
}

#[test]
fn values_that_cannot_be_simulated() {
    check(
        r#"
p = 0.05 => p = 1.5
    1.5 | projection.E.connect.p | p = 1.5: out of range | 0 to 1
p = 0.05 => p = -0.1
    -0.1 | projection.E.connect.p | 0 to 1
p = 0.05 => p = nan
    nan | projection.E.connect.p | 0 to 1
"excitatory" => "by-sign"
    "by-sign" | projection.E.receptor | from-matrix
"1.5 ms" => "-1.5 ms"
    "-1.5 ms" | projection.E.delay | 0 ms or more
"1.5 ms" => "1e9 s"
    "1e9 s" | projection.E.delay | too long
size = 100 => size = 0
    0 | population.cells.size | size = 0: out of range | at least 1 neuron
"100 us" => "0 ms"
    "0 ms" | simulation.dt | above 0 ms
"100 us" => "7 ms"
    "7 ms" | simulation.dt | simulation.dt = "7 ms": must be shorter than tau_e = 7 ms
"0.5 s" => "0.04 ms"
    "0.04 ms" | simulation.duration | a time from one step (dt = 0.1 ms)
"0.5 s" => "1e30 s"
    "1e30 s" | simulation.duration | 9007199254740992 steps
every = "0.5 ms" => every = "0 ms"
    "0 ms" | record.state.trace.every | one step
threads = 2 => threads = 65536
    65536 | simulation.threads | 65535
"V", "w" => "w", "w"
    "w" | record.state.trace.variables.1 | named twice
Iext = "2 pA*sqrt(s)" => Iext = "-2 pA*sqrt(s)"
    "-2 pA*sqrt(s)" | population.others.neuron.Iext | must not be negative
Iext = "2 pA*sqrt(s)" => Vr = "50 mV"
    "50 mV" | population.others.neuron.Vr | Vr = "50 mV": must be below Vs = 0 mV
"-60 mV" => "60 mV"
    "60 mV" | population.cells.initial.V | V = "60 mV": out of range; accepted is a membrane potential | spike detection level
"1 nS" => "-1 nS"
    "-1 nS" | population.cells.initial.ge | ge = "-1 nS": out of range; accepted is a conductance in nS from 0
Iext = "2 pA*sqrt(s)" => Vs = "-60 mV"
    "-60 mV" | population.others.neuron.Vs | Vr = -58 mV: must be below Vs = -60 mV
Iext = "2 pA*sqrt(s)" => tau_g = "0 ms"
    "0 ms" | population.others.neuron.tau_g | tau_g = "0 ms": must be greater than 0
"0.1 s" => "0 s"
    ["0 s", "0 s"] | input.1.current.times | must ascend
"0.1 s"] => "0.1 s", "1 s"]
    { times = ["0 s", "0.1 s", "1 s"], values = ["0 pA", "0.2 nA"] } | input.1.current | 3 times and 2 values
"#,
    );
}

/// If this fails, runs are promised to equal Brian2's that cannot.
#[test]
fn what_numpy_legacy_cannot_reproduce() {
    let legacy = EVERYTHING.replace("chacha8", "numpy-legacy");
    let text = legacy.replace("seed = 7", "seed = 4294967296");
    let message = plan(&text).unwrap_err().to_string();
    assert!(
        message.contains("line 4, column 8: simulation.seed = 4294967296:"),
        "{message}"
    );
    assert!(
        message.contains("0 to 4294967295") && message.contains("chacha8"),
        "{message}"
    );
    let text = legacy.replace("size = 100\n", "size = 1001\n");
    let message = plan(&text).unwrap_err().to_string();
    assert!(
        message.contains("projection.E.connect.p = 0.05:"),
        "{message}"
    );
    assert!(
        message.contains("1001 targets") && message.contains("chacha8"),
        "{message}"
    );
}
