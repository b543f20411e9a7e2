"""What the print component may say, in any shape: nothing breaks, and nothing but its own word means printed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.printers.cainiao import Fate, _news, _printers, _status

TASK, REQUEST = "job-1", "r-1"
KEYS = st.sampled_from(
    ["cmd", "requestID", "taskID", "taskId", "taskStatus", "status", "printStatus", "detailStatus", "code", "msg",
     "detail", "printers", "defaultPrinter", "name"]
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "notifyPrintResult",
        "notifyDocResult",
        "print",
        TASK,
        REQUEST,
        "rendered",
        "failed",
        "success",
        "pending",
        "",
        "0",
    ]
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(KEYS, inside, max_size=6),
    max_leaves=20,
)
MESSAGES = st.dictionaries(KEYS, ANY, max_size=8)


@given(MESSAGES)
def test_no_message_breaks_anything_or_means_printed_without_the_word(message: dict[str, Any]) -> None:
    for heard in (_news(message, REQUEST, TASK), _status(message, TASK)):
        assert heard is None or heard.fate is not Fate.PRINTED
    names, default, off = _printers(message)
    assert off <= set(names)
    assert isinstance(default, str)


@given(MESSAGES, st.text(max_size=8).filter(lambda task: task != TASK))
def test_what_is_said_of_another_task_is_nothing_about_ours(message: dict[str, Any], other: str) -> None:
    said = {**message, "cmd": "notifyPrintResult", "taskStatus": "printed", "taskID": other}
    said.pop("taskId", None)
    assert _news(said, REQUEST, TASK) is None


@pytest.mark.parametrize(
    ("said", "fate"),
    [
        ({"taskID": TASK, "taskStatus": "printed"}, Fate.PRINTED),
        ({"taskID": TASK, "taskStatus": "PRINTED"}, Fate.PRINTED),
        ({"taskId": TASK, "status": "printed", "code": "0"}, Fate.PRINTED),
        ({"taskId": TASK, "status": "rendered", "code": 0}, Fate.RENDERED),
        ({"taskId": TASK, "status": "printed", "code": 7}, Fate.FAILED),
        (
            {"taskID": TASK, "taskStatus": "printed", "printStatus": [{"status": "failed", "msg": "缺纸"}]},
            Fate.FAILED,
        ),
        ({"taskID": TASK, "taskStatus": "failed", "printStatus": [{"detail": "卡纸"}]}, Fate.FAILED),
    ],
)
def test_a_push_in_each_of_its_shapes(said: dict[str, Any], fate: Fate) -> None:
    heard = _news({"cmd": "notifyPrintResult", **said}, REQUEST, TASK)
    assert heard
    assert heard.fate is fate


@pytest.mark.parametrize(
    ("one", "fate"),
    [
        ({"taskID": TASK, "taskStatus": "printed"}, Fate.PRINTED),
        ({"taskID": TASK, "detailStatus": [{"documentID": "1", "status": "success"}]}, Fate.DONE),
        (
            {"taskID": TASK, "detailStatus": [{"documentID": "1", "status": "failed", "msg": "x"}]},
            Fate.FAILED,
        ),
        ({"taskID": TASK, "taskStatus": "pending", "printStatus": [{"status": "success"}]}, None),
        ({"taskID": TASK, "detailStatus": []}, None),
        ({"taskID": "another", "taskStatus": "printed"}, None),
    ],
)
def test_the_answer_about_a_task_in_each_of_its_shapes(one: dict[str, Any], fate: Fate | None) -> None:
    heard = _status({"cmd": "getTaskStatus", "printStatus": [one]}, TASK)
    assert (heard.fate if heard else None) is fate
