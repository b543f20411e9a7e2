"""What may be set without opening the settings file; the rest stands in the file, whose path is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QWidget

from packstation.errors import PackstationError
from packstation.gui import fonts
from packstation.gui.fields import Field, Option, Segments
from packstation.gui.fonts import Size
from packstation.gui.layout_dialog import NAMES
from packstation.gui.sheet import Sheet
from packstation.gui.text import PlainLabel
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.settings import KEYS, Key
from packstation.words import Words

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "window": ("desk.language", "window.theme", "window.scale", "window.sound", "window.speech"),
    "desk": ("desk.name", "desk.print_when_packed", "desk.ship_on", "desk.item_opens", "packing.carton"),
    "label": (
        "printers.label.layout",
        "printers.label.size",
        "printers.label.language",
        "printers.label.link",
        "printers.label.dpi",
        "printers.label.mask",
    ),
    "papers": (
        "printers.slip.link",
        "printers.slip.size",
        "printers.pick.link",
        "printers.manifest.link",
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
    "printers.slip.size": ("A5", "A4", "100x150"),
    "printers.label.dpi": ("203", "300", "600"),
    "scanner.baud": ("9600", "19200", "38400", "115200"),
    "scale.baud": ("1200", "2400", "4800", "9600"),
}
"""Usual values of settings that take others too; one that is in force is offered as well."""
Save = Callable[[dict[str, object]], object]
ShowLabel = Callable[[Mapping[str, Segments], dict[str, object]], object]
"""Shows a sample label for these choices; the changes not saved yet come along, to come back afterwards."""


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
        trial: Callable[[Callable[[str, bool], None]], object] | None = None,
        look: Callable[[Callable[[tuple[str, ...]], None]], object] | None = None,
        label: ShowLabel | None = None,
        pending: Mapping[str, object] | None = None,
    ) -> None:
        """Show the settings in force.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            values: by full name; what is missing has its default.
            path: the settings file.
            save: writes the changes; may raise a PackstationError, which is shown here.
            trial: prints a test page with the settings in force, and tells how that went.
            look: looks for printers, and tells them as ``link`` names them.
            label: shows how labels would look.
            pending: changes that were not saved yet when the sheet was left for another one.
        """
        super().__init__(words, colours, host, words("dialogs.settings.title"), width=1000)
        self._values = {
            name: values.get(name, KEYS[name].default) for names in SECTIONS.values() for name in names
        }
        self._pending = pending or {}
        self._save = save
        self._trial = trial
        self._label = label
        self.by_name: dict[str, Field] = {}
        self.describe(words("dialogs.settings.about"))
        self.body.setSpacing(fonts.px(4))
        for section, names in SECTIONS.items():
            self._add_section(section, names)
        self.path = PlainLabel(str(path), size=Size.CAPTION, colour=colours.muted, wrap=True)
        self._add_title(words("dialogs.settings.file"))
        self.body.addWidget(self.path)
        if trial is not None:
            self.add_button("F5", words("printer.trial.key"))
        self.found: tuple[str, ...] = ()
        if look is not None:
            self.add_button("F6", words("printer.found.key"))
            look(self._found)
        if label is not None:
            self.add_button("F7", words("printer.look.key"))
        self.add_closing(words("dialogs.settings.confirm"))

    def _add_section(self, section: str, names: tuple[str, ...]) -> None:
        self._add_title(self.words(f"dialogs.settings.{section}"))
        for name in names:
            field = self._field(name, KEYS[name])
            self.by_name[name] = field
            field.changed.connect(lambda: self.say(""))
            self.add_field(field)
        if section == "label":
            self._found_label = PlainLabel(size=Size.CAPTION, colour=self.colours.muted, wrap=True)
            self.body.addWidget(self._found_label)

    def _add_title(self, text: str) -> None:
        if self.fields:
            self.body.addSpacing(fonts.px(14))
        self.body.addWidget(PlainLabel(text, size=Size.CAPTION, bold=True, colour=self.colours.muted))

    def _field(self, name: str, key: Key) -> Field:
        caption = self.words(f"dialogs.setting.{name}")
        value = _text(self._pending.get(name, self._values[name]))
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

    def press_key(self, name: str) -> bool:
        """F5 prints a test page as the printer is set up now; F6 enters a found printer; F7 shows a label."""
        if name == "F6" and self._found_field is not None:
            self._take_found()
            return True
        if name == "F7" and self._label is not None:
            self._show_label(self._label)
            return True
        if name != "F5" or self._trial is None:
            return False
        self._trial(self._told)
        return True

    def _show_label(self, show: ShowLabel) -> None:
        """Leave for the sample label; what was changed here comes back with the sheet."""
        changes = self._checked_changes()
        if changes is not None:
            show({name: self._choice(name) for name in NAMES}, changes)

    def _choice(self, name: str) -> Segments:
        """A field of its own for a setting that is chosen here."""
        here, field = self.by_name[name], self._field(name, KEYS[name])
        if isinstance(here, Segments) and isinstance(field, Segments):
            field.show_options(here.options, here.value)
            return field
        raise TypeError(name)

    def _found(self, printers: tuple[str, ...]) -> None:
        """What printers there are; only while the sheet is there."""
        if not shiboken6.isValid(self) or not self.is_open:
            return
        self.found = printers
        label = self._found_label
        label.setText(
            self.words("printer.found.these", printers=" · ".join(printers))
            if printers
            else self.words("printer.found.none")
        )
        self.refit()

    @property
    def _found_field(self) -> TextField | None:
        """Where a found printer belongs: the link that is being typed, else the label printer's."""
        links = {name: field for name, field in self.by_name.items() if name.endswith(".link")}
        name = next((name for name, field in links.items() if field is self.current), "printers.label.link")
        field = self.by_name.get(name)
        return field if isinstance(field, TextField) else None

    def _take_found(self) -> None:
        """The next printer after the one that stands there."""
        field = self._found_field
        if field is None or not self.found:
            self.say(self.words("printer.found.none"))
            return
        place = self.found.index(field.value) + 1 if field.value in self.found else 0
        field.line.setText(self.found[place % len(self.found)])

    def _told(self, sentence: str, is_well: bool) -> None:  # noqa: FBT001  (the shape of the answer)
        """How the test page fared; only while the sheet is there."""
        if shiboken6.isValid(self) and self.is_open:
            self.say(sentence, colour="done_text" if is_well else "late")

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

    def _checked_changes(self) -> dict[str, object] | None:
        """What was changed; None where a number is none, which is said."""
        try:
            return self.changes()
        except ValueError as error:
            name = str(error)
            gaps = {"name": self.words(f"dialogs.setting.{name}"), "lowest": KEYS[name].lowest}
            self.say(self.words("dialogs.settings.number", **gaps, highest=KEYS[name].highest))
            return None

    def confirm(self) -> None:
        """Save what was changed; a value that is not allowed is named and nothing is saved."""
        changes = self._checked_changes()
        if changes is None:
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
