"""The signature: the published example, and that no altered call gets in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.emulators.taobao import Running
from tests.emulators.taobao.signatures import METHODS, signature
from tests.emulators.taobao_cases.calling import Caller

EXAMPLE = {
    "method": "taobao.item.seller.get",
    "app_key": "12345678",
    "session": "test",
    "timestamp": "2016-01-01 12:00:00",
    "format": "json",
    "v": "2.0",
    "fields": "num_iid,title,nick,price,num",
    "num_iid": "11223344",
}
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@pytest.mark.parametrize(
    ("way", "sign"),
    [
        ("md5", "66987CB115214E59E6EC978214934FB8"),
        ("hmac", "D56D7858309C31B6251083A874D48273"),
        ("hmac-sha256", "04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8"),
    ],
)
def test_the_published_example(way: str, sign: str) -> None:
    assert signature({**EXAMPLE, "sign_method": way}, "helloworld", way) == sign


@pytest.mark.parametrize("way", METHODS)
def test_each_way_of_signing_gets_in(running: Running, way: str) -> None:
    assert "time" in Caller(running, way).ok("taobao.time.get")


@given(st.dictionaries(TEXTS, TEXTS, max_size=6), st.sampled_from(METHODS))
def test_empty_values_and_the_sign_itself_do_not_count(params: dict[str, str], way: str) -> None:
    more = {**params, "nothing": "", "sign": "F" * 32}
    bare = {key: value for key, value in params.items() if key not in ("nothing", "sign")}
    assert signature(more, "secret", way) == signature(bare, "secret", way)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"fields": "tid"}, "25 isv.invalid-signature"),
        ({"sign_method": "crc32"}, "25"),
        ({"sign": ""}, "24"),
    ],
)
def test_an_altered_call_is_refused(caller: Caller, change: dict[str, str], refusal: str) -> None:
    signed = caller.signed({**caller.common("taobao.trades.sold.get"), "fields": "tid,status"})
    error = caller.post({**signed, **change}).told["error_response"]
    assert f"{error['code']} {error.get('sub_code', '')}".strip() == refusal


def test_a_wrong_secret_is_refused(running: Running, caller: Caller) -> None:
    signed = caller.signed(caller.common("taobao.time.get"))
    running.app.secret += "?"
    assert caller.post(signed).told["error_response"]["code"] == 25
