"""What can become of a print command, by script."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """One fate of one print command."""

    OK = "ok"
    SLOW = "slow"
    """Takes its time before it prints."""
    RENDER_FAILED = "render-failed"
    """The document cannot be laid out: failed, nothing came out."""
    OUT_OF_PAPER = "out-of-paper"
    """Laid out, then failed for want of paper."""
    REFUSED = "refused"
    """Answered with ``failed``; the task is not taken."""
    DROP_BEFORE = "drop-before"
    """The connection ends before the task was taken."""
    DROP_AFTER = "drop-after"
    """Printed, but the connection ends before anything is said; asked later it knows."""
    DROP_THEN_PRINT = "drop-then-print"
    """Taken, the connection ends, and it is printed only after somebody asked for it on a new one."""
    FORGOTTEN = "forgotten"
    """Printed, the connection ends, and asked later it knows nothing."""
    NO_PUSH = "no-push"
    """Printed, and no push ever; asked later it knows."""
    NOTHING = "nothing"
    """Taken and neither printed nor heard of again."""
    RENDERED_ONLY = "rendered-only"
    """Laid out, and then nothing."""
    EXTRA_KEYS = "extra-keys"
    """Everything it says holds keys and commands nobody has heard of."""
    FOREIGN_PUSH = "foreign-push"
    """Says first how somebody else's task failed."""
    NEWER_PUSH = "newer-push"
    """Says it in the newer way, ``notifyDocResult`` and ``notifyTaskResult``."""
    NONSENSE = "nonsense"
    """Says things between that are no JSON, no objects, or bytes."""
