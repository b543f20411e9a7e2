"""Times, ids and envelopes: what the platform may write, and what of it is believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.errors import Outage
from packstation.top import times
from packstation.top.envelope import document_of, envelope_of, inside, listed
from packstation.top.errors import short
from packstation.top.ids import DoubtfulId, id_of, id_text

MIDNIGHT = datetime(2026, 11, 10, 16, 0, tzinfo=UTC)
"""00:00 of the eleventh of November in China."""


MOMENTS = st.integers(1_000_000_000, 4_000_000_000).map(
    lambda seconds: datetime.fromtimestamp(seconds + 0.25, UTC)
)


# --- times
@pytest.mark.parametrize(
    "text",
    [
        "2026-11-11 00:00:00",
        " 2026-11-11 00:00:00 ",
        "2026-11-11",
        "2026-11-11 00:00",
        "2026-11-11  0:00:00.000",
        "2026-11-11T00:00:00",
        "2026-11-10T16:00:00Z",
        "1794326400",
        "1794326400000",
    ],
)
def test_times_without_a_zone_are_the_platforms(text: str) -> None:
    assert times.read(text) == MIDNIGHT


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01", "0000-00-00 00:00:00", "1970-01-01 00:00:00", "9" * 30]
)
def test_what_is_no_time_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        times.read(text)


@given(MOMENTS)
def test_a_written_time_is_read_back(moment: datetime) -> None:
    assert times.read(times.written(moment)) == moment.replace(microsecond=0)


@given(MOMENTS)
def test_midnight_is_ahead_and_within_a_day(moment: datetime) -> None:
    ahead = times.next_midnight(moment)
    assert timedelta() < ahead - moment <= timedelta(days=1)
    assert times.written(ahead).endswith("00:00:00")
    assert times.day_of(ahead) > times.day_of(moment)


# --- ids
@given(st.integers(1, 10**19 - 1))
def test_numbers_and_texts_become_the_same_text(number: int) -> None:
    assert id_text(number, "tid") == id_text(str(number), "tid") == str(number)
    assert id_of({"tid": number, "tid_str": str(number)}, "tid") == str(number)


@pytest.mark.parametrize(
    ("holder", "reason"),
    [
        ({}, "missing"),
        ({"tid": None}, "missing"),
        ({"tid": ""}, "missing"),
        ({"tid": 0}, "missing"),
        ({"tid": 4.065712345678901e18}, "number-damaged"),
        ({"tid": True}, "number-damaged"),
        ({"tid": -5}, "bad-characters"),
        ({"tid": [1]}, "bad-characters"),
        ({"tid": "1 2"}, "bad-characters"),
        ({"tid": "１２３"}, "bad-characters"),
        ({"tid": "^XZ"}, "bad-characters"),
        ({"tid": "9" * 41}, "bad-characters"),
        ({"tid": 4065712345678901248, "tid_str": "4065712345678901234"}, "number-damaged"),
    ],
)
def test_a_doubtful_id_is_refused_not_repaired(holder: dict[str, object], reason: str) -> None:
    with pytest.raises(DoubtfulId) as caught:
        id_of(holder, "tid")
    assert (caught.value.name, caught.value.reason) == ("tid", reason)


def test_the_text_stands_in_for_a_damaged_number() -> None:
    assert (
        id_of({"tid": 4.065712345678901e18, "tid_str": "4065712345678901234"}, "tid") == "4065712345678901234"
    )


# --- envelopes
@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("taobao.trades.sold.get", "trades_sold_get_response"),
        ("cainiao.waybill.ii.get", "cainiao_waybill_ii_get_response"),
        ("alibaba.ascp.logistics.offline.send", "alibaba_ascp_logistics_offline_send_response"),
    ],
)
def test_the_name_of_an_answer(method: str, name: str) -> None:
    assert envelope_of(method) == name
    assert inside(method, {name: {"a": 1}}) == {"a": 1}
    assert inside(method, {name: ""}) == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>502 Bad Gateway</body></html>",
        b'{"trades_sold_get_resp',
        b"[]",
        b"null",
        b"[" * 100_000,
        b"12",
    ],
)
def test_what_is_no_json_object_is_not_used(body: bytes) -> None:
    with pytest.raises(Outage) as caught:
        document_of(body)
    assert caught.value.reason == "taobao-unreadable"


def test_a_broken_sign_in_a_text_hides_nothing() -> None:
    body = b'{"a_response":{"message":"' + b"\xff\x00\\ud83d" + b'"}}'
    assert set(document_of(body)) == {"a_response"}


def test_ids_survive_whatever_their_length() -> None:
    assert document_of(b'{"tid":4065712345678901234}') == {"tid": 4065712345678901234}


@pytest.mark.parametrize(
    "document", [{}, {"other_response": {}}, {"trade_fullinfo_get_response": {}}, {"trades": []}]
)
def test_an_answer_to_another_question_is_not_used(document: dict[str, object]) -> None:
    with pytest.raises(Outage) as caught:
        inside("taobao.trades.sold.get", document)
    assert caught.value.reason == "taobao-other-answer"
    assert caught.value.data["reached"] is True


def test_simplified_answers_may_come_bare_but_not_under_a_wrong_name() -> None:
    assert inside("taobao.trades.sold.get", {"trades": [1]}, simplified=True) == {"trades": [1]}
    with pytest.raises(Outage):
        inside("taobao.trades.sold.get", {"refunds_receive_get_response": {}}, simplified=True)


@pytest.mark.parametrize(
    ("holder", "wanted"),
    [
        ({"trade": [{"tid": 1}, {"tid": 2}]}, ({"tid": 1}, {"tid": 2})),
        ([{"tid": 1}], ({"tid": 1},)),
        ({"trade": {"tid": 1}}, ({"tid": 1},)),
        ({"tid": 1, "title": "x"}, ({"tid": 1, "title": "x"},)),
        ({"trade": []}, ()),
        ({}, ()),
        (None, ()),
        ("", ()),
    ],
)
def test_lists_in_every_wrapping(holder: object, wanted: tuple[object, ...]) -> None:
    assert listed(holder) == wanted


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("收货人电话13812345678无效", "收货人电话138****5678无效"),
        ("收货人电话138-1234-5678无效", "收货人电话138****5678无效"),
        ("电话0571-88886666无效", "电话0571-****666无效"),
        ("电话01088886666无效", "电话0108-****666无效"),
        ("订单4065712345678901234，运单773012345678901", "订单4065712345678901234，运单773012345678901"),
    ],
)
def test_what_the_platform_says_of_a_refusal_shows_no_phone(said: str, shown: str) -> None:
    assert short(said) == shown
