"""The carton that is proposed really holds the goods, is the smallest that does, and a split loses no unit."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.carton import FILL_PERCENT, MOST_BOXES, Doubt, Fit, Misfit, Piece, misfit, propose
from packstation.domain.intake import Carton

SMALL = Carton("B1", (180, 120, 90), 60, 5000)
FLAT = Carton("F1", (400, 300, 20), 60, 5000)
MIDDLE = Carton("B3", (300, 200, 120), 120, 5000)
LARGE = Carton("B5", (530, 360, 290), 380, 20_000)
ALL = (LARGE, SMALL, MIDDLE)
SHIRT = Piece("1", 2, (250, 200, 20), 180, "T恤")
CUP = Piece("2", 1, (90, 90, 110), 320, "茶杯")


def code(*goods: Piece, cartons: tuple[Carton, ...] = ALL) -> str:
    carton = propose(goods, cartons).carton
    return carton.code if carton else ""


def test_the_smallest_carton_that_holds_all() -> None:
    assert code(CUP) == "B1"
    assert code(SHIRT, CUP) == "B3"


def test_the_longest_side_decides_before_the_volume() -> None:
    assert code(Piece("1", 1, (310, 10, 10), 5)) == "B5"
    assert code(Piece("1", 1, (10, 10, 295), 5)) == "B3"


def test_the_middle_side_counts_too() -> None:
    assert code(Piece("1", 1, (170, 130, 10), 5), cartons=(SMALL, FLAT)) == "F1"


def test_a_share_stays_free_for_paper_and_corners() -> None:
    volume = 300 * 200 * 120 * FILL_PERCENT // 100
    cube = 20 * 20 * 20
    assert code(Piece("1", volume // cube, (20, 20, 20), 1)) == "B3"
    assert code(Piece("1", volume // cube + 1, (20, 20, 20), 1)) == "B5"


def test_what_is_too_heavy_goes_into_a_stronger_carton() -> None:
    assert code(Piece("1", 1, (50, 50, 50), 5000)) == "B1"
    assert code(Piece("1", 1, (50, 50, 50), 5001)) == "B5"
    assert code(Piece("1", 1, (50, 50, 50), 5001), cartons=(replace(SMALL, max_g=None),)) == "B1"


def test_cartons_that_are_there_come_first() -> None:
    none_left = replace(MIDDLE, on_hand=0)
    assert code(SHIRT, cartons=(none_left, LARGE)) == "B5"
    assert code(SHIRT, cartons=(none_left, SMALL)) == "B3"
    assert code(SHIRT, cartons=(replace(MIDDLE, on_hand=1), LARGE)) == "B3"


def test_several_that_are_there_come_before_one_that_is_not() -> None:
    shoes = Piece("1", 2, (280, 190, 100), 900)
    found = propose((shoes,), (MIDDLE, replace(LARGE, on_hand=0)))
    assert [box.carton.code for box in found.boxes] == ["B3", "B3"]


def test_soft_goods_are_laid_double() -> None:
    cloth = Piece("1", 1, (300, 190, 20), 300)
    short = replace(MIDDLE, inner_mm=(200, 190, 50))
    assert code(cloth, cartons=(short,)) == ""
    assert code(replace(cloth, folds=True), cartons=(short,)) == "B3"


def test_an_unknown_size_is_said() -> None:
    unknown = propose((SHIRT, Piece("9", 1, None, 10, "礼物")), ALL)
    assert (unknown.fit, unknown.goods, unknown.boxes) == (Fit.UNKNOWN, "礼物", ())


def test_an_unknown_weight_leaves_the_proposal_to_the_size() -> None:
    found = propose((SHIRT, replace(CUP, weight_g=None)), ALL)
    assert found.carton == MIDDLE
    assert found.boxes[0].weight_g is None
    assert propose((SHIRT, CUP), ALL).boxes[0].weight_g == 680


def test_what_no_carton_holds_is_named() -> None:
    found = propose((SHIRT, Piece("9", 1, (900, 20, 20), 100, "鱼竿")), ALL)
    assert (found.fit, found.goods) == (Fit.TOO_BIG, "鱼竿")


def test_goods_too_many_for_one_carton_are_split() -> None:
    found = propose((Piece("1", 3, (280, 190, 100), 900, "鞋"),), (SMALL, MIDDLE))
    assert found.fit is Fit.SPLIT
    assert found.carton is None
    assert [(box.carton.code, box.contents) for box in found.boxes] == [("B3", (("1", 1),))] * 3


def test_the_boxes_of_a_split_are_each_the_smallest() -> None:
    found = propose(
        (Piece("1", 1, (280, 190, 100), 900), Piece("2", 1, (100, 100, 90), 900)), (SMALL, MIDDLE)
    )
    assert [box.carton.code for box in found.boxes] == ["B3", "B1"]


def test_nothing_is_proposed_where_there_is_nothing_to_go_by() -> None:
    assert propose((), ALL).fit is Fit.NOTHING
    assert propose((SHIRT,), ()).fit is Fit.NOTHING
    assert propose((SHIRT,), (Carton("B1"),)).fit is Fit.NOTHING


def test_ten_thousand_units_are_answered_at_once() -> None:
    began = perf_counter()
    found = propose((Piece("1", 10_000, (50, 50, 50), 10),), ALL)
    many = propose((Piece("1", 10_000, (170, 110, 80), 100),), (SMALL,))
    assert perf_counter() - began < 0.5
    assert sum(dict(box.contents)["1"] for box in found.boxes) == 10_000
    assert many.fit is Fit.TOO_MANY


def test_a_chosen_carton_is_doubted_for_what_is_known() -> None:
    assert misfit((SHIRT,), MIDDLE) is None
    assert misfit((SHIRT, CUP), SMALL) == Misfit(Doubt.SMALL, "T恤")
    assert misfit((Piece("1", 99, (100, 100, 90), 1),), SMALL) == Misfit(Doubt.FULL)
    assert misfit((Piece("1", 3, (10, 10, 10), 2000),), SMALL) == Misfit(Doubt.WEAK, grams=6000)
    assert misfit((Piece("1", 99),), SMALL) is None
    assert misfit((SHIRT,), Carton("X")) is None


# --- for any goods and cartons ------------------------------------------------------------------------------------

sides = st.tuples(*[st.integers(1, 600)] * 3)
goods = st.lists(
    st.builds(
        Piece,
        line=st.uuids().map(str),
        units=st.integers(0, 40),
        size_mm=sides,
        weight_g=st.none() | st.integers(0, 4000),
        folds=st.booleans(),
    ),
    max_size=6,
)
kinds = st.lists(
    st.builds(
        Carton,
        code=st.uuids().map(str),
        inner_mm=st.none() | sides,
        weight_g=st.integers(0, 500),
        max_g=st.none() | st.integers(1, 30_000),
        on_hand=st.none() | st.integers(-3, 5),
    ),
    max_size=6,
)


def volume(size: tuple[int, int, int]) -> int:
    return size[0] * size[1] * size[2]


def holds(carton: Carton, pieces: list[Piece]) -> bool:
    """Said once more in other words: every piece, all their volume, all their weight."""
    if carton.inner_mm is None:
        return False
    for piece in pieces:
        assert piece.size_mm is not None
        short, middle, long = sorted(piece.size_mm)
        ways = [(short, middle, long)]
        if piece.folds:
            ways.append((2 * short, middle, -(-long // 2)))
        inner = sorted(carton.inner_mm)
        if not any(all(a <= b for a, b in zip(sorted(way), inner, strict=True)) for way in ways):
            return False
    room = sum(volume(piece.size_mm or (0, 0, 0)) * piece.units for piece in pieces)
    grams = sum((piece.weight_g or 0) * piece.units for piece in pieces)
    return room * 100 <= volume(carton.inner_mm) * FILL_PERCENT and grams <= (carton.max_g or grams)


@given(goods, kinds)
def test_a_proposed_carton_holds_everything_and_none_that_does_is_smaller(
    pieces: list[Piece], cartons: list[Carton]
) -> None:
    pieces = [piece for piece in pieces if piece.units]
    found = propose(pieces, cartons)
    there = [carton for carton in cartons if carton.on_hand is None or carton.on_hand > 0]
    fit = [carton for carton in there if pieces and holds(carton, pieces)]
    if fit:
        assert found.carton in fit
        assert volume(found.carton.inner_mm or (0, 0, 0)) == min(
            volume(one.inner_mm or (0, 0, 0)) for one in fit
        )
    elif found.carton:
        assert found.carton not in there
        assert holds(found.carton, pieces)


@given(goods, kinds)
def test_every_unit_of_a_split_is_in_exactly_one_box_that_holds_it(
    pieces: list[Piece], cartons: list[Carton]
) -> None:
    found = propose(pieces, cartons)
    if found.fit not in (Fit.FITS, Fit.SPLIT):
        assert found.boxes == ()
        return
    assert len(found.boxes) <= MOST_BOXES
    known = {piece.line: piece for piece in pieces}
    placed: dict[str, int] = {}
    for box in found.boxes:
        inside = [replace(known[line], units=units) for line, units in box.contents]
        assert inside
        assert holds(box.carton, inside)
        for piece in inside:
            assert piece.units > 0
            placed[piece.line] = placed.get(piece.line, 0) + piece.units
    assert placed == {piece.line: piece.units for piece in pieces if piece.units}


@given(goods, kinds)
def test_what_is_proposed_is_never_doubted(pieces: list[Piece], cartons: list[Carton]) -> None:
    known = {piece.line: piece for piece in pieces}
    for box in propose(pieces, cartons).boxes:
        assert misfit([replace(known[line], units=units) for line, units in box.contents], box.carton) is None
