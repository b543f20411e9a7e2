"""Why something is done: a few usual reasons, or one in the packer's own words."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout

from packstation.gui.fields import Choices, Option
from packstation.gui.sheet import Sheet
from packstation.gui.text_field import TextField

OTHER = "other"


class Reasons:
    """A list of reasons whose last one opens a text field."""

    def __init__(
        self,
        sheet: Sheet,
        *groups: tuple[str, ...],
        first: tuple[Option, ...] = (),
        into: QBoxLayout | None = None,
    ) -> None:
        """Add the fields to the sheet.

        Args:
            sheet: what asks.
            groups: keys of the sentences of the reasons, without the last part; each with its last parts.
            first: what may be chosen instead of a reason.
            into: the layout to stand in; the sheet's body if nothing else is said.
        """
        self._sheet = sheet
        self.choices = Choices(sheet.colours, ())
        self.written = TextField(
            sheet.colours, sheet.words("dialogs.reason.write"), hint=sheet.words("dialogs.reason.write-hint")
        )
        sheet.add_field(self.choices, into)
        sheet.add_field(self.written, into)
        self.choices.changed.connect(self._show_written)
        self._first = first
        self.offer(*groups)

    def offer(self, *groups: tuple[str, ...]) -> None:
        """Other reasons: ``(area, name, name, …)``."""
        words = self._sheet.words
        usual = [Option(name, words(f"{area}.{name}")) for area, *names in groups for name in names]
        self.choices.show_options((*self._first, *usual, Option(OTHER, words("dialogs.reason.other"))))
        self._show_written()

    def set_visible(self, on: bool) -> None:  # noqa: FBT001  (Qt's shape of a setter)
        """Ask, or ask no more."""
        self.choices.setVisible(on)
        self.written.setVisible(on and self.choices.value == OTHER)

    @property
    def value(self) -> str:
        """The inner name of what is chosen."""
        return self.choices.value

    @property
    def text(self) -> str:
        """The reason in words; empty while it is still to be written."""
        return self.written.value if self.value == OTHER else self.choices.text

    def given(self) -> str:
        """The reason in words; where it is missing, the sheet says so."""
        if not self.text:
            self._sheet.say(self._sheet.words("dialogs.reason.missing"))
        return self.text

    def _show_written(self) -> None:
        self.written.setVisible(self.value == OTHER)
        self._sheet.say("")
