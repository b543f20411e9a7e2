"""Orders and settings the tests of files share."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

from packstation.domain.intake import Batch
from packstation.files import Defaults
from packstation.words import LANGUAGES, load

CHINA = timezone(timedelta(hours=8))
DEFAULTS = Defaults("folder", "小店", timedelta(hours=48), CHINA)


def an_order(number: str = "4065712345678901234", **changes: object) -> dict[str, Any]:
    """An order as it stands in an order file."""
    line = {"line": f"{number}1", "sku": "TS-WHT-L", "title": "白色棉T恤", "quantity": 2, "price": "59.00"}
    order = {"number": number, "paid_at": "2026-11-22T20:01:33+08:00", "lines": [line]}
    return {**order, **changes}


def check_sentences(batch: Batch) -> None:
    """Every reject can be said in every language, with nothing left out of its sentence."""
    for language in LANGUAGES:
        words = load(language)
        for reject in batch.rejects:
            key = f"files.{reject.reason}"
            assert key in words, key
            known = {name: value for name, value in (("column", reject.column), *reject.data) if value}
            assert words.gaps(key) <= {"file", "row", *known}, (key, known)
