"""Several shops in the settings: each with keys of its own, every mistake named with its line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from packstation.errors import BadSetting
from packstation.settings import Settings, load
from packstation.settings.secrets import PLACE, owner_of, secret, variable_of
from tests.fakes import FakeRing

TWO = """[platform]
kind = "taobao"
shop = "棉布旗舰店"
app_key = "111"
interval_s = 20

[shops.tmall2]
kind = "taobao"
shop = "天猫二店"
app_key = "222"
offline_rule = "go-on"

[shops.box]
kind = "folder"
"""


def settings(folder: Path, text: str = TWO) -> Settings:
    path = folder / "packstation.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_each_shop_has_its_own(tmp_path: Path) -> None:
    found = settings(tmp_path)
    first, second, box = found.shop_terms()
    assert [(one.id, one.kind, one.name, one.label) for one in (first, second, box)] == [
        ("", "taobao", "棉布旗舰店", "棉布旗舰店"),
        ("tmall2", "taobao", "天猫二店", "天猫二店"),
        ("box", "folder", "", "box"),
    ]
    assert [one.offline_rule for one in (first, second)] == ["wait", "go-on"]
    assert (first.every, second.every) == (timedelta(seconds=20), timedelta(seconds=30))
    assert found.at_shop("tmall2")["platform.app_key"] == "222"
    assert found.at_shop("box")["platform.app_key"] == "", "nothing of [platform] goes over to another shop"
    assert found.at_shop("tmall2")["desk.promise_h"] == found["desk.promise_h"]
    assert [one.id for one in found.desk_options().shops] == ["", "tmall2", "box"]


def test_without_further_shops_all_is_as_it_was(tmp_path: Path) -> None:
    found = settings(tmp_path, '[platform]\nkind = "taobao"\n')
    assert [one.id for one in found.shop_terms()] == [""]
    assert found.desk_options().further == ()


@pytest.mark.parametrize(
    ("text", "key", "line", "allowed"),
    [
        (
            TWO.replace('offline_rule = "go-on"', 'offline = "go-on"'),
            "shops.tmall2.offline",
            11,
            "offline_rule",
        ),
        (TWO.replace('"go-on"', '"never"'), "shops.tmall2.offline_rule", 11, "wait, go-on"),
        (TWO + "interval_s = 0\n", "shops.box.interval_s", 15, "1 … 3600"),
        (TWO.replace("shops.box", 'shops."天猫"'), "shops.天猫", 13, "shops.NAME"),
        (TWO.replace("shops.box", "shops.Tmall-3"), "shops.Tmall-3", 13, "shops.NAME"),
        ("shops = 3\n", "shops", 1, "shops.NAME"),
        ("[shops]\ntmall2 = 3\n", "shops.tmall2", 2, "shops.NAME"),
        (TWO.replace('kind = "folder"', 'kind = "ebay"'), "shops.box.kind", 14, "taobao"),
        (TWO.replace('"222"', '"https://x"'), "shops.tmall2.app_key", 10, "12345678"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_what_is_allowed(
    tmp_path: Path, text: str, key: str, line: int, allowed: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        settings(tmp_path, text)
    assert (refused.value.data["key"], refused.value.data["line"]) == (key, line)
    assert allowed in str(refused.value.data["allowed"])


def test_secrets_of_a_further_shop_have_names_of_their_own(
    monkeypatch: pytest.MonkeyPatch, ring: FakeRing
) -> None:
    owner = owner_of("taobao", "tmall2")
    assert variable_of(owner, "session") == "PACKSTATION_TAOBAO_TMALL2_SESSION"
    assert variable_of(owner_of("taobao"), "session") == "PACKSTATION_TAOBAO_SESSION"
    ring.kept[PLACE, "taobao.session"], ring.kept[PLACE, "taobao.tmall2.session"] = "one", "two"
    assert (secret("taobao", "session", {}), secret(owner, "session", {})) == ("one", "two")
    monkeypatch.setenv("PACKSTATION_TAOBAO_TMALL2_SESSION", "three")
    assert secret(owner, "session") == "three"
