"""The component for people: ``python -m tests.emulators.cainiao_print --port 13528``.

Set ``[printers.label] link = "cainiao:ws://localhost:13528"``; what it prints is a picture in a folder.
"""

from __future__ import annotations

import argparse
import contextlib
import threading
from pathlib import Path

from tests.emulators.cainiao_print import Act, emulated


def main() -> None:
    """Listen until Ctrl C."""
    parser = argparse.ArgumentParser(prog="python -m tests.emulators.cainiao_print", description=__doc__)
    parser.add_argument("--port", type=int, default=13528)
    parser.add_argument("--folder", type=Path, default=Path("cainiao-printed"), help="where pictures go")
    parser.add_argument(
        "--act",
        action="append",
        default=[],
        choices=list(Act),
        help="fate of the next print command; repeatable",
    )
    args = parser.parse_args()
    with emulated(args.folder, *map(Act, args.act), port=args.port) as component:
        print(f"{component.url} → {args.folder.absolute()}", flush=True)  # noqa: T201  (a program for people)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
