"""Commands that make something to print: label, sheet."""

from __future__ import annotations

import argparse

from packstation.cli.world import World, tell
from packstation.domain.scan import Command

_EXAMPLES = {Command.BOX: ("B3",), Command.QUANTITY: ("2", "5", "10", "12"), Command.DESK: ("DESK1",)}


def label(args: argparse.Namespace, world: World) -> int:
    """``label NUMBER -o FILE``: the label as it would be printed."""
    with world.reading() as desk:
        if desk.view(args.number) is None:
            tell(world.words("cli.no-such-order", number=args.number))
            return 1
        desk.papers.write_label(args.number, args.output, size=args.size, dpi=args.dpi, parcel=args.parcel)
    return 0


def sheet(args: argparse.Namespace, world: World) -> int:
    """``sheet -o FILE.pdf``: the command barcodes to pin at the desk."""
    words = world.words
    with world.reading() as desk:
        cartons = desk.papers.carton_codes()
        rows: list[tuple[str, str]] = []
        for command in Command:
            if command is Command.USER:
                continue  # a badge is printed for its owner, never on a sheet everybody sees
            examples = (
                cartons or _EXAMPLES[Command.BOX] if command is Command.BOX else _EXAMPLES.get(command, ("",))
            )
            rows += [(f"{command}{part}", words(f"cli.sheet.{command}", argument=part)) for part in examples]
        desk.papers.write_sheet(args.output, rows, words("cli.sheet.title"))
    return 0
