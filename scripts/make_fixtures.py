#!/usr/bin/env python3
"""Writes the small files in crates/io/tests/data, as numpy and scipy write them.

The tests of adexnet-io read them, so that they need no Python. Run this script again only to add
a file; the bytes of an archive hold the time of writing.

    python scripts/make_fixtures.py        (needs numpy and scipy)
"""

import gzip
import io
import pathlib
import zipfile

import numpy as np
import scipy.io
import scipy.sparse as sparse

DATA = pathlib.Path(__file__).parent.parent / "crates" / "io" / "tests" / "data"

# Read as 64-bit floats, all of these are [[0, 1, 2], [3, 4, 5]].
MATRIX = np.arange(6).reshape(2, 3)
KINDS = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]


def arrays():
    """One file holds all element types, byte orders and memory orders."""
    entries = {}
    for kind in KINDS:
        for order, mark in (("<", "little"), (">", "big")):
            for layout in "CF":
                array = np.array(MATRIX, dtype=order + kind, order=layout)
                entries[f"{kind}_{mark}_{layout}"] = array
    np.savez_compressed(DATA / "kinds.npz", **entries)
    np.save(DATA / "bool.npy", np.array([[True, False], [False, True]]))
    # -0.5, the largest and the smallest number of half precision.
    np.save(DATA / "half.npy", np.array([-0.5, 65504.0, 2.0**-24], dtype="f2"))
    for version in ((1, 0), (2, 0), (3, 0)):
        with open(DATA / f"version{version[0]}.npy", "wb") as file:
            np.lib.format.write_array(file, MATRIX.astype("<i2"), version=version)


def refused():
    """What must be refused by its type: pickles, structures, texts, complex and long numbers."""
    entries = {
        "object": np.array([{}, 1], dtype=object),
        "structure": np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")]),
        "text": np.array(["mV"]),
        "complex": np.array([1j]),
        "time": np.array(["2024-07-01"], dtype="M8[D]"),
        "not_a_number": np.array([0.0, np.nan]),
        "infinite": np.array([[0.0, 1.0], [np.inf, 2.0]], dtype="f4", order="F"),
        "beyond_2_53": np.array([0, 2**53 + 1]),
    }
    np.savez_compressed(DATA / "refused.npz", **entries)


def sparse_matrices():
    """The matrix [[0, 2, 0, -8], [0, 0, 0, 0], [1, 0, 0.5, 0]] in several ways."""
    sorted_form = (np.array([2.0, -8.0, 1.0, 0.5]), np.array([1, 3, 0, 2]), np.array([0, 2, 2, 4]))
    mixed_form = (np.array([-8.0, 2.0, 0.5, 1.0]), np.array([3, 1, 2, 0]), np.array([0, 2, 2, 4]))
    matrix = sparse.csr_matrix(sorted_form, shape=(3, 4))
    sparse.save_npz(DATA / "csr_stored.npz", matrix, compressed=False)
    sparse.save_npz(DATA / "csr_packed_array.npz", sparse.csr_array(matrix), compressed=True)
    mixed = sparse.csr_matrix(mixed_form, shape=(3, 4))
    mixed.indices, mixed.indptr = mixed.indices.astype("i8"), mixed.indptr.astype("i8")
    sparse.save_npz(DATA / "csr_mixed_i64.npz", mixed, compressed=True)
    whole = sparse.csr_matrix((2 * matrix).astype("i1"))
    sparse.save_npz(DATA / "csr_doubled_i8.npz", whole, compressed=True)
    sparse.save_npz(DATA / "csc.npz", matrix.tocsc(), compressed=True)
    wide = sparse.csc_array(matrix.tocsc().astype("f4"))
    wide.indices, wide.indptr = wide.indices.astype("i8"), wide.indptr.astype("i8")
    sparse.save_npz(DATA / "csc_array_i64_f4.npz", wide, compressed=True)
    order = np.array([2, 0, 3, 1])
    rows, columns = np.array([0, 0, 2, 2])[order], np.array([1, 3, 0, 2])[order]
    places = (sorted_form[0][order], (rows, columns))
    sparse.save_npz(DATA / "coo.npz", sparse.coo_matrix(places, shape=(3, 4)))
    # As scipy says that it will store two dimensions as well: both indices in one array.
    np.savez_compressed(DATA / "coo_coords.npz", coords=(rows, columns), format=b"coo", shape=(3, 4),
                        data=places[0], _is_array=True)
    twice = sparse.coo_array(([1, 2, 3], ([1, 0, 1], [2, 0, 2])), shape=(3, 4))
    sparse.save_npz(DATA / "coo_twice.npz", twice)
    sparse.save_npz(DATA / "bsr.npz", matrix.tobsr())


def edge_lists():
    """Three synapses of neurons 2, 0, 2 onto 1, 3, 1, with types as they come and with narrow ones."""
    i, j = np.array([2, 0, 2]), np.array([1, 3, 1])
    np.savez(DATA / "edges_bare.npz", i=i, j=j)
    np.savez_compressed(DATA / "edges_narrow.npz", i=i.astype("u2"), j=j.astype(">i4"),
                        weight=np.array([0.5, 2, -8], dtype="f4"), delay=np.array([0, 1, 150]))


def matrix_market():
    """The matrix of `sparse_matrices` and others as scipy.io.mmwrite writes them."""
    matrix = sparse.load_npz(DATA / "csr_stored.npz")

    def write(name, array, **how):
        with open(DATA / f"{name}.mtx", "wb") as file:
            scipy.io.mmwrite(file, array, **how)

    write("real", matrix, comment="written by scipy")
    write("array", matrix.toarray())
    write("pattern", matrix, field="pattern")
    write("unsigned", sparse.coo_array((np.array([7], dtype="u4"), ([0], [1])), shape=(1, 2)))
    symmetric = np.array([[1, -4], [-4, 0]])
    write("symmetric", sparse.coo_array(symmetric))
    write("symmetric_array", symmetric)
    skew = np.array([[0, 0.25], [-0.25, 0]])
    write("skew", sparse.coo_array(skew), symmetry="skew-symmetric")
    write("skew_array", skew, symmetry="skew-symmetric")
    packed = gzip.compress((DATA / "real.mtx").read_bytes(), mtime=0)
    (DATA / "real.mtx.gz").write_bytes(packed)


def bomb():
    """An honest archive of few bytes that unpacks to 100,000 numbers, all of them 2."""
    array = io.BytesIO()
    np.save(array, np.full(100_000, 2, dtype="i1"))
    with zipfile.ZipFile(DATA / "packed_thousandfold.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("weights.npy", array.getvalue())


if __name__ == "__main__":
    DATA.mkdir(parents=True, exist_ok=True)
    arrays()
    refused()
    sparse_matrices()
    edge_lists()
    matrix_market()
    bomb()
