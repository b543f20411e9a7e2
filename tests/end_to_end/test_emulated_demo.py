"""``packstation demo`` over the emulators, each in a process of its own, as a person starts them."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.program import TOP, environment

PATIENCE_S = 90


class Emulator:
    """An emulator in a process of its own; ``address`` is what it prints."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address

    def say(self, line: str) -> str:
        """Type a line; gives the first line of its answer."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@contextlib.contextmanager
def started(name: str, last_line: str, *more: str) -> Iterator[Emulator]:
    """Start one by its name and read what it says of itself."""
    program = [sys.executable, "-m", f"tests.emulators.{name}", "--port", "0", *more]
    with subprocess.Popen(
        program, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment()
    ) as process:  # fmt: skip
        try:
            assert process.stdout
            told = ""
            while last_line not in told:
                line = process.stdout.readline()
                assert line, told
                told += line
            found = re.search(r"^  (?:gateway|address) +(\S+)", told, re.MULTILINE)
            assert found
            yield Emulator(process, found[1])
        finally:
            process.kill()


@pytest.fixture
def taobao() -> Iterator[Emulator]:
    with started("taobao", "Then type here", "--orders", "60", "--seed", "7") as one:
        yield one


@pytest.fixture
def component(tmp_path: Path) -> Iterator[Emulator]:
    with started("cainiao_print", "it printed", "--folder", str(tmp_path / "printed")) as one:
        yield one


def demo(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "packstation", "demo", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
        env=environment(**more),
    )


def has_rows(picture: Path) -> bool:
    """Whether something is written where the deadlines of the queue's first rows stand."""
    with Image.open(picture) as read:
        image = read.convert("L")
    wide, high = image.size
    assert (wide, high) == (1280, 800)
    rows = image.crop((wide * 19 // 100, high * 25 // 100, wide * 28 // 100, high * 42 // 100))
    lines = (rows.crop((0, y, rows.width, y + 1)).getextrema() for y in range(rows.height))
    return sum(darkest != lightest for darkest, lightest in lines) > rows.height // 5


def test_the_demo_paints_the_emulated_shops_orders(
    taobao: Emulator, component: Emulator, tmp_path: Path
) -> None:
    picture, secrets = tmp_path / "queue.png", "a-real-shops-secret"
    done = demo(
        "--taobao", taobao.address, "--cainiao", component.address, "--screenshot", str(picture),
        TMPDIR=str(tmp_path), PACKSTATION_TAOBAO_APP_SECRET=secrets, PACKSTATION_TAOBAO_SESSION=secrets,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert has_rows(picture)
    assert list(tmp_path.glob("packstation-demo-*")) == []
    asked = [taobao.say("calls")]
    assert "taobao.trade.fullinfo.get" in asked[0]


def test_a_gateway_without_its_path_is_enough_and_an_empty_shop_shows_no_rows(tmp_path: Path) -> None:
    picture = tmp_path / "queue.png"
    with started("taobao", "Then type here", "--orders", "0") as taobao:
        done = demo("--taobao", taobao.address.removesuffix("/router/rest"), "--screenshot", str(picture))
    assert (done.returncode, done.stderr) == (0, "")
    assert not has_rows(picture)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--taobao", "https://eco.taobao.com/router/rest"), "is not on this computer"),
        (("--taobao", "http://192.168.1.9:8101"), "is not on this computer"),
        (("--taobao", "http://127.0.0.1.example.com/router/rest"), "is not on this computer"),
        (("--taobao", "http://127.0.0.1@eco.taobao.com/router/rest"), "is not on this computer"),
        (("--taobao", "127.0.0.1:8101"), "cannot be called"),
        (("--taobao", "http://127.0.0.1:9/router/rest"), "Nothing answers"),
        (("--taobao", "http://127.0.0.1:9", "--cainiao", "wss://printers.example:13529"), "is not on this"),
        (("--taobao", "http://127.0.0.1:9", "--cainiao", "ws://192.168.1.9:13528"), "ws://localhost:13528"),
        (("--taobao", "http://127.0.0.1:9", "--cainiao", "ws://127.0.0.1:9"), "is not running"),
        (("--cainiao", "ws://127.0.0.1:13528"), "--taobao"),
    ],
)
def test_an_address_that_is_no_emulators_is_refused_in_a_sentence(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = demo(*arguments, "--screenshot", str(tmp_path / "x.png"), TMPDIR=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_something_else_at_the_address_is_not_taken_for_the_emulator(
    component: Emulator, tmp_path: Path
) -> None:
    other = component.address.replace("ws://", "http://")
    done = demo("--taobao", other, "--screenshot", str(tmp_path / "x.png"), "--language", "en")
    assert done.returncode == 1
    assert "is not the emulated Taobao" in done.stderr


def test_a_number_of_orders_and_somebody_elses_orders_exclude_each_other() -> None:
    assert demo("--orders", "5", "--taobao", "http://127.0.0.1:8101").returncode == 2


def everything(*arguments: str, **more: str) -> subprocess.Popen[str]:
    """Both emulators and the demo with one command."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.emulators", *arguments],
        cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env=environment(**more),
    )  # fmt: skip


def test_one_command_starts_all_three_and_hears_what_is_typed(tmp_path: Path) -> None:
    picture = tmp_path / "queue.png"
    with everything("--screenshot", str(picture), "--language", "en", TMPDIR=str(tmp_path)) as running:
        told, errors = running.communicate("urge 3757\nprinter paper out\n", timeout=PATIENCE_S)
    assert (running.returncode, errors) == (0, "")
    assert "urged" in told
    assert "no paper" in told
    assert has_rows(picture)
    assert [path.name for path in tmp_path.iterdir()] == ["queue.png"]


def test_quit_ends_the_window_and_leaves_nothing(tmp_path: Path) -> None:
    with everything(TMPDIR=str(tmp_path)) as running:
        told, errors = running.communicate("orders\nquit\n", timeout=PATIENCE_S)
    assert running.returncode == 0, errors
    assert "WAIT_SELLER_SEND_GOODS" in told
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []
