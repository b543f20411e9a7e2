"""What a carrier may need to do its work, put together from settings and store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from packstation.carriers.cainiao_request import Terms
from packstation.carriers.carrier import NumberShelf
from packstation.top.client import TopClient


@dataclass(frozen=True, slots=True)
class Means:
    """Where numbers come from; each kind of carrier takes what it needs.

    Attributes:
        shelf: where imported numbers lie.
        known: codes of the carriers the desk has heard of; asked on the store's thread.
        connect: opens a line to the platform, counted with all others of the same app; secrets are only
            looked up when it is asked for.
        terms: what the settings say of numbers from a platform.
    """

    shelf: NumberShelf
    known: Callable[[], tuple[str, ...]]
    connect: Callable[[], TopClient]
    terms: Terms = field(default_factory=Terms)
