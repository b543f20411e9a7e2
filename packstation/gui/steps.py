"""The eight steps of an order as marks: done, now, ahead, not needed, in trouble. No painting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from packstation.domain.order import NOT_OURS, Order, Printed, State
from packstation.domain.weight_doubts import doubted
from packstation.words import Words


class Name(StrEnum):
    """The steps, in their order."""

    CONFIRM = "confirm"
    REVIEW = "review"
    ITEMS = "items"
    QUALITY = "quality"
    WISHES = "wishes"
    WEIGHT = "weight"
    LABEL = "label"
    SHIP = "ship"


class Mark(StrEnum):
    """How far a step is; each has its own shape beside its colour."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    NONE = "none"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class StepText:
    """One step as the strip shows it."""

    name: Name
    text: str
    mark: Mark


_TURN = (
    Name.CONFIRM,
    Name.REVIEW,
    Name.QUALITY,
    Name.ITEMS,
    Name.WISHES,
    Name.WEIGHT,
    Name.LABEL,
    Name.SHIP,
)
"""Whose turn it is first where several are open: a check that waits comes before the next goods."""


def steps_of(order: Order, words: Words) -> tuple[StepText, ...]:
    """Every step of an order with its mark; one is NOW unless there is trouble to be settled first."""
    marks = marks_of(order)
    return tuple(StepText(name, _text(name, order, marks[name], words), marks[name]) for name in Name)


def marks_of(order: Order) -> dict[Name, Mark]:
    """The mark of every step."""
    marks = {
        Name.CONFIRM: _confirm(order),
        Name.REVIEW: _review(order),
        Name.ITEMS: _items(order),
        Name.QUALITY: _quality(order),
        Name.WISHES: _wishes(order),
        Name.WEIGHT: _weight(order),
        Name.LABEL: _label(order),
        Name.SHIP: _ship(order),
    }
    if order.state in (State.SHIPPED, State.CANCELLED):
        return {name: Mark.NONE if mark is Mark.AHEAD else mark for name, mark in marks.items()}
    turn = next((name for name in _TURN if marks[name] is Mark.AHEAD and _wants_hands(name, order)), None)
    if turn is not None and Mark.TROUBLE not in marks.values():
        marks[turn] = Mark.NOW
    return marks


def _wants_hands(name: Name, order: Order) -> bool:
    """Whether an open step can be worked on now; weighing is never waited for."""
    if name is Name.QUALITY:
        return bool(order.waiting_for_quality)
    return name is not Name.WEIGHT


def _confirm(order: Order) -> Mark:
    if order.hold is not None and order.hold.kind in NOT_OURS:
        return Mark.TROUBLE
    return Mark.AHEAD if order.state is State.NEW else Mark.DONE


def _review(order: Order) -> Mark:
    if order.findings:
        return Mark.TROUBLE
    if order.state in (State.NEW, State.CONFIRMED) or (order.hold and order.hold.kind in NOT_OURS):
        return Mark.AHEAD
    return Mark.DONE


def _items(order: Order) -> Mark:
    if order.surplus:
        return Mark.TROUBLE
    return Mark.DONE if order.is_counted else Mark.AHEAD


def _quality(order: Order) -> Mark:
    checked = [line for line in order.lines if line.inspect and line.need > 0]
    if not checked:
        return Mark.NONE
    return Mark.DONE if all(line.checked for line in checked) else Mark.AHEAD


def _wishes(order: Order) -> Mark:
    if not order.wishes:
        return Mark.NONE
    return Mark.AHEAD if order.open_wishes else Mark.DONE


def _weight(order: Order) -> Mark:
    """Weighing is never waited for: without a scale the step passes by when the box is closed."""
    boxes = [box for box in order.parcels if box.contents]
    if doubted(order):
        return Mark.TROUBLE
    if boxes and all(box.weight_g is not None for box in boxes):
        return Mark.DONE
    return Mark.NONE if _has_label(order) else Mark.AHEAD


def _has_label(order: Order) -> bool:
    return order.state in (State.LABELLED, State.SHIPPED) or any(box.waybill for box in order.parcels)


def _label(order: Order) -> Mark:
    labels = {box.label for box in order.parcels}
    if order.address_changed or labels & {Printed.FAILED, Printed.UNKNOWN}:
        return Mark.TROUBLE
    if order.state is State.SHIPPED or (labels and labels <= {Printed.PRINTED}):
        return Mark.DONE
    return Mark.AHEAD


def _ship(order: Order) -> Mark:
    if order.recall or order.state is State.CANCELLED:
        return Mark.TROUBLE
    return Mark.DONE if order.state is State.SHIPPED else Mark.AHEAD


def _text(name: Name, order: Order, mark: Mark, words: Words) -> str:
    """The step's word, with its count where it has one."""
    text = words(f"pack.step.{name}")
    if name is Name.ITEMS:
        return words("pack.step-count", step=text, done=order.got, all=order.units)
    if name is Name.WISHES and mark is not Mark.NONE:
        ticked = len(order.wishes) - len(order.open_wishes)
        return words("pack.step-count", step=text, done=ticked, all=len(order.wishes))
    return text
