"""How one line of an order reads on its card: plain values, no painting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from packstation.desk.views import OrderView
from packstation.domain.order import PARTED, REFUND_DONE, REFUND_OVER, REFUND_STOPS, SENT, Line, Order, State
from packstation.domain.scan import Answer, Verdict
from packstation.gui.lines_of_text import one_line
from packstation.words import Words

SEPARATOR = " · "


class Mood(StrEnum):
    """How far a line is."""

    AHEAD = "ahead"
    PART = "part"
    DONE = "done"
    REFUNDED = "refunded"
    SURPLUS = "surplus"


class Checks(StrEnum):
    """Whether a line's goods must be looked at."""

    NONE = "none"
    LATER = "later"
    WAITING = "waiting"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class LineText:
    """Everything a card shows."""

    line: str
    sku: str
    picture: str
    title: str
    bin: str
    details: str
    checks: str
    check_state: Checks
    count: str
    note: str
    mood: Mood
    is_gift: bool


def line_texts(view: OrderView, words: Words) -> tuple[LineText, ...]:
    """The cards of an order, in its own order."""
    return tuple(_line_text(line, view, words) for line in view.order.lines)


def mood_of(line: Line) -> Mood:
    """How far a line is."""
    if line.got > line.need:
        return Mood.SURPLUS
    if not line.need:
        return Mood.REFUNDED
    if line.got == line.need:
        return Mood.PART if line.waits_for_quality else Mood.DONE
    return Mood.PART if line.got else Mood.AHEAD


def checks_of(line: Line) -> Checks:
    """Whether the line's goods must be looked at."""
    if not line.inspect or not line.need:
        return Checks.NONE
    if line.checked:
        return Checks.PASSED
    return Checks.WAITING if line.waits_for_quality else Checks.LATER


def _line_text(line: Line, view: OrderView, words: Words) -> LineText:
    product = view.products.get(line.sku)
    barcode = product.barcodes[0] if product and product.barcodes else line.sku
    mood, checks = mood_of(line), checks_of(line)
    details = [one_line(part) for part in (line.spec, barcode) if part]
    named = words("pack.comma").join(one_line(check) for check in line.inspect)
    return LineText(
        line=line.line,
        sku=line.sku,
        picture=product.picture if product else "",
        title=one_line(line.title or view.title_of(line.sku)),
        bin=one_line(view.bins.get(line.sku, "")),
        details=SEPARATOR.join(part for part in details if part),
        checks=words(f"pack.checks.{checks}", checks=named) if checks is not Checks.NONE else "",
        check_state=checks,
        count=_count(line, mood, words),
        note=_note(line, words),
        mood=mood,
        is_gift=line.gift,
    )


def _count(line: Line, mood: Mood, words: Words) -> str:
    match mood:
        case Mood.SURPLUS:
            return words("pack.line.take-out", n=line.got - line.need)
        case Mood.REFUNDED:
            return ""
        case _:
            return f"{line.got} / {line.need}"


@dataclass(frozen=True, slots=True)
class Attention:
    """Which line the packer should look at: ``outlined`` was just scanned, ``seen`` must be in sight."""

    outlined: str = ""
    is_refused: bool = False
    seen: str = ""


_REFUSED = frozenset({Verdict.TOO_MANY, Verdict.QUALITY_FAILED, Verdict.WRONG_ITEM})


def attention(order: Order, answer: Answer | None) -> Attention:
    """What to outline and where to scroll after an answer."""
    if answer is not None and answer.line and answer.order == order.number:
        return Attention(answer.line, answer.verdict in _REFUSED, answer.line)
    return Attention(seen=_next_line(order))


def _next_line(order: Order) -> str:
    """The line that is next: too much in it, to be checked, or still short; empty when there is none."""
    if order.surplus:
        return order.surplus[0].line
    if order.waiting_for_quality:
        return order.waiting_for_quality[0].line
    if order.state is not State.PACKING:
        return ""
    short = {line.line for line in order.lines if line.got < line.need}
    last = next((step.target for step in reversed(order.trail) if step.kind == "unit"), "")
    if last in short:
        return last
    return next((line.line for line in order.lines if line.line in short), "")


def _note(line: Line, words: Words) -> str:
    """Why fewer are sent: the buyer has the money back, asked for it, or agreed; or it goes by itself."""
    if line.refund in REFUND_OVER:
        return words("pack.line.waived", n=line.waived) if line.waived else ""
    if line.refund not in REFUND_STOPS:
        return words("pack.line.doubtful", word=line.refund)
    if line.refund == SENT:
        return words("pack.line.sent")
    if line.refund == PARTED:
        return words("pack.line.parted")
    return words("pack.line.refunded" if line.refund == REFUND_DONE else "pack.line.refunding")
