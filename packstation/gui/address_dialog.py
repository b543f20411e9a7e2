"""Correcting a receiver: the buyer's answer pasted whole, or part by part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from packstation.domain.address import read_message
from packstation.domain.order import Finding, Receiver
from packstation.gui import fonts
from packstation.gui.lines_of_text import one_line
from packstation.gui.queue_words import short_number
from packstation.gui.sheet import Sheet
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.words import Words

LONGEST_PASTE = 2000
LONGEST_PART = 500
_FIELD_OF = {
    "receiver-name": "name",
    "receiver-phone": "phone",
    "receiver-address": "detail",
    "receiver-region": "province",
    "receiver-letters": "detail",
    "receiver-signs": "detail",
}
PARTS = ("name", "phone", "province", "city", "district", "town", "detail", "postcode")
ABROAD = ("name", "phone", "detail", "postcode", "city", "province", "country")
"""What an address is made of, in the order in which it is written."""


def wrong_parts(findings: Sequence[Finding], words: Words) -> dict[str, str]:
    """What a review found about the receiver, in words, by the field it means."""
    wrong = {}
    for finding in findings:
        part = _FIELD_OF.get(finding.code)
        if part is not None:
            wrong[dict(finding.data).get("part", part)] = words.finding(finding, {})
    return wrong


class AddressSheet(Sheet):
    """The first field takes the buyer's message apart; Ctrl+Enter notes the receiver as it stands below."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        number: str,
        receiver: Receiver,
        wrong: Mapping[str, str],
        correct: Callable[[Receiver], str],
    ) -> None:
        """Show the receiver of an order as it is.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            number: the order.
            receiver: who gets it now.
            wrong: what the review found, in words, by the part it means.
            correct: notes another receiver; gives what stands in the way, or nothing.
        """
        super().__init__(words, colours, host, words("review.correct"), width=940)
        self._receiver = receiver
        self._correct = correct
        about = words("dialogs.review.about", order=short_number(one_line(number)))
        self.describe("\n".join((about, *(f"▲ {sentence}" for sentence in wrong.values()))))
        parts, kind = (ABROAD, "abroad") if receiver.country else (PARTS, "part")
        self.paste = TextField(
            colours, words("review.paste"), hint=words("review.paste-hint"), longest=LONGEST_PASTE
        )
        self.parts = {
            name: TextField(
                colours,
                ("▲ " if name in wrong else "") + words(f"review.{kind}.{name}"),
                one_line(getattr(receiver, name)),
                hint=words("review.empty"),
                longest=LONGEST_PART,
            )
            for name in parts
        }
        self.body.setSpacing(fonts.px(2))
        # answers from abroad follow no pattern that could be taken apart
        for field in self.parts.values() if receiver.country else (self.paste, *self.parts.values()):
            self.add_field(field)
        self.paste.changed.connect(self._take_apart)
        self.add_closing(words("review.note-address"))

    def _take_apart(self) -> None:
        """What the message says replaces what stood there; what it does not say stays."""
        found = read_message(self.paste.value)
        if found.province:
            # a new street with the old town would be a third address
            for name in self.parts.keys() - {"name", "phone"}:
                self.parts[name].line.setText(getattr(found, name))
        for name in ("name", "phone"):
            if getattr(found, name):
                self.parts[name].line.setText(getattr(found, name))
        self.say("")

    @property
    def value(self) -> Receiver:
        """The receiver as it stands in the fields; parts nobody touched are left as they were."""
        kept = {
            name: getattr(self._receiver, name)
            if field.value == one_line(getattr(self._receiver, name))[:LONGEST_PART].strip()
            else field.value
            for name, field in self.parts.items()
        }
        return replace(self._receiver, **kept)

    def confirm(self) -> None:
        """Note the receiver, if it is another one."""
        receiver = self.value
        if receiver == self._receiver:
            self.say(self.words("review.same-address"))
            return
        trouble = self._correct(receiver)
        if trouble:
            self.say(trouble)
        else:
            self.close_sheet()
