"""Work without the scanner: lines counted by keys, codes and weights typed, unknown codes taught."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from packstation.desk.desk import Desk
from packstation.desk.views import OrderView
from packstation.domain.boxes import current_parcel
from packstation.domain.people import Right
from packstation.domain.scan import Answer, Verdict
from packstation.domain.weight_doubts import doubted
from packstation.gui.code_dialog import CodeSheet
from packstation.gui.hand_reasons import HandReason
from packstation.gui.main_window import MainWindow
from packstation.gui.scale import Scale
from packstation.gui.session import Session
from packstation.gui.teach_dialog import Lesson, TeachSheet
from packstation.gui.theme import Colours
from packstation.gui.weight_dialog import Doubt, WeightSheet
from packstation.gui.why_dialog import WhySheet
from packstation.words import Words

_TEACHABLE = frozenset({Verdict.UNKNOWN_CODE})


class HandDialogs(QObject):
    """Asks why once an order, then does what was asked; everything stands in the journal as manual."""

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        session: Session,
        words: Words,
        colours: Colours,
        scale: Scale | None = None,
    ) -> None:
        """Serve this window."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._session = session
        self._words = words
        self._colours = colours
        self._scale = scale
        self._reason = HandReason()
        window.pack.hand_count.connect(self.count)
        window.pack.hand_set.connect(self.set_to)

    # --- counting

    def count(self, line: str, change: int) -> None:
        """``+`` or ``-`` on a line."""
        self._for_a_reason(lambda why: self._desk.count_by_hand(line, change, why))

    def set_to(self, line: str, number: int) -> None:
        """A number and Enter on a line."""
        self._for_a_reason(lambda why: self._desk.set_by_hand(line, number, why))

    def _for_a_reason(self, gesture: Callable[[str], Answer]) -> None:
        """Do it for the reason given before, or ask for one first."""
        view = self._session.view
        if view is None:
            return
        order = view.order.number
        known = self._reason.of(order)
        if known:
            self._session.tell(lambda: gesture(known))
            return

        def go_on(why: str) -> None:
            self._reason.remember(order, why)
            self._session.tell(lambda: gesture(why))

        WhySheet(self._words, self._colours, self._window, why=go_on).open_sheet()

    # --- codes

    def code(self) -> None:
        """Ctrl+E: any code, typed."""
        view = self._session.view
        why = self._reason.of(view.order.number) if view is not None else ""
        CodeSheet(self._words, self._colours, self._window, take=self._session.by_hand, why=why).open_sheet()

    def teach(self) -> None:
        """Ctrl+T: the code nobody knew just now."""
        answer = self._session.answer
        if answer is None or answer.verdict not in _TEACHABLE or not answer.code:
            self._window.hints.show_next(self._words("gui.next.nothing-unknown"))
            return
        TeachSheet(self._words, self._colours, self._window, self._lesson(answer.code)).open_sheet()

    def _lesson(self, code: str) -> Lesson:
        view = self._session.view
        lines = view.order.lines if view is not None else ()
        likely = {line.sku: (line.sku, line.title, line.spec) for line in lines}
        return Lesson(
            code=code,
            likely=tuple(likely.values()),
            find=self._desk.reading.goods_like,
            skus_of=self._desk.skus_of,
            teach=self._teach,
            may_teach=self._desk.may(Right.TEACH),
        )

    def _teach(self, code: str, sku: str, units: int, badge: str) -> str:
        """Teach it; gives why not where it was refused."""
        answer = self._session.tell(lambda: self._desk.teach(code, sku, units, badge))
        if answer is None or answer.verdict is Verdict.COMMAND_OK:
            return ""
        return self._words.say(answer)

    # --- weight

    def weight(self) -> None:
        """Ctrl+G: the box's weight typed, or the tare of the scale."""
        view = self._session.view
        if view is None:
            return
        sheet = WeightSheet(
            self._words,
            self._colours,
            self._window,
            expected=view.weight_of(current_parcel(view.order)),
            weigh=lambda grams: self._session.tell(lambda: self._desk.weighing.weigh(grams, "hand")),
            tare=self._scale.tare if self._scale is not None else None,
            doubt=self._doubt(view),
        )
        if self._scale is not None:
            self._follow(self._scale, sheet)
        sheet.open_sheet()

    def _doubt(self, view: OrderView) -> Doubt | None:
        """The weight of the open order's box that cannot be right, and how a lead lets it stand."""
        boxes = doubted(view.order)
        if not boxes:
            return None
        should = view.weight_of(boxes[0])
        gaps = {"real": boxes[0].doubt_g, "expected": should.weight_g if should else "?"}
        return Doubt(
            self._words("hand.weight.doubt", **gaps), self._desk.may(Right.OVERRIDE_WEIGHT), self._vouch
        )

    def _vouch(self, badge: str) -> str:
        """Let a doubted weight stand; gives why not where it was refused."""
        answer = self._session.tell(lambda: self._desk.weighing.vouch(badge))
        if answer is None or answer.verdict is Verdict.WEIGHT_TAKEN:
            return ""
        return self._words.say(answer)

    @staticmethod
    def _follow(scale: Scale, sheet: WeightSheet) -> None:
        """The sheet shows what lies on the scale as long as it is open."""

        def show() -> None:
            last = scale.last
            grams = last.grams if last is not None else None
            net = grams - scale.tare_grams if grams is not None else None
            sheet.show_reading(net, is_still=scale.settled is not None)

        scale.reading.connect(show)
        sheet.closed.connect(lambda: scale.reading.disconnect(show))
        show()
