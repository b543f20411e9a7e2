"""Who calls the platform: the program's key and the shop's session."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

PRODUCTION = "https://eco.taobao.com/router/rest"
SANDBOX = "https://gw.api.tbsandbox.com/router/rest"
"""The platform's two gateways (wire.md §4.1)."""


class SignMethod(StrEnum):
    """How calls are signed (wire.md §4.1)."""

    MD5 = "md5"
    HMAC = "hmac"
    HMAC_SHA256 = "hmac-sha256"


@dataclass(frozen=True, slots=True)
class Account:
    """Everything a call needs besides what it asks; the secrets show in no repr, log or error.

    ``variables``: the environment variables of secret and session, to name them where one is missing.
    """

    gateway: str
    app_key: str
    app_secret: str = field(repr=False)
    session: str = field(default="", repr=False)
    sign_method: SignMethod = SignMethod.HMAC_SHA256
    variables: tuple[str, str] = ("PACKSTATION_TAOBAO_APP_SECRET", "PACKSTATION_TAOBAO_SESSION")
