"""Commands that make something to print: label, sheet."""

from __future__ import annotations

import argparse

from packstation.cli.world import World, say, tell
from packstation.desk.papers import Papers
from packstation.domain.scan import Command, Verdict
from packstation.words import Words

_EXAMPLES = {
    Command.BOX: ("B3",),
    Command.PARCEL: ("1", "2"),
    Command.QUANTITY: ("2", "5", "10", "12"),
    Command.DESK: ("DESK1",),
    Command.USER: ("001",),
    Command.COURIER: ("YTO",),
}
_GROUPS = {
    "work": (Command.UNDO, Command.EXIT, Command.HOLD, Command.TICK, Command.PASS, Command.FAIL),
    "printing": (Command.PRINT, Command.REPRINT, Command.SHIP),
    "boxes": (Command.NEXT_BOX, Command.PARCEL, Command.BOX, Command.QUANTITY, Command.VOUCH),
    "people": (Command.DESK, Command.USER),
    "handover": (Command.HANDOVER, Command.COURIER, Command.HANDED),
}
"""All but the weight and the proof of a test page, which are other ones each time."""
_STEPS = ("one", "two", "three", "four", "five")


def label(args: argparse.Namespace, world: World) -> int:
    """``label NUMBER -o FILE``: the label as it would be printed; ``--from FILE``: somebody else's.

    ``label NUMBER --from FILE``: that order prints the given label from now on.
    """
    if args.output is None or (args.given is None and args.number is None):
        return _kept(args, world)
    with world.reading() as desk:
        if args.given is not None:
            desk.papers.write_given(args.given, args.output, size=args.size, dpi=args.dpi, page=args.page)
            return 0
        if desk.view(args.number) is None:
            tell(world.words("cli.no-such-order", number=args.number))
            return 1
        desk.papers.write_label(args.number, args.output, size=args.size, dpi=args.dpi, parcel=args.parcel)
    return 0


def _kept(args: argparse.Namespace, world: World) -> int:
    """A given label for an order."""
    if args.given is None or args.number is None:
        tell(world.words("given.cli.how"))
        return 2
    with world.writing() as desk:
        if desk.view(args.number) is None:
            tell(world.words("cli.no-such-order", number=args.number))
            return 1
        labels = desk.given_labels
        answer = labels.keep(labels.reading(args.number, args.given, parcel=args.parcel, page=args.page)())
    is_done = answer.verdict is Verdict.COMMAND_OK
    (say if is_done else tell)(world.words.say(answer))
    return 0 if is_done else 1


def trial(args: argparse.Namespace, world: World) -> int:
    """``trial``: a page with rulers and barcodes; scanning it proves the printer. With ``-o`` into a file."""
    words = world.words
    with world.writing() as desk:
        task = desk.trial.plan(words)
        if args.output is not None:
            desk.papers.write_page(args.output, task.image)
            return 0
        tried = desk.trial.act(task)
    why = words.trouble(tried.trouble.reason, tried.trouble.data) if tried.trouble else ""
    (say if tried.is_on_its_way else tell)(words(f"printer.trial.{tried.outcome}", why=why).strip())
    return 0 if tried.is_on_its_way else 1


def sheet(args: argparse.Namespace, world: World) -> int:
    """``sheet -o FILE.pdf``: the command barcodes for the desk, the badges, or the scanner test."""
    words = world.words
    with world.reading() as desk:
        papers = desk.papers
        if args.scanner_test:
            steps = [words(f"scanner.sheet.{step}") for step in _STEPS]
            papers.write_scanner_sheet(
                args.output, words("scanner.sheet.title"), steps, words("scanner.sheet.speed")
            )
        elif args.badges:
            if not papers.badges():
                tell(words("cli.no-badges"))
                return 1
            people = [
                (f"{Command.USER}{one.badge}", one.name, words(f"cli.role.{one.role}"))
                for one in papers.badges()
            ]
            papers.write_badges(args.output, people, words("cli.sheet.badges"))
        else:
            papers.write_sheet(args.output, _commands(papers, words), words("cli.sheet.title"))
    return 0


def _commands(papers: Papers, words: Words) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every command with what it does, in the groups they are looked for in."""
    return [
        (
            words(f"cli.sheet.group.{name}"),
            [row for command in group for row in _rows(command, papers, words)],
        )
        for name, group in _GROUPS.items()
    ]


def _rows(command: Command, papers: Papers, words: Words) -> list[tuple[str, str]]:
    """A command; of one with an argument some examples or this desk's own."""
    if command is Command.USER and papers.badges():
        return []  # a badge is printed for its owner, never on a sheet everybody sees
    examples = _EXAMPLES.get(command, ("",))
    if command is Command.BOX:
        examples = papers.carton_codes() or examples
    if command is Command.COURIER:
        examples = papers.carrier_codes() or examples
    return [(f"{command}{part}", words(f"cli.sheet.{command}", argument=part)) for part in examples]
