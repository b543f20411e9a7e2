"""The program's root: puts the parts together and hands them to the window or the command line."""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

from packstation.cli.arguments import parser
from packstation.cli.commands import COMMANDS
from packstation.cli.world import World, tell
from packstation.demo.emulated import Emulated
from packstation.demo.pretend import next_code
from packstation.demo.stage import Pretended, Stage
from packstation.desk.desk import Desk
from packstation.desk.views import WorkList
from packstation.devices.ports import Port
from packstation.domain.intake import Batch, Sourced
from packstation.errors import BadInput, PackstationError, StoreTrouble
from packstation.opening import desk_at, profiles_of
from packstation.settings import FILE_NAME, KEYS, Settings, load
from packstation.words import Words
from packstation.words import load as load_words

STOPPED = 128 + signal.SIGTERM
BROKEN_PIPE = 1
MANY_UNITS = 3
"""An order of this many units shows what packing is."""
_FOLDERS = ("photos", "labels", "backups", "log", "inbox", "outbox")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program as typed; gives the exit code."""
    _speak_utf8()
    os.umask(0o077)
    words = load_words(_language_before_settings())
    args = parser(words).parse_args(argv)
    try:
        return _run(args, words)
    except PackstationError as error:
        tell(_words_of(args, words).error(error))
        return 1
    except BrokenPipeError:
        # whoever read our lines has gone; what was answered is stored
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return 130


def _speak_utf8() -> None:
    """Chinese on any terminal and in any pipe, whatever the system's locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(ValueError):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _language_before_settings() -> str:
    """For help and errors before the settings are read."""
    return os.environ.get("PACKSTATION_LANGUAGE") or "system"


def _run(args: argparse.Namespace, words: Words) -> int:
    if args.command == "demo":
        return _demo(args)
    folder = data_folder(args.data_dir)
    if args.config is not None and not args.config.exists():
        raise BadInput("no-such-file", file=str(args.config))
    settings = load(args.config or folder / FILE_NAME)
    words = load_words(_language(settings))
    if args.command is None:
        return _window(folder, settings, words)
    return COMMANDS[args.command](args, world(folder, settings, words))


def _language(settings: Settings) -> str:
    return os.environ.get("PACKSTATION_LANGUAGE") or str(settings["desk.language"])


def _words_of(args: argparse.Namespace, fallback: Words) -> Words:
    """The desk's language for an error, if the settings can be read at all."""
    if named := getattr(args, "language", None):
        return load_words(named)
    with contextlib.suppress(PackstationError):
        folder = args.data_dir or default_folder()
        return load_words(_language(load(args.config or folder / FILE_NAME)))
    return fallback


def default_folder() -> Path:
    """The operating system's place for a user's data, unless the environment names another."""
    named = os.environ.get("PACKSTATION_DATA")
    return Path(named) if named else Path(platformdirs.user_data_dir("packstation", appauthor=False))


def data_folder(named: Path | None) -> Path:
    """The data directory, made and private.

    Raises:
        StoreTrouble: it cannot be made or is no folder.
    """
    folder = (named or default_folder()).expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            folder.chmod(0o700)
            for name in _FOLDERS:
                (folder / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StoreTrouble("no-folder", folder=str(folder), detail=error.strerror or "") from error
    return folder


def world(folder: Path, settings: Settings, words: Words) -> World:
    """What the command line works with."""

    @contextlib.contextmanager
    def writing() -> Iterator[Desk]:
        with desk_at(folder, settings, words) as desk:
            yield desk

    @contextlib.contextmanager
    def reading() -> Iterator[Desk]:
        with desk_at(folder, settings, words, read_only=True) as desk:
            yield desk

    def ports() -> list[Port]:
        from packstation.gui.serial_ports import ports  # noqa: PLC0415  (other commands must not need Qt)

        return ports()

    return World(folder, settings, words, writing, reading, ports)


def _window(folder: Path, settings: Settings, words: Words) -> int:
    """Open the window on the desk of this data directory."""
    if not has_display():
        raise BadInput("no-display")
    from packstation.gui.desktop import run_window  # noqa: PLC0415  (commands must not need Qt)
    from packstation.gui.driver_printing import DriverPainter  # noqa: PLC0415  (same)

    log_into(folder / "log")
    painter = DriverPainter()

    def set_up(changed: Settings, said: Words) -> None:
        desk.set_up(profiles_of(folder, changed, said, painter))

    with desk_at(folder, settings, words, painter=painter) as desk:
        return run_window(desk, words, settings, set_up=set_up)


def _demo(args: argparse.Namespace) -> int:
    """Open the window on a throw-away world that keeps sending news."""
    if not has_display():
        if args.screenshot is None:
            raise BadInput("no-display")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from packstation.gui.desktop import run_window  # noqa: PLC0415  (commands must not need Qt)

    # told to stop while it is still getting ready, it leaves no folder behind either
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    with tempfile.TemporaryDirectory(prefix="packstation-demo-", ignore_cleanup_errors=True) as name:
        folder = data_folder(Path(name))
        stage = _stage(args, folder)
        settings = _demo_settings(args, folder, stage)
        words = load_words(_language(settings) if args.language is None else args.language)
        news = stage.news() if args.screenshot is None else contextlib.nullcontext()
        with desk_at(folder, settings, words) as desk, news:
            stage.fill(desk)
            show(desk, args.show)
            return run_window(
                desk,
                words,
                settings,
                pretend=lambda: _pretend(desk),
                screenshot_to=args.screenshot,
                size=args.size if args.screenshot is not None else None,
            )


def _stage(args: argparse.Namespace, folder: Path) -> Stage:
    """Files of the demo's own, or the emulators that were named."""
    if args.taobao is not None:
        return Emulated(folder, args.taobao, args.cainiao)
    if args.cainiao is not None:
        raise BadInput("demo-component-alone")
    return Pretended(folder, args.orders)


def _demo_settings(args: argparse.Namespace, folder: Path, stage: Stage) -> Settings:
    """A desk as a shop would set it up, in the wanted language and theme."""
    values = {
        "desk.name": "desk-3",
        "desk.language": args.language
        or os.environ.get("PACKSTATION_LANGUAGE")
        or KEYS["desk.language"].default,
        "window.theme": args.theme or "light",
        "platform.interval_s": 5,
        **stage.settings,
    }
    return Settings(values, folder / FILE_NAME)


def show(desk: Desk, what: str) -> None:
    """Bring the demo to a state worth a picture: the queue, an order being packed, or a stop."""
    if what == "queue":
        return
    for row in desk.queue(WorkList.ALL, None, 30):
        view = desk.view(row.number)
        if view and view.order.units >= MANY_UNITS and len(view.order.lines) > 1 and view.order.wishes:
            break
    else:
        row = desk.queue(WorkList.ALL, None, 1)[0]
    desk.scan(row.number)
    if code := _pretend(desk):
        desk.scan(code)
    if what == "stop" and (view := desk.open_view()):
        gone = replace(view.order, status="TRADE_CLOSED", modified_at=desk.clock.now())
        for _ in desk.importing.store(Batch(((Sourced(), gone),))):
            pass
        desk.scan(row.number)


def _pretend(desk: Desk) -> str | None:
    """What a worker would scan next."""
    rows = desk.queue(WorkList.ALL, None, 1)
    return next_code(desk.open_view(), rows[0] if rows else None, desk.view)


def has_display() -> bool:
    """Whether a window can be shown: on Linux some display must be named, or the platform chosen by hand."""
    named = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform != "linux" or any(os.environ.get(name) for name in named)


def log_into(folder: Path) -> None:
    """Keep what happens to the program (never buyers' data) in a few small files."""
    folder.mkdir(mode=0o700, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "packstation.log", maxBytes=1 << 20, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
