"""What every test stands on: no display needed, no user's own data touched, the same random days for everyone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import HealthCheck, settings

from tests.fakes import FakeRing
from tests.vendure.shop import Shop
from tests.vendure.shop import shop as running_vendure

# Before Qt is imported anywhere. A test that needs a real display brings its own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Where the systems look for a user's own files.
HOMES = (
    *("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"),
    *("USERPROFILE", "APPDATA", "LOCALAPPDATA"),
)

# A busy machine is no error; a failure prints what reproduces it.
settings.register_profile(
    "packstation", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("packstation")


@pytest.fixture(scope="session", autouse=True)
def no_data_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whatever a test starts is at home in a throw-away folder and speaks no language of the machine's."""
    home = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for name in HOMES:
            patch.setenv(name, str(home))
        patch.setenv("PACKSTATION_DATA", str(home / "data"))
        patch.delenv("PACKSTATION_LANGUAGE", raising=False)
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        yield


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A data directory of this test's own, not made yet."""
    return tmp_path / "data"


@pytest.fixture
def ring() -> Iterator[FakeRing]:
    """The system's keyring, which holds nothing yet."""
    before, ring = keyring.get_keyring(), FakeRing()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture(scope="session")
def vendure() -> Iterator[Shop]:
    """Vendure itself, one for all tests of a worker: what one of them leaves behind must not disturb another."""
    with running_vendure() as running:
        yield running
