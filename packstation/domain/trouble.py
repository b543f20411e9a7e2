"""Why a label did not come out, kept with its print job so that it can be said in any language later."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong: the key of a sentence, and what fills its gaps."""

    reason: str
    data: Mapping[str, object] = field(default_factory=dict)

    def as_text(self) -> str:
        """As it is kept: the bare key, or JSON where there is more to say."""
        if not self.data:
            return self.reason
        return json.dumps({"reason": self.reason, **self.data}, ensure_ascii=False, default=str)

    @classmethod
    def of_text(cls, text: str) -> Trouble | None:
        """Read what was kept; None for an empty text. Whatever is no JSON is a key."""
        if not text:
            return None
        try:
            found = json.loads(text)
        except ValueError:
            return cls(text)
        if not isinstance(found, dict) or not isinstance(found.get("reason"), str):
            return cls(text)
        return cls(found.pop("reason"), found)
