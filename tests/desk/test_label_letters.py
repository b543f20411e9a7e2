"""A receiver with letters that no label can show: one sentence, the box waits, and goes once they are rewritten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.order import Receiver
from packstation.domain.print_jobs import JobState
from packstation.domain.scan import Verdict
from packstation.errors import BadInput
from packstation.words import load
from tests.builders import HOME, events, make_desk, scan_all
from tests.desk.shirts import FIRST, ONE, SHIRT, shirts
from tests.fakes import FakeLink

TIBETAN, RARE, PRIVATE = "བཀྲ་ཤིས", "\U0002a6a5", "\ue863"


def desk_for(folder: Path, receiver: Receiver, **options: bool) -> tuple[Desk, FakeLink]:
    link = FakeLink()
    order = shirts(ONE, 1, receiver=receiver)
    return make_desk(folder / "data", order, link=link, options=DeskOptions(**options)), link  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "signs"),
    [
        ({"name": f"{TIBETAN}"}, "བ ཀ ྲ ཤ ི"),
        ({"name": f"王{RARE}"}, RARE),
        ({"detail": f"{PRIVATE}家村3号"}, "U+E863"),
        ({"town": f"{RARE}镇"}, RARE),
    ],
)
def test_nothing_is_printed_and_the_sentence_names_them(
    tmp_path: Path, change: dict[str, str], signs: str
) -> None:
    desk, link = desk_for(tmp_path, replace(HOME, **change))
    packed = scan_all(desk, ONE, SHIRT)[-1]
    assert (events(packed)[-1], packed.state, link.sent) == ("label-failed", "packed", [])
    [job] = desk.printing.jobs(1)
    assert job.state is JobState.FAILED
    for language in ("zh_CN", "zh_TW", "en"):
        assert signs in load(language).say(packed)
    with pytest.raises(BadInput, match="label-signs"):
        desk.label_image(ONE)


def test_once_they_are_rewritten_the_label_comes_out(tmp_path: Path) -> None:
    desk, link = desk_for(tmp_path, replace(HOME, name=TIBETAN))
    scan_all(desk, ONE, SHIRT)
    desk.contacting.correct(ONE, replace(HOME, name="扎西"))
    assert desk.scan_and_print("PKPRINT").verdict is Verdict.LABEL_PRINTED
    assert len(link.sent) == 1


@pytest.mark.parametrize(
    "name", ["小明😀★", "\U00020bb7野家", "한국 Ωé あ", "龘靐齉\ufe00", "李\u202e明\u200d"]
)
def test_pictures_and_letters_that_can_be_shown_stop_nothing(tmp_path: Path, name: str) -> None:
    desk, link = desk_for(tmp_path, replace(HOME, name=name))
    scan_all(desk, ONE, SHIRT)
    assert link.sent == [f"{FIRST}.png"]


def test_what_is_masked_on_the_label_need_not_be_shown(tmp_path: Path) -> None:
    desk, link = desk_for(tmp_path, replace(HOME, name=f"王{RARE}"), mask_labels=True)
    scan_all(desk, ONE, SHIRT)
    assert link.sent == [f"{FIRST}.png"]
