"""An unknown code is taught to the goods it stands on; where it takes a lead, their badge is scanned."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from packstation.domain.scan import Command, clean, command_of
from packstation.gui.fields import Choices, Option, Segments
from packstation.gui.fonts import Size
from packstation.gui.sheet import Sheet
from packstation.gui.text import PlainLabel
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.words import Words

UNITS = (1, 2, 3, 5, 6, 10, 12, 20, 24)
"""How many units usual codes of packs count."""
_LONGEST = 44
_TAIL = 12
Goods = Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a sheet needs to teach a code.

    ``code`` as it was read; ``likely`` the goods it may stand on (SKU, title, spec); ``find`` gives more for
    a typed text; ``skus_of`` what a scanned code means; ``teach`` gets code, SKU, units and badge and gives
    a sentence when it was refused; ``may_teach`` whether the packer may without a lead.
    """

    code: str
    likely: Goods
    find: Callable[[str], Goods]
    skus_of: Callable[[str], tuple[str, ...]]
    teach: Callable[[str, str, int, str], str]
    may_teach: bool


class TeachSheet(Sheet):
    """Choose the goods, or scan another code of them; then how many units; Ctrl+Enter."""

    def __init__(self, words: Words, colours: Colours, host: QWidget, lesson: Lesson) -> None:
        """Ask what the code stands on.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            lesson: the code and what is known around it.
        """
        super().__init__(words, colours, host, words("hand.teach.title"), width=860)
        self._lesson = lesson
        self._badge = ""
        self.describe(words("hand.teach.about"))
        self.code = PlainLabel(visible(lesson.code), size=Size.TITLE, bold=True, wrap=True)
        self.body.addWidget(self.code)
        self.goods = Choices(colours, ())
        self.add_field(self.goods)
        self.search = TextField(colours, words("hand.teach.search"), hint=words("hand.teach.search-hint"))
        self.add_field(self.search)
        units = tuple(Option(str(count), str(count)) for count in UNITS)
        self.units = Segments(colours, words("hand.teach.units"), units)
        self.add_field(self.units)
        self.search.changed.connect(self._look)
        self._offer(lesson.likely)
        self.add_closing(words("hand.teach.confirm"))
        if not lesson.may_teach:
            self.say(words("hand.teach.badge"), colour="muted")

    def _offer(self, goods: Goods) -> None:
        options = (
            Option(sku, f"{title or sku} {spec}".strip() + f"  ·  {sku}") for sku, title, spec in goods
        )
        self.goods.show_options(tuple(options))
        self.refit()

    def _look(self) -> None:
        """Goods that fit what was typed; the likely ones when nothing is."""
        text = self.search.value
        self._offer(self._lesson.find(text) if text else self._lesson.likely)

    def take_scan(self, code: str) -> bool:
        """A badge gives a lead's right, a code of goods chooses them; anything else is not for this sheet."""
        command = command_of(clean(code))
        if command is not None and command[0] is Command.USER:
            self._badge = command[1]
            self.say(self.words("hand.teach.badge-seen", badge=self._badge), colour="muted")
            return True
        skus = self._lesson.skus_of(code)
        if len(skus) != 1:
            return False
        found = [goods for goods in self._lesson.likely if goods[0] == skus[0]]
        self._offer(found or [goods for goods in self._lesson.find(skus[0]) if goods[0] == skus[0]])
        return True

    def confirm(self) -> None:
        """Teach it; where that is refused the sheet stays and says why."""
        if not self.goods.value:
            self.say(self.words("hand.teach.no-goods"))
            return
        if not self._lesson.may_teach and not self._badge:
            self.say(self.words("hand.teach.badge"))
            return
        refused = self._lesson.teach(self._lesson.code, self.goods.value, int(self.units.value), self._badge)
        if refused:
            self._badge = ""
            self.say(refused)
        else:
            self.close_sheet()


def visible(code: str) -> str:
    """A code as it can be read: signs nobody sees by their number, the middle of a long one left out."""
    shown = "".join(
        sign if sign.isprintable() and unicodedata.category(sign) != "Zs" else _named(sign) for sign in code
    )
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - _TAIL]} … {shown[-_TAIL:]}"


def _named(sign: str) -> str:
    """A sign nobody sees, as scanners' manuals name it."""
    names = {"\x1d": "‹GS›", " ": "␣", "\r": "‹CR›", "\n": "‹LF›", "\t": "‹TAB›"}
    return names.get(sign, f"‹{ord(sign):X}›")
