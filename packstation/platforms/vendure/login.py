"""A name and a password for the token of a session, which is all the desk keeps.

The token stands in a header of the answer, and only where the shop's owner lists ``bearer`` among the ways in
(measured on 3.7.3: otherwise the answer sets a cookie, which the desk cannot use).
"""

from __future__ import annotations

from collections.abc import Mapping

from packstation.domain.checks import shown
from packstation.errors import Outage, Rejected
from packstation.platforms.vendure import queries
from packstation.platforms.vendure.api import Api
from packstation.platforms.vendure.values import said

HEADER = "vendure-auth-token"
_WRONG = "INVALID_CREDENTIALS_ERROR"


def logged_in(api: Api, name: str, password: str) -> str:
    """The token of a new session; it holds until the shop's own time for sessions is over.

    Args:
        api: asks the shop.
        name: of the administrator, as a rule an e-mail address.
        password: kept nowhere.

    Raises:
        Outage: the shop does not answer.
        Rejected: ``vendure-login``, name or password is wrong; ``vendure-no-bearer``, the shop gives no
            token; or it is no such shop.
    """
    data, headers = api.asked_by_nobody(queries.LOGIN, {"name": name, "password": password})
    result = data.get("result")
    if not isinstance(result, Mapping):
        raise Outage("vendure-unreadable", reached=True)
    match said(result, "errorCode"):
        case "":
            token = headers.get(HEADER, "").strip()
            if not token or not token.isascii() or not token.isprintable() or " " in token:
                raise Rejected("vendure-no-bearer")
            return token
        case code if code == _WRONG:
            raise Rejected("vendure-login", person=shown(name))
        case code:
            raise Rejected("vendure-refused", detail=shown(code))
