"""The next thing to do, spoken, for eyes that stay on the goods. Off unless wanted, silent where it must."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any

from PySide6.QtCore import QLocale, QObject

_log = logging.getLogger(__name__)
SPEECH = "PySide6.QtTextToSpeech"


class Speech(QObject):
    """Says the newest text; what was still being said is cut off, nothing queues up."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        enabled: bool = False,
        language: str = "zh_CN",
        engine: str = "",
        module: str = SPEECH,
    ) -> None:
        """Silent until ``load``.

        Args:
            parent: who owns it.
            enabled: whether anything is said at all.
            language: whose voice is wanted.
            engine: which of Qt's engines; the system's own when empty.
            module: where Qt's speech lives; it does not load on machines without the sound library.
        """
        super().__init__(parent)
        self.trouble = ""
        self.last = ""
        self._enabled = enabled
        self._language = language
        self._engine = engine
        self._module = module
        self._voice: Any = None

    @property
    def is_silent(self) -> bool:
        """Whether nothing can be heard."""
        return self._voice is None

    def load(self) -> None:
        """Get a voice ready; without library, engine or voice all stays silent and ``trouble`` says why."""
        if not self._enabled:
            return
        try:
            # WORKAROUND: importing QtTextToSpeech needs libpulse on Linux, which a bare machine lacks
            speech = import_module(self._module)
        except ImportError as error:
            self._give_up("speech-library", error)
            return
        if not (self._engine or speech.QTextToSpeech.availableEngines()):
            self._give_up("speech-voice", "no engine")
            return
        voice = speech.QTextToSpeech(self._engine, self) if self._engine else speech.QTextToSpeech(self)
        wanted = QLocale(self._language)
        if not voice.availableVoices() or voice.state() == speech.QTextToSpeech.State.Error:
            self._give_up("speech-voice", "no voice")
            return
        if any(locale.language() == wanted.language() for locale in voice.availableLocales()):
            voice.setLocale(wanted)
        self._voice = voice

    def say(self, text: str) -> None:
        """Say this instead of whatever is being said; an empty text says nothing and cuts nothing off."""
        if not text or not self._enabled:
            return
        self.last = text
        if self._voice is not None:
            self._voice.stop()
            self._voice.say(text)

    def _give_up(self, trouble: str, reason: object) -> None:
        self.trouble = trouble
        _log.info("no speech: %s", reason)
