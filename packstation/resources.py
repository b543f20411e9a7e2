"""Where the program's own words, sounds and icons lie: beside the package, or in the built program."""

from __future__ import annotations

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of one of the program's own files, e.g. ``resource("sounds", "stop.wav")``."""
    built = getattr(sys, "_MEIPASS", None)
    top = Path(built) if built else Path(__file__).resolve().parent.parent
    return top.joinpath("resources", *parts)
