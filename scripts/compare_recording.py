"""What records and checkpoints cost: n100k with and without them, in interleaved pairs.

    cargo build --release
    python3 scripts/compare_recording.py --repeats 9 --threads 1

Prints the ratio of the wall times of the simulation (`wall_s.simulate` of summary.json, in which waiting for the
disk and the writing of checkpoints are included) for each pair, and their median.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
from pathlib import Path

NETWORK = """\
[simulation]
duration = "1 s"
seed = 1
rng = "chacha8"
precision = "single"

[[population]]
name = "cells"
size = 100000
neuron = "cortical-rs"

[[projection]]
name = "E"
source = "cells[:80000]"
target = "cells"
receptor = "excitatory"
connect = { rule = "fixed-in-degree", degree = 800 }
weight = "0.01 nS"
delay = "1.5 ms"

[[projection]]
name = "I"
source = "cells[80000:]"
target = "cells"
receptor = "inhibitory"
connect = { rule = "fixed-in-degree", degree = 200 }
weight = "0.04 nS"
delay = "1.5 ms"

"""

RECORD = """\
[record]
spikes = true

[[record.state]]
name = "some"
variables = ["V"]
neurons = "cells[:100]"

[[record.rate]]
name = "all"
neurons = "cells"
bin = "1 ms"
"""

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--adexnet", default="target/release/adexnet")
parser.add_argument("--repeats", type=int, default=9)
parser.add_argument("--threads", default="1")
options = parser.parse_args()


def simulate(place, text, *arguments):
    network = place / "n100k.toml"
    network.write_text(text)
    out = place / "run"
    command = [options.adexnet, "run", network, "--out", out, "--force", "--threads", options.threads]
    subprocess.run([*command, *arguments], check=True, capture_output=True)
    return json.loads((out / "summary.json").read_text())["wall_s"]["simulate"]


ratios = []
with tempfile.TemporaryDirectory() as base:
    kinds = {
        "with": lambda: simulate(Path(base), NETWORK + RECORD, "--checkpoint-every", "1s"),
        "without": lambda: simulate(Path(base), NETWORK + "[record]\nspikes = false\n"),
    }
    for turn in range(options.repeats):
        # Either goes first by turns.
        order = sorted(kinds, reverse=turn % 2 == 1)
        wall = {kind: kinds[kind]() for kind in order}
        ratios.append(wall["with"] / wall["without"])
        print(f"with {wall['with']:.3f} s, without {wall['without']:.3f} s: {ratios[-1]:.3f}", flush=True)
print(f"median {statistics.median(ratios):.3f}, from {min(ratios):.3f} to {max(ratios):.3f}")
