"""What may be set without opening the settings file; the rest stands in the file, whose path is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QWidget

from packstation.errors import PackstationError
from packstation.gui import fonts
from packstation.gui.fields import Field, Option, Segments
from packstation.gui.fonts import Size
from packstation.gui.sheet import Sheet
from packstation.gui.text import PlainLabel
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.setting import Key
from packstation.settings import KEYS
from packstation.words import Words

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "window": ("desk.language", "window.theme", "window.scale", "window.sound", "window.speech"),
    "desk": ("desk.name", "desk.print_when_packed", "desk.ship_on", "desk.item_opens", "packing.carton"),
    "label": (
        "printers.label.size",
        "printers.label.language",
        "printers.label.link",
        "printers.label.dpi",
        "printers.label.mask",
    ),
    "wishes": ("wishes.from_message", "wishes.from_memo"),
    "scanner": (
        "scanner.kind",
        "scanner.port",
        "scanner.baud",
        "scanner.suffix",
        "scanner.prefix",
        "scanner.gap_ms",
    ),
    "scale": ("scale.kind", "scale.port", "scale.baud", "scale.format", "scale.unit", "scale.required"),
}
"""Which settings stand on the sheet, in which order."""
USUAL: Mapping[str, tuple[str, ...]] = {
    "window.scale": ("100", "125", "150", "175", "200"),
    "printers.label.size": ("76x130", "100x150", "100x180"),
    "printers.label.dpi": ("203", "300", "600"),
    "scanner.baud": ("9600", "19200", "38400", "115200"),
    "scale.baud": ("1200", "2400", "4800", "9600"),
}
"""Usual values of settings that take others too; one that is in force is offered as well."""
Save = Callable[[dict[str, object]], object]


class SettingsSheet(Sheet):
    """Up and down choose a setting, left and right its value; Ctrl+Enter saves what was changed."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        values: Mapping[str, object],
        path: Path,
        save: Save,
    ) -> None:
        """Show the settings in force.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            values: by full name; what is missing has its default.
            path: the settings file.
            save: writes the changes; may raise a PackstationError, which is shown here.
        """
        super().__init__(words, colours, host, words("dialogs.settings.title"), width=1000)
        self._values = {
            name: values.get(name, KEYS[name].default) for names in SECTIONS.values() for name in names
        }
        self._save = save
        self.by_name: dict[str, Field] = {}
        self.describe(words("dialogs.settings.about"))
        self.body.setSpacing(fonts.px(4))
        for section, names in SECTIONS.items():
            self._add_section(section, names)
        self.path = PlainLabel(str(path), size=Size.CAPTION, colour=colours.muted, wrap=True)
        self._add_title(words("dialogs.settings.file"))
        self.body.addWidget(self.path)
        self.add_closing(words("dialogs.settings.confirm"))

    def _add_section(self, section: str, names: tuple[str, ...]) -> None:
        self._add_title(self.words(f"dialogs.settings.{section}"))
        for name in names:
            field = self._field(name, KEYS[name])
            self.by_name[name] = field
            field.changed.connect(lambda: self.say(""))
            self.add_field(field)

    def _add_title(self, text: str) -> None:
        if self.fields:
            self.body.addSpacing(fonts.px(14))
        self.body.addWidget(PlainLabel(text, size=Size.CAPTION, bold=True, colour=self.colours.muted))

    def _field(self, name: str, key: Key) -> Field:
        caption = self.words(f"dialogs.setting.{name}")
        value = _text(self._values[name])
        choices = _choices(name, key)
        if not choices:
            return TextField(self.colours, caption, value)
        shown = choices if value in choices else (*choices, value)
        options = tuple(Option(choice, self._value_text(name, choice)) for choice in shown)
        return Segments(self.colours, caption, options, value)

    def _value_text(self, name: str, value: str) -> str:
        """A value in words; codes and numbers are their own."""
        if name == "window.scale":
            return f"{value} %"
        exact = f"dialogs.value.{name}.{value}"
        if exact in self.words:
            return self.words(exact)
        key = f"dialogs.value.{value}"
        has_words = name.startswith(("desk.", "window.")) or isinstance(KEYS[name].default, bool)
        return self.words(key) if has_words and key in self.words else value

    # --- saving ---------------------------------------------------------------------------------------------

    def changes(self) -> dict[str, object]:
        """What differs from the values in force, in the types the file takes.

        Raises:
            ValueError: a number is none; its argument is the setting's name.
        """
        found: dict[str, object] = {}
        for name, field in self.by_name.items():
            text = field.value if isinstance(field, (Segments, TextField)) else ""
            value = _typed(name, text)
            if value != self._values[name]:
                found[name] = value
        return found

    def confirm(self) -> None:
        """Save what was changed; a value that is not allowed is named and nothing is saved."""
        try:
            changes = self.changes()
        except ValueError as error:
            name = str(error)
            gaps = {"name": self.words(f"dialogs.setting.{name}"), "lowest": KEYS[name].lowest}
            self.say(self.words("dialogs.settings.number", **gaps, highest=KEYS[name].highest))
            return
        if not changes:
            self.say(self.words("dialogs.settings.none"), colour="muted")
            return
        try:
            self._save(changes)
        except PackstationError as error:
            self.say(self.words.error(error))
            return
        self.close_sheet()


def _choices(name: str, key: Key) -> tuple[str, ...]:
    """The values offered; none where anything may be typed."""
    if isinstance(key.default, bool):
        return ("true", "false")
    return key.allowed or USUAL.get(name, ())


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _typed(name: str, text: str) -> object:
    """A field's text as the setting's own type."""
    default = KEYS[name].default
    if isinstance(default, bool):
        return text == "true"
    if not isinstance(default, int):
        return text
    key = KEYS[name]
    if not (text.isascii() and text.isdigit() and key.lowest <= int(text[:9]) <= key.highest):
        raise ValueError(name)
    return int(text)
