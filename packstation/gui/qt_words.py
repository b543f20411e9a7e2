"""Qt's own words (file dialog, buttons) in the desk's language."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

_NAME = "qtbase"


class QtWords(QTranslator):
    """The translation in force; a newer one takes its place."""


def speak(app: QApplication, language: str) -> bool:
    """Let Qt's own dialogs speak this language; gives whether Qt knows it. English needs nothing."""
    for old in app.findChildren(QtWords):
        app.removeTranslator(old)
        old.deleteLater()
    translator = QtWords(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    known = translator.load(f"{_NAME}_{language}", folder)
    if known:
        app.installTranslator(translator)
    return known
