"""The demo over the emulated Taobao and, if wanted, the emulated print component on this computer.

Everything between the desk and them is what a real shop uses: connector, waybill numbers, print component. A
demo must touch no real shop: only addresses of this computer are taken, and only of a gateway that says of
itself that it is a play (``tests.emulators.taobao.introduction``). The secrets are those it gives; a real
shop's, in the environment or the keyring, are not looked at.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import msgspec

from packstation.demo.pictures import SHAPES, save
from packstation.demo.stage import SLICE_S, import_file
from packstation.demo.world import cartons, write
from packstation.desk.desk import Desk
from packstation.errors import BadInput, Outage
from packstation.printers.component import Address, talking
from packstation.settings.secrets import variable_of
from packstation.web import Limits, Server, checked_address, is_loopback

GATEWAY_PATH, INTRODUCTION_PATH = "/router/rest", "/emulated"
LIMITS = Limits(connect_s=3, silence_s=5, whole_s=8)
SENDER_PHONE = "13900000000"
MOST_BATCHES = 10_000
"""A shop that never comes to an end is left for the window to go on with."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class Introduction(msgspec.Struct, frozen=True):
    """What an emulated gateway says of itself; ``pictures``: shape and colour of each SKU."""

    emulated: str
    shop: str
    user_id: str
    app_key: str
    app_secret: str
    session: str
    goods: dict[str, Any]
    pictures: dict[str, tuple[str, str]] = {}

    def __repr__(self) -> str:
        """Without the secrets, though they are a play's."""
        return f"Introduction({self.shop})"


class Emulated:
    """A stage made of emulators that run already."""

    def __init__(self, folder: Path, gateway: str, component: str | None) -> None:
        """Make sure that they are there, and lend this process the play's secrets.

        Args:
            folder: the demo's data directory.
            gateway: the emulated Taobao's address; without a path its usual one is meant.
            component: the print component's, such as ``ws://127.0.0.1:13528``; None: labels go into a folder.

        Raises:
            BadInput: ``demo-elsewhere``, an address leads to another computer; ``demo-nobody``, nothing
                answers there; ``demo-no-emulator``, something else does.
            BadSetting, Outage: the component's address is none, or it is not there.
        """
        self._folder = folder / "demo"
        self._component = component
        self._gateway = _gateway(gateway)
        if component is not None:
            _look_for(component)
        self._told = _introduction(self._gateway)
        os.environ[variable_of("taobao", "app_secret")] = self._told.app_secret
        os.environ[variable_of("taobao", "session")] = self._told.session

    @property
    def settings(self) -> Mapping[str, object]:
        """The lines a shop would write into its settings file."""
        link = {} if self._component is None else {"printers.label.link": f"cainiao:{self._component}"}
        return {
            "platform.kind": "taobao",
            "platform.gateway": self._gateway,
            "platform.app_key": self._told.app_key,
            "platform.shop": self._told.shop,
            "waybills.kind": "cainiao",
            "waybills.user_id": self._told.user_id,
            "waybills.prefer": ["YTO", "ZTO"],
            "sender.name": self._told.shop,
            "sender.phone": SENDER_PHONE,
            **link,
        }

    def fill(self, desk: Desk) -> None:
        """The shop's goods, then everything that waits on the platform.

        Raises:
            Outage: the platform does not hand it in.
            Rejected: the same, and says why.
        """
        import_file(desk, self._goods_file())
        for _ in range(MOST_BATCHES):
            desk.syncing.pull_now(SLICE_S)
            if desk.syncing.trouble is not None:
                raise desk.syncing.trouble
            if not desk.syncing.has_news():
                return

    def news(self) -> contextlib.AbstractContextManager[None]:
        """The emulators' own consoles and lives make them."""
        return contextlib.nullcontext()

    def _goods_file(self) -> Path:
        """The shop's goods as an order file, with drawn pictures and the demo's cartons."""
        pictures = self._folder / "pictures"
        pictures.mkdir(mode=0o700, parents=True, exist_ok=True)
        products = []
        for place, told in enumerate(self._told.goods.get("products", ())):
            product = dict(told)
            shape, colour = self._told.pictures.get(str(product.get("sku")), ("", ""))
            drawn = pictures / f"{place:04d}.png"
            if shape in SHAPES and _COLOUR.fullmatch(colour):
                save(drawn, shape, colour)
                product["picture"] = str(drawn)
            products.append(product)
        path = self._folder / "goods.json"
        write(path, {**self._told.goods, "products": products, "cartons": cartons()})
        return path


def _gateway(text: str) -> str:
    """The gateway's whole address, if it is this computer's.

    Raises:
        BadInput: ``web-address``, ``demo-elsewhere``.
    """
    with contextlib.suppress(ValueError):
        parts = urlsplit(text)
        if parts.hostname and not is_loopback(parts.hostname):
            raise BadInput("demo-elsewhere", value=text[:100])
        if parts.path in ("", "/"):
            text = urlunsplit(parts._replace(path=GATEWAY_PATH))
    return checked_address(text)


def _look_for(component: str) -> None:
    """Knock at the print component's door."""
    address = Address.of(component)
    if not is_loopback(address.host):
        raise BadInput("demo-elsewhere", value=component[:100])
    with talking(address, LIMITS.connect_s):
        pass


def _introduction(gateway: str) -> Introduction:
    """Ask the gateway who it is."""
    server = Server(urlunsplit(urlsplit(gateway)._replace(path=INTRODUCTION_PATH, query="")), LIMITS)
    try:
        reply = server.post_form({})
        return msgspec.json.decode(reply.body, type=Introduction)
    except Outage as outage:
        reason = "demo-no-emulator" if outage.data.get("reached") else "demo-nobody"
        raise BadInput(reason, value=gateway) from outage
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadInput("demo-no-emulator", value=gateway) from error
    finally:
        server.close()
