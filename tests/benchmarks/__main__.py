"""``python -m tests.benchmarks``: prints the table of ratios. Not a test: machines are noisy, ratios tell enough."""

from __future__ import annotations

import argparse
import sys

from tests.benchmarks import importing, scanning, window


def main() -> int:
    """Measure everything and print one line a ratio."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--quick", action="store_true", help="smaller numbers, to see that it runs")
    args = parser.parse_args()
    large = 5_000 if args.quick else 100_000
    rounds = 100 if args.quick else 400
    print("| measured in one run | median | yardstick | ratio | aim |")  # noqa: T201  (the table is what it is run for)
    print("|---|---|---|---|---|")  # noqa: T201  (the table is what it is run for)
    for line in (
        *scanning.lines(large, rounds),
        *window.lines(large),
        *importing.lines(1_000 if args.quick else 10_000),
    ):
        print(line)  # noqa: T201  (the table is what it is run for)
        sys.stdout.flush()
    return 0


sys.exit(main())
