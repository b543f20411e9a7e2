"""Print data as the emulated platform gives them, for tests without one."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from tests.emulators.cainiao_print.paper import HIDDEN_BY

TEMPLATE = "http://cloudprint.cainiao.com/template/standard/101"


def print_data(number: str, inside: Mapping[str, Any] | None = None, template: str = TEMPLATE) -> str:
    """The ``print_data`` of a number, as JSON text (keys: wire.md §4.9)."""
    told = {"_dataFrom": "waybill", "waybillCode": number, **(inside or {})}
    hidden = bytes(byte ^ HIDDEN_BY for byte in json.dumps(told, ensure_ascii=False).encode())
    sealed = base64.b64encode(hidden).decode()
    return json.dumps(
        {
            "encryptedData": f"AES:{sealed}",
            "signature": "MD:emulated",
            "templateURL": template,
            "ver": "waybill_print_secret_version_1",
        }
    )
