"""What the big places of the window say: banner, stop screen, next step, from answers and views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from packstation.desk.views import MOST_COUNTED, DeskState, OrderView
from packstation.domain.boxes import current_parcel
from packstation.domain.order import HoldKind, Line, Order, Printed, Recall, State
from packstation.domain.scan import Answer, Verdict
from packstation.domain.weight_doubts import doubted
from packstation.gui.lines_of_text import one_line
from packstation.gui.queue_words import day_and_clock, short_number
from packstation.gui.tones import IDLE, Tone, tone_of
from packstation.words import Words

_UNIT_VERDICTS = frozenset({Verdict.ITEM_OK, Verdict.LINE_COMPLETE})
_STATED = frozenset({Verdict.SHIPPED, Verdict.HANDED_OVER, Verdict.LEFT, Verdict.LOGGED_IN})


@dataclass(frozen=True, slots=True)
class BannerText:
    """The verdict banner: how it looks, one word, one line, at the right a big count or two short lines."""

    tone: Tone
    word: str
    detail: str = ""
    count: str = ""
    side: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StopText:
    """The stop screen: the word, whose order, what to do step by step, and what was done already."""

    tone: Tone
    word: str
    order: str
    steps: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DueToday:
    """How much must leave today and when the first of it (UTC; none: nothing)."""

    count: int
    first: datetime | None


def shown_count(count: int) -> str:
    """A list's length; beyond what is counted only that it is more."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


class Messages:
    """Words for one desk: its language and its time zone."""

    def __init__(self, words: Words, zone: tzinfo) -> None:
        """Speak with these words, in this time zone."""
        self.words = words
        self.zone = zone

    def idle(self, due: DueToday, state: DeskState, now: datetime) -> BannerText:
        """Nothing was scanned yet: what waits, and how it goes today."""
        words = self.words
        if due.count and due.first is not None and due.first < now:
            detail = words("gui.idle.late", count=shown_count(due.count))
        elif due.count and due.first is not None:
            first = day_and_clock(due.first, now, self.zone, words)
            detail = words("gui.idle.due", count=shown_count(due.count), first=first)
        else:
            detail = words("gui.idle.none")
        return BannerText(IDLE, words("gui.idle.word"), detail, side=self.today(state))

    def resume(self, view: OrderView) -> BannerText:
        """An order was on the desk when the window opened: go on with it."""
        order = view.order
        count = f"{order.got} / {order.units}" if order.units else ""
        detail = self.words("gui.resume.detail", order=short_number(order.number))
        return BannerText(tone_of(Verdict.ORDER_OPENED), self.words("gui.resume.word"), detail, count)

    def today(self, state: DeskState) -> tuple[str, ...]:
        """What this desk has done today."""
        lines = [self.words("gui.today.shipped", count=state.shipped_today)]
        if state.seconds_per_order:
            lines.append(self.words("gui.today.pace", seconds=state.seconds_per_order))
        return tuple(lines)

    def banner(self, answer: Answer, view: OrderView | None, state: DeskState) -> BannerText:
        """The desk's answer to a scan."""
        tone = tone_of(answer.verdict)
        exact = f"banner.{answer.verdict}.{answer.facts.get('missing')}"
        word = self.words(exact if exact in self.words else f"banner.{answer.verdict}")
        detail = self._goods_line(answer, view) or self.say(answer)
        if answer.verdict is Verdict.UNKNOWN_CODE and answer.code:
            detail = self.words("gui.banner.unknown", say=detail, code=_shortened(answer.code))
        count = f"{answer.got} / {answer.need}" if answer.got is not None and answer.need is not None else ""
        side = self.today(state) if answer.verdict in _STATED else ()
        return BannerText(tone, word, one_line(detail), count, side)

    def say(self, answer: Answer) -> str:
        """The answer's sentence, with order numbers as short as people say them."""
        facts = dict(answer.facts)
        if isinstance(facts.get("other"), str) and answer.verdict is not Verdict.CLAIMED_ELSEWHERE:
            facts["other"] = short_number(str(facts["other"]))
        if isinstance(facts.get("others"), str):
            named = (short_number(number) for number in str(facts["others"]).split("、"))
            facts["others"] = self.words("pack.comma").join(named)
        return self.words.say(replace(answer, order=short_number(answer.order or "") or None, facts=facts))

    def _goods_line(self, answer: Answer, view: OrderView | None) -> str:
        """Which goods were counted and where they lie; empty where the answer has more to say."""
        if answer.verdict not in _UNIT_VERDICTS or answer.events or view is None or answer.line is None:
            return ""
        line = next((line for line in view.order.lines if line.line == answer.line), None)
        if line is None:
            return ""
        place = view.bins.get(line.sku, "")
        goods = goods_name(line, view)
        if view.slot:
            # what was fetched on a cart lies in its basket, not on the shelf
            return self.words("gui.banner.goods-basket", goods=goods, slot=view.slot)
        return self.words("gui.banner.goods-bin", goods=goods, bin=place) if place else goods

    def fault(self) -> BannerText:
        """Something in the program went wrong while it answered."""
        return BannerText(
            tone_of(Verdict.NOT_READY), self.words("gui.fault.word"), self.words("gui.fault.detail")
        )

    def next_step(self, view: OrderView | None) -> str:
        """The one thing to do now."""
        if view is None:
            return self.words("gui.next.scan")
        key, gaps = _next(view)
        return one_line(self.words(f"gui.next.{key}", **gaps))

    def stop(self, answer: Answer, order: Order | None, buyer: str) -> StopText:
        """What must be done before anything else."""
        steps = tuple(
            one_line(self.words(f"gui.stop.step.{key}", **gaps))
            for key, gaps in _stop_steps(answer, order, self.words)
        )
        number = short_number(answer.order or "")
        key = "gui.stop.order-buyer" if buyer else "gui.stop.order"
        return StopText(
            tone=tone_of(answer.verdict),
            word=self._stop_word(answer, order),
            order=self.words(key, number=number, buyer=buyer, reason=self._stop_reason(answer, order)),
            steps=steps,
            note=self.words("gui.stop.told")
            if order is not None and order.recall is Recall.CANCELLED
            else "",
        )

    def _stop_word(self, answer: Answer, order: Order | None) -> str:
        """The word that stops everybody, as exact as is known."""
        recall = str(order.recall) if order is not None else ""
        recall = recall or str(answer.facts.get("missing") or "")
        exact = f"gui.stop.word.{answer.verdict}-{recall}"
        return self.words(exact if exact in self.words else f"gui.stop.word.{answer.verdict}")

    def _stop_reason(self, answer: Answer, order: Order | None) -> str:
        """Why, in a few words."""
        if order is None or order.hold is None:
            recall = str(order.recall) if order is not None else ""
            key = f"gui.stop.reason.{recall or answer.facts.get('missing') or answer.verdict}"
            return self.words(key if key in self.words else "gui.stop.reason.other")
        hold = order.hold
        if hold.kind is HoldKind.DESK:
            key = f"gui.hold.{hold.reason}"
            reason = self.words(key) if key in self.words else hold.reason
            return self.words("gui.stop.held-by", reason=reason, by=hold.by) if hold.by else reason
        return self.words(f"gui.hold-kind.{hold.kind}", reason=hold.reason)


_LONGEST_SHOWN = 30
_TAIL_SHOWN = 8


def _shortened(code: str) -> str:
    """A code as it was read; of a long one its beginning and its end."""
    if len(code) <= _LONGEST_SHOWN:
        return code
    return f"{code[: _LONGEST_SHOWN - _TAIL_SHOWN]}…{code[-_TAIL_SHOWN:]}"


def goods_name(line: Line, view: OrderView) -> str:
    """Goods as the worker knows them: title and what sets this one apart."""
    title = line.title or view.title_of(line.sku)
    return f"{title} {line.spec}".strip()


def in_box(order: Order) -> str:
    """The goods that are in the box."""
    return "、".join(
        f"{line.title or line.sku} {line.spec}".strip() + f" ×{line.got}" for line in order.lines if line.got
    )


def _surplus(order: Order) -> str:
    """The goods that must come out of the box again."""
    return "、".join(
        f"{line.title or line.sku} {line.spec}".strip() + f" ×{line.got - line.need}"
        for line in order.surplus
    )


def _next(view: OrderView) -> tuple[str, Mapping[str, object]]:
    """The next step's sentence and what fills it."""
    order = view.order
    if order.recall:
        return ("unpack" if order.may_bear_label else "leave"), {}
    if order.state is State.PACKING:
        return _next_while_packing(view)
    if order.state in (State.PACKED, State.LABELLED) and order.surplus:
        return "take-out", {"goods": goods_name(order.surplus[0], view)}
    if order.state in (State.PACKED, State.LABELLED) and doubted(order):
        return "weight-off", {}
    if order.state is State.LABELLED and view.needs_weight:
        return "weigh", {}
    if order.state is State.PACKED:
        return _next_label(order)
    if order.state is State.LABELLED:
        return _next_closing(order)
    return ("leave" if order.state is not State.REVIEWED else "scan"), {}


def _next_while_packing(view: OrderView) -> tuple[str, Mapping[str, object]]:
    order = view.order
    if order.surplus:
        return "take-out", {"goods": goods_name(order.surplus[0], view)}
    waiting = order.waiting_for_quality
    open_lines = [line for line in order.lines if line.got < line.need]
    if waiting:
        return "quality", {"goods": goods_name(waiting[0], view), "checks": waiting[0].inspect}
    if open_lines:
        line = _at_hand(order, open_lines)
        # what came on a cart lies in its basket: the shelf would send the packer the wrong way
        key = "units-bin" if view.bins.get(line.sku) and not view.slot else "units"
        gaps = {
            "n": line.need - line.got,
            "goods": goods_name(line, view),
            "bin": view.bins.get(line.sku, ""),
        }
        return key, gaps
    if order.open_wishes:
        return "wish", {"wish": order.open_wishes[0].text}
    if doubted(order):
        return "weight-off", {}
    if view.needs_carton:
        carton = proposed_carton(view)
        return ("carton-fits", {"carton": carton}) if carton else ("carton", {})
    return ("weigh" if view.needs_weight else "print"), {}


def proposed_carton(view: OrderView) -> str:
    """The one carton that holds what goes into the box on the desk; empty where none is known to."""
    proposal = view.proposals.get(current_parcel(view.order).parcel)
    return proposal.carton.code if proposal and proposal.carton else ""


def _at_hand(order: Order, open_lines: list[Line]) -> Line:
    """The line the worker is busy with: the one counted last if it lacks units, else the first that does."""
    last = next((step.target for step in reversed(order.trail) if step.kind == "unit"), "")
    return next((line for line in open_lines if line.line == last), open_lines[0])


def _next_label(order: Order) -> tuple[str, Mapping[str, object]]:
    labels = {box.label for box in order.parcels}
    for label, key in (
        (Printed.SENDING, "printing"),
        (Printed.UNKNOWN, "label-unknown"),
        (Printed.FAILED, "label-failed"),
    ):
        if label in labels:
            return key, {}
    return "print", {}


def _next_closing(order: Order) -> tuple[str, Mapping[str, object]]:
    if order.address_changed:
        return "address-changed", {}
    box = next((box for box in order.parcels if not box.closed), order.parcels[0])
    return "closing", {"waybill": box.waybill}


def _stop_steps(answer: Answer, order: Order | None, words: Words) -> list[tuple[str, Mapping[str, object]]]:
    """What to do, one after the other."""
    steps: list[tuple[str, Mapping[str, object]]] = []
    if order is None:
        return [("set-aside", {}), ("answer", {})]
    if answer.verdict is Verdict.ORDER_HELD:
        return [("keep-together", {}), ("answer", {})]
    if order.surplus and not order.recall and order.state is not State.CANCELLED:
        return [("take-out", {"goods": _surplus(order)}), ("scan-surplus", {}), ("answer", {})]
    steps.extend(_unpacking(order, words))
    if not (order.recall and order.may_bear_label):
        steps.append(("answer", {}))
    return steps


def _unpacking(order: Order, words: Words) -> list[tuple[str, Mapping[str, object]]]:
    """How the box is emptied again, and where its goods go."""
    steps: list[tuple[str, Mapping[str, object]]] = []
    goods = in_box(order)
    if goods:
        steps.append(("take-out", {"goods": goods}))
    labelled = [box.waybill for box in order.parcels if box.waybill and box.may_bear_label]
    if labelled:
        steps.append(("tear-off", {"waybill": words("gui.list-comma").join(labelled)}))
    if order.recall and order.may_bear_label:
        steps.append(("scan-out", {}))
    elif goods:
        steps.append(("put-back", {}))
    else:
        steps.append(("set-aside", {}))
    return steps
