"""What the journal keeps of an answer: which of its data, and how much of the code that was scanned."""

from __future__ import annotations

import hashlib

from packstation.domain.scan import Answer, Verdict, command_of

IN_JOURNAL = (
    "missing",
    "other",
    "reason",
    "amount",
    "waybill",
    "carton",
    "weight_g",
    "expected_g",
    "sku",
    "note",
    "learnt",
    "units",
    "lot",
    "serial",
    "expires",
    "by",
    "how",
    "source",
    "dropped",
    "parcel",
    "carton_proposed",
    "batch",
    "basket",
    "slot",
    "manifest",
    "before",
    "from_carrier",
    "to_carrier",
)
LONGEST_CODE_KEPT = 64

_STRANGE = (Verdict.UNKNOWN_CODE, Verdict.LOGIN_NEEDED, Verdict.DUPLICATE_SCAN)


def kept(answer: Answer) -> str:
    """The code as the journal keeps it: of one that means nothing here only its print."""
    if answer.verdict in _STRANGE and answer.code and not command_of(answer.code):
        print_of = hashlib.sha256(answer.code.encode("utf-8", "replace")).hexdigest()[:12]
        return f"({len(answer.code)} {print_of})"
    return answer.code[:LONGEST_CODE_KEPT]
