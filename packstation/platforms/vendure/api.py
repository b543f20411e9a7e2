"""The shop's Admin API: one question, one answer, and what an answer that is none means.

Vendure answers HTTP 200 to nearly everything and says inside what went wrong: ``errors`` with a code where a
question could not be carried out, a result of another kind with an ``errorCode`` where the shop said no. What
it says in words may be an untranslated key, so only codes decide (measured on 3.7.3).
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from packstation.domain.checks import shown
from packstation.errors import Outage, Rejected
from packstation.platforms.vendure.known import Known
from packstation.web import Limits, Reply, Server

FORBIDDEN = "vendure-forbidden"
BROKEN = "vendure-broken"
"""The shop's own program breaks over one of the things it was asked for, and tells none of them."""
_OK, _BAD_REQUEST, _TOO_MANY, _TROUBLE = 200, 400, 429, 500
_NO_ENTRY = (401, 403)
_OTHER_ONE = 'Cannot query field "orders" on type "Query"'
"""What the shop's other interface, the one for buyers, says to our first question."""
_SCHEMA = frozenset({"GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "BAD_USER_INPUT"})
"""The shop does not know a field, or wants a value in another form: its Vendure is of another version."""

_UNKNOWN_FIELD = re.compile(
    r"""Cannot query field "(\w+)" on type "\w+CustomFields"|Field "(customFields)" must not have"""
)
"""A custom field that the settings name and the shop does not have, or a shop that has none (measured)."""

_KEY = re.compile("[0-9a-f]{24}:[0-9a-f]{64}")
"""What an API key looks like (measured on 3.7.3): no token does, whatever it was stored as."""

Ask = Callable[[str, Mapping[str, object]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Access:
    """How to get in: by the token of a session (as bearer), else by an API key.

    ``channel`` is the token of one of the shop's channels; empty: its default one. A session's token is the
    better way: a key costs the shop a quarter of a second for each question (measured).
    """

    token: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    channel: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """What goes with each question.

        Raises:
            Rejected: there is nothing, or nothing that can be sent.
        """
        secret = _bare(self.token or self.api_key)
        if not secret:
            raise Rejected("vendure-no-token")
        if not (secret.isascii() and secret.isprintable()):
            raise Rejected(FORBIDDEN)
        is_key = not self.token or _KEY.fullmatch(secret) is not None
        login = {"vendure-api-key": secret} if is_key else {"Authorization": f"Bearer {secret}"}
        return {**login, "vendure-token": self.channel} if self.channel else login


def _bare(secret: str) -> str:
    """A secret as people paste it, often with the word that goes before it."""
    first, _, rest = secret.strip().partition(" ")
    return rest.strip() if first.lower().rstrip(":") == "bearer" else secret.strip()


class Api:
    """Questions in the shop's name; any worker may ask."""

    def __init__(
        self,
        url: str,
        access: Callable[[], Access],
        known: Known,
        limits: Limits | None = None,
    ) -> None:
        """Ask at this address; nothing is called yet.

        Args:
            url: of the Admin API; empty where nobody has set it.
            access: reads the secrets; called in a worker.
            known: where its clock and the number of questions are kept.
            limits: how long an answer may take.

        Raises:
            BadInput: ``web-address``, it may not be called.
        """
        self._server = Server(url, limits) if url else None
        self._read_access = access
        self._known = known
        self._lock = threading.Lock()
        self._access: Access | None = None

    @property
    def access(self) -> Access:
        """The secrets in use."""
        with self._lock:
            if self._access is None:
                self._access = self._read_access()
            return self._access

    def renew(self) -> None:
        """Somebody may have put in other secrets: they are read again."""
        with self._lock:
            self._access = None

    def ask(self, query: str, variables: Mapping[str, object]) -> Mapping[str, Any]:
        """The ``data`` of an answer.

        Raises:
            Outage: no answer, trouble of the shop's own, or nothing that can be read.
            Rejected: ``vendure-…``, it does not let us in, does not understand, or says no.
        """
        server = self._there()
        try:
            return _data(self._reply(server, query, variables, self.access.headers), server.host)
        except Rejected as error:
            if error.reason == FORBIDDEN:
                self.renew()
            raise

    def asked_by_nobody(
        self, query: str, variables: Mapping[str, object]
    ) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        """The ``data`` of an answer and its headers, asked without any secret.

        Raises:
            Outage: as ``ask``.
            Rejected: as ``ask``.
        """
        server = self._there()
        reply = self._reply(server, query, variables, {})
        return _data(reply, server.host), reply.headers

    def _there(self) -> Server:
        if self._server is None:
            raise Rejected("vendure-no-url")
        return self._server

    def _reply(
        self, server: Server, query: str, variables: Mapping[str, object], headers: Mapping[str, str]
    ) -> Reply:
        """One question and what came back; its answer tells the shop's clock."""
        body = json.dumps({"query": query, "variables": variables}, ensure_ascii=False).encode()
        reply = server.post_json(body, headers)
        self._known.heard(reply.date)
        return reply

    def close(self) -> None:
        """Let go of the connections that are kept."""
        if self._server is not None:
            self._server.close()


def _data(reply: Reply, host: str) -> Mapping[str, Any]:
    """What was asked for.

    Raises:
        Outage: the shop is in trouble, or the answer cannot be read.
        Rejected: it says no, or is no such shop.
    """
    if reply.status in _NO_ENTRY:
        raise Rejected(FORBIDDEN)
    if reply.status == _TOO_MANY or reply.status >= _TROUBLE:
        raise Outage("vendure-trouble", detail=f"HTTP {reply.status}", reached=True)
    told = _object(reply.body)
    if told is None or not {"data", "errors"} & set(told):
        if reply.status == _OK:
            raise Outage("vendure-unreadable", reached=True)
        raise Rejected("vendure-address", host=host, detail=f"HTTP {reply.status}")
    if told.get("errors"):
        raise _error(told["errors"], reply.status, host)
    data = told.get("data")
    if not isinstance(data, Mapping):
        raise Outage("vendure-unreadable", reached=True)
    return data


def _object(body: bytes) -> Mapping[str, Any] | None:
    """A JSON object; None where it is anything else."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, Mapping) else None


def _error(errors: object, status: int, host: str) -> Outage | Rejected:
    """What the first error of an answer means.

    What a program says as it breaks may quote the very address it broke over: only where it broke is kept.
    """
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], Mapping) else {}
    extensions = first.get("extensions")
    code = shown(extensions.get("code", "")) if isinstance(extensions, Mapping) else ""
    if code in ("FORBIDDEN", "UNAUTHENTICATED"):
        return Rejected(FORBIDDEN)
    if code == "INTERNAL_SERVER_ERROR" or (not code and status != _BAD_REQUEST):
        place = _place(first.get("path"))
        return Outage(BROKEN if place else "vendure-trouble", detail=place or code or "-", reached=True)
    if code == "CHANNEL_NOT_FOUND":
        return Rejected("vendure-channel")
    message = str(first.get("message", ""))
    if message.startswith(_OTHER_ONE):
        return Rejected("vendure-address", host=host, detail="Shop API")
    if (unknown := _UNKNOWN_FIELD.search(message)) is not None:
        return Rejected("vendure-field", detail=shown(unknown[1] or unknown[2]))
    detail = shown(message) or code
    if code in _SCHEMA or status == _BAD_REQUEST:
        return Rejected("vendure-schema", detail=detail)
    return Rejected("vendure-refused", code=code, detail=f"{code} {detail}".strip())


def _place(path: object) -> str:
    """The field over which the shop broke, as its question calls it: ``orders.items.lines``."""
    names = path if isinstance(path, list) else []
    return shown(".".join(name for name in names if isinstance(name, str)))
