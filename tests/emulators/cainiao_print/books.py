"""What the component knows: its printers, how they are set up, and every task it was given."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.emulators.cainiao_print.acts import Act
from tests.emulators.cainiao_print.paper import picture_of

Message = dict[str, Any]

SETUP: Mapping[str, Any] = {
    "needTopLogo": False,
    "needBottomLogo": False,
    "horizontalOffset": 0,
    "verticalOffset": 0,
    "forceNoPageMargins": True,
    "paperSize": {"width": 100, "height": 150},
    "autoPageSize": False,
    "orientation": 0,
    "autoOrientation": False,
    "scale": 100,
    "speed": 4,
    "dpi": 203,
    "density": 8,
}
"""How a printer is set up at first (wire.md §4.9)."""


ON, OFF = "enable", "disable"
"""What the component says of a printer that is there."""


@dataclass
class PrinterOf:
    """One printer of the system the component runs on."""

    name: str
    status: str = ON
    setup: dict[str, Any] = field(default_factory=lambda: dict(SETUP))


@dataclass
class Task:
    """One print task: ``status`` is pending, rendered, printed or failed."""

    id: str
    printer: str
    documents: list[Message]
    status: str = "pending"
    detail: str = ""
    forgotten: bool = False
    lost: bool = False
    """Whether it went down with the component and is never printed."""
    waits: bool = False
    """Whether it is printed only once somebody has asked for it."""

    @property
    def told(self) -> str:
        """What became of it, for people."""
        words = self.status + (f", {self.detail}" if self.detail else "")
        return words + (", forgotten" if self.forgotten else "")


class Books:
    """Everything that is asked of the component in the end, by tests and by ``getTaskStatus``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.printers = [PrinterOf("Cainiao Label"), PrinterOf("Office")]
        self.default = "Cainiao Label"
        self.tasks: list[Task] = []
        self.script: list[Act] = []
        self.heard: list[Message] = []
        self.notify_on_failure = True
        self.has_paper = True
        self.seconds = 0.0
        """How long every label takes."""
        self.silent = False
        """Whether it takes calls and answers nothing."""
        self.lock, self.printing = threading.Lock(), threading.Lock()
        self.taken = threading.Event()
        self.quickly = threading.Event()
        """Ends every slow task at once."""

    def next_act(self) -> Act:
        """The fate of the next print command."""
        with self.lock:
            if self.script:
                return self.script.pop(0)
            return Act.OK if self.has_paper else Act.OUT_OF_PAPER

    def printer(self, name: str) -> PrinterOf | None:
        """The printer of this name; the default one without."""
        wanted = name or self.default
        return next((printer for printer in self.printers if printer.name == wanted), None)

    def take(self, task: Message) -> Task:
        """Write a task down, before anything comes out of a printer."""
        taken = Task(str(task["taskID"]), str(task.get("printer") or self.default), list(task["documents"]))
        with self.lock:
            self.tasks.append(taken)
        self.taken.set()
        return taken

    def until_taken(self) -> None:
        """Come back once there is a task."""
        assert self.taken.wait(20)

    def print(self, task: Task) -> None:
        """Let every document of a task come out, a picture in the folder; nothing of one that was lost."""
        with self.printing:
            if task.lost:
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            for document in task.documents:
                place = self.folder / f"{len(self.pictures) + 1:04d}-{_plain(document['documentID'])}.png"
                picture_of(document, task.printer).save(place)
            task.status = "printed"

    def forget(self) -> None:
        """The component is started anew: of what was not printed yet it knows nothing any more."""
        with self.printing:
            for task in self.tasks:
                if task.status not in ("printed", "failed"):
                    task.forgotten = task.lost = True

    @property
    def pictures(self) -> list[Path]:
        """What came out, in order."""
        return sorted(self.folder.glob("*.png"))

    @property
    def printed(self) -> list[str]:
        """The ids of all documents that came out, in order."""
        return [place.stem.partition("-")[2] for place in self.pictures]

    def known(self, task_id: str) -> Task | None:
        """The last task of this id, unless it was forgotten."""
        found = [task for task in self.tasks if task.id == task_id and not task.forgotten]
        return found[-1] if found else None


def _plain(text: object) -> str:
    """A file name without folders."""
    return "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in str(text))[:60]
