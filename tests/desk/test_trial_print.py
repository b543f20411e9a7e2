"""A printer on trial: the page is true to size, its barcodes are read, and only the page printed last proves it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from packstation.desk import care
from packstation.desk.options import DeskOptions
from packstation.domain.scan import Verdict
from packstation.words import load
from tests.builders import make_desk
from tests.fakes import FakeLink
from tests.printers.readers import read_by_zbar, read_by_zxing

WORDS = load("zh_CN")


def test_the_page_printed_last_proves_the_printer(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    assert desk.scan("PKPROOF000001").facts["missing"] == "other-proof"
    first = desk.trial.plan(WORDS)
    assert desk.trial.act(first).is_on_its_way
    (label,) = (tmp_path / "labels").iterdir()
    assert read_by_zxing(Image.open(label).convert("L")) == {first.name}
    desk.clock.pass_time(seconds=3)  # type: ignore[attr-defined]  # the tests' clock
    second = desk.trial.plan(WORDS)
    assert desk.scan(first.name).facts["missing"] == "other-proof"
    assert desk.trial.proven_at() is None
    answer = desk.scan(second.name)
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.COMMAND_OK, "proven")
    assert desk.trial.proven_at() == desk.clock.now()
    (check,) = [check for check in care.checks(desk) if check.name == "printer"]
    assert check.reason == "proven"


@pytest.mark.parametrize("size", [(76, 130), (100, 150), (100, 180)])
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_both_barcodes_are_read_by_two_readers_and_the_edge_is_whole(
    tmp_path: Path, size: tuple[int, int], dpi: int
) -> None:
    desk = make_desk(tmp_path, options=DeskOptions(label_size=size, dpi=dpi))
    page = desk.trial.page("PKPROOF123456", WORDS).convert("L")
    wide, high = page.size
    between = round(0.645 * high)
    for half in (page.crop((0, 0, wide, between)), page.crop((0, between, wide, high))):
        assert read_by_zxing(half) == read_by_zbar(half) == {"PKPROOF123456"}
    for edge in ((0, 0, wide, 1), (0, high - 1, wide, high), (0, 0, 1, high), (wide - 1, 0, wide, high)):
        assert page.crop(edge).getextrema() == (0, 0)


def test_a_printer_that_does_not_print_is_told_in_words(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, link=FakeLink("failed"))
    tried = desk.trial.act(desk.trial.plan(WORDS))
    assert not tried.is_on_its_way
    assert tried.trouble is not None
    unknown = make_desk(tmp_path / "two", link=FakeLink("unknown"))
    assert not unknown.trial.act(unknown.trial.plan(WORDS)).is_on_its_way
