"""Which key does what, and which keys the hint bar offers where. Keys that type are not among them."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from packstation.gui.hint_bar import Hint
from packstation.gui.work_lists import DIGITS
from packstation.words import Words


class Place(StrEnum):
    """What the window shows, as far as keys are concerned."""

    QUEUE = "queue"
    PACK = "pack"
    STOP = "stop"
    HELP = "help"
    SCANNER_TEST = "scanner-test"
    FIND = "find"
    IMPORT = "import"
    IMPORTED = "imported"


_Key = Qt.Key
PLAIN: dict[int, str] = {
    _Key.Key_F1: "help",
    _Key.Key_F2: "find",
    _Key.Key_F3: "hold",
    _Key.Key_F4: "reprint",
    _Key.Key_F5: "stock",
    _Key.Key_F6: "reveal",
    _Key.Key_F7: "quality",
    _Key.Key_F8: "waybill",
    _Key.Key_F9: "pretend",
    _Key.Key_F10: "settings",
    _Key.Key_F11: "tick",
    _Key.Key_F12: "print",
    _Key.Key_Escape: "leave",
    _Key.Key_Return: "open",
    _Key.Key_Enter: "open",
    _Key.Key_Up: "up",
    _Key.Key_Down: "down",
    _Key.Key_PageUp: "page-up",
    _Key.Key_PageDown: "page-down",
    _Key.Key_Home: "top",
    _Key.Key_End: "bottom",
    _Key.Key_Delete: "undo",
}
CONTROL: dict[int, str] = {
    _Key.Key_Z: "undo",
    _Key.Key_O: "import",
    _Key.Key_Q: "quit",
    _Key.Key_F: "find",
    _Key.Key_E: "code",
    _Key.Key_T: "teach",
    _Key.Key_G: "weight",
    _Key.Key_R: "address",
    _Key.Key_F11: "wishes",
    _Key.Key_K: "parcels",
    _Key.Key_P: "pick",
    _Key.Key_D: "exceptions",
    _Key.Key_J: "together",
    _Key.Key_H: "handover",
    _Key.Key_L: "jobs",
    _Key.Key_N: "connection",
}


def action_of(event: QKeyEvent) -> str | None:
    """The action behind a key, ``list:3`` for Alt and a digit; None when it means nothing here."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if (
        modifiers == Qt.KeyboardModifier.AltModifier
        and not event.modifiers() & Qt.KeyboardModifier.KeypadModifier
    ):
        sign = chr(event.key()) if event.key() <= ord("~") else ""
        return f"list:{sign}" if sign and sign in DIGITS else None
    if modifiers == Qt.KeyboardModifier.ControlModifier:
        return CONTROL.get(event.key())
    if modifiers == Qt.KeyboardModifier.NoModifier:
        return PLAIN.get(event.key())
    return None


_HINTS: dict[Place, tuple[tuple[str, str], ...]] = {
    Place.QUEUE: (
        ("F1", "help"),
        ("F2", "find"),
        ("F10", "settings"),
        ("Ctrl P", "pick"),
        ("Enter", "open"),
        ("Esc", "leave"),
    ),
    Place.PACK: (
        ("F1", "help"),
        ("F3", "hold"),
        ("F5", "stock"),
        ("F7", "quality"),
        ("F8", "waybill"),
        ("Ctrl Z", "undo"),
        ("Esc", "leave"),
    ),
    Place.STOP: (("Esc", "answer"),),
    Place.HELP: (("F1", "scanner-test"), ("Esc", "back")),
    Place.SCANNER_TEST: (("F5", "again"), ("Esc", "back")),
    Place.FIND: (("Enter", "open"), ("Esc", "back")),
    Place.IMPORT: (("Esc", "cancel"),),
    Place.IMPORTED: (("Esc", "back"),),
}
_ACTION_OF_HINT = {
    "back": "leave",
    "cancel": "leave",
    "answer": "leave",
    "scanner-test": "help",
    "again": "stock",
}
"""Hints whose key does in its place what another action is called."""


def hints(
    place: Place, words: Words, *, pretend: bool, extra: tuple[tuple[str, str], ...] = ()
) -> tuple[Hint, ...]:
    """The keys worth showing in a place; in the demo also the one that pretends to scan."""
    pairs = _HINTS[place]
    if place is Place.QUEUE:
        pairs = pairs[:-1]
    if pretend and place in (Place.QUEUE, Place.PACK):
        pairs = (*pairs[:-1], ("F9", "pretend"), pairs[-1])
    if extra:
        pairs = (*pairs[:-1], *extra, pairs[-1])
    return tuple(Hint(key, words(f"gui.key.{name}"), _ACTION_OF_HINT.get(name, name)) for key, name in pairs)
