"""What a worker sees of a shop that is none, speaks otherwise, or lets us in no more; and nothing is lost by it."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.program import run
from tests.vendure.cutting import Wire
from tests.vendure.graph import Graph
from tests.vendure.hands import Packer
from tests.vendure.postgres import free_port
from tests.vendure.shop import Shop

OLDER = (b"orderPlacedQuantity", b"quantityOnceOrdered")
"""A field of ours, and one that no Vendure has."""


class Stranger(http.server.BaseHTTPRequestHandler):
    """A web server, but no shop's."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        told = b'{"ok": true}' if self.path == "/json" else b"<html>welcome</html>"
        self.send_response(302 if self.path == "/login" else 200)
        self.send_header("Location", "/sign-in")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *args: object) -> None:
        del args


@pytest.fixture
def stranger() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def packer(shop: Shop, wire: Wire, tmp_path: Path) -> Packer:
    return Packer(tmp_path / "data", wire.url, shop.token)


def test_a_wrong_address_or_token_is_one_sentence_and_holds_up_no_other_shop(
    shop: Shop, packer: Packer, stranger: str
) -> None:
    code = shop.place([("MUG-001", 1)])
    wrong = {
        "website": (f"{stranger}/", "cannot be read"),
        "json": (f"{stranger}/json", "cannot be read"),
        "login": (f"{stranger}/login", "of a Vendure shop answers (HTTP 302)"),
        "nobody": (f"http://127.0.0.1:{free_port()}/admin-api", "cannot be reached"),
        "path": (f"{shop.url}/admin", "of a Vendure shop answers (HTTP 404)"),
        "shopapi": (f"{shop.url}/shop-api", "of a Vendure shop answers (Shop API)"),
        "tls": (shop.admin_url.replace("http:", "https:"), "speaks no TLS"),
        "token": (shop.admin_url, "the token or API key is wrong or was withdrawn"),
        "missing": (shop.admin_url, "Token and API key are missing"),
    }
    path = packer.folder / "packstation.toml"
    sections = [f'\n[shops.{name}]\nkind = "vendure"\nurl = "{url}"\n' for name, (url, _) in wrong.items()]
    path.write_text(path.read_text(encoding="utf-8") + "".join(sections), encoding="utf-8")
    tokens = dict.fromkeys(wrong, shop.token) | {"token": "x" * 64}
    del tokens["missing"]
    packer.env |= {f"PACKSTATION_VENDURE_{name.upper()}_TOKEN": token for name, token in tokens.items()}
    done = run(packer.folder, "sync", "--once", env=packer.env)
    assert done.returncode == 1
    sentences = dict(line.split(": ", 1) for line in done.stderr.splitlines())
    assert sentences.keys() == wrong.keys(), "one sentence each"
    for name, (_, said) in wrong.items():
        assert said in sentences[name], name
    assert packer.look(code) is not None, "the shop that is right brought its orders"
    tried = run(packer.folder, "connection", "--try", env=packer.env)
    assert tried.returncode == 1
    assert not tried.stderr
    assert tried.stdout.count("The shop’s address (its url in packstation.toml).") == 4
    assert tried.stdout.count("failed\tNetwork") == 7
    assert tried.stdout.count("failed\tToken\tWrong or withdrawn") == 1
    assert tried.stdout.count("failed\tToken\tMissing: ") == 1


# --- it refuses us in the middle of the day
# --------------------------------------------------------------------------------


def token_withdrawn(shop: Shop, packer: Packer, wire: Wire) -> Callable[[], None]:
    """The token counts no more; a new one is made."""
    del wire
    session = Graph(shop.admin_url)
    session.token = packer.env["PACKSTATION_VENDURE_TOKEN"]
    session.ask("mutation { logout { success } }")
    session.close()

    def mend() -> None:
        packer.env["PACKSTATION_VENDURE_TOKEN"] = shop.token

    return mend


def right_withdrawn(shop: Shop, packer: Packer, wire: Wire) -> Callable[[], None]:
    """The role may only look from now on."""
    del wire, packer
    shop.grant("right_withdrawn", "ReadOrder")
    return lambda: shop.grant("right_withdrawn", "ReadOrder UpdateOrder")


def of_another_version(shop: Shop, packer: Packer, wire: Wire) -> Callable[[], None]:
    """The shop goes back to a Vendure that does not know a field."""
    del shop, packer
    wire.older = OLDER

    def mend() -> None:
        wire.older = (b"", b"")

    return mend


TROUBLES = (
    (token_withdrawn, "the token or API key is wrong or was withdrawn", "Wrong or withdrawn"),
    (right_withdrawn, "", "lacks the right UpdateOrder"),
    (of_another_version, "is of another version", "is of another version"),
)


@pytest.mark.parametrize(("begin", "said", "tried"), TROUBLES, ids=[one[0].__name__ for one in TROUBLES])
def test_what_it_refuses_in_the_middle_of_the_day_waits_and_goes_out_later(
    shop: Shop,
    packer: Packer,
    wire: Wire,
    begin: Callable[[Shop, Packer, Wire], Callable[[], None]],
    said: str,
    tried: str,
) -> None:
    packer.env["PACKSTATION_VENDURE_TOKEN"], _ = shop.hired(begin.__name__, "ReadOrder UpdateOrder")
    left, closed, packed = (shop.place([("MUG-001", 1)]) for _ in range(3))
    numbers = {}
    for code in (left, closed):
        packer.scan(code)
        assert "label-printed" in packer.scan("MUG-001")["events"]
        numbers[code] = number_of(packer, code)
        packer.scan("PKEXIT")
    assert packer.scan(numbers[left])["verdict"] == "shipped"
    packer.scan(packed)
    mend = begin(shop, packer, wire)
    try:
        at_label, at_closing = packer.scan("MUG-001"), None
        packer.scan("PKEXIT")
        at_closing = packer.scan(numbers[closed])
        packer.leave()
        reason = told(packer, left)
        trial = run(packer.folder, "connection", "--try", env=packer.env)
    finally:
        mend()
    assert reason.startswith("PENDING vendure-")
    assert tried in trial.stdout
    assert trial.returncode == 1
    if said:
        assert "label-printed" not in at_label["events"]
        assert at_closing["verdict"] == "not-ready"
        assert said in at_label["say"], at_label
        assert said in at_closing["say"], at_closing
        assert shop.order(closed)["fulfillments"] == []
    packer.impatient()
    packer.scan(packed)
    packer.scan("PKPRINT")
    assert packer.scan(number_of(packer, packed))["verdict"] == "shipped"
    packer.scan(numbers[closed])
    packer.leave()
    for code in (left, closed, packed):
        assert told(packer, code).startswith("DELIVERED")
        ((number, state),) = [(one["trackingCode"], one["state"]) for one in shop.order(code)["fulfillments"]]
        assert (number, state) == (number_of(packer, code), "Shipped")


def number_of(packer: Packer, code: str) -> str:
    order = packer.look(code)
    assert order is not None
    return order.parcels[0].waybill


def told(packer: Packer, code: str) -> str:
    """How the order's only entry in the outbox stands, and why."""
    (row,) = packer.rows(f"SELECT state || ' ' || error FROM outbox WHERE order_number = '{code}'")
    return str(row[0])


# --- goods the desk does not know
# --------------------------------------------------------------------------------


def test_goods_without_a_barcode_here_are_packed_by_their_sku_or_taught(shop: Shop, packer: Packer) -> None:
    code = shop.place([("TS-M", 2)])
    packer.scan(code)
    assert packer.scan("4006381333931")["verdict"] == "unknown-code"
    packer.leave()
    packer.done("teach", "4006381333931", "TS-M")
    assert packer.scan("4006381333931")["verdict"] == "item-ok"
    assert packer.scan("TS-M")["verdict"] == "order-complete", "its SKU counts without being taught"
    packer.leave()


def test_a_sku_of_any_shape_is_scanned_as_it_stands_or_named(shop: Shop, packer: Packer) -> None:
    shapes = {"MUG-001": "Tasse, groß (blau)", "NB-A5": "杯子", "TS-M": "x" * 200}
    with contextlib.ExitStack() as names:
        for sku, shape in shapes.items():
            names.enter_context(shop.called(sku, shape))
        codes = {sku: shop.place([(sku, 1)]) for sku in shapes}
        done = run(packer.folder, "sync", "--once", env=packer.env)
        assert codes["TS-M"] in done.stderr
        assert packer.look(codes["TS-M"]) is None
        for sku in ("MUG-001", "NB-A5"):
            packer.scan(codes[sku])
            assert packer.scan(shapes[sku])["verdict"] == "order-complete", sku
            packer.scan("PKEXIT")
        packer.leave()
    assert packer.look(codes["TS-M"]) is None
    packer.sync()
    assert packer.look(codes["TS-M"]) is not None, "once it has a name that can be scanned it comes in"
