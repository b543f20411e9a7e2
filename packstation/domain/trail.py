"""What can still be taken back of an order: its gestures in a row, one scan's goods together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from packstation.domain.order import Step

Trail = tuple[Step, ...]


def last_gesture(trail: Trail) -> tuple[Trail, Trail]:
    """What was there before the last gesture, and its steps: several where one scan filled several lines."""
    start = max(len(trail) - 1, 0)
    while start > 0 and trail[start].goes_on:
        start -= 1
    return trail[:start], trail[start:]


def kept(trail: Trail, change: Callable[[Step], Step | None]) -> Trail:
    """The trail with each step changed or, where there is no step any more, left out.

    What is left of a gesture stays together and never becomes part of the gesture before it.
    """
    steps: list[Step] = []
    has_begun = False
    for step in trail:
        has_begun = has_begun and step.goes_on
        changed = change(step)
        if changed is not None:
            steps.append(replace(changed, goes_on=has_begun))
            has_begun = True
    return tuple(steps)
