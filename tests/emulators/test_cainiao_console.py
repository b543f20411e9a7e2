"""The emulated print component as a person plays it: started with one line, typed at, and the desk's link notices."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.sync.client import connect

from packstation.printers.cainiao import found
from tests.emulators.cainiao_print import Act, Component, emulated
from tests.emulators.cainiao_print.console import HELP, Console
from tests.emulators.test_cainiao_print import ask
from tests.printers.test_cainiao import NUMBER, SHORT, link_to, sent
from tests.program import TOP


@pytest.fixture
def component(tmp_path: Path) -> Iterator[Component]:
    with emulated(tmp_path / "printed") as running:
        yield running


@pytest.fixture
def console(component: Component) -> Console:
    return Console(component)


def test_printers_come_and_go(component: Component, console: Console) -> None:
    assert console.say("printers") == ["Cainiao Label: enable (the usual one)", "Office: enable"]
    console.say("add 标签机 二号")
    assert found(component.url, SHORT)[-1].endswith("标签机 二号")
    console.say("remove 标签机 二号")
    console.say("off Cainiao Label")
    link = link_to(component)
    assert link.trouble() is not None
    assert sent(link)[0] == "failed"
    console.say("on Cainiao Label")
    assert link.trouble() is None
    assert sent(link, "job-2") == ("printed", "")
    assert console.say("tasks") == [f"{NUMBER} on Cainiao Label: printed"]


def test_paper_runs_out_until_somebody_puts_some_in(component: Component, console: Console) -> None:
    console.say("paper out")
    link = link_to(component)
    for job in ("1", "2"):
        assert sent(link, job) == ("failed", "printer-paper-out")
    console.say("paper in")
    assert sent(link, "3") == ("printed", "")
    assert component.books.printed == [NUMBER]


def test_the_next_labels_meet_what_was_typed(component: Component, console: Console) -> None:
    assert console.say("next render-failed 2") == ["next: render-failed render-failed"]
    link = link_to(component)
    assert sent(link, "1")[0] == "failed"
    assert console.say("next none") == ["next: all goes well"]
    assert sent(link, "2") == ("printed", "")


def test_a_component_that_falls_over_in_mid_task_forgets_it(component: Component, console: Console) -> None:
    console.say("slow 30")
    told: list[tuple[str, str]] = []
    waits = threading.Thread(target=lambda: told.append(sent(link_to(component))))
    waits.start()
    while not component.books.tasks:
        assert waits.is_alive()
    before = component.url
    console.say("restart")
    waits.join(20)
    assert told
    assert told[0][0] == "unknown"
    assert component.url == before
    assert component.books.printed == []
    assert console.say("tasks")[0].endswith("forgotten")
    console.say("slow 0")
    assert sent(link_to(component), "again") == ("printed", "")
    assert component.books.printed == [NUMBER]


def test_a_component_that_does_not_run(component: Component, console: Console) -> None:
    console.say("stop")
    assert sent(link_to(component))[0] == "failed"
    console.say("start")
    assert sent(link_to(component)) == ("printed", "")


@pytest.mark.parametrize(
    "line", ["off", "off Nobody", "add", "add Office", "paper", "paper maybe", "slow x", "next", "next x", "next slow x"]
)  # fmt: skip
def test_nonsense_is_answered(console: Console, line: str) -> None:
    [told] = console.say(line)
    assert told.endswith("Type help.")
    assert console.say("what") == ["what? Type help."]


def test_the_help_names_every_verb_and_every_act(console: Console) -> None:
    assert console.say("help") == HELP.splitlines()
    assert set(console._verbs) <= set(re.findall(r"[a-z]+", HELP))
    assert {act for act in Act if act not in HELP} == {Act.OK}


def test_people_start_it_with_one_line(tmp_path: Path) -> None:
    program = [
        sys.executable,
        "-m",
        "tests.emulators.cainiao_print",
        "--port",
        "0",
        "--folder",
        str(tmp_path),
    ]
    with subprocess.Popen(
        program, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as started:
        try:
            assert started.stdout
            assert started.stdin
            lines = iter(started.stdout.readline, "")
            url = next(line.split()[1] for line in lines if line.strip().startswith("address"))
            with connect(url, proxy=None) as call:
                assert ask(call, "getPrinters")["printers"]
            started.stdin.write("paper out\n")
            started.stdin.flush()
            assert any("no paper" in line for line in lines)
            started.stdin.write("quit\n")
            started.stdin.flush()
            assert started.wait(20) == 0
        finally:
            started.kill()
