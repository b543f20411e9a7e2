"""The platform's own example, recomputed, and what must not change a signature."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.top.account import Account, SignMethod
from packstation.top.signing import sign

EXAMPLE = {
    "method": "taobao.item.seller.get",
    "app_key": "12345678",
    "session": "test",
    "timestamp": "2016-01-01 12:00:00",
    "format": "json",
    "v": "2.0",
    "sign_method": "md5",
    "fields": "num_iid,title,nick,price,num",
    "num_iid": "11223344",
}
"""The documentation's example; its secret is ``helloworld`` (wire.md §4.2)."""


@pytest.mark.parametrize(
    ("method", "wanted"),
    [
        ("md5", "66987CB115214E59E6EC978214934FB8"),
        ("hmac", "D56D7858309C31B6251083A874D48273"),
        ("hmac-sha256", "04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8"),
    ],
)
def test_the_published_vectors(method: str, wanted: str) -> None:
    assert sign({**EXAMPLE, "sign_method": method}, "helloworld", SignMethod(method)) == wanted


PARAMS = st.dictionaries(st.text("abz_", min_size=1, max_size=4), st.text(max_size=8), max_size=8)


@given(PARAMS, st.sampled_from(SignMethod), st.randoms())
def test_neither_order_nor_empty_values_nor_an_old_signature_matter(
    params: dict[str, str], method: SignMethod, chance: object
) -> None:
    items = list(params.items())
    chance.shuffle(items)  # type: ignore[attr-defined]
    other = {**dict(items), "sign": "OLD", "zz_empty": ""}
    assert sign(other, "s", method) == sign(params, "s", method)


@given(PARAMS, PARAMS, st.sampled_from(SignMethod))
def test_another_text_is_another_signature(
    one: dict[str, str], two: dict[str, str], method: SignMethod
) -> None:
    text = ["".join(k + v for k, v in sorted(params.items()) if v) for params in (one, two)]
    assert (sign(one, "s", method) == sign(two, "s", method)) == (text[0] == text[1])


def test_secrets_show_in_no_repr() -> None:
    account = Account("https://x/", "12345678", "hush-secret", "hush-session")
    assert "hush" not in repr(account) + str(account) + f"{account}"
