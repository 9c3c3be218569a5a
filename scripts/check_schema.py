#!/usr/bin/env python3
"""Checks the JSON schema that `adexnet schema` prints against descriptions of networks.

    check_schema.py ADEXNET

ADEXNET is the tool. Every example, every preset and the complete description of each must be accepted, and every mistake
below be refused. Needs Python 3.11 and jsonschema.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from jsonschema import Draft7Validator

ROOT = Path(__file__).resolve().parent.parent

NETWORK = """
[simulation]
duration = "1 s"

[[population]]
name = "cells"
size = 100
neuron = { preset = "cortical-rs", b = { distribution = "normal", mean = "65 pA", sd = "10 pA" } }
initial = { V = "-60 mV" }

[[projection]]
source = "cells[:80]"
target = { population = "cells", file = "neurons.npy" }
receptor = "excitatory"
connect = { rule = "fixed-in-degree", degree = "20/2" }
weight = "2 nS"

[[input]]
target = "cells"
current = { sine = { amplitude = "50 pA", frequency = "8 Hz", phase = 1.5 } }

[record]
spikes = { neurons = ["cells[0]", "cells[2:4]"], from = "0.1 s" }

[[record.state]]
name = "trace"
variables = ["V"]
neurons = "cells[0]"
"""

MISTAKES = [
    ('duration = "1 s"', "duration = 1"),
    ('duration = "1 s"', 'duraton = "1 s"'),
    ('duration = "1 s"', 'duration = "1 s"\nrng = "mersenne"'),
    ("[[population]]", "[population]"),
    ('name = "cells"', 'name = "1st"'),
    ("size = 100", "size = -100"),
    ("size = 100", "size = 1.5"),
    ("size = 100", ""),
    ('preset = "cortical-rs"', 'preset = "cortical"'),
    ('preset = "cortical-rs"', 'preset = "coba-lif"'),  # has no b
    ('"normal"', '"gaussian"'),
    (', sd = "10 pA"', ""),
    ('mean = "65 pA"', "mean = 65"),
    ("initial = { V", "initial = { v"),
    ('initial = { V = "-60 mV" }', 'poisson = { rate = "1 Hz" }'),  # beside neuron
    ('neuron = {', 'neurons = {'),
    ('source = "cells[:80]"', "source = 80"),
    ('file = "neurons.npy"', 'path = "neurons.npy"'),
    ('receptor = "excitatory"', 'receptor = "nmda"'),
    ('rule = "fixed-in-degree"', 'rule = "pairwise-bernoulli"'),
    ('degree = "20/2"', "p = 0.1"),
    ('degree = "20/2"', 'degree = 10, multapses = 1'),
    ('weight = "2 nS"', 'weights = "2 nS"'),
    ('frequency = "8 Hz", ', ""),
    ("phase = 1.5", "phase = true"),
    ("current =", 'poisson = { rate = "1 Hz", weight = "1 nS", receptor = "excitatory" }\ncurrent ='),
    ('from = "0.1 s"', 'since = "0.1 s"'),
    ('variables = ["V"]', 'variables = ["U"]'),
    ('variables = ["V"]', 'variables = "V"'),
    ('variables = ["V"]', "variables = []"),
]


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    tool = sys.argv[1]

    def run(*arguments: str) -> str:
        return subprocess.run([tool, *arguments], check=True, capture_output=True, text=True).stdout

    schema = json.loads(run("schema"))
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema)

    def errors(text: str) -> list[str]:
        return [
            f"{'.'.join(map(str, error.absolute_path))}: {error.message}"
            for error in validator.iter_errors(tomllib.loads(text))
        ]

    failures = []
    accepted = [("the network of this script", NETWORK)]
    for folder in ["examples/networks", "crates/io/presets"]:
        for path in sorted((ROOT / folder).glob("*.toml")):
            name = str(path.relative_to(ROOT))
            accepted.append((name, path.read_text(encoding="utf-8")))
            accepted.append((f"{name}, completed", run("describe", str(path), "--toml")))
    for name, text in accepted:
        failures += [f"{name} is refused: {error}" for error in errors(text)]
    for right, wrong in MISTAKES:
        if right not in NETWORK:
            failures.append(f"there is no {right}")
        elif not errors(NETWORK.replace(right, wrong, 1)):
            failures.append(f"accepted: {wrong or 'nothing'} for {right}")
    for failure in failures:
        print(failure)
    print(f"{len(accepted)} descriptions and {len(MISTAKES)} mistakes, {len(failures)} failures")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
