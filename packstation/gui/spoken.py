"""What is said aloud after an answer: what went wrong, else what the buyer wrote and what to do next."""

from __future__ import annotations

import re

from packstation.desk.views import OrderView
from packstation.domain.scan import Answer, Verdict
from packstation.gui.messages import Messages
from packstation.gui.theme import TONES
from packstation.gui.tones import tone_of

_ALOUD = frozenset(TONES) - {"good", "done", "info", "idle"}
_NAMES_BASKET = frozenset(
    {Verdict.ORDER_OPENED, Verdict.ITEM_OK, Verdict.LINE_COMPLETE, Verdict.ORDER_COMPLETE}
)
"""Answers after which a hand goes to the cart."""
_LONG_NUMBER = re.compile(r"\d{6,}")
_TAIL = 4
LONGEST = 160
"""Signs; nobody listens longer."""


def spoken(answer: Answer, view: OrderView | None, messages: Messages) -> str:
    """The text to say.

    Args:
        answer: the desk's answer.
        view: the open order, if any.
        messages: words of the desk.
    """
    if tone_of(answer.verdict).ground in _ALOUD:
        return _sayable(messages.say(answer))
    parts = []
    if answer.verdict in _NAMES_BASKET and view is not None and view.slot:
        parts.append(messages.words("spoken.basket", slot=view.slot))
    if answer.verdict is Verdict.ORDER_OPENED and view is not None:
        words = messages.words
        parts += [words("spoken.message", text=text) for text in view.messages]
        parts += [words("spoken.memo", text=text) for text in view.memos]
    parts.append(messages.next_step(view))
    return _sayable(messages.words("spoken.pause").join(parts))


def _sayable(text: str) -> str:
    """Long numbers by their last digits, as people say them."""
    return _LONG_NUMBER.sub(lambda found: found[0][-_TAIL:], text)[:LONGEST]
