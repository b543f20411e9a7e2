"""A few lines to speak with either of Vendure's two interfaces, independent of the connector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

TIMEOUT_S = 30
ERROR = "... on ErrorResult { errorCode message }"


class Graph:
    """A session with the Shop API or the Admin API; keeps the token it is given."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.token = ""
        self._session = requests.Session()
        self._session.trust_env = False

    def ask(self, query: str, **variables: object) -> Any:
        """The data of an answer; anything else is a failed test."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"query": query, "variables": variables}
        with self._session.post(self.url, json=body, headers=headers, timeout=TIMEOUT_S) as reply:
            self.token = reply.headers.get("vendure-auth-token") or self.token
            told = reply.json()
        assert reply.status_code == 200, told
        assert "errors" not in told, told["errors"]
        return told["data"]

    def do(self, mutation: str, **variables: object) -> Any:
        """The result of a mutation named ``r``, ``OR_ERROR`` in it written out; a refusal is a failed test."""
        result = self.ask(mutation.replace("OR_ERROR", ERROR), **variables)["r"]
        assert not (isinstance(result, Mapping) and result.get("errorCode")), result
        return result

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()
