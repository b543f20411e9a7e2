"""Each kind of shop that a connector is tried on, and a desk's hands at it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.connectors.folder_shop import FolderShop
from tests.connectors.hands import Hands
from tests.connectors.taobao_shop import TaobaoShop
from tests.connectors.tried import TriedShop
from tests.connectors.vendure_shop import VendureShop
from tests.emulators.taobao import emulated
from tests.vendure.cutting import cutting
from tests.vendure.shop import Shop

Open = Callable[[pytest.FixtureRequest, Path, contextlib.ExitStack], TriedShop]


def _folder(_request: pytest.FixtureRequest, folder: Path, stack: contextlib.ExitStack) -> TriedShop:
    return FolderShop(folder, stack.enter_context(pytest.MonkeyPatch.context()))


def _taobao(_request: pytest.FixtureRequest, folder: Path, stack: contextlib.ExitStack) -> TriedShop:
    return TaobaoShop(folder, stack.enter_context(emulated()))


def _vendure(request: pytest.FixtureRequest, folder: Path, stack: contextlib.ExitStack) -> TriedShop:
    running: Shop = request.getfixturevalue("vendure")
    return VendureShop(
        folder, running, stack.enter_context(cutting(int(running.url.rpartition(":")[2]), seed=7))
    )


KINDS: Mapping[str, Open] = {"folder": _folder, "taobao": _taobao, "vendure": _vendure}
"""How a shop of each kind of platform is opened."""
MadeShop = Callable[[str], TriedShop]


@pytest.fixture
def make_shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MadeShop]:
    """Opens shops of a kind; at the end they are closed."""
    with contextlib.ExitStack() as stack:
        count = 0

        def make(kind: str) -> TriedShop:
            nonlocal count
            count += 1
            shop = KINDS[kind](request, tmp_path / f"{kind}-{count}", stack)
            stack.callback(shop.close)
            return shop

        yield make


@pytest.fixture(params=list(KINDS))
def shop(request: pytest.FixtureRequest, make_shop: MadeShop) -> TriedShop:
    """A shop of each kind in turn."""
    return make_shop(request.param)


@pytest.fixture
def hands(shop: TriedShop) -> Hands:
    """A desk that has not asked yet."""
    return Hands(shop)
