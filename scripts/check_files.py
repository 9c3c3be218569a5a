#!/usr/bin/env python3
"""Reads files as a user would, with numpy and scipy, and checks that they agree.

usage: check_files.py RUN_DIRECTORY      all files of a run
       check_files.py FILE FILE ...      matrices and edge lists (.npy, .npz, .mtx) of one connectivity

(needs numpy and scipy)
"""
import json
import pathlib
import sys

import numpy as np
import scipy.io
import scipy.sparse


def check(directory):
    directory = pathlib.Path(directory)
    summary = json.loads((directory / "summary.json").read_text())
    size = summary["neurons"]

    matrix = np.load(directory / "connectivity_matrix.npy", allow_pickle=False)
    assert matrix.shape == (size, size) and matrix.dtype in (np.int64, np.float64)
    assert np.count_nonzero(matrix) == summary["synapses"]

    weights = scipy.sparse.load_npz(directory / "connectivity.npz")
    assert weights.format == "csr" and weights.shape == (size, size)
    smallest = np.abs(weights.data).min()
    assert np.array_equal(weights.toarray() / smallest, matrix)

    with np.load(directory / "spikes.npz", allow_pickle=False) as spikes:
        neurons, times = spikes["i"], spikes["t"]
    assert neurons.dtype == np.uint32 and times.dtype == np.float64
    assert len(times) == summary["spikes"] and np.all(np.diff(times) >= 0)
    same_time = np.diff(times) == 0
    assert np.all(np.diff(neurons.astype(np.int64))[same_time] > 0)
    steps = np.rint(times / summary["dt_s"])
    assert np.array_equal(times, steps * summary["dt_s"]), "times are the product n dt"

    with np.load(directory / "spiketimes.npz", allow_pickle=False) as trains:
        assert len(trains.files) == size
        for neuron in range(size):
            assert np.array_equal(trains[f"neuron_{neuron}"], times[neurons == neuron])

    with np.load(directory / "state.npz", allow_pickle=False) as state:
        assert state["V"].shape == (len(state["neurons"]), len(state["t"]))
        assert list(state["units"]) == ["V in mV"]
        assert np.array_equal(state["t"], np.arange(summary["steps"]) * summary["dt_s"])
        assert np.all(np.isfinite(state["V"])) and state["V"].max() <= 40.0

    for figure in ("voltage", "raster"):
        assert (directory / f"{figure}.png").read_bytes().startswith(b"\x89PNG")
        assert b"<svg" in (directory / f"{figure}.svg").read_bytes()[:400]

    left_behind = [p.name for p in directory.iterdir() if "partial" in p.name]
    assert not left_behind, left_behind
    print(f"{directory}: {summary['synapses']} synapses, {summary['spikes']} spikes, all files agree")


def connectivity(path):
    """The matrix of weights in a file; the weights of several synapses from i to j add up."""
    if path.endswith(".npy"):
        return np.load(path, allow_pickle=False)
    if path.endswith((".mtx", ".mtx.gz")):
        matrix = scipy.io.mmread(path)
        return matrix.toarray() if scipy.sparse.issparse(matrix) else matrix
    with np.load(path, allow_pickle=False) as arrays:
        if "format" in arrays:
            return scipy.sparse.load_npz(path).toarray()
        i, j = arrays["i"], arrays["j"]
        assert i.dtype == j.dtype == np.uint32 and i.shape == j.shape
        assert set(arrays.files) <= {"i", "j", "weight", "delay"}
        for name in {"weight", "delay"} & set(arrays.files):
            assert arrays[name].dtype == np.float64 and arrays[name].shape == i.shape
        weights = arrays["weight"] if "weight" in arrays else np.ones(len(i))
    return scipy.sparse.coo_array((weights, (i, j))).toarray()


def compare(paths):
    """Files of one connectivity; an edge list does not say how many neurons have no synapses."""
    matrices = [connectivity(path) for path in paths]
    shape = np.max([matrix.shape for matrix in matrices], axis=0)
    first, *others = [np.pad(m, [(0, n - k) for n, k in zip(shape, m.shape)]) for m in matrices]
    for path, other in zip(paths[1:], others):
        assert np.array_equal(first, other), f"{path} differs from {paths[0]}"
    print(f"{np.count_nonzero(first)} weights of {shape[0]} x {shape[1]} neurons: {len(paths)} files agree")


if __name__ == "__main__":
    if len(sys.argv) == 2 and pathlib.Path(sys.argv[1]).is_dir():
        check(sys.argv[1])
    elif len(sys.argv) > 2:
        compare(sys.argv[1:])
    else:
        sys.exit(__doc__)
