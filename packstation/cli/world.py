"""What the command line is given to work with by the program's root."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from packstation.desk.desk import Desk
from packstation.devices.ports import Port
from packstation.settings import Settings
from packstation.words import Words


@dataclass(frozen=True, slots=True)
class World:
    """The data directory, the settings, the words, and how to open the desk.

    ``writing`` opens it as the one program that changes things, ``reading`` beside a running one;
    ``ports`` gives the serial ports there are.
    """

    folder: Path
    settings: Settings
    words: Words
    writing: Callable[[], AbstractContextManager[Desk]]
    reading: Callable[[], AbstractContextManager[Desk]]
    ports: Callable[[], list[Port]]


def put(value: Any) -> None:
    """One JSON object on a line of its own, at once."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


def tell(sentence: str) -> None:
    """A sentence for the person at the terminal; results go elsewhere."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def say(line: str) -> None:
    """A line of the result."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
