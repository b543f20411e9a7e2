"""What the README's walk to one's own Vendure shop tells to write can be read as it stands there."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from packstation import files
from packstation.domain.intake import Carrier, WaybillNumber
from packstation.settings import load
from tests.project.checkout import readme


def chapter() -> str:
    """The chapter about Vendure."""
    return readme().partition("## A shop on Vendure")[2].partition("\n## ")[0]


def test_the_settings_of_the_walk(tmp_path: Path) -> None:
    told = re.search(r"```toml\n(.*?)```", chapter(), re.DOTALL)
    assert told
    path = tmp_path / "packstation.toml"
    path.write_text(textwrap.dedent(told[1]), encoding="utf-8")
    settings = load(path)
    assert (settings["platform.kind"], settings["platform.shop"]) == ("vendure", "Mugs & More")
    assert settings["platform.url"].endswith("/admin-api")


def test_the_numbers_of_the_walk(tmp_path: Path) -> None:
    told = re.search(r'`(\{"carriers".*?\})`', chapter(), re.DOTALL)
    assert told
    path = tmp_path / "numbers.json"
    path.write_text(told[1], encoding="utf-8")
    batch = files.read([path], files.Defaults())
    assert batch.rejects == ()
    assert {type(record) for _, record in batch.records} == {Carrier, WaybillNumber}
