"""A sheet whose answer may take a lead's badge: it is scanned while the sheet is open."""

from __future__ import annotations

from packstation.domain.scan import Command, clean, command_of
from packstation.gui.sheet import Sheet


class BadgeAsking:
    """Keeps the badge that was shown for one sheet."""

    def __init__(self, sheet: Sheet, area: str) -> None:
        """Ask on this sheet; ``area`` holds its sentences ``badge`` and ``badge-seen``."""
        self._sheet = sheet
        self._area = area
        self.badge = ""

    def take_scan(self, code: str) -> bool:
        """A badge is kept; anything else is not."""
        command = command_of(clean(code))
        if command is None or command[0] is not Command.USER:
            return False
        self.badge = command[1]
        self._sheet.say(self._sheet.words(f"{self._area}.badge-seen", badge=self.badge), colour="muted")
        return True

    def is_shown(self) -> bool:
        """Whether a badge was shown; where not, the sheet asks for it."""
        if not self.badge:
            self._sheet.say(self._sheet.words(f"{self._area}.badge"))
        return bool(self.badge)

    def forget(self) -> None:
        """It was of no use."""
        self.badge = ""
