"""Labels nobody knows about: scanning one settles it, a reprint prints no other, the words name what works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.domain.order import Printed
from packstation.domain.print_jobs import JobState
from packstation.domain.scan import Verdict
from packstation.words import load
from tests.builders import events, make_desk, scan_all, verdicts
from tests.desk.shirts import FIRST, ONE, SHIRT, shirts
from tests.fakes import FakeLink

SECOND = "YT0000000000002"


def two_boxes(folder: Path, *outcomes: str) -> tuple[Desk, FakeLink]:
    """An order packed into two boxes, whose labels met with this."""
    link = FakeLink(*outcomes)
    desk = make_desk(folder / "data", shirts(ONE, 2), link=link)
    scan_all(desk, ONE, SHIRT, "PKNEXTBOX", SHIRT)
    return desk, link


def labels(desk: Desk) -> list[tuple[Printed, int]]:
    view = desk.view(ONE)
    assert view
    return [(box.label, box.prints) for box in view.order.parcels]


def test_two_labels_that_both_came_out_are_each_settled_by_a_scan(tmp_path: Path) -> None:
    desk, link = two_boxes(tmp_path, "unknown", "unknown")
    found = desk.scan(FIRST)
    assert (found.verdict, found.facts["missing"]) == (Verdict.COMMAND_OK, "label-found")
    assert (events(found), found.state) == (["label-printed"], "packed")
    assert labels(desk) == [(Printed.PRINTED, 1), (Printed.UNKNOWN, 1)]
    assert [job.state for job in desk.printing.jobs(9)] == [JobState.UNKNOWN, JobState.PRINTED]
    assert verdicts(scan_all(desk, SECOND, FIRST)) == ["command-ok", "shipped"]
    assert len(link.sent) == 2


def test_a_label_found_a_second_time_says_what_the_other_box_waits_for(tmp_path: Path) -> None:
    desk, _ = two_boxes(tmp_path, "unknown", "unknown")
    again = scan_all(desk, FIRST, FIRST)[-1]
    assert (again.verdict, again.facts["missing"]) == (Verdict.NOT_READY, "label-unknown")


def test_no_box_is_handed_out_while_the_label_of_another_is_in_doubt(tmp_path: Path) -> None:
    desk, _ = two_boxes(tmp_path, "unknown", "unknown")
    scan_all(desk, "PKEXIT", "PKHANDOVER")
    assert desk.scan(FIRST).facts["missing"] == "label-found"
    handover = desk.handing_over.handover()
    assert handover
    assert handover.taken == ()
    assert verdicts(scan_all(desk, SECOND, FIRST)) == ["handed-over", "handed-over"]


def test_beside_a_label_that_failed_the_one_in_doubt_is_settled_too(tmp_path: Path) -> None:
    desk, _ = two_boxes(tmp_path, "failed", "unknown")
    assert desk.scan(SECOND).facts["missing"] == "label-found"
    answers = scan_all(desk, "PKPRINT", FIRST, SECOND)
    assert verdicts(answers) == ["label-printed", "command-ok", "shipped"]


@pytest.mark.parametrize("code", ["PKREPRINT", "key"])
def test_a_reprint_of_the_label_in_doubt_prints_no_second_one_of_the_other(tmp_path: Path, code: str) -> None:
    desk, link = two_boxes(tmp_path, "sent", "unknown")
    answer = desk.at_once(desk.reprint("lost")) if code == "key" else desk.scan_and_print(code)
    assert answer.verdict is Verdict.LABEL_PRINTED
    assert link.sent == [f"{FIRST}.png", f"{SECOND}.png", f"{SECOND}-2.png"]
    assert labels(desk) == [(Printed.PRINTED, 1), (Printed.PRINTED, 2)]


def test_a_reprint_with_no_doubt_left_is_of_every_box(tmp_path: Path) -> None:
    desk, link = two_boxes(tmp_path)
    scan_all(desk, "PKREPRINT")
    assert link.sent[2:] == [f"{FIRST}-2.png", f"{SECOND}-2.png"]


def test_a_reprint_in_doubt_that_is_scanned_counts_once_and_is_settled_on_the_box(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), link=FakeLink("sent", "unknown"))
    answers = scan_all(desk, SHIRT, "PKREPRINT", FIRST)
    assert verdicts(answers)[1:] == ["label-unknown", "shipped"]
    assert labels(desk) == [(Printed.PRINTED, 2)]


@pytest.mark.parametrize(
    ("before", "works"), [("sent", "PKREPRINT"), ("unknown", "PKREPRINT"), ("failed", "PKPRINT")]
)
@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_after_a_label_that_failed_the_code_that_is_named_prints_it(
    tmp_path: Path, before: str, works: str, language: str
) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), link=FakeLink(before, "failed"))
    answer = scan_all(desk, SHIRT, works)[-1]
    assert answer.verdict is Verdict.LABEL_FAILED
    assert re.findall(r"PK[A-Z]+", load(language).say(answer)) == [works]
    assert desk.scan_and_print(works).verdict is Verdict.LABEL_PRINTED


@pytest.mark.parametrize(("outcome", "code"), [("unknown", "PKREPRINT"), ("failed", "PKPRINT")])
@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_the_scan_that_packs_it_says_what_became_of_its_label_and_what_to_do(
    tmp_path: Path, outcome: str, code: str, language: str
) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), link=FakeLink(outcome))
    said = load(language).say(scan_all(desk, SHIRT)[-1])
    assert FIRST in said
    assert re.findall(r"PK[A-Z]+", said) == [code]
