"""The label as its carrier made it: sealed data that came with the number, for the carrier's own program.

Nothing in it is ours to read. What we may add stands in a custom area of the template: order, goods, basket.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from packstation.errors import BadInput

SEALED, CLEAR = "encryptedData", "data"
"""Where the buyer's data stand in print data: encrypted, or for everybody to read (wire.md §4.8)."""


@dataclass(frozen=True, slots=True)
class CarrierDocument:
    """One label as a print component takes it.

    Attributes:
        number: the waybill number, which is also the document's id (wire.md §4.9).
        print_data: as it was given with the number: JSON with template, sealed data and signature.
        template: address of our own custom area; empty: there is none.
        custom: what fills the custom area.
    """

    number: str
    print_data: str = field(repr=False)
    template: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        """The document as JSON, UTF-8: ``documentID`` and ``contents``.

        Raises:
            BadInput: ``print-data-broken``; what came with the number is no print data.
        """
        contents: list[Mapping[str, Any]] = [_read(self.print_data, self.number)]
        if self.template:
            contents.append({"templateURL": self.template, "data": dict(self.custom)})
        document = {"documentID": self.number, "contents": contents}
        return json.dumps(document, ensure_ascii=False).encode()


def may_be_kept(print_data: str) -> bool:
    """Whether nobody can read the buyer's data out of it, so that it may lie in the database."""
    try:
        found = _read(print_data, "")
    except BadInput:
        return False
    return bool(found.get(SEALED)) and not found.get(CLEAR)


def _read(print_data: str, number: str) -> Mapping[str, Any]:
    """Print data as an object; text within text is opened, as some gateways send it so.

    Raises:
        BadInput: it is none.
    """
    found: Any = print_data
    for _ in range(2):
        if isinstance(found, str):
            try:
                found = json.loads(found)
            except ValueError:
                found = None
    if not isinstance(found, dict) or not (found.get(SEALED) or found.get(CLEAR)):
        raise BadInput("print-data-broken", waybill=number)
    return found
