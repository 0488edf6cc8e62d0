"""Golden values for the tests of @disalign/core, from PyTorch in float64.

    python make_goldens.py --check          recompute every output from the file's own inputs; fail beyond 1e-12
    python make_goldens.py --draw SEED      draw new inputs and write the file anew

Needs torch 2.x and nothing else.
"""

import argparse
import json
import math
import sys
from pathlib import Path

from cases import CASES, class_weights_case
from inputs import draw_inputs

GOLDENS = Path(__file__).resolve().parents[2] / "packages/core/src/fixtures/goldens.json"
TOLERANCE = 1e-12


def numbers(value):
    """Every number in a nested value, in order."""
    if isinstance(value, dict):
        return [number for key in sorted(value) for number in numbers(value[key])]
    if isinstance(value, list):
        return [number for item in value for number in numbers(item)]
    return [value]


def worst_difference(actual, expected):
    """Largest difference relative to max(1, |expected|); infinite where a shape differs or a number is not finite."""
    actual, expected = numbers(actual), numbers(expected)
    if len(actual) != len(expected) or not all(map(math.isfinite, actual + expected)):
        return math.inf
    return max(abs(a - e) / max(1, abs(e)) for a, e in zip(actual, expected))


def check(goldens):
    """Returns the names of the outputs that differ, and prints the largest difference of each case."""
    jobs = [("classWeights", class_weights_case, case) for case in goldens["classWeights"]]
    jobs += [(name, compute, goldens[name]) for name, compute in CASES.items()]
    if set(goldens) != {"classWeights", *CASES}:
        raise SystemExit(f"{GOLDENS.name}: cases {sorted(goldens)} are not those of cases.py")
    worst = {}
    for name, compute, case in jobs:
        for field, value in compute(case).items():
            key = f"{name}.{field}"
            worst[key] = max(worst.get(key, 0), worst_difference(value, case[field]))
    for key, difference in worst.items():
        print(f"{key}: {difference:.1e}")
    return [key for key, difference in worst.items() if not difference <= TOLERANCE]


def make(seed):
    goldens = draw_inputs(seed)
    goldens["classWeights"] = [case | class_weights_case(case) for case in goldens["classWeights"]]
    for name, compute in CASES.items():
        goldens[name] |= compute(goldens[name])
    return goldens


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--check", action="store_true")
    action.add_argument("--draw", type=int, metavar="SEED")
    parser.add_argument("--file", type=Path, default=GOLDENS)
    arguments = parser.parse_args()
    if arguments.check:
        differing = check(json.loads(arguments.file.read_text()))
        if differing:
            sys.exit(f"differ by more than {TOLERANCE}: {', '.join(differing)}")
    else:
        arguments.file.write_text(json.dumps(make(arguments.draw)))


if __name__ == "__main__":
    main()
