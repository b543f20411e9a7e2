"""What each box is to hold, and which carton that takes or does not fit."""

from __future__ import annotations

from dataclasses import replace

from packstation.domain.filling import meant_for, misfits
from packstation.domain.intake import Carton, Product
from packstation.domain.order import Line, Parcel, State
from tests.builders import make_order

BOXES = (Parcel(1, carton="b1", contents=(("1", 1),)), Parcel(2, contents=(("1", 1),)))
ORDER = replace(make_order("1", Line("1", "TS-L", 5, got=2), state=State.PACKING), parcels=BOXES)


def test_what_is_still_missing_is_meant_for_the_box_on_the_desk_alone() -> None:
    assert meant_for(ORDER, BOXES[0]) == (("1", 1),)
    assert meant_for(ORDER, BOXES[1]) == (("1", 4),)


def test_a_cartons_code_is_the_same_in_small_letters() -> None:
    shirt = Product("TS-L", weight_g=180, size_mm=(250, 200, 20))
    small = Carton("B1", (100, 100, 100), 80)
    assert list(misfits(ORDER, {"TS-L": shirt}, (small,))) == [1]
    assert misfits(ORDER, {"TS-L": shirt}, (replace(small, inner_mm=(300, 250, 50)),)) == {}
