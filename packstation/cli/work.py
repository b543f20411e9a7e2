"""Commands that change something: import, scan, release, teach."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping

from packstation.cli.world import World, put, say, tell
from packstation.desk.desk import Desk
from packstation.domain.intake import Reject, Tally
from packstation.domain.scan import Answer, Verdict
from packstation.errors import PackstationError
from packstation.words import Words

SLICE_S = 0.25
"""Nobody waits for a frame here: larger slices, fewer commits."""
LONGEST_LINE, LONGEST_SHOWN = 100_000, 1_000


def take_in(args: argparse.Namespace, world: World) -> int:
    """``import FILE…``: exit 1 when not a single row could be taken."""
    words = world.words
    with world.writing() as desk:
        batch = desk.importing.read(args.files, progress=_progress(words))
        tally = Tally(rejects=batch.rejects)
        for progress in desk.importing.store(batch, SLICE_S):
            tally = progress.tally
    counts = {"added": tally.added, "updated": tally.updated, "unchanged": tally.unchanged}
    if args.json:
        put({**counts, "rejected": [_reject(reject, words) for reject in tally.rejects]})
    else:
        put_counts({**counts, "rejected": len(tally.rejects)})
        for reject in tally.rejects:
            say(why_not(reject, words))
    return 1 if tally.rejects and not any(counts.values()) else 0


def put_counts(counts: Mapping[str, int]) -> None:
    """Counts under their fixed English names: scripts read this line."""
    say(", ".join(f"{name} {count}" for name, count in counts.items()))


def why_not(reject: Reject, words: Words) -> str:
    """Why a row was not taken."""
    gaps = {**dict(reject.data), "file": reject.file, "row": reject.row, "column": reject.column}
    return words(f"files.{reject.reason}", **gaps)


def _reject(reject: Reject, words: Words) -> dict[str, object]:
    """A row that was not taken, as JSON."""
    return {
        "file": reject.file,
        "row": reject.row,
        "column": reject.column or None,
        "reason": reject.reason,
        "say": why_not(reject, words),
    }


def _progress(words: Words) -> Callable[[int, int], None] | None:
    """Counts on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        sys.stderr.write("\r" + words("cli.reading", done=done, total=total))
        sys.stderr.write("\r\n" if done >= total else "")

    return show


def scan(args: argparse.Namespace, world: World) -> int:
    """``scan``: one code a line in, one answer a line out, each after it is on disk."""
    with world.writing() as desk:
        if args.packer:
            answer = desk.log_in(args.packer)
            if answer.verdict is not Verdict.LOGGED_IN:
                tell(world.words.say(answer))
                return 1
        for code in _lines():
            _take_news(desk, world.words)
            put(shown(desk.scan_and_print(code), world.words))
        desk.rounds.push_now()
    return 0


def _lines() -> Iterator[str]:
    """Codes from stdin, each ended by CR, LF or both; whatever bytes come, a line is a line, even if empty.

    An endless line is noise: of it only the beginning is handed on, which is then too long to mean anything.
    """
    kept, overlong, after_cr = b"", False, False
    while block := os.read(sys.stdin.fileno(), 65_536):
        if after_cr:
            block = block.removeprefix(b"\n")  # the other half of CR LF; the line was answered at its CR
        after_cr = block.endswith(b"\r")
        *ended, kept = re.split(rb"\r\n|\r|\n", kept + block)
        for raw in ended:
            if overlong:
                overlong = False
            else:
                yield _text(raw)
        if len(kept) > LONGEST_LINE:
            if not overlong:
                yield _text(kept[:LONGEST_SHOWN])
            kept, overlong = b"", True
    if kept and not overlong:
        yield _text(kept)


def _text(raw: bytes) -> str:
    """What a line says: UTF-8, else the Chinese GB 18030 that many scanners send."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _take_news(desk: Desk, words: Words) -> None:
    """What the platforms say counts before the next scan does; none keeps another's news back."""
    for syncing in desk.rounds:
        try:
            if syncing.has_news():
                syncing.pull_now()
                desk.gates.unasked.look_now(syncing.shop_id)
        except PackstationError as error:
            tell(words.error(error))


def shown(answer: Answer, words: Words) -> dict[str, object]:
    """An answer as the promised JSON object."""
    return {
        "code": answer.code,
        "verdict": answer.verdict.value,
        "order": answer.order,
        "line": answer.line,
        "got": answer.got,
        "need": answer.need,
        "state": answer.state,
        "say": words.say(answer),
        "events": [event.value for event in answer.events],
    }


def release(args: argparse.Namespace, world: World) -> int:
    """``release NUMBER``: a held order goes on; what its review found counts as settled."""
    with world.writing() as desk:
        answer = desk.release(args.number, args.note)
    done = answer.verdict is Verdict.COMMAND_OK
    (say if done else tell)(world.words.say(answer))
    return 0 if done else 1


def teach(args: argparse.Namespace, world: World) -> int:
    """``teach CODE SKU``: the code counts as these goods from now on; ``--forget`` takes it back."""
    with world.writing() as desk:
        if args.packer:
            desk.log_in(args.packer)
        answer = desk.forget(args.code) if args.forget else desk.teach(args.code, args.sku or "", args.units)
    done = answer.verdict is Verdict.COMMAND_OK
    (say if done else tell)(world.words.say(answer))
    return 0 if done else 1
