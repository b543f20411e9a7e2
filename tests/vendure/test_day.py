"""The program as a person starts it, against a shop nobody here wrote: packed by scans, shipped in its books."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.printers.readers import read_by_zxing
from tests.program import environment, objects, run
from tests.vendure.cutting import Wire
from tests.vendure.hands import SETTINGS
from tests.vendure.shop import BERLIN, Shop


class Packer:
    """A data directory whose settings lead to the shop."""

    def __init__(self, folder: Path, url: str, token: str) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "packstation.toml").write_text(SETTINGS.format(url=url, interval_s=30), encoding="utf-8")
        self.env = environment(PACKSTATION_VENDURE_TOKEN=token)
        numbers = {
            "carriers": [{"code": "DHL", "name": "DHL Paket"}],
            "waybill_numbers": [{"carrier": "DHL", "numbers": [f"JJD{n:013d}" for n in range(20)]}],
        }
        path = folder.parent / "numbers.json"
        path.write_text(json.dumps(numbers), encoding="utf-8")
        self.done("import", path)

    def done(self, *args: object, codes: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        result = run(self.folder, *args, lines=codes, env=self.env)
        assert result.returncode == 0, f"{result.stdout}{result.stderr}"
        return objects(result) if result.stdout.startswith("{") else []

    def sync(self) -> dict[str, Any]:
        (told,) = self.done("sync", "--once", "--json")
        return told

    def order(self, code: str) -> dict[str, Any]:
        (told,) = self.done("order", code, "--json")
        return told

    def number(self, code: str) -> str:
        number: str = self.order(code)["parcels"][0]["waybill"]
        return number


@pytest.fixture
def packer(shop: Shop, wire: Wire, tmp_path: Path) -> Packer:
    return Packer(tmp_path / "data", wire.url, shop.token)


def test_an_order_is_packed_by_scans_and_stands_as_shipped_in_the_shops_books(
    shop: Shop, packer: Packer
) -> None:
    code = shop.place([("MUG-001", 2), ("NB-A5", 1)])
    assert packer.sync()["pulled"] >= 1
    answers = packer.done("scan", codes=(code, "MUG-001", "MUG-001", "NB-A5"))
    assert [one["verdict"] for one in answers] == [
        "order-opened",
        "item-ok",
        "line-complete",
        "order-complete",
    ]
    assert "label-printed" in answers[-1]["events"], answers[-1]
    number = packer.number(code)
    (closing,) = packer.done("scan", codes=(number,))
    assert closing["verdict"] == "shipped", closing
    order = shop.order(code)
    assert order["state"] == "Shipped"
    ((told, state),) = [(one["trackingCode"], one["state"]) for one in order["fulfillments"]]
    assert (told, state) == (number, "Shipped")
    assert packer.order(code)["outbox"][0]["state"] == "DELIVERED"


def test_a_parcel_that_goes_under_another_number_is_corrected_in_the_shops_books(
    shop: Shop, packer: Packer
) -> None:
    code = shop.place([("MUG-001", 1)])
    packer.sync()
    packer.done("scan", codes=(code, "MUG-001"))
    number = packer.number(code)
    (closing,) = packer.done("scan", codes=(number,))
    assert closing["verdict"] == "shipped"
    packer.done("renumber", code, "--from", number, "--to", "JJD9999999999999", "--reason", "label spoiled")
    packer.sync()
    standing = [one for one in shop.order(code)["fulfillments"] if one["state"] != "Cancelled"]
    assert [(one["trackingCode"], one["state"]) for one in standing] == [("JJD9999999999999", "Shipped")]
    assert {one["state"] for one in packer.order(code)["outbox"]} == {"DELIVERED"}


def test_what_was_parked_is_settled_when_somebody_tells_it_by_hand(shop: Shop, packer: Packer) -> None:
    ours, theirs = codes = [shop.place([("TS-M", 2)]) for _ in range(2)]
    packer.sync()
    packer.done("scan", codes=tuple(one for code in codes for one in (code, "TS-M", "TS-M", "PKEXIT")))
    numbers = {code: packer.number(code) for code in codes}
    shop.stock("TS-M", 1)
    try:
        packer.done("scan", codes=tuple(numbers.values()))
        packer.sync()
    finally:
        shop.stock("TS-M", 5000)
    assert {packer.order(code)["outbox"][0]["state"] for code in codes} == {"PARKED"}
    for code, number in ((ours, numbers[ours]), (theirs, "BYHAND-1")):
        shop.bring(shop.fulfil(code, number, (shop.lines(code)[0]["id"], 2)), "Shipped")
    packer.sync()
    assert packer.order(ours)["outbox"][0]["state"] == "DELIVERED"
    (entry,) = packer.order(theirs)["outbox"]
    assert entry["state"] == "PARKED"
    assert "was shipped under BYHAND-1 already" in entry["error"]
    assert len(shop.order(ours)["fulfillments"]) == 1


def test_goods_without_a_parcel_are_told_by_one_gesture(shop: Shop, packer: Packer) -> None:
    with (packer.folder / "packstation.toml").open("a", encoding="utf-8") as settings:
        settings.write('no_parcel = ["download"]\n')
    code = shop.place([("NB-A5", 1)], way="download")
    packer.sync()
    assert packer.order(code)["state"] == "held"
    packer.done("no-parcel", code)
    packer.sync()
    (only,) = shop.order(code)["fulfillments"]
    assert (only["trackingCode"], only["state"]) == ("", "Shipped")
    assert packer.order(code)["outbox"][0]["state"] == "DELIVERED"


ABROAD = (
    {"fullName": "Łukasz Żółć-Wiśniewski", "streetLine1": "ul. Świętokrzyska 14/3", "city": "Łódź",
     "province": "łódzkie", "postalCode": "90-926", "countryCode": "PL", "phoneNumber": "+48 601 234 567"},
    {"fullName": "Γιώργος Παπαδόπουλος", "streetLine1": "Λεωφόρος Βασιλίσσης Σοφίας 12", "city": "Αθήνα",
     "postalCode": "106 74", "countryCode": "GR", "phoneNumber": "+30 691 234 5678"},
    {"fullName": "Олексій Ґудзь", "streetLine1": "вул. Хрещатик, буд. 12", "city": "Київ",
     "province": "Київська обл.", "postalCode": "01001", "countryCode": "UA", "phoneNumber": "+380 67 123 45 67"},
)  # fmt: skip


def test_receivers_whose_letters_are_not_ours_are_packed_and_shipped_like_all_others(
    shop: Shop, packer: Packer
) -> None:
    codes = [shop.place([("MUG-001", 1)], address) for address in ABROAD]
    packer.sync()
    answers = packer.done("scan", codes=tuple(one for code in codes for one in (code, "MUG-001", "PKEXIT")))
    assert [one["verdict"] for one in answers[::3]] == ["order-opened"] * 3, "nobody is held for a letter"
    assert all("label-printed" in one["events"] for one in answers[1::3]), answers
    numbers = tuple(map(packer.number, codes))
    picture, slip = packer.folder.parent / "label.png", packer.folder.parent / "slip.png"
    packer.done("label", codes[2], "-o", picture)
    assert read_by_zxing(Image.open(picture)) == {numbers[2]}
    packer.done("slip", codes[0], "-o", slip, "--kind", "priced", "--size", "100x150")
    assert slip.stat().st_size > 1000
    closing = packer.done("scan", codes=numbers)
    assert [one["verdict"] for one in closing] == ["shipped"] * 3
    assert {shop.order(code)["state"] for code in codes} == {"Shipped"}


def test_one_round_hears_of_what_left_the_shops_list_though_nothing_else_is_new(
    shop: Shop, packer: Packer
) -> None:
    gone, stays = shop.place([("MUG-001", 1)]), shop.place([("NB-A5", 1)])
    packer.sync()
    shop.cancel(gone)
    assert packer.sync()["recalled"] == 1
    assert (packer.order(gone)["state"], packer.order(stays)["state"]) == ("cancelled", "new")


def test_buyers_change_their_minds_in_mid_pack(shop: Shop, packer: Packer) -> None:
    gone, moved = shop.place([("MUG-001", 2)]), shop.place([("NB-A5", 1)])
    packer.sync()
    packer.done("scan", codes=(gone, "MUG-001"))
    shop.cancel(gone)
    (*_, last, _) = packer.done("scan", codes=("MUG-001", "PKEXIT"))
    assert "label-printed" not in last["events"], "the shop is asked before a number is taken"
    assert packer.order(gone)["state"] == "cancelled"
    assert not any(parcel["waybill"] for parcel in packer.order(gone)["parcels"])

    (*_, done) = packer.done("scan", codes=(moved, "NB-A5"))
    assert "label-printed" in done["events"], done
    shop.change_address(moved, BERLIN | {"streetLine1": "Nebenstraße 8"})
    packer.sync()
    (stopped,) = packer.done("scan", codes=(packer.number(moved),))
    assert stopped["verdict"] != "shipped", "the label on the box leads to the old door"
    assert shop.order(moved)["fulfillments"] == []


def test_doctor_and_connection_say_how_the_shop_stands(packer: Packer) -> None:
    result = run(packer.folder, "connection", "--try", env=packer.env)
    assert result.returncode == 0, result.stdout
    assert "failed" not in result.stdout, "one secret of the two is enough"
    assert result.stdout.count("Allowed.") == 2
    packer.env = environment(PACKSTATION_VENDURE_TOKEN="x" * 64)
    result = run(packer.folder, "doctor", env=packer.env)
    assert "Wrong or withdrawn" in result.stdout
    packer.env = environment()
    result = run(packer.folder, "sync", "--once", env=packer.env)
    assert result.returncode == 1
    assert "Token and API key are missing" in result.stderr
    assert "Traceback" not in result.stderr


def test_no_secret_and_no_receiver_stands_in_log_or_journal(shop: Shop, packer: Packer) -> None:
    code = shop.place([("MUG-001", 1)], BERLIN | {"streetLine1": "Geheimweg 77"})
    packer.sync()
    packer.done("scan", codes=(code, "PKEXIT"))
    journal = packer.folder.parent / "journal.jsonl"
    packer.done("journal", "export", journal)
    files = [path for path in packer.folder.rglob("*") if path.is_file()]
    assert [path for path in files if shop.token.encode() in path.read_bytes()] == []
    logs = [journal, *(path for path in files if path.parent.name == "log")]
    assert [path for path in logs if b"Geheimweg" in path.read_bytes()] == []
