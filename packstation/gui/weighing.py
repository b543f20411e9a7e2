"""What the scale says, taken as the parcel's weight when the parcel is what must be weighed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from packstation.desk.desk import Desk
from packstation.domain.boxes import current_parcel
from packstation.domain.order import State
from packstation.domain.scan import Verdict
from packstation.gui.scale import Scale
from packstation.gui.session import Session
from packstation.settings import Settings


@dataclass(frozen=True, slots=True)
class ScaleOptions:
    """The scale's cable, what it sends, and how many equal readings make a weight."""

    port: str = ""
    baud: int = 9600
    form: str = "auto"
    unit: str = "kg"
    readings: int = 3

    @classmethod
    def of(cls, settings: Settings) -> ScaleOptions | None:
        """What the settings say; none when there is no scale."""
        if settings["scale.kind"] == "none":
            return None
        return cls(
            port=settings["scale.port"],
            baud=settings["scale.baud"],
            form=settings["scale.format"],
            unit=settings["scale.unit"],
            readings=settings["scale.readings"],
        )


LYING_MS = 1500
"""What lies still this long after the last scan is the parcel: nobody is still putting goods in."""
LEAST_G = 5
_WEIGHED_IN = (State.PACKING, State.PACKED, State.LABELLED)


class Weighing(QObject):
    """Between scale and session: goods laid on the scale by the way are no parcel.

    A box packed on the scale lies there already when its last unit is scanned. It is taken at once if it
    weighs what it should, otherwise when it has lain still for a while: the unit may still be in the
    packer's hand.
    """

    def __init__(self, desk: Desk, session: Session, scale: Scale, parent: QObject) -> None:
        """Listen to this scale."""
        super().__init__(parent)
        self._desk = desk
        self._session = session
        self._scale = scale
        self._lying = QTimer(self)
        self._lying.setSingleShot(True)
        self._lying.setInterval(LYING_MS)
        self._lying.timeout.connect(self._take_what_lies)
        scale.weighed.connect(self._weighed)
        session.answered.connect(self._answered)

    def _weighed(self, grams: int) -> None:
        if self._is_awaited():
            self._lying.stop()
            self._session.tell(lambda: self._desk.weighing.weigh(grams))

    def _answered(self) -> None:
        """Perhaps the box has just become complete, with its weight lying there."""
        view, grams = self._session.view, self._scale.settled
        if view is None or grams is None or self._is_done_with(grams) or not self._is_awaited():
            self._lying.stop()
        elif (should := view.weight_of(current_parcel(view.order))) is not None and should.fits(grams):
            self._session.tell(lambda: self._desk.weighing.weigh(grams))
        else:
            self._lying.start()

    def _is_done_with(self, grams: int) -> bool:
        """Whether what lies there is no box, or was just found to be off: asking again would say the same."""
        answer, view = self._session.answer, self._session.view
        doubt = current_parcel(view.order).doubt_g if view is not None else None
        is_off = answer is not None and answer.verdict is Verdict.WEIGHT_OFF
        return grams <= LEAST_G or is_off or grams == doubt

    def _take_what_lies(self) -> None:
        grams = self._scale.settled
        if grams is not None and grams > LEAST_G:
            self._weighed(grams)

    def _is_awaited(self) -> bool:
        """Whether the box on the desk is complete, or its weight was just asked for."""
        view, answer = self._session.view, self._session.answer
        if view is None or view.order.state not in _WEIGHED_IN:
            return False
        box = current_parcel(view.order)
        if box.weight_g is not None:
            return False
        if box.doubt_g is not None or view.order.state is State.LABELLED:
            return True
        was_asked = answer is not None and (
            answer.verdict is Verdict.WEIGHT_OFF
            or (answer.verdict is Verdict.NOT_READY and answer.facts.get("missing") == "weight")
        )
        return was_asked or view.order.is_ready_to_pack
