"""How long the runs are, and what is told about them."""

from __future__ import annotations

import os
import sys

from tests.scanning.shift import Pace, Shift
from tests.scanning.station import Said

IS_FULL = os.environ.get("PACKSTATION_SOAK") == "full"
FULL = 10_000
LEAST_PER_S = 20
_EFFECTIVE = ("item-ok", "line-complete", "order-complete", "wish-ticked", "order-opened", "shipped")


def scans(small: int) -> int:
    """How many scans: few every day, all of them in a soak."""
    return FULL if IS_FULL else small


def orders(count: int) -> int:
    """Orders enough for so many scans."""
    return count // 8 + 25


def tell(name: str, shift: Shift, pace: Pace | None = None, figures: Said | None = None) -> None:
    """One paragraph for whoever reads the output; also a look at whether the run meant anything."""
    total, did = sum(shift.verdicts.values()), sum(shift.verdicts[verdict] for verdict in _EFFECTIVE)
    lines = [f"{name}, seed {shift.seed}: {total} scans, all as foretold, {did} of them moved an order on;"]
    if pace is not None and figures is not None:
        lines.append(f"  {pace.scans} undisturbed in {pace.seconds:.1f} s: {pace.rate:.1f} scans/s;")
        lines.append(
            "  last key to answer shown: median {} ms, 99 % within {} ms;".format(*figures["answer_ms"])
        )
        if figures["gap_ms"]:
            lines.append("  between two keys: median {} ms, 99 % within {} ms;".format(*figures["gap_ms"]))
    lines.append("  " + ", ".join(f"{count} {verdict}" for verdict, count in shift.verdicts.most_common()))
    sys.stdout.write("\n".join(lines) + "\n")
    assert did * 2 > total, "most scans of a day are right"
