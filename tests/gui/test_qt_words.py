from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from packstation.gui import qt_words


@pytest.mark.parametrize(("language", "word"), [("zh_CN", "取消"), ("zh_TW", "取消"), ("en", "Cancel")])
def test_qts_own_buttons_speak_the_desks_language(qapp: QApplication, language: str, word: str) -> None:
    assert qt_words.speak(qapp, language)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == word
    assert len(qapp.findChildren(qt_words.QtWords)) <= 2
    qt_words.speak(qapp, "en")
