"""The scanner test: what the scanner really types, and the settings that fit it. Nothing counts here."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from packstation.domain.sample_code import SAMPLE, Fault, fault_of
from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.heard import Heard
from packstation.gui.key_button import KeyButton, KeyRow, Kind
from packstation.gui.key_caps import KeyCaps
from packstation.gui.marks import draw_radio
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.gui.tuning import NEEDED, NotAlike, Tuned, end_of, signs_of, tune
from packstation.words import Words

SETTINGS = ("scanner.gap_ms", "scanner.silence_ms", "scanner.suffix", "scanner.prefix")
_MARKED = (Fault.CAPS_LOCK, Fault.FULL_WIDTH, Fault.LAYOUT)
"""Faults that bend single signs: each is marked, over the sign that should be there."""


class _Steps(QWidget):
    """Five rings, filled as the scans come in."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self.done = 0
        self.setFixedSize(fonts.px(40 * NEEDED), fonts.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = fonts.px(26)
        for place in range(NEEDED):
            room = self.rect().adjusted(place * fonts.px(40), fonts.px(3), 0, 0)
            room.setSize(room.size().scaled(edge, edge, Qt.AspectRatioMode.IgnoreAspectRatio))
            draw_radio(painter, room, chosen=place < self.done, ink=QColor(self._colours.accent_text))


def _breath() -> QSpacerItem:
    """Air between two things, given up where a small window needs it."""
    return QSpacerItem(0, fonts.px(16), QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Maximum)


class ScannerTestPage(QWidget):
    """Stands in place of queue and order. ``accepted`` carries settings by full name, ``closed`` leaves."""

    accepted = Signal(dict)
    closed = Signal()

    def __init__(
        self, words: Words, colours: Colours, in_force: Mapping[str, object], *, can_save: bool = True
    ) -> None:
        """An empty test.

        Args:
            words: the language.
            colours: the theme.
            in_force: the scanner's settings now, by full name.
            can_save: whether there is a settings file to write to.
        """
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = words
        self._colours = colours
        self._in_force = in_force
        self._can_save = can_save
        self._scans: list[Heard] = []
        self._is_bent = False
        self.result: Tuned | NotAlike | None = None
        muted = colours.muted
        self.ask = PlainLabel(size=Size.LEAD, bold=True, wrap=True)
        self.steps = _Steps(colours)
        self.caps = KeyCaps(colours)
        self.wanted = KeyCaps(colours)
        self.should = PlainLabel(words("scanner.should-be"), colour=colours.muted)
        self.rhythm = PlainLabel(size=Size.BODY, colour=muted, wrap=True)
        self.understood = PlainLabel(size=Size.LEAD, wrap=True)
        self.fault = PlainLabel(size=Size.LEAD, bold=True, colour=colours.late, wrap=True)
        self.settings = QWidget()
        self.table = QGridLayout(self.settings)
        self.cells: dict[str, tuple[PlainLabel, PlainLabel]] = {}
        self.buttons = KeyRow(colours)
        self._save = KeyButton("Enter", words("scanner.save"), colours, Kind.PRIMARY)
        self._lay_out()
        self.reset()

    def _lay_out(self) -> None:
        words, muted = self._words, self._colours.muted
        column = QVBoxLayout(self)
        column.setContentsMargins(fonts.px(24), fonts.px(12), fonts.px(24), fonts.px(10))
        column.setSpacing(fonts.px(6))
        head = QHBoxLayout()
        head.addWidget(self.steps)
        head.addWidget(self.ask, 1)
        column.addLayout(head)
        for widget in (self.caps, self.should, self.wanted, self.rhythm, self.understood, self.fault):
            if widget in (self.caps, self.should, self.understood, self.fault):
                column.addSpacerItem(_breath())
            column.addWidget(widget)
        column.addSpacerItem(_breath())
        self.table.setContentsMargins(0, 0, 0, 0)
        self.table.setHorizontalSpacing(fonts.px(36))
        self.table.setVerticalSpacing(fonts.px(2))
        self.table.setColumnStretch(3, 1)
        for place, name in enumerate(("setting", "now", "proposed")):
            title = PlainLabel(words(f"scanner.{name}"), size=Size.CAPTION, bold=True, colour=muted)
            self.table.addWidget(title, 0, place)
        for row, name in enumerate(SETTINGS, start=1):
            now, proposed = PlainLabel(colour=muted), PlainLabel(bold=True)
            self.cells[name] = (now, proposed)
            self.table.addWidget(PlainLabel(words(f"dialogs.setting.{name}")), row, 0)
            self.table.addWidget(now, row, 1)
            self.table.addWidget(proposed, row, 2)
        column.addWidget(self.settings)
        column.addStretch(1)
        again = KeyButton("F5", words("scanner.again"), self._colours)
        back = KeyButton("Esc", words("scanner.back"), self._colours)
        for button in (again, back, self._save):
            button.pressed.connect(self.press)
            self.buttons.add(button)
        column.addWidget(self.buttons)

    def reset(self) -> None:
        """Begin anew."""
        self._scans.clear()
        self.result = None
        self._is_bent = False
        self.caps.show_keys(())
        self._show_wanted(())
        for label in (self.rhythm, self.understood, self.fault):
            label.setText("")
        self._show_result()

    def show_heard(self, heard: Heard, understood: str) -> None:
        """A scan came in.

        Args:
            heard: what was read, and how.
            understood: what it would have meant, in a sentence.
        """
        if len(self._scans) >= NEEDED:
            self._scans.clear()
        self._scans.append(heard)
        keys = heard.keys or tuple(heard.code)
        fault, layout = _fault_of(heard)
        self._is_bent = fault not in (Fault.NONE, Fault.OTHER)
        wrong = _differing(heard, keys) if fault in _MARKED else frozenset()
        self.caps.show_keys(keys, wrong)
        self._show_wanted(tuple(SAMPLE) if wrong else ())
        self.rhythm.setText(self._rhythm(heard))
        self.understood.setText(understood)
        gaps = {"layout": layout, "sample": SAMPLE}
        self.fault.setText(self._words(f"scanner.fault.{fault}", **gaps) if self._is_bent else "")
        self.result = tune(self._scans, str(self._in_force.get("scanner.prefix", "")))
        self._show_result()

    def _show_wanted(self, keys: tuple[str, ...]) -> None:
        """What the marked keys should have been; nothing while none is marked."""
        self.wanted.show_keys(keys)
        self.should.setVisible(bool(keys))
        self.wanted.setVisible(bool(keys))

    def _rhythm(self, heard: Heard) -> str:
        """How many keys, how far apart, how it ended, by which way it came."""
        end = self._words(f"scanner.end.{end_of(heard) or 'none'}")
        if not heard.gaps_ms:
            return self._words(f"scanner.rhythm.{heard.channel}", count=len(heard.code), end=end)
        gaps = heard.gaps_ms
        gaps_text = {"slowest": max(gaps), "mean": round(sum(gaps) / len(gaps))}
        return self._words("scanner.rhythm.keyboard", count=len(heard.keys), end=end, **gaps_text)

    def _show_result(self) -> None:
        words, result = self._words, self.result
        self.steps.done = len(self._scans)
        self.steps.update()
        if isinstance(result, NotAlike):
            places = words("gui.list-comma").join(str(place + 1) for place in result.places)
            self.ask.setText(words("scanner.not-alike", places=places))
        elif isinstance(result, Tuned):
            told = "bent" if self._is_bent else "slow" if result.is_slow else "ready"
            self.ask.setText(words(f"scanner.{told}"))
        else:
            self.ask.setText(words("scanner.ask", done=len(self._scans), needed=NEEDED, sample=SAMPLE))
        proposed = self._proposed()
        # a bent code means nothing and proves no settings: why it is bent is said in their place
        for widget in (self.rhythm, self.understood, self.settings):
            widget.setVisible(not self._is_bent)
        self.fault.setVisible(self._is_bent)
        for name, (now, cell) in self.cells.items():
            now.setText(self._value(name, self._in_force.get(name)))
            cell.setText(self._value(name, proposed[name]) if name in proposed else "–")
        self._save.setVisible(bool(proposed) and self._can_save)
        self.buttons.arrange()

    def _proposed(self) -> Mapping[str, object]:
        """The settings that fit; none while the scans are too few, unlike, or bent."""
        return self.result.settings if isinstance(self.result, Tuned) and not self._is_bent else {}

    def _value(self, name: str, value: object) -> str:
        """A setting's value in words."""
        key = f"dialogs.value.{name}.{value}"
        if key in self._words:
            return self._words(key)
        if value == "":
            return self._words("scanner.no-prefix")
        return repr(value) if isinstance(value, str) and not value.isprintable() else str(value)

    def press(self, key: str) -> None:
        """One of the page's keys: save, again, back."""
        match key:
            case "Enter" if self._proposed() and self._can_save:
                self.accepted.emit(dict(self._proposed()))
            case "F5":
                self.reset()
            case "Esc":
                self.closed.emit()


def _fault_of(heard: Heard) -> tuple[Fault, str]:
    """What is wrong with a reading of the sample, whatever the scanner sends before it."""
    # not cleaned: folding would hide what a wrong layout or input method made of it
    read = heard.code.strip()
    fault = fault_of(read)
    if fault[0] is Fault.OTHER and len(read) > len(SAMPLE):
        return fault_of(read[-len(SAMPLE) :])
    return fault


def _differing(heard: Heard, keys: tuple[str, ...]) -> frozenset[int]:
    """The places of the keys at which a reading of the sample is not what it should be."""
    places = signs_of(heard) or tuple(range(len(keys)))
    pairs = zip(places[-len(SAMPLE) :], SAMPLE, strict=False)
    return frozenset(place for place, wanted in pairs if keys[place] != wanted)
