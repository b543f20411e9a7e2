"""The program as scripts and people use it from a terminal, with the promised example."""

from __future__ import annotations

import csv
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from tests.program import EXAMPLE, command, environment, objects, order, outbox, plain_world, run, write

NUMBER, LINE, WAYBILL, BARCODE = (
    "4065712345678901234",
    "4065712345679901234",
    "YT1234567890123",
    "6901234567892",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    result = run(data, "import", write(tmp_path / "orders.json", EXAMPLE))
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "added 6, updated 0, unchanged 0, rejected 0\n"
    return data


def test_the_same_file_twice_changes_nothing(folder: Path, tmp_path: Path) -> None:
    again = run(folder, "import", "--json", write(tmp_path / "again.json", EXAMPLE))
    assert json.loads(again.stdout) == {"added": 0, "updated": 0, "unchanged": 6, "rejected": []}


def test_the_promised_session(folder: Path) -> None:
    answers = objects(
        run(folder, "scan", lines=[NUMBER, BARCODE, BARCODE, "PKPASS", "PKTICK", WAYBILL, NUMBER])
    )
    assert list(answers[0]) == ["code", "verdict", "order", "line", "got", "need", "state", "say", "events"]
    told = [(a["verdict"], a["line"], a["got"], a["need"], a["state"], a["events"]) for a in answers]
    assert told == [
        ("order-opened", None, None, None, "packing", ["confirmed", "reviewed"]),
        ("item-ok", LINE, 1, 2, "packing", []),
        ("order-complete", LINE, 2, 2, "packing", ["quality-needed", "wishes-open"]),
        ("quality-passed", LINE, 2, 2, "packing", []),
        ("wish-ticked", None, None, None, "labelled", ["packed", "label-printed"]),
        ("shipped", None, None, None, "shipped", []),
        ("already-shipped", None, None, None, "shipped", []),
    ]
    assert all(answer["order"] == NUMBER and answer["say"] for answer in answers)


def test_the_order_is_told_whole(folder: Path) -> None:
    run(folder, "scan", lines=[NUMBER, BARCODE, BARCODE, "PKPASS", "PKTICK", "PKBOXB3", WAYBILL])
    told = order(folder, NUMBER)
    assert told["state"] == "shipped"
    assert told["shipped_at"]
    assert told["wishes"] == [{"text": "礼盒包装", "ticked": True}]
    assert (told["lines"][0]["need"], told["lines"][0]["got"]) == (2, 2)
    assert (told["parcels"][0]["carrier"], told["parcels"][0]["waybill"]) == ("YTO", WAYBILL)
    assert [(entry["state"], entry["error"]) for entry in told["outbox"]] == [("DELIVERED", None)]


def test_what_is_worth_a_glance_is_told_with_the_order(tmp_path: Path) -> None:
    world = json.loads(json.dumps(EXAMPLE))
    world["orders"][0] |= {"message": "请用礼盒", "ship_by": "2020-01-01T00:00:00+08:00"}
    data = tmp_path / "data"
    assert run(data, "import", write(tmp_path / "orders.json", world)).returncode == 0
    codes = [note["code"] for note in order(data, NUMBER)["notes"]]
    assert codes[:2] == ["deadline-past", "buyer-message"]
    said = run(data, "order", NUMBER).stdout
    assert all(f"  · {note['say']}\n" in said for note in order(data, NUMBER)["notes"])
    (data / "packstation.toml").write_text('[review]\nbuyer_message = "stop"\n', encoding="utf-8")
    assert objects(run(data, "scan", lines=[NUMBER]))[0]["verdict"] == "needs-review"
    (finding,) = order(data, NUMBER)["findings"]
    assert finding["code"] == "buyer-message"


def test_each_shipment_is_in_the_outbox_once_after_ten_restarts(folder: Path) -> None:
    run(folder, "scan", lines=[NUMBER, BARCODE, BARCODE, "PKPASS", "PKTICK", WAYBILL])
    for _ in range(10):
        assert run(folder, "sync", "--once").returncode == 0
    rows = list(csv.reader(outbox(folder)))
    assert [row[:3] for row in rows] == [[NUMBER, "圆通速递", WAYBILL]]


def test_what_lies_on_the_desk_survives_a_restart(folder: Path) -> None:
    for codes, verdict in (([NUMBER], "order-opened"), ([BARCODE], "item-ok"), ([BARCODE], "order-complete")):
        assert objects(run(folder, "scan", lines=codes))[0]["verdict"] == verdict


def test_the_label_decodes_to_the_waybill_number(folder: Path, tmp_path: Path) -> None:
    run(folder, "scan", lines=[NUMBER, BARCODE, BARCODE, "PKPASS", "PKTICK"])
    for size, dpi in (("100x150", 203), ("76x130", 203), ("100x180", 300)):
        target = tmp_path / f"label-{size}.png"
        result = run(folder, "label", NUMBER, "-o", target, "--size", size, "--dpi", dpi)
        assert result.returncode == 0, result.stderr
        with Image.open(target) as image:
            assert {code.text for code in zxingcpp.read_barcodes(image)} == {WAYBILL}
    assert run(folder, "label", NUMBER, "-o", tmp_path / "label.pdf").returncode == 0
    assert (tmp_path / "label.pdf").read_bytes().startswith(b"%PDF")
    assert (folder / "labels" / f"{WAYBILL}.pdf").is_file(), "the packed order printed its label by itself"


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("label", NUMBER, "-o", "x.png"), "has no waybill number yet"),
        (("label", "999", "-o", "x.png"), "There is no order 999"),
        (("label", NUMBER, "-o", "x.docx"), "possible endings"),
        (("label", NUMBER, "-o", "x.png", "--size", "9x9"), "mm"),
        (("order", "999"), "There is no order 999"),
        (("restore", "nothing.db"), "There is no file nothing.db"),
        (("backup", "nowhere/copy.db"), "nowhere"),
    ],
)
def test_problems_are_one_plain_sentence(folder: Path, args: tuple[str, ...], sentence: str) -> None:
    result = run(folder, *args)
    assert result.returncode == 1
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_wrong_usage_is_exit_2(folder: Path) -> None:
    assert run(folder, "pack").returncode == 2
    assert run(folder, "orders", "--state", "lost").returncode == 2


def test_orders_come_in_queue_order(tmp_path: Path) -> None:
    world = plain_world(30)
    world["orders"].reverse()
    world["orders"][4]["urges"] = 3
    data = tmp_path / "data"
    run(data, "import", write(tmp_path / "orders.json", world))
    rows = objects(run(data, "orders", "--json"))
    assert [row["ship_by"] for row in rows] == sorted(row["ship_by"] for row in rows)
    assert {key: rows[0][key] for key in ("number", "state", "urges", "lines", "units")} == {
        "number": "7000000000000000000", "state": "new", "urges": 0, "lines": 1, "units": 2,
    }  # fmt: skip
    assert [row["number"] for row in objects(run(data, "orders", "--list", "urged", "--json"))] == [
        "7000000000000000025"
    ]
    assert objects(run(data, "orders", "--state", "shipped", "--json")) == []


def test_news_in_the_inbox_counts_before_the_next_scan(folder: Path) -> None:
    with subprocess.Popen(
        command(folder, "scan"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(),
    ) as program:
        assert program.stdin
        assert program.stdout

        def scan(code: str) -> dict[str, object]:
            assert program.stdin
            assert program.stdout
            program.stdin.write(code + "\n")
            program.stdin.flush()
            told: dict[str, object] = json.loads(program.stdout.readline())
            return told

        assert scan(NUMBER)["verdict"] == "order-opened"
        news = {**EXAMPLE["orders"][0], "status": "TRADE_CLOSED", "modified_at": "2026-11-22T21:00:00+08:00"}
        write(folder / "inbox" / "news.part", {"orders": [news]}).rename(folder / "inbox" / "news.json")
        assert scan(BARCODE)["verdict"] == "order-cancelled"
        program.stdin.close()
        assert program.wait(30) == 0
    assert (folder / "inbox" / "done" / "news.json").is_file()


def test_a_bad_file_in_the_inbox_is_put_aside_with_its_errors(folder: Path) -> None:
    good, bad = EXAMPLE["orders"][0], {**EXAMPLE["orders"][0], "number": "5", "lines": []}
    write(folder / "inbox" / "mixed.json", {"orders": [{**good, "number": "6"}, bad]})
    result = run(folder, "sync", "--once", "--json")
    assert json.loads(result.stdout)["pulled"] == 1
    assert (folder / "inbox" / "rejected" / "mixed.json").is_file()
    errors = (
        (folder / "inbox" / "rejected" / "mixed.json.errors.csv").read_text(encoding="utf-8-sig").splitlines()
    )
    assert errors[0] == "row,column,reason"
    assert errors[1].startswith("2,")
    assert order(folder, "6")["state"] == "new"


def test_everything_written_is_private(folder: Path) -> None:
    run(folder, "scan", lines=[NUMBER, BARCODE, BARCODE, "PKPASS", "PKTICK", WAYBILL])
    for path in (folder, *folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & 0o077 == 0, f"{path} is {mode:o}"


def test_an_order_tells_its_boxes_and_the_carton_for_each(folder: Path) -> None:
    before = order(folder, NUMBER)
    assert before["carton_proposed"]["carton"] == "B3"
    assert before["carton_proposed"]["why"] == "fits"
    assert before["carton_proposed"]["boxes"][0]["weight_g"] == 360
    told = objects(run(folder, "scan", lines=[NUMBER, BARCODE, "PKNEXTBOX", BARCODE, "PKPARCEL1", "PKBOXB3"]))
    assert told[4]["verdict"] == "parcel-opened"
    after = order(folder, NUMBER)
    assert [box["carton"] for box in after["parcels"]] == ["B3", None]
    assert [box["carton_proposed"] for box in after["parcels"]] == ["B3", "B3"]
    assert [sum(one["units"] for one in box["contents"]) for box in after["parcels"]] == [1, 1]


def test_command_sheet_doctor_journal_backup_restore(folder: Path, tmp_path: Path) -> None:
    assert run(folder, "sheet", "-o", tmp_path / "sheet.pdf").returncode == 0
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    checks = {told["check"]: told["level"] for told in json.loads(run(folder, "doctor", "--json").stdout)}
    assert set(checks) == {
        "disk",
        "fonts",
        "clock",
        "database",
        "journal",
        "stock",
        "numbers",
        "printer",
        "scanner",
        "platform",
        "platform-inbox",
        "platform-outbox",
    }
    assert checks["database"] == "ok"
    run(folder, "scan", lines=[NUMBER, BARCODE, "geheim 13812345678"])
    assert run(folder, "journal", "verify").returncode == 0
    assert run(folder, "journal", "export", tmp_path / "journal.jsonl").returncode == 0
    exported = (tmp_path / "journal.jsonl").read_text(encoding="utf-8")
    assert '"verdict":"item-ok"' in exported
    assert "13812345678" not in exported
    assert run(folder, "backup", tmp_path / "copy.db").returncode == 0
    run(folder, "scan", lines=[BARCODE])
    assert order(folder, NUMBER)["lines"][0]["got"] == 2
    assert run(folder, "restore", tmp_path / "copy.db").returncode == 0
    assert order(folder, NUMBER)["lines"][0]["got"] == 1
    (tmp_path / "bad.db").write_bytes(b"no database at all" * 100)
    refused = run(folder, "restore", tmp_path / "bad.db")
    assert (refused.returncode, "nothing was changed" in refused.stderr) == (1, True)
    assert order(folder, NUMBER)["lines"][0]["got"] == 1


def test_doctor_looks_for_serial_scanner_and_scale(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "ttySCALE").touch()
    config = tmp_path / "serial.toml"
    text = f"[scanner]\nkind = 'serial'\nport = 'usb:0c2e:0901'\n[scale]\nkind = 'serial'\nport = '{tmp_path}/ttySCALE'\n"
    config.write_text(text, encoding="utf-8")
    result = run(folder, "--config", config, "doctor", "--json")
    told = {check["check"]: check for check in json.loads(result.stdout)}
    assert result.returncode == 1
    assert told["scanner"]["level"] == "failed"
    assert "usb:0c2e:0901" in told["scanner"]["say"]
    assert told["scale"]["level"] == "ok"


def test_commands_need_neither_display_nor_qt(folder: Path) -> None:
    code = (
        "import sys; sys.modules['PySide6'] = None; from packstation.app import main; "
        f"sys.exit(main(['--data-dir', {str(folder)!r}, 'orders', '--json']))"
    )
    bare = {key: value for key, value in environment().items() if key not in ("DISPLAY", "QT_QPA_PLATFORM")}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=bare, check=False
    )
    assert result.returncode == 0, result.stderr


def test_without_a_display_the_window_says_so(folder: Path) -> None:
    bare = {
        k: v for k, v in environment().items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    if sys.platform != "linux":
        return
    result = run(folder, env=bare)
    assert (result.returncode, "no display" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[desk]\nname = 3\n", ["line 2", "desk.name"]),
        ("[desk]\n\ncolour = 'red'\n", ["line 3", "desk.colour", "language"]),
        ("[desk]\nlanguage = 'fr'\n", ["line 2", "fr", "zh_CN"]),
        ("[dsek]\nname = 'x'\n", ["dsek", "desk"]),
        ("[printers.label]\nsize = '9x9'\n", ["size", "100x150"]),
        ("[printers.label]\nlink = 'lpt1'\n", ["link", "file:"]),
        ("[platform]\ninterval_s = 0\n", ["interval_s", "1"]),
        ("[scanner]\nkind = 'usb'\n", ["line 2", "scanner.kind", "keyboard, serial"]),
        ("[scanner]\nsuffix = 'enter'\n", ["line 2", "any, cr, lf, tab, none"]),
        ("[scanner]\nprefix = 'ABCDEF'\n", ["line 2", "0 … 4"]),
        ("[scale]\nformat = 'grams'\n", ["line 2", "yaohua-reversed"]),
        ("[desk\n", ["packstation.toml"]),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, text: str, parts: list[str]) -> None:
    config = tmp_path / "packstation.toml"
    config.write_text(text, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "packstation", "--data-dir", str(tmp_path / "data"), "--config", str(config), "orders"],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert [part for part in parts if part not in result.stderr] == []


def test_lines_may_end_as_any_scanner_ends_them(folder: Path) -> None:
    codes = f"{NUMBER}\r{BARCODE}\r\n\r\n{'x' * 150_000}\n{BARCODE}".encode() + b"\n\xff\xfe\n"
    result = subprocess.run(
        command(folder, "scan"), input=codes, capture_output=True, env=environment(), check=False
    )
    told = [json.loads(line)["verdict"] for line in result.stdout.decode().splitlines()]
    assert told == [
        "order-opened", "item-ok", "unknown-code", "unknown-code", "order-complete", "unknown-code",
    ]  # fmt: skip


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_each_line_is_answered_before_the_next_one_comes(folder: Path, end: bytes) -> None:
    with subprocess.Popen(
        command(folder, "scan"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told = []
        for code in (NUMBER.encode(), BARCODE.encode(), b"", "礼盒".encode("gb18030")):
            process.stdin.write(code + end)
            process.stdin.flush()
            told.append(json.loads(process.stdout.readline()))
        process.stdin.close()
    assert [line["verdict"] for line in told] == ["order-opened", "item-ok", "unknown-code", "unknown-code"]
    assert [line["code"] for line in told] == [NUMBER, BARCODE, "", "礼盒"]


def test_a_code_is_taught_and_forgotten_and_the_journal_tells_of_it(folder: Path) -> None:
    assert run(folder, "teach", "NEW-77", "TS-WHT-L", "--units", "2").returncode == 0
    refused = run(folder, "teach", "NEW-78", "nothing")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    told = run(folder, "scan", lines=[NUMBER, "NEW-77"]).stdout.splitlines()
    assert json.loads(told[1])["got"] == 2
    assert run(folder, "teach", "NEW-77", "--forget").returncode == 0
    exported = folder / "journal.jsonl"
    assert run(folder, "journal", "export", exported).returncode == 0
    rows = [json.loads(line) for line in exported.read_text().splitlines()]
    assert [row["learnt"] for row in rows if "learnt" in row] == ["NEW-77", "NEW-77"]


ORDERS_CSV = (
    "订单编号,买家会员名,买家实际支付金额,订单状态,买家留言,收货人姓名,收货地址,联系手机,订单创建时间,订单付款时间,宝贝标题,宝贝种类,宝贝总数量,店铺名称\r\n"
    '="4065712345678909999",橘子,118.00,"买家已付款，等待卖家发货",请尽快,王芳,浙江省 杭州市 余杭区 仓前街道 文一西路969号(311121),'
    "'13812345678,2026-11-22 20:01:05,2026-11-22 20:01:33,白色棉T恤,2,3,旗舰店\r\n"
)
ITEMS_CSV = (
    "订单编号,标题,价格,购买数量,外部系统编号,商品属性,订单状态,商家编码\r\n"
    '="4065712345678909999",白色棉T恤,59.00,2,TS-WHT-L,颜色:白;尺码:L,"买家已付款，等待卖家发货",TS-WHT-L\r\n'
    '="4065712345678909999",贺卡,0.00,1,CARD,空白,"买家已付款，等待卖家发货",CARD\r\n'
)


def test_a_taobao_export_pair_is_packed_to_shipped(folder: Path, tmp_path: Path) -> None:
    """Two files as the shop exports them, in GBK with guarded numbers."""
    (tmp_path / "ExportOrderList.csv").write_bytes(ORDERS_CSV.encode("gbk"))
    (tmp_path / "ExportOrderDetailList.csv").write_bytes(ITEMS_CSV.encode("gbk"))
    pair = (tmp_path / "ExportOrderList.csv", tmp_path / "ExportOrderDetailList.csv")
    result = run(folder, "import", "--json", *pair)
    assert json.loads(result.stdout) == {"added": 1, "updated": 0, "unchanged": 0, "rejected": []}
    number = "4065712345678909999"
    assert order(folder, number)["ship_by"] == "2026-11-24T12:01:33Z", (
        "48 hours after the payment, Chinese time"
    )
    answers = objects(run(folder, "scan", lines=[number, "CARD", BARCODE, BARCODE, "PKPASS", WAYBILL]))
    assert [answer["verdict"] for answer in answers] == [
        "order-opened", "line-complete", "item-ok", "order-complete", "quality-passed", "shipped",
    ]  # fmt: skip
    again = run(folder, "import", "--json", *pair)
    assert json.loads(again.stdout)["rejected"] == []
    assert order(folder, number)["state"] == "shipped"
