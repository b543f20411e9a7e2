"""What the scale says, taken as the parcel's weight when the parcel is what must be weighed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

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


class Weighing(QObject):
    """Between scale and session: goods laid on the scale by the way are no parcel."""

    def __init__(self, desk: Desk, session: Session, scale: Scale, parent: QObject) -> None:
        """Listen to this scale."""
        super().__init__(parent)
        self._desk = desk
        self._session = session
        scale.weighed.connect(self._weighed)

    def _weighed(self, grams: int) -> None:
        if self._is_awaited():
            self._session.tell(lambda: self._desk.weigh(grams))

    def _is_awaited(self) -> bool:
        """Whether the box on the desk is complete, or its weight was just asked for."""
        view, answer = self._session.view, self._session.answer
        if view is None or view.order.state not in (State.PACKING, State.PACKED):
            return False
        if current_parcel(view.order).weight_g is not None:
            return False
        was_asked = answer is not None and (
            answer.verdict is Verdict.WEIGHT_OFF
            or (answer.verdict is Verdict.NOT_READY and answer.facts.get("missing") == "weight")
        )
        return was_asked or view.order.is_ready_to_pack
