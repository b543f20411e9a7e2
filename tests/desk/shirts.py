"""The orders of shirts, their codes and numbers, that the tests of the desk scan."""

from __future__ import annotations

from packstation.domain.order import Line, Order
from tests.builders import make_order

ONE, TWO, THREE = "4000000000000000001", "4000000000000000002", "4000000000000000003"
SHIRT, CUP, BOOK = "6901234567892", "6909999999991", "9787020000012"
FIRST = "YT0000000000001"


def shirts(number: str = ONE, count: int = 2, **more: object) -> Order:
    """An order of this many shirts; ``more`` as in ``make_order``."""
    return make_order(number, Line(f"{number}1", "TS-L", count, "白色棉T恤", "L"), **more)  # type: ignore[arg-type]
