"""Where secrets come from, and where they never go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from packstation.domain.connection import Found
from packstation.errors import BadSetting
from packstation.settings import load
from packstation.settings.secrets import PLACE, Kept, keep, lacking, secret, standing_of, variable_of
from tests.fakes import FakeRing


@pytest.fixture
def _no_ring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


def test_the_variable_of_a_secret() -> None:
    assert variable_of("taobao", "app_secret") == "PACKSTATION_TAOBAO_APP_SECRET"
    assert variable_of("taobao", "session") == "PACKSTATION_TAOBAO_SESSION"


def test_the_environment_comes_before_the_keyring(ring: FakeRing) -> None:
    ring.kept[PLACE, "taobao.session"] = "of-the-ring"
    assert secret("taobao", "session", {}) == "of-the-ring"
    assert secret("taobao", "session", {"PACKSTATION_TAOBAO_SESSION": " of-the-shell\n"}) == "of-the-shell"
    assert secret("taobao", "session", {"PACKSTATION_TAOBAO_SESSION": ""}) == "of-the-ring"
    assert secret("taobao", "app_secret", {}) == ""


def test_a_secret_is_kept_and_taken_out_again(ring: FakeRing) -> None:
    keep("taobao", "session", "hush")
    assert secret("taobao", "session", {}) == "hush"
    keep("taobao", "session", "")
    keep("taobao", "session", "")
    assert ring.kept == {}


@pytest.mark.usefixtures("_no_ring")
def test_a_system_without_a_keyring_is_one_with_an_empty_one() -> None:
    assert secret("taobao", "session", {}) == ""
    with pytest.raises(BadSetting) as caught:
        keep("taobao", "session", "hush")
    assert (caught.value.reason, caught.value.data) == (
        "no-keyring",
        {"variable": "PACKSTATION_TAOBAO_SESSION"},
    )


# --- the settings beside them
def written(folder: Path, text: str) -> Path:
    path = folder / "packstation.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_platforms_settings(tmp_path: Path) -> None:
    settings = load(
        written(
            tmp_path,
            '[platform]\ngateway = "http://127.0.0.1:8101/router/rest"\napp_key = "12345678"\n'
            'sign_method = "md5"\noffline_rule = "go-on"\nreport_stops = "left"\n',
        )
    )
    names = ("gateway", "app_key", "sign_method", "offline_rule", "report_stops")
    assert [settings[f"platform.{name}"] for name in names] == [
        "http://127.0.0.1:8101/router/rest", "12345678", "md5", "go-on", "left",
    ]  # fmt: skip
    usual = load(tmp_path / "none.toml")
    assert [usual[f"platform.{name}"] for name in names] == [
        "https://eco.taobao.com/router/rest", "", "hmac-sha256", "wait", "all",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('gateway = "http://eco.taobao.com/router/rest"', "value-not-allowed"),
        ('gateway = "eco.taobao.com"', "value-not-allowed"),
        ('url = "http://shop.example/admin-api"', "value-not-allowed"),
        ('token = "hush"', "unknown-key"),
        ("gateway = 1", "wrong-type"),
        ("app_key = 12345678", "wrong-type"),
        ('app_key = "12 34"', "value-not-allowed"),
        ('sign_method = "sha1"', "value-not-allowed"),
        ('offline_rule = "never"', "value-not-allowed"),
        ('report_stops = "maybe"', "value-not-allowed"),
        ('app_secret = "hush"', "unknown-key"),
        ('session = "hush"', "unknown-key"),
    ],
)
def test_a_bad_value_is_named_with_its_line(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(BadSetting) as caught:
        load(written(tmp_path, f"[platform]\n{line}\n"))
    assert (caught.value.reason, caught.value.data["line"]) == (reason, 2)


def test_where_either_secret_will_do_one_is_enough() -> None:
    none = {"token": Kept.NOWHERE, "api_key": Kept.NOWHERE}
    one = {**none, "api_key": Kept.KEYRING}
    assert lacking(one, takes_either=True) == frozenset()
    assert lacking(one, takes_either=False) == {"token"}
    assert lacking(none, takes_either=True) == {"token", "api_key"}
    assert standing_of(one, takes_either=True) == {"token": Found.UNTRIED, "api_key": Found.OK}
    assert standing_of(one, takes_either=False) == {"token": Found.FAILED, "api_key": Found.OK}
