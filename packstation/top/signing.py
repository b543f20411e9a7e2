"""The signature under every call.

As the platform's documentation says (wire.md §4.2): all text parameters but ``sign`` itself, empty ones left
out, sorted by name as ASCII, names and values written one after another, UTF-8; then ``md5`` of secret + text
+ secret, or an HMAC of the text under the secret; in capital hexadecimal digits.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from packstation.top.account import SignMethod


def sign(params: Mapping[str, str], secret: str, method: SignMethod) -> str:
    """The signature of these parameters.

    Args:
        params: all that is sent; empty values and ``sign`` are left out here.
        secret: the app's secret.
        method: how it is signed; it also stands in the parameters.
    """
    text = "".join(f"{name}{params[name]}" for name in sorted(params) if params[name] and name != "sign")
    plain, key = text.encode(), secret.encode()
    match method:
        case SignMethod.MD5:
            # the platform's choice, not ours
            digest = hashlib.md5(key + plain + key, usedforsecurity=False).hexdigest()
        case SignMethod.HMAC:
            digest = hmac.new(key, plain, hashlib.md5).hexdigest()
        case SignMethod.HMAC_SHA256:
            digest = hmac.new(key, plain, hashlib.sha256).hexdigest()
    return digest.upper()
