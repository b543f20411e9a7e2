"""The signature of a call, counted as the platform counts it (wire.md §4.2)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

METHODS = ("md5", "hmac", "hmac-sha256")


def signature(params: Mapping[str, str], secret: str, method: str) -> str:
    """What ``sign`` must be: keys in ASCII order, each followed by its value, empty ones left out.

    Args:
        params: every text parameter of the call; ``sign`` itself is left out.
        secret: the app's secret.
        method: ``md5`` (secret before and behind), ``hmac`` (HMAC-MD5) or ``hmac-sha256``.
    """
    told = "".join(
        key + params[key] for key in sorted(params, key=str.encode) if key != "sign" and params[key]
    )
    key, text = secret.encode(), told.encode()
    match method:
        case "md5":
            made = hashlib.md5(key + text + key, usedforsecurity=False).hexdigest()
        case "hmac":
            made = hmac.new(key, text, "md5").hexdigest()
        case _:
            made = hmac.new(key, text, "sha256").hexdigest()
    return made.upper()
