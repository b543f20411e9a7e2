"""The platform's refusals, sorted by whose turn it is next (wire.md §4.3).

``isp.*`` is the platform's own trouble: tried again. ``isv.*`` is ours: a person must look. Of the bare codes
those that mean key, secret, session, right or clock get a sentence of their own. What no list knows goes to a
person: it is never repeated on a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from packstation.errors import Outage, PackstationError, Rejected

LIMITED = 7
CLOCK = (30, 31)
_TROUBLE = frozenset({10, 15})
"""Service unavailable, remote service error: the platform's, unless the sub-code says otherwise."""
_PERSON: Mapping[int, str] = {
    11: "taobao-right", 12: "taobao-right", 13: "taobao-right", 42: "taobao-right",
    24: "taobao-secret", 25: "taobao-secret",
    26: "taobao-authorise", 27: "taobao-authorise", 44: "taobao-authorise",
    28: "taobao-app-key", 29: "taobao-app-key",
}  # fmt: skip
"""Who calls, and what the caller may: sentences of their own."""
_BAN = re.compile(r"last for (\d{1,6}) more second")
_DAY_QUOTA = "accesscontrol.limited-by-app-access-count"
_USUAL_BAN = timedelta(seconds=60)
_SHOWN = 200
_ODD = re.compile(r"[^\w.:,;()\-/*，。：；（）、 ]+")
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[- ]?\d{4,5}(\d{3})(?!\d)")


@dataclass(frozen=True, slots=True)
class Refused:
    """What an ``error_response`` says, cut to lengths that can be shown; ``code`` -1 where there is none."""

    code: int
    message: str = ""
    sub_code: str = ""
    detail: str = ""
    request_id: str = ""

    @property
    def is_day_quota(self) -> bool:
        """The whole app has used up its calls of this day."""
        return self.code == LIMITED and self.sub_code == _DAY_QUOTA

    @property
    def ban(self) -> timedelta | None:
        """How long the platform says it will not answer, and one second more."""
        found = _BAN.search(self.detail) or _BAN.search(self.message)
        return timedelta(seconds=int(found[1]) + 1) if found else None


def refused(said: Mapping[str, Any]) -> Refused:
    """An ``error_response`` as a value; whatever of it is no text is left out."""
    try:
        code = int(str(said.get("code", -1)))
    except ValueError:
        code = -1
    texts = (short(said.get(name)) for name in ("msg", "sub_code", "sub_msg", "request_id"))
    return Refused(code, *texts)


def short(value: object) -> str:
    """A text of the platform's as it may be shown: one line, not long, nothing odd, no buyer's phone."""
    if not isinstance(value, str):
        return ""
    plain = _ODD.sub(" ", value)
    return _LANDLINE.sub(r"\1-****\2", _PHONE.sub(r"\1****\2", plain)).strip()[:_SHOWN]


def error_of(said: Refused, method: str) -> PackstationError:
    """The error a refusal means; flow control and the clock are the client's to answer first.

    Returns:
        An ``Outage`` that may be tried again (``wait`` where the platform named one), or a ``Rejected``.
    """
    data: dict[str, object] = {
        "method": method,
        "code": said.code,
        "sub_code": said.sub_code,
        "detail": said.detail or said.message or str(said.code),
        "request_id": said.request_id,
    }
    if said.code == LIMITED:
        return Outage("taobao-limit", wait=said.ban or _USUAL_BAN, reached=True, **data)
    if said.code in CLOCK:
        return Outage("taobao-clock", reached=True, **data)
    if said.code in _PERSON:
        return Rejected(_PERSON[said.code], **data)
    if said.sub_code.startswith("isp.") or (said.code in _TROUBLE and not said.sub_code.startswith("isv.")):
        return Outage("taobao-trouble", reached=True, **data)
    return Rejected("taobao-refused", **data)
