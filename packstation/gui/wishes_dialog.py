"""The tick list whole: each wish in all its words, who asked for it; one that was misread is taken off."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from packstation.desk.views import OrderView
from packstation.domain.order import Asked, Wish
from packstation.gui.fields import Choices, Option
from packstation.gui.fonts import Size
from packstation.gui.key_button import Kind
from packstation.gui.lines_of_text import one_line
from packstation.gui.queue_words import short_number
from packstation.gui.reasons import Reasons
from packstation.gui.sheet import Sheet
from packstation.gui.side_words import wish_text
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.gui.wish_row import FewLines
from packstation.words import Words

_REASONS = ("wishes.reason", "misread", "question", "agreed", "supervisor")
_WHOLE_LINES = 60
_IN_ONE_GLANCE = 120
"""Signs of a wish that the list shows for sure; a longer one stands below it in full."""


class WishesSheet(Sheet):
    """F11 ticks the chosen wish; Ctrl+Enter takes it off the list, for the reason in words."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        view: OrderView,
        tick: Callable[[int], object],
        drop: Callable[[int, str], object],
        may_drop_given: bool,
    ) -> None:
        """Show the wishes of an order.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            view: the open order.
            tick: the wish at this place is fulfilled.
            drop: it is taken off, for this reason.
            may_drop_given: whether that may be a wish of the platform, too.
        """
        super().__init__(words, colours, host, words("wishes.title"), width=880)
        self._wishes = view.order.wishes
        self._tick = tick
        self._drop = drop
        self._may_drop_given = may_drop_given
        self.reasons: Reasons | None = None
        number = short_number(one_line(view.order.number))
        self.describe(words("wishes.about", order=number, open=len(view.order.open_wishes)))
        if self._wishes:
            self._show(view)
        else:
            self.describe(words("wishes.none"))
            self.add_closing()

    def _show(self, view: OrderView) -> None:
        words = self.words
        options = (Option(str(place), self._line(wish, view)) for place, wish in enumerate(view.order.wishes))
        first = next((n for n, wish in enumerate(self._wishes) if not wish.ticked), 0)
        self.choices = Choices(self.colours, tuple(options), str(first))
        self.add_field(self.choices)
        self.whole = FewLines(_WHOLE_LINES, size=Size.BODY, colour=self.colours.muted)
        self.body.addWidget(self.whole)
        self._caption("wishes.why")
        self.reasons = Reasons(self, _REASONS)
        self.choices.changed.connect(self._show_whole)
        self.add_button("F11", words("wishes.tick"), kind=Kind.PRIMARY)
        self.add_closing(words("wishes.confirm"), danger=True)
        self._show_whole()

    def _line(self, wish: Wish, view: OrderView) -> str:
        """A wish with who asked for it, as one choice."""
        shown = wish_text(wish, view.order, self.words)
        text = self.words(f"wishes.state-{'done' if wish.ticked else 'open'}", text=shown.text)
        return f"{text} · {shown.source}" if shown.source else text

    def _caption(self, key: str) -> None:
        self.body.addWidget(PlainLabel(self.words(key), size=Size.CAPTION, colour=self.colours.muted))

    @property
    def _place(self) -> int:
        return int(self.choices.value)

    def _show_whole(self) -> None:
        """A wish too long for its line stands below the list."""
        text = one_line(self._wishes[self._place].text)
        self.whole.show_text(text)
        self.whole.setVisible(len(text) > _IN_ONE_GLANCE)
        self.say("")

    def press_key(self, name: str) -> bool:
        """F11 ticks the chosen wish."""
        if name != "F11" or self.reasons is None:
            return False
        if self._is_open():
            self.close_sheet()
            self._tick(self._place)
        return True

    def _is_open(self) -> bool:
        """Whether the chosen wish is still to be done; says so if not."""
        if self._wishes[self._place].ticked:
            self.say(self.words("wishes.done"))
            return False
        return True

    def confirm(self) -> None:
        """Take the chosen wish off, if there is a reason and it is this packer's to do."""
        if self.reasons is None:
            self.close_sheet()
            return
        if not self._is_open():
            return
        if self._wishes[self._place].source is Asked.GIVEN and not self._may_drop_given:
            self.say(self.words("wishes.given"))
        elif reason := self.reasons.given():
            self.close_sheet()
            self._drop(self._place, reason)
