"""The courier and the papers in the box, from a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program import objects, order, plain_world, run, write

NUMBERS = tuple(str(7000000000000000000 + n) for n in range(3))
FIRST, SECOND = "YT0000000000000", "YT0000000000001"
SHIRT = "6901234567892"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "packstation.toml").write_text(
        '[desk]\nship_on = "handover"\nlanguage = "en"\n', encoding="utf-8"
    )
    result = run(data, "import", write(tmp_path / "orders.json", plain_world(3, units=1)))
    assert result.returncode == 0, result.stderr
    return data


def test_parcels_are_handed_over_and_the_forgotten_one_is_named(folder: Path, tmp_path: Path) -> None:
    run(folder, "scan", lines=[NUMBERS[0], SHIRT, NUMBERS[1], SHIRT])
    assert [order(folder, number)["state"] for number in NUMBERS[:2]] == ["labelled", "labelled"]
    begun = run(folder, "handover", "YTO")
    assert (begun.returncode, begun.stderr) == (0, "")
    assert "2 are waiting" in begun.stdout
    answers = objects(run(folder, "scan", lines=[FIRST, FIRST]))
    assert [answer["verdict"] for answer in answers] == ["handed-over", "duplicate-scan"]
    done = run(folder, "handover", "--done")
    assert done.returncode == 0
    assert SECOND in done.stdout
    assert [order(folder, number)["state"] for number in NUMBERS[:2]] == ["shipped", "labelled"]
    (manifest,) = objects(run(folder, "manifest", "--json"))
    assert [parcel["waybill"] for parcel in manifest["parcels"]] == [FIRST]
    paper = tmp_path / "list.pdf"
    assert run(folder, "manifest", "-o", str(paper)).returncode == 0
    assert paper.read_bytes().startswith(b"%PDF")


def test_nothing_open_and_nothing_there_is_said_plainly(folder: Path) -> None:
    for command in (["handover", "--done"], ["handover", "NOBODY"], ["manifest"], ["manifest", "7"]):
        result = run(folder, *command)
        assert (result.returncode, result.stdout) == (1, "")
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("kind", ["packing", "priced", "return", "gift"])
def test_slips_are_written_for_any_order(folder: Path, tmp_path: Path, kind: str) -> None:
    paper = tmp_path / "slip.pdf"
    done = run(folder, "slip", NUMBERS[0], "--kind", kind, "-o", str(paper))
    assert (done.returncode, done.stderr) == (0, "")
    assert paper.read_bytes().startswith(b"%PDF")


def test_a_slip_of_no_order_is_refused(folder: Path, tmp_path: Path) -> None:
    refused = run(folder, "slip", "77", "-o", str(tmp_path / "slip.pdf"))
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)


def test_slips_and_lists_go_to_the_printers_of_the_desk(folder: Path) -> None:
    refused = run(folder, "slip", NUMBERS[0], "--print")
    assert refused.returncode == 1
    assert "printers.slip.link" in refused.stderr
    with (folder / "packstation.toml").open("a", encoding="utf-8") as file:
        file.write('[printers.slip]\nlink = "file:slips"\n[printers.manifest]\nlink = "file:lists"\n')
    done = run(folder, "slip", NUMBERS[0], "--print", "--kind", "return")
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "slips" / f"return-{NUMBERS[0]}.pdf").read_bytes().startswith(b"%PDF")
    run(folder, "scan", lines=[NUMBERS[0], SHIRT, "PKHANDOVER", FIRST, "PKHANDED"])
    assert run(folder, "manifest", "--print").returncode == 0
    assert (folder / "lists" / "manifest-1.pdf").read_bytes().startswith(b"%PDF")
    jobs = objects(run(folder, "jobs", "--json"))
    assert [(job["printer"], job["what"], job["state"]) for job in jobs] == [
        ("manifest", "1", "printed"),
        ("label", "", "printed"),
        ("slip", "return", "printed"),
    ]
    assert run(folder, "slip", "nothing", "--print").returncode == 1
