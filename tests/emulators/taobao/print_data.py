"""What is printed for a waybill number: the JSON text that goes to the print component."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from tests.emulators.taobao.books import Waybill
from tests.emulators.taobao.showing import hash_of

STANDARD = ((101, "标准面单", 1), (501, "一联单", 6), (301, "三联面单", 2))
"""Standard templates: number, name, ``standard_waybill_type``."""
VERSION = "waybill_print_secret_version_1"


def template(number: int) -> str:
    """The address a standard template has."""
    return f"http://cloudprint.cainiao.com/template/standard/{number}"


def routing(bill: Waybill) -> dict[str, Any]:
    """Three-part sort code, short mark and sorting place, made of the address; their shape is seen in samples only."""
    place = bill.request.get("recipient", {}).get("address", {})
    seed = hash_of("".join(str(place.get(part, "")) for part in ("province", "city", "district")))
    city = str(place.get("city") or place.get("province") or "")
    return {
        "sortation": {"name": city.removesuffix("市")},
        "routeCode": f"{100 + seed % 900}-{seed // 7 % 100:02d} {seed // 11 % 1000:03d}",
        "consolidation": {"name": f"{city.removesuffix('市')}集散", "code": f"JB{seed % 10000:04d}"},
    }


def print_data(bill: Waybill) -> str:
    """The text, encrypted if the call wished so (``encryptedData``), else readable (``data``)."""
    data = {
        "cpCode": bill.company,
        "waybillCode": bill.code,
        "packageInfo": bill.request.get("package_info", {}),
        "tradeOrderList": list(bill.orders),
        "recipient": bill.request.get("recipient", {}),
        "sender": bill.sender,
        "routingInfo": routing(bill),
    }
    inside = json.dumps(data, ensure_ascii=False)
    digest = base64.b64encode(hashlib.md5(inside.encode(), usedforsecurity=False).digest()).decode()
    told: dict[str, Any] = {"signature": f"MD:{digest}", "templateURL": bill.request.get("template_url")}
    if bill.encrypted:
        hidden = base64.b64encode(bytes(byte ^ 0x5A for byte in inside.encode())).decode()
        return json.dumps({**told, "encryptedData": f"AES:{hidden}", "ver": VERSION})
    return json.dumps({**told, "data": data}, ensure_ascii=False)
