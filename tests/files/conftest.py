"""Files as shops write them, made by the tests themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from packstation.domain.intake import Batch
from packstation.files import read
from tests.files.making import DEFAULTS, check_sentences


@pytest.fixture
def read_bytes(tmp_path: Path) -> Callable[[str, bytes], Batch]:
    """Writes a file with these bytes and reads it."""

    def reading(name: str, data: bytes) -> Batch:
        path = tmp_path / name
        path.write_bytes(data)
        batch = read([path], DEFAULTS)
        check_sentences(batch)
        return batch

    return reading


@pytest.fixture
def read_json(read_bytes: Callable[[str, bytes], Batch]) -> Callable[..., Batch]:
    """Writes an order file with these lists and reads it."""

    def reading(**lists: object) -> Batch:
        return read_bytes("orders.json", json.dumps(lists, ensure_ascii=False).encode())

    return reading
