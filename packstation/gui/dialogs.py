"""The windows over the window: when each opens, and what its answer does at the desk."""

from __future__ import annotations

from PySide6.QtCore import QObject

from packstation.desk.desk import Desk
from packstation.gui.main_window import MainWindow
from packstation.gui.session import Session


class Dialogs(QObject):
    """Opens them, at most one at a time."""

    def __init__(self, desk: Desk, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._session = session

    def hold(self) -> None:
        pass

    stock = quality = waybill = settings = hold

    def review(self, number: str) -> None:
        pass
