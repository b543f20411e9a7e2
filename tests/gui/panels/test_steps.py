"""The eight steps say at every moment what is done, what is now and what is in the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.order import Finding, Hold, HoldKind, Order, Parcel, Printed, Recall, State
from packstation.gui.steps import Mark, Name, marks_of, steps_of
from packstation.words import LANGUAGES, Words, load
from tests.gui.panels.values import CUP, SHIRT, labelled, make_order

DONE, NOW_, AHEAD, NONE, TROUBLE = Mark.DONE, Mark.NOW, Mark.AHEAD, Mark.NONE, Mark.TROUBLE
ALL_IN = (replace(SHIRT, got=3), replace(CUP, got=1, checked=True))
BOX = labelled().parcels[0]
REVIEW = Hold(HoldKind.REVIEW)
TICKED = labelled().wishes


def box(label: Printed) -> tuple[Parcel, ...]:
    return (replace(BOX, label=label),)


CASES = {
    "new": (make_order(state=State.NEW, parcels=()), "NAAAAAAA"),
    "confirmed": (make_order(state=State.CONFIRMED, parcels=()), "DNAAAAAA"),
    "reviewed": (make_order(state=State.REVIEWED, parcels=()), "DDNAAAAA"),
    "unpaid": (make_order(state=State.HELD, hold=Hold(HoldKind.UNPAID)), "TAAAAAAA"),
    "findings": (
        make_order(state=State.HELD, hold=REVIEW, findings=(Finding("receiver-phone"),)),
        "DTAAAAAA",
    ),
    "packing": (make_order(), "DDNAAAAA"),
    "check waits": (make_order(lines=(SHIRT, replace(CUP, got=1))), "DDANAAAA"),
    "all in, wish open": (make_order(lines=ALL_IN), "DDDDNAAA"),
    "nothing to check": (make_order(lines=(SHIRT,), wishes=()), "DDN--AAA"),
    "too much in": (make_order(lines=(replace(SHIRT, got=3, refund="SUCCESS"), CUP)), "DDTAAAAA"),
    "packed": (
        make_order(
            lines=ALL_IN, wishes=TICKED, state=State.PACKED, parcels=(Parcel(1, contents=(("L1", 3),)),)
        ),
        "DDDDDANA",
    ),
    "printing": (labelled(state=State.PACKED, parcels=box(Printed.SENDING)), "DDDDDDNA"),
    "did not print": (labelled(state=State.PACKED, parcels=box(Printed.FAILED)), "DDDDDDTA"),
    "nobody knows": (labelled(state=State.PACKED, parcels=box(Printed.UNKNOWN)), "DDDDDDTA"),
    "labelled": (labelled(), "DDDDDDDN"),
    "labelled, not weighed": (labelled(parcels=(replace(BOX, weight_g=None),)), "DDDDD-DN"),
    "address changed": (labelled(address_changed=True), "DDDDDDTA"),
    "recalled": (labelled(recall=Recall.REFUND), "DDDDDDDT"),
    "shipped": (labelled(state=State.SHIPPED), "DDDDDDDD"),
    "cancelled": (make_order(state=State.CANCELLED), "DD-----T"),
}
LETTERS = {"D": DONE, "N": NOW_, "A": AHEAD, "-": NONE, "T": TROUBLE}


@pytest.mark.parametrize(("order", "expected"), CASES.values(), ids=CASES)
def test_each_state_of_an_order_shows_the_right_steps(order: Order, expected: str) -> None:
    marks = marks_of(order)
    assert [marks[name] for name in Name] == [LETTERS[letter] for letter in expected]


def test_counts_stand_beside_goods_and_wishes(words: Words) -> None:
    texts = {step.name: step.text for step in steps_of(make_order(), words)}
    assert texts[Name.ITEMS].endswith("2/4")
    assert texts[Name.WISHES].endswith("1/2")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_its_word(language: str) -> None:
    texts = [step.text for step in steps_of(make_order(), load(language))]
    assert len(set(texts)) == len(Name)
    assert not any("[" in text for text in texts)


@given(
    state=st.sampled_from(State),
    got=st.integers(0, 4),
    checked=st.booleans(),
    ticked=st.booleans(),
    label=st.sampled_from(Printed),
)
def test_at_most_one_step_is_now_and_none_beside_trouble(
    state: State, got: int, *, checked: bool, ticked: bool, label: Printed
) -> None:
    order = make_order(
        state=state,
        lines=(replace(SHIRT, got=got), replace(CUP, got=min(got, 1), checked=checked)),
        wishes=tuple(replace(wish, ticked=ticked) for wish in make_order().wishes),
        parcels=box(label),
    )
    marks = list(marks_of(order).values())
    assert marks.count(NOW_) <= 1
    assert not (NOW_ in marks and TROUBLE in marks)
    assert (NOW_ in marks or TROUBLE in marks) or state in (State.SHIPPED, State.CANCELLED)
