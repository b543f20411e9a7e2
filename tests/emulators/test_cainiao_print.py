"""The emulated print component itself: the commands of the protocol, and its pictures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from websockets.sync.client import ClientConnection, connect

from tests.emulators.cainiao_print import Component, emulated
from tests.emulators.cainiao_print.sealing import print_data

NUMBER = "YT0000000000001"
DOCUMENT = {"documentID": NUMBER, "contents": [json.loads(print_data(NUMBER, {"routingInfo": "342-081-00"}))]}


@pytest.fixture
def component(tmp_path: Path) -> Iterator[Component]:
    with emulated(tmp_path / "printed") as running:
        yield running


def ask(call: ClientConnection, command: str, **fields: Any) -> dict[str, Any]:
    call.send(json.dumps({"cmd": command, "requestID": command, "version": "1.0", **fields}))
    told: dict[str, Any] = json.loads(call.recv(5))
    assert (told["cmd"], told["requestID"]) == (command, command)
    return told


def test_every_command_answers_with_its_name_and_its_request(component: Component) -> None:
    with connect(component.url, proxy=None) as call:
        assert ask(call, "getPrinters")["defaultPrinter"] == "Cainiao Label"
        wanted = {"name": "Office", "density": 12, "paperSize": {"width": 76, "height": 130}}
        assert ask(call, "setPrinterConfig", printer=wanted)["status"] == "success"
        assert ask(call, "getPrinterConfig", printer="Office")["printer"]["density"] == 12
        assert ask(call, "getPrinterConfig", printer="nobody")["status"] == "failed"
        assert ask(call, "setGlobalConfig", notifyOnTaskFailure=False)["status"] == "success"
        assert ask(call, "getGlobalConfig")["notifyOnTaskFailure"] is False
        assert ask(call, "getAgentInfo")["version"]
        assert ask(call, "getTaskStatus", taskID=["1"])["printStatus"] == []
        assert ask(call, "somethingElse")["status"] == "failed"


def test_a_task_is_answered_told_of_twice_and_drawn(component: Component) -> None:
    task = {"taskID": "7", "printer": "", "notifyType": ["render", "print"], "documents": [DOCUMENT]}
    with connect(component.url, proxy=None) as call:
        assert ask(call, "print", task=task)["status"] == "success"
        pushes = [json.loads(call.recv(5)) for _ in range(2)]
        assert [(push["cmd"], push["taskID"], push["taskStatus"]) for push in pushes] == [
            ("notifyPrintResult", "7", "rendered"),
            ("notifyPrintResult", "7", "printed"),
        ]
        assert ask(call, "getTaskStatus", taskID=["7"])["printStatus"][0]["taskStatus"] == "printed"
    [picture] = component.books.pictures
    [code] = zxingcpp.read_barcodes(Image.open(picture))
    assert code.text == NUMBER


@pytest.mark.parametrize("lacking", ["taskID", "documents", "notifyType"])
def test_a_task_that_lacks_something_is_refused(component: Component, lacking: str) -> None:
    task = {"taskID": "7", "notifyType": ["print"], "documents": [DOCUMENT], lacking: None}
    with connect(component.url, proxy=None) as call:
        assert ask(call, "print", task=task)["status"] == "failed"
    assert component.books.pictures == []
