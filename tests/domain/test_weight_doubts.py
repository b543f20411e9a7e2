"""A weight that cannot be right stays in doubt, whatever was known of the box before, until somebody looked."""

from __future__ import annotations

from dataclasses import replace

from packstation.domain.order import Line, Order, Parcel, State, Step
from packstation.domain.weight_doubts import doubt, doubted, vouch
from tests.builders import make_order

BOXES = (Parcel(1, contents=(("1", 1),)), Parcel(2, contents=(("1", 1),)))
ORDER = replace(make_order("1", Line("1", "TS-L", 2, got=2), state=State.PACKING), parcels=BOXES)


def chosen(order: Order, box: int) -> Order:
    return replace(order, trail=(*order.trail, Step("parcel", "", parcel=box)))


def test_a_new_doubt_takes_back_what_was_weighed_and_vouched_for() -> None:
    weighed = replace(ORDER, parcels=(replace(BOXES[0], weight_g=300, vouched="L1"),))
    box = doubt(weighed, 900).parcels[0]
    assert (box.weight_g, box.doubt_g, box.vouched) == (None, 900, "")


def test_a_leads_word_is_kept_with_the_box() -> None:
    order, weight_g = vouch(doubt(chosen(ORDER, 1), 900), "L1")
    assert weight_g == 900
    assert (order.parcels[0].weight_g, order.parcels[0].doubt_g, order.parcels[0].vouched) == (
        900,
        None,
        "L1",
    )


def test_of_two_doubts_the_one_on_the_desk_is_settled_first() -> None:
    both = doubt(chosen(doubt(chosen(ORDER, 1), 100), 2), 200)
    assert [box.parcel for box in doubted(both)] == [2, 1]
    assert [box.parcel for box in doubted(chosen(both, 1))] == [1, 2]
    assert doubted(vouch(both, "L1")[0])[0].parcel == 1
