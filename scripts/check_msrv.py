#!/usr/bin/env python3
"""Checks that the stated minimum version of Rust is enough for every dependency.

Walks the resolved dependencies of the workspace, as Cargo.lock has them, and compares the version that
each states with `rust-version` of the workspace. Fails if a dependency needs more: one that users
compile (normal and build dependencies), or one that only tests and benchmarks need.

usage: check_msrv.py            (needs cargo; run it anywhere in the workspace)
"""
import json
import subprocess
import sys


def version(text):
    """(1, 89, 0) for "1.89"; no statement is no demand."""
    parts = [int(part) for part in (text or "0").split("-")[0].split(".")]
    return tuple(parts + [0] * (3 - len(parts)))


def reachable(nodes, roots, members):
    """Packages that the roots need; development dependencies do not count."""
    found, open_ = set(), list(roots)
    while open_:
        package = open_.pop()
        if package in found:
            continue
        found.add(package)
        for dependency in nodes[package]["deps"]:
            if any(kind["kind"] in (None, "build") for kind in dependency["dep_kinds"]):
                open_.append(dependency["pkg"])
    return found - members


def main():
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    metadata = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    members = set(metadata["workspace_members"])

    stated = {packages[member]["rust_version"] for member in members}
    if len(stated) != 1 or None in stated:
        sys.exit(f"the crates of the workspace state different versions of Rust: {stated}")
    stated = stated.pop()

    shipped = reachable(nodes, members, members)
    too_new = []
    for kind, group in [
        ("normal and build", shipped),
        ("development", set(nodes) - shipped - members),
    ]:
        needs = sorted(
            (version(packages[i]["rust_version"]), packages[i]["name"], packages[i]["version"])
            for i in group
        )
        highest = needs[-1][0]
        names = [f"{name} {release}" for need, name, release in needs if need == highest]
        silent = sum(need == (0, 0, 0) for need, _, _ in needs)
        print(f"{kind} dependencies: {len(needs)}, {silent} without a statement")
        print(f"  most is needed by {', '.join(names)}: {'.'.join(map(str, highest))}")
        too_new += [f"{n} {r}" for need, n, r in needs if need > version(stated)]
    print(f"stated: {stated}")
    if too_new:
        sys.exit(f"rust-version = {stated} is not enough for {', '.join(too_new)}")


if __name__ == "__main__":
    main()
