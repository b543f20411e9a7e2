"""Words nobody knows: the goods stay wanted, the order waits, and comes back when the word is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain import news, verbs
from packstation.domain.kept_back import doubt_in, kept_back
from packstation.domain.order import PARTED, REFUND_OVER, SENT, HoldKind, Line, Order, Recall, State
from packstation.domain.status_words import REFUNDS
from packstation.errors import Refusal
from tests.builders import NOON, make_order

KNOWN = sorted(REFUNDS | {"", PARTED, SENT})
WORDS = st.one_of(
    st.sampled_from(KNOWN), st.text("ABCDEFGH_", min_size=3, max_size=12).filter(lambda w: w not in KNOWN)
)


def order(*words: str, state: State = State.NEW) -> Order:
    lines = (Line(f"1{place}", "TS-L", 2, refund=word) for place, word in enumerate(words))
    return make_order("1", *lines, state=state)


def later(old: Order, *words: str) -> Order:
    """A newer copy with these words."""
    lines = (
        Line(line.line, line.sku, line.quantity, refund=word)
        for line, word in zip(old.lines, words, strict=True)
    )
    return replace(
        old,
        lines=tuple(lines),
        state=State.NEW,
        hold=None,
        modified_at=(old.modified_at or NOON) + timedelta(minutes=1),
    )


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_goods_are_only_left_out_for_a_word_that_says_so(words: list[str]) -> None:
    found = news.first_seen(order(*words))
    for line, word in zip(found.lines, words, strict=True):
        assert line.need == (0 if word in KNOWN and word not in REFUND_OVER else 2)
    odd = next((word for word in words if word not in KNOWN), "")
    assert doubt_in(found) == odd
    if odd:
        assert (found.state, found.hold and found.hold.reason) == (State.HELD, odd)
    else:
        assert found.hold is None


@given(st.lists(WORDS, min_size=2, max_size=2), st.sampled_from([State.NEW, State.REVIEWED]))
def test_a_doubt_holds_and_its_end_lets_go(words: list[str], state: State) -> None:
    known = order("NO_REFUND", "NO_REFUND", state=state)
    held = news.apply(known, later(known, *words)).order
    assert (held.hold is not None and held.hold.kind is HoldKind.DOUBTFUL) == bool(doubt_in(held))
    back = news.apply(held, later(held, "NO_REFUND", "CLOSED")).order
    if held.state is not State.CANCELLED:
        assert (back.hold, back.recall) == (None, Recall.NONE)
        assert [line.need for line in back.lines] == [2, 2]


def test_nobody_at_the_desk_can_release_a_doubt() -> None:
    held = news.first_seen(order("HM"))
    with pytest.raises(Refusal) as refusal:
        verbs.release(held)
    assert (refusal.value.data["missing"], refusal.value.data["reason"]) == ("doubtful", "HM")


def test_what_was_held_by_hand_is_found_doubtful_when_it_is_released() -> None:
    known = verbs.hold(order("NO_REFUND", state=State.REVIEWED), "flaw")
    heard = news.apply(known, later(known, "HM")).order
    assert heard.hold
    assert heard.hold.kind is HoldKind.DESK
    released = verbs.release(heard)
    assert released.hold == kept_back(heard)
    assert released.state is State.HELD


@given(st.lists(WORDS, min_size=2, max_size=2))
def test_a_list_of_refunds_only_ever_stops(words: list[str]) -> None:
    known = order("WAIT_SELLER_AGREE", "NO_REFUND", state=State.REVIEWED)
    told = news.refunded(known, {"10": words[0], "11": words[1]}).order
    assert told.lines[0].need == 0 or doubt_in(told)
    stops = words[1] not in REFUND_OVER
    assert (told.lines[1].refund == words[1]) == (stops or words[1] == "NO_REFUND")


def test_of_a_line_already_paid_back_or_gone_a_list_changes_nothing() -> None:
    known = order("SUCCESS", SENT, "NO_REFUND", state=State.REVIEWED)
    assert news.refunded(known, {"10": "WAIT_SELLER_AGREE", "11": "SUCCESS"}).changes == ()
