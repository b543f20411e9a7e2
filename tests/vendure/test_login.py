"""``login``: a name and a password once, and the shop's token is in the keyring; the password is nowhere."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from packstation.errors import BadInput, PackstationError, Rejected
from packstation.platforms.vendure.api import Access, Api
from packstation.platforms.vendure.known import Known
from packstation.platforms.vendure.login import logged_in
from tests.builders import make_desk
from tests.fakes import FakeClock
from tests.file_ring import VARIABLE
from tests.program import command, environment, run
from tests.servers import Said, served
from tests.vendure.conftest import NOON
from tests.vendure.graph import Graph
from tests.vendure.shop import Shop

NAME, PASSWORD = "desk@example.test", "secret"


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    """The file behind the program's keyring."""
    return tmp_path / "ring.json"


@pytest.fixture
def env(ring: Path) -> dict[str, str]:
    return environment(PYTHON_KEYRING_BACKEND="tests.file_ring.FileRing", **{VARIABLE: str(ring)})


@pytest.fixture
def folder(shop: Shop, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    settings = f'[platform]\nkind = "vendure"\nurl = "{shop.admin_url}"\n'
    (folder / "packstation.toml").write_text(settings, encoding="utf-8")
    return folder


def kept(ring: Path) -> dict[str, str]:
    told: dict[str, str] = json.loads(ring.read_text(encoding="utf-8")) if ring.exists() else {}
    return told


def written(folder: Path) -> bytes:
    """Everything the program wrote in its folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_after_a_login_the_shop_lets_the_desk_in(folder: Path, ring: Path, env: dict[str, str]) -> None:
    done = run(folder, "login", NAME, lines=[PASSWORD], env=env)
    assert done.returncode == 0, done.stderr
    [(where, token)] = kept(ring).items()
    assert where == "packstation vendure.token"
    assert "is stored in this system's keyring" in done.stdout
    assert done.stdout.count("ok\t") == 4, "and everything was tried with it"
    for secret in (token, PASSWORD):
        assert secret not in done.stdout + done.stderr
        assert secret.encode() not in written(folder)


def test_where_there_is_no_keyring_it_is_shown_to_whoever_asks(shop: Shop, folder: Path) -> None:
    bare = environment()
    refused = run(folder, "login", NAME, lines=[PASSWORD], env=bare)
    assert refused.returncode == 1
    assert "PACKSTATION_VENDURE_TOKEN" in refused.stderr
    assert "--show" in refused.stderr
    shown = run(folder, "login", NAME, "--show", lines=[PASSWORD], env=bare)
    token = shown.stdout.strip()
    assert (len(token), shown.stderr) == (64, "")
    desk = Graph(shop.admin_url)
    desk.token = token
    assert desk.ask("{ me { identifier } }")["me"]["identifier"] == NAME
    desk.close()


@pytest.mark.parametrize("name", [NAME, "nobody@example.test"])
def test_a_wrong_name_or_password_is_said(shop: Shop, name: str) -> None:
    api = Api(shop.admin_url, Access, Known(FakeClock(NOON).now))
    with pytest.raises(Rejected) as caught:
        logged_in(api, name, "wrong")
    api.close()
    assert (caught.value.reason, caught.value.data) == ("vendure-login", {"person": name})


def test_a_role_that_lacks_a_right_is_told_at_once(shop: Shop, folder: Path, env: dict[str, str]) -> None:
    shop.hired("onlooker", "ReadOrder ReadCatalog")
    done = run(folder, "login", "onlooker@example.test", lines=[PASSWORD], env=env)
    assert done.returncode == 1
    assert "UpdateOrder" in done.stdout


def test_a_shop_without_logins_says_so(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data")
    with pytest.raises(BadInput) as caught:
        desk.connection.log_in(NAME, PASSWORD)
    assert caught.value.reason == "no-login"


def test_the_password_is_asked_for_and_does_not_show(folder: Path, ring: Path, env: dict[str, str]) -> None:
    terminal, keyboard = os.openpty()
    program = subprocess.Popen(
        ["setsid", "--ctty", *command(folder, "login", NAME)],
        stdin=keyboard,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
    )
    os.close(keyboard)
    try:
        shown = b""
        while NAME.encode() not in shown or not shown.endswith(b" "):
            shown += os.read(terminal, 1000)
        os.write(terminal, f"{PASSWORD}\n".encode())
        out, err = program.communicate(timeout=60)
        while more := _rest(terminal):
            shown += more
    finally:
        program.kill()
        program.wait()
        os.close(terminal)
    assert program.returncode == 0, err
    assert PASSWORD.encode() not in shown + out + err
    assert len(kept(ring)) == 1


def _rest(terminal: int) -> bytes:
    """What still stands on the terminal; nothing once its program has gone."""
    try:
        return os.read(terminal, 1000)
    except OSError:
        return b""


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Said(b'{"data": {"result": {"__typename": "CurrentUser"}}}'), "vendure-no-bearer"),
        (Said(b'{"data": {"result": {"errorCode": "NATIVE_AUTH_STRATEGY_ERROR"}}}'), "vendure-refused"),
        (Said(b'{"data": {"result": null}}'), "vendure-unreadable"),
        (Said(b"<html>Not here</html>", 404), "vendure-address"),
        (Said(b"", cut="before"), "web-broken-off"),
        (
            Said(
                b'{"data": {"result": {"__typename": "CurrentUser"}}}', headers={"vendure-auth-token": "a b"}
            ),
            "vendure-no-bearer",
        ),
    ],
)
def test_an_answer_without_a_token_says_why(said: Said, reason: str) -> None:
    with served(lambda _form: said) as running:
        api = Api(running.url, lambda: Access("old"), Known(FakeClock(NOON).now))
        with pytest.raises(PackstationError) as caught:
            logged_in(api, NAME, PASSWORD)
        api.close()
    assert caught.value.reason == reason
    assert PASSWORD not in f"{caught.value!r} {caught.value.__cause__!r}"
    assert "Authorization" not in running.headers[0], "who logs in has no token yet"
