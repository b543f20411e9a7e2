"""What the worker hears: each verdict its own short sound; a desk without loudspeakers works in silence."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QLoggingCategory, QObject, QTimer, QUrl

from packstation.domain.scan import Verdict
from packstation.resources import resource

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QSoundEffect

_log = logging.getLogger(__name__)
MULTIMEDIA = "PySide6.QtMultimedia"
URGED = "urged"
"""What is heard when a buyer asks where the parcel is."""
UNASKED = (URGED,)
"""Sounds of what nobody scanned."""
_WAIT_MS = 400
"""So long such a sound lets an answer ring out."""


class Sounds(QObject):
    """Plays the sound of an outcome at once; a new one cuts the last one off."""

    def __init__(
        self, parent: QObject | None = None, *, volume: float = 0.9, module: str = MULTIMEDIA
    ) -> None:
        """Silent until ``load``.

        Args:
            parent: who owns it.
            volume: 0 (off) to 1.
            module: where Qt's sound support lives; it does not load on machines without the sound library.
        """
        super().__init__(parent)
        self.trouble = ""
        self.last = ""
        self.chimed = ""
        self._effects: dict[str, QSoundEffect] = {}
        self._volume = volume
        self._module = module

    @property
    def is_silent(self) -> bool:
        """Whether nothing can be heard."""
        return not self._effects

    def play(self, sound: str) -> None:
        """Let the worker hear an outcome, by the name of its sound; nothing is queued up."""
        for before in (self.last, self.chimed):
            if before in self._effects:
                self._effects[before].stop()
        self.last, self.chimed = sound, ""
        if sound in self._effects:
            self._effects[sound].play()

    def chime(self, sound: str) -> None:
        """Let the worker hear of something nobody scanned; it waits until an answer has rung out."""
        answer = self._effects.get(self.last)
        if answer is not None and answer.isPlaying():
            QTimer.singleShot(_WAIT_MS, self, lambda: self.chime(sound))
            return
        self.chimed = sound
        if sound in self._effects:
            self._effects[sound].play()

    def load(self) -> None:
        """Get the sounds ready; without library or device all stays silent and ``trouble`` says why."""
        if self._volume <= 0:
            return
        # a machine with no loudspeaker is no fault to be told on the terminal: the strip says it once
        QLoggingCategory.setFilterRules("qt.multimedia*.warning=false")
        try:
            # WORKAROUND: importing QtMultimedia needs libpulse on Linux, which a bare machine lacks
            multimedia = import_module(self._module)
        except ImportError as error:
            self._give_up("sound-library", error)
            return
        if multimedia.QMediaDevices.defaultAudioOutput().isNull():
            self._give_up("sound-device", "no audio output")
            return
        for sound in (*(verdict.value for verdict in Verdict), *UNASKED):
            effect = multimedia.QSoundEffect(self)
            effect.setSource(QUrl.fromLocalFile(str(resource("sounds", f"{sound}.wav"))))
            effect.setVolume(self._volume)
            self._effects[sound] = effect

    def _give_up(self, trouble: str, reason: object) -> None:
        self.trouble = trouble
        _log.info("no sound: %s", reason)
