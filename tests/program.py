"""Starting the program as a person would: its command line in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent

EXAMPLE: dict[str, Any] = {
    "orders": [
        {
            "number": "4065712345678901234",
            "platform": "taobao",
            "shop": "旗艦店",
            "status": "WAIT_SELLER_SEND_GOODS",
            "created_at": "2026-11-22T20:01:05+08:00",
            "paid_at": "2026-11-22T20:01:33+08:00",
            "ship_by": "2026-11-24T20:01:33+08:00",
            "modified_at": "2026-11-22T20:01:33+08:00",
            "urges": 0,
            "complaint": False,
            "buyer": "买家昵称",
            "message": "请用礼盒",
            "memo": "老客户",
            "memo_flag": 1,
            "wishes": ["礼盒包装"],
            "receiver": {
                "name": "李明",
                "phone": "13812345678",
                "province": "浙江省",
                "city": "杭州市",
                "district": "余杭区",
                "town": "",
                "detail": "文一西路969号",
                "postcode": "311121",
            },
            "carriers_allowed": [],
            "carriers_forbidden": [],
            "lines": [
                {
                    "line": "4065712345679901234",
                    "sku": "TS-WHT-L",
                    "title": "白色棉T恤",
                    "spec": "L",
                    "quantity": 2,
                    "price": "59.00",
                    "refund": "NO_REFUND",
                    "gift": False,
                }
            ],
        }
    ],
    "products": [
        {
            "sku": "TS-WHT-L",
            "title": "白色棉T恤",
            "barcodes": ["6901234567892"],
            "packs": {"16901234567899": 10},
            "weight_g": 180,
            "size_mm": [250, 200, 20],
            "traits": ["fragile"],
            "inspect": ["无污渍", "无破洞"],
            "picture": "pictures/ts.png",
        }
    ],
    "stock": [{"sku": "TS-WHT-L", "bin": "A-03-2", "on_hand": 40}],
    "cartons": [{"code": "B3", "inner_mm": [300, 200, 120], "weight_g": 120, "max_g": 5000, "on_hand": 500}],
    "carriers": [{"code": "YTO", "name": "圆通速递", "number_pattern": "^YT\\d{13}$"}],
    "waybill_numbers": [{"carrier": "YTO", "numbers": ["YT1234567890123"]}],
}
"""The order file as the interfaces promise it."""


def plain_world(orders: int, units: int = 2, numbers: int | None = None) -> dict[str, Any]:
    """A file of plain orders of one SKU, with stock and waybill numbers for all of them."""
    return {
        "carriers": [{"code": "YTO", "name": "圆通速递", "number_pattern": "^YT\\d{13}$"}],
        "products": [{"sku": "TS", "title": "白色棉T恤", "barcodes": ["6901234567892"], "weight_g": 180}],
        "orders": [
            {
                "number": f"{7000000000000000000 + n}",
                "created_at": "2026-11-22T20:01:05+08:00",
                "ship_by": f"2026-11-24T20:{n // 60 % 60:02d}:{n % 60:02d}+08:00",
                "receiver": EXAMPLE["orders"][0]["receiver"],
                "lines": [
                    {
                        "line": f"{7100000000000000000 + n}",
                        "sku": "TS",
                        "title": "白色棉T恤",
                        "quantity": units,
                    }
                ],
            }
            for n in range(orders)
        ],
        "waybill_numbers": [
            {
                "carrier": "YTO",
                "numbers": [f"YT{n:013d}" for n in range(orders if numbers is None else numbers)],
            }
        ],
    }


def environment(**more: str) -> dict[str, str]:
    """The environment of a started program: no display, English sentences."""
    return {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PACKSTATION_LANGUAGE": "en",
        "PYTHONPATH": str(TOP),
        **more,
    }


def command(folder: Path, *args: object) -> list[str]:
    """The program's command line over a data directory."""
    return [sys.executable, "-m", "packstation", "--data-dir", str(folder), *map(str, args)]


def run(
    folder: Path, *args: object, lines: Sequence[str] = (), env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        command(folder, *args),
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env=env or environment(),
        cwd=TOP,
    )


def objects(result: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """What a command printed, one JSON object a line."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def order(folder: Path, number: str) -> dict[str, Any]:
    """An order as the program tells it."""
    result = run(folder, "order", number, "--json")
    assert result.returncode == 0, result.stderr
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def outbox(folder: Path) -> list[str]:
    """All shipments told so far: the rows of every file in the outbox, without their headers."""
    rows = []
    for path in sorted((folder / "outbox").glob("*.csv")):
        text = path.read_text(encoding="utf-8-sig")
        header, *body = text.splitlines()
        assert header == "订单编号,物流公司,运单号,发货时间"
        rows += body
    return rows


def write(path: Path, content: object) -> Path:
    """Write a JSON file."""
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path
