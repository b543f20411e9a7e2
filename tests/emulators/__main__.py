"""``python -m tests.emulators``: an emulated Taobao, an emulated print component, and the demo's window over both.

They listen on ports of the system's choice and end with the window. What is typed meanwhile is what buyers do;
lines that begin with "printer" are for the print component.
"""

from __future__ import annotations

import argparse
import contextlib
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from tests.emulators import cainiao_print, taobao
from tests.emulators.cainiao_print.console import Console as PrinterConsole
from tests.emulators.taobao.console import Console
from tests.emulators.taobao.faults import CHANCES, Script
from tests.emulators.taobao.life import Life
from tests.emulators.taobao.shop import Shop

PATIENCE_S, LOOK_S = 10, 0.2
GREETING = """
Taobao         {gateway}
print component {component}, prints into {folder}

The window opens. F9 there scans what a packer would scan next. Type here what buyers do meanwhile, with the last
digits of an order as the window shows them:

  refund 3757 · cancel 3757 · urge 3757 · change 3757 · new        help: everything
  printer paper out · printer restart                              printer help: everything

"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run both and the demo until its window is closed, or "quit"; gives the demo's exit code."""
    told, rest = _options().parse_known_args(argv)
    life = Life(Shop(), told.seed)
    life.before(told.orders)
    script = Script(chances=CHANCES[told.faults], seed=told.seed)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with (
        tempfile.TemporaryDirectory(prefix="packstation-printed-", ignore_cleanup_errors=True) as name,
        taobao.emulated(life.shop, script) as platform,
        cainiao_print.emulated(told.printed or Path(name)) as component,
    ):
        _say(
            GREETING.format(
                gateway=platform.gateway, component=component.url, folder=component.books.folder.absolute()
            )
        )
        addresses = ["--taobao", platform.gateway, "--cainiao", component.url]
        demo = subprocess.Popen(
            [sys.executable, "-m", "packstation", "demo", *addresses, *rest], stdin=subprocess.DEVNULL
        )
        over = threading.Event()
        shop, printer = Console(life, script, platform.listening), PrinterConsole(component)
        quit_typed = threading.Event()
        threading.Thread(target=_listen, args=(shop, printer, quit_typed), daemon=True).start()
        if told.life:
            threading.Thread(target=_live, args=(life, told.life, over), daemon=True).start()
        try:
            while not quit_typed.is_set():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    return demo.wait(LOOK_S)
        except KeyboardInterrupt:
            return 128 + signal.SIGINT
        finally:
            over.set()
            _end(demo)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.emulators", description=__doc__, epilog="Anything else is told to the demo.",
        allow_abbrev=False,
    )  # fmt: skip
    parser.add_argument("--orders", type=int, default=200, help="orders of the last 20 hours")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", choices=sorted(CHANCES), default="none")
    parser.add_argument(
        "--life", type=float, default=0.0, metavar="SECONDS", help="one event so often, by itself"
    )
    parser.add_argument(
        "--printed", type=Path, metavar="FOLDER", help="keep the pictures of what was printed there"
    )
    return parser


def _listen(shop: Console, printer: PrinterConsole, quit_typed: threading.Event) -> None:
    """Lines until the last one; the window goes on without."""
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word.lower() in ("quit", "exit"):
            quit_typed.set()
            return
        for answer in printer.say(rest or "help") if word.lower() == "printer" else shop.say(line):
            _say(f"{answer}\n")


def _live(life: Life, every: float, over: threading.Event) -> None:
    """Things happen by themselves, and are told."""
    while not over.wait(every):
        if what := life.step():
            _say(f"{what}\n")


def _end(demo: subprocess.Popen[bytes]) -> None:
    """The window goes with the emulators."""
    if demo.poll() is None:
        demo.terminate()
        try:
            demo.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            demo.kill()


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
