"""Orders and settings the tests of files share."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

from packstation.files import Defaults

CHINA = timezone(timedelta(hours=8))
DEFAULTS = Defaults("folder", "小店", timedelta(hours=48), CHINA)


def an_order(number: str = "4065712345678901234", **changes: object) -> dict[str, Any]:
    """An order as it stands in an order file."""
    line = {"line": f"{number}1", "sku": "TS-WHT-L", "title": "白色棉T恤", "quantity": 2, "price": "59.00"}
    order = {"number": number, "paid_at": "2026-11-22T20:01:33+08:00", "lines": [line]}
    return {**order, **changes}
