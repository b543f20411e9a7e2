"""The real window over a real desk on a real X display, saying on stdout what happens: driven by real keystrokes.

Run as ``python -m tests.gui.real_window FOLDER``; every line is one JSON object.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from packstation.desk.workplace import Announcement
from packstation.domain.order import Line
from packstation.gui.window import Options, open_window
from packstation.words import load
from tests.builders import make_desk, make_order

TITLE = "real-window"
ORDER = "4065712345678900001"


def say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def told(news: Announcement) -> None:
    if news.answer is not None:
        say(code=news.answer.code, verdict=news.answer.verdict, got=news.answer.got)


def main(folder: Path) -> int:
    app = QApplication([])
    desk = make_desk(folder, make_order(ORDER, Line("1", "TS-L", 99, "白色棉T恤", "L")))
    desk.listen(told)
    window = open_window(desk, load("zh_CN"), Options(sound=False))
    window.setWindowTitle(TITLE)
    window.queue.find_bar.field.textChanged.connect(lambda text: say(field=text))
    window.show()
    QTimer.singleShot(0, lambda: say(ready=True))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
