"""Labels to a printer in the network, from the command line: what is answered, kept and told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from packstation.waybill.size import dots
from tests.printers.emulated import FIN, RST, Printer, Temper, free_port, printing
from tests.program import TOP, environment, objects, order, plain_world, run, write

ORDER, SHIRT, WAYBILL = "7000000000000000000", "6901234567892", "YT0000000000000"


def world(tmp_path: Path, link: str) -> Path:
    folder = tmp_path / "data"
    run(folder, "import", write(tmp_path / "orders.json", plain_world(1)))
    use(folder, link)
    return folder


def use(folder: Path, link: str) -> None:
    language = "png" if link.startswith("driver:") else "escpos"
    (folder / "packstation.toml").write_text(f'[printers.label]\nlink = "{link}"\nlanguage = "{language}"\n')


def pack(folder: Path, *more: str) -> list[dict[str, Any]]:
    return objects(run(folder, "scan", lines=[SHIRT, SHIRT, *more]))


def jobs(folder: Path) -> list[dict[str, Any]]:
    return objects(run(folder, "jobs", "--json"))


def check_printer(folder: Path) -> dict[str, Any]:
    """What doctor says of the printer."""
    checks: list[dict[str, Any]] = json.loads(run(folder, "doctor", "--json").stdout)
    return next(check for check in checks if check["check"] == "printer")


def test_a_sent_label_is_called_sent_until_it_was_scanned(tmp_path: Path) -> None:
    with printing() as printer:
        folder = world(tmp_path, printer.link)
        answers = pack(folder)
        assert answers[-1]["verdict"] == "order-complete"
        assert answers[-1]["events"] == ["packed", "label-printed"]
        (parcel,) = order(folder, ORDER)["parcels"]
        assert parcel["print_job"] == {"id": 1, "state": "sent", "say": "sent, not confirmed"}
        assert "sent, not confirmed" in run(folder, "order", ORDER).stdout
        assert len(printer.documents) == 1
        assert objects(run(folder, "scan", lines=[WAYBILL]))[0]["verdict"] == "shipped"
    (job,) = jobs(folder)
    assert (job["state"], job["waybill"], job["reason"]) == ("printed", WAYBILL, "packed")
    assert f"{ORDER}\t{WAYBILL}\tprinted" in run(folder, "jobs").stdout


def off(_: Printer) -> str:
    return f"tcp:127.0.0.1:{free_port()}"


def name(_: Printer) -> str:
    return "tcp:no-such-printer.invalid"


def here(printer: Printer) -> str:
    return printer.link


def driver(_: Printer) -> str:
    return "driver:Zebra"


def unplugged(_: Printer) -> str:
    return "device:/dev/no-such-printer"


@pytest.mark.parametrize(
    ("temper", "link", "event", "part", "works_for_doctor"),
    [
        (Temper(), off, "label-failed", "takes no calls", False),
        (Temper(), name, "label-failed", "Nobody in the network is called", False),
        (Temper(), driver, "label-failed", "print from the window", False),
        (Temper(), unplugged, "label-failed", "plug it in", False),
        (Temper(reads=False), here, "label-unknown", "says nothing", True),
        (Temper(cut_at=1024, end=RST), here, "label-unknown", "broke off", True),
        (Temper(cut_at=1024, end=FIN), here, "label-unknown", "broke off", True),
    ],
    ids=["off", "wrong name", "driver", "unplugged", "silent", "reset after 1 kB", "hung up after 1 kB"],
)
def test_each_trouble_is_one_sentence_and_the_order_stays_where_it_was(
    tmp_path: Path, temper: Temper, link: Any, event: str, part: str, *, works_for_doctor: bool
) -> None:
    with printing(temper) as printer:
        folder = world(tmp_path, link(printer))
        answer = pack(folder)[-1]
        assert answer["events"] == ["packed", event]
        assert answer["state"] == "packed"
        assert part in answer["say"]
        found = check_printer(folder)
        assert (found["level"] == "ok") is works_for_doctor
        if not works_for_doctor:
            assert part in found["say"]
        (job,) = jobs(folder)
        assert job["state"] == event.removeprefix("label-")
        assert part in job["say"]
        told = order(folder, ORDER)
        assert (told["state"], told["parcels"][0]["waybill"]) == ("packed", WAYBILL)
        calls = len(printer.documents)
        assert calls <= 1
        run(folder, "scan", lines=["PKEXIT", ORDER])
        assert len(printer.documents) == calls
    with printing() as printer:
        use(folder, printer.link)
        again = objects(run(folder, "scan", lines=["PKREPRINT"]))[0]
        assert again["verdict"] == "label-printed"
        assert "cannot confirm" in again["say"]
        assert objects(run(folder, "scan", lines=[WAYBILL]))[0]["verdict"] == "shipped"
    assert [job["state"] for job in jobs(folder)] == ["printed", event.removeprefix("label-")]


@pytest.mark.parametrize("there", ["", 'raise ImportError("gone")', 'FONT_PATH = "/gone.ttc"'])
def test_without_its_typeface_no_label_comes_and_the_desk_goes_on(tmp_path: Path, there: str) -> None:
    folder = world(tmp_path, "file:labels")
    package = tmp_path / "without" / "noto_cjk_sans_otc"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(there)
    without = environment(PYTHONPATH=f"{package.parent}:{TOP}")
    answer = objects(run(folder, "scan", lines=[SHIRT, SHIRT], env=without))[-1]
    assert (answer["events"], answer["state"]) == (["packed", "label-failed"], "packed")
    assert "typeface is missing" in answer["say"]
    told = run(folder, "label", ORDER, "-o", tmp_path / "a.png", env=without)
    assert (told.returncode, "Traceback" in told.stderr) == (1, False)
    assert "typeface is missing" in told.stderr
    checks = json.loads(run(folder, "doctor", "--json", env=without).stdout)
    assert next(check["level"] for check in checks if check["check"] == "fonts") == "failed"
    again = objects(run(folder, "scan", lines=["PKREPRINT", WAYBILL]))
    assert [answer["verdict"] for answer in again] == ["label-printed", "shipped"]


def test_a_reprint_that_fails_does_not_make_an_unknown_label_a_printed_one(tmp_path: Path) -> None:
    with printing(Temper(cut_at=1024)) as printer:
        folder = world(tmp_path, printer.link)
        assert pack(folder)[-1]["events"] == ["packed", "label-unknown"]
    failed = objects(run(folder, "scan", lines=["PKREPRINT"]))[0]
    assert (failed["verdict"], failed["state"]) == ("label-failed", "packed")
    (parcel,) = order(folder, ORDER)["parcels"]
    assert (parcel["label"], parcel["prints"]) == ("unknown", 1)


def test_the_list_of_jobs_can_be_shortened_and_may_be_empty(tmp_path: Path) -> None:
    folder = world(tmp_path, "file:labels")
    assert run(folder, "jobs").stdout == "Nothing was printed yet.\n"
    assert jobs(folder) == []
    pack(folder, "PKREPRINT")
    assert [job["id"] for job in jobs(folder)] == [2, 1]
    assert [job["state"] for job in jobs(folder)] == ["printed", "printed"]
    assert len(objects(run(folder, "jobs", "--json", "--last", "1"))) == 1
    assert objects(run(folder, "jobs", "--json", "--order", "elsewhere")) == []


def test_a_label_of_the_carrier_for_an_order(tmp_path: Path) -> None:
    folder = world(tmp_path, "file:labels")
    theirs = Image.new("1", dots((100, 150), 203), 1)
    theirs.paste(0, (50, 50, 300, 200))
    theirs.save(tmp_path / "theirs.png")
    early = run(folder, "label", ORDER, "--from", tmp_path / "theirs.png")
    assert "no waybill" in early.stderr
    pack(folder)
    assert WAYBILL in run(folder, "label", ORDER, "--from", tmp_path / "theirs.png").stdout
    run(folder, "label", ORDER, "-o", tmp_path / "seen.png")
    assert Image.open(tmp_path / "seen.png").convert("L").tobytes() == theirs.convert("L").tobytes()
    run(folder, "journal", "export", tmp_path / "journal.jsonl")
    last = json.loads((tmp_path / "journal.jsonl").read_text().splitlines()[-1])
    assert (last["verb"], last["order"]) == ("given-label", ORDER)
    for wrong in (("label",), ("label", ORDER), ("label", "--from", tmp_path / "theirs.png")):
        asked = run(folder, *wrong)
        assert (asked.returncode, "label NUMBER --from FILE" in asked.stderr) == (2, True)
    assert "nobody" in run(folder, "label", "nobody", "--from", "x.png").stderr


def test_doctor_looks_at_every_printer_and_asks_a_shared_one_once(tmp_path: Path) -> None:
    with printing() as printer:
        link = printer.link
        folder = world(tmp_path, link)
        with (folder / "packstation.toml").open("a") as settings:
            settings.write(f'[printers.slip]\nlink = "{printer.link}"\n')
            settings.write(f'[printers.manifest]\nlink = "{off(printer)}"\n')
        result = run(folder, "doctor", "--json")
        printer.settle()
        met = printer.calls - 1
    checks = {check["check"]: check for check in json.loads(result.stdout)}
    assert [checks[name]["level"] for name in ("printer", "printer-slip", "printer-manifest")] == [
        "ok", "warning", "warning",
    ]  # fmt: skip
    assert "printer-pick" not in checks
    assert checks["printer"]["say"] == f"escpos, {link}"
    assert (met, result.returncode) == (1, 0)
    assert "manifest printer" in run(folder, "doctor").stdout


def test_doctor_doubts_that_a_label_printer_reads_pdf(tmp_path: Path) -> None:
    with printing() as printer:
        for language, level in (("pdf", "warning"), ("zpl", "ok"), ("png", "failed")):
            settings = f'[printers.label]\nlink = "{printer.link}"\nlanguage = "{language}"\n'
            (tmp_path / "packstation.toml").write_text(settings, encoding="utf-8")
            assert check_printer(tmp_path)["level"] == level, language
        assert printer.documents == []
