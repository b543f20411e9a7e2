"""The component for people: ``python -m tests.emulators.cainiao_print --port 13528``.

Set ``[printers.label] link = "cainiao:ws://localhost:13528"``; what it prints is a picture in a folder.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from tests.emulators.cainiao_print import CERTIFICATE, Act, emulated
from tests.emulators.cainiao_print.console import Console

GREETING = """Cainiao's print component, emulated; a picture of everything it prints: {folder}

  address     {url}

In packstation.toml:

  [printers.label]
  link = "cainiao:{url}"

Then type here what happens to the printer: "paper out", "slow 10", "restart", "next render-failed"; "tasks" shows what
it printed, "help" says more.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Listen until "quit" or Ctrl C; when nothing more can be typed it goes on."""
    parser = argparse.ArgumentParser(prog="python -m tests.emulators.cainiao_print", description=__doc__)
    parser.add_argument("--port", type=int, default=13528, help="0: the system chooses")
    parser.add_argument("--folder", type=Path, default=Path("cainiao-printed"), help="where pictures go")
    parser.add_argument(
        "--act",
        action="append",
        default=[],
        choices=list(Act),
        help="fate of the next print command; repeatable",
    )
    told = f"encrypted; the desk trusts it with SSL_CERT_FILE={CERTIFICATE.name} of this package"
    parser.add_argument("--secure", action="store_true", help=told)
    args = parser.parse_args(argv)
    acts = map(Act, args.act)
    with (
        emulated(args.folder, *acts, port=args.port, secure=args.secure) as component,
        contextlib.suppress(KeyboardInterrupt),
    ):
        _say(GREETING.format(url=component.url, folder=args.folder.absolute()))
        console = Console(component)
        for line in sys.stdin:
            if line.strip().lower() in ("quit", "exit"):
                return 0
            for answer in console.say(line):
                _say(f"{answer}\n")
        threading.Event().wait()
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
