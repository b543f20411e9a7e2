"""Puts the window together over a desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from packstation.desk.desk import Desk
from packstation.domain import gs1
from packstation.gui import qt_words, theme
from packstation.gui.actions import Actions
from packstation.gui.background import Labels
from packstation.gui.carrier_asks import CarrierAsks
from packstation.gui.connections import Connections
from packstation.gui.dialogs import Dialogs
from packstation.gui.errands import Errands
from packstation.gui.exceptions_steps import ExceptionSteps
from packstation.gui.faults import Faults
from packstation.gui.gate_asks import GateAsks
from packstation.gui.given_errand import GivenErrand
from packstation.gui.hand_dialogs import HandDialogs
from packstation.gui.handovers import Handovers
from packstation.gui.import_errand import ImportErrand
from packstation.gui.main_window import MainWindow, first_size
from packstation.gui.messages import Messages
from packstation.gui.overview import Around, Overview
from packstation.gui.pack_panel import PackPanel
from packstation.gui.photo_sources import PhotoSources
from packstation.gui.pick_lists import PickLists
from packstation.gui.pictures import Pictures
from packstation.gui.print_jobs import PrintJobs
from packstation.gui.queue_page import QueuePage
from packstation.gui.scale import Scale
from packstation.gui.scanner_test import SETTINGS, ScannerTestPage
from packstation.gui.scanner_testing import ScannerTesting
from packstation.gui.scanners import ScannerOptions, Scanners
from packstation.gui.session import Session
from packstation.gui.sounds import Sounds
from packstation.gui.speech import Speech
from packstation.gui.syncs import Sync
from packstation.gui.trial_printing import TrialPrinting
from packstation.gui.weighing import ScaleOptions, Weighing
from packstation.settings import Settings
from packstation.words import Words

IDLE_MS = 1500
"""After this long without a scan there is time for what can wait."""
Pretend = Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class Options:
    """How the window looks and what it does by itself.

    ``scale`` 1.0 to 2.0; ``scanner`` how scans come in; ``weigher`` the scale;
    ``sync_every_s`` 0 leaves the platform alone;
    ``pretend`` gives the next sensible code in the demo; ``platform`` its kind.
    """

    dark: bool = False
    scale: float = 1.0
    sound: bool = True
    speech: bool = False
    scanner: ScannerOptions = field(default_factory=ScannerOptions)
    weigher: ScaleOptions | None = None
    sync_every_s: float = 30
    platform: str = "folder"
    pretend: Pretend | None = None
    settings: Settings | None = None

    @classmethod
    def of(cls, settings: Settings, pretend: Pretend | None = None) -> Options:
        """What the settings say about the window."""
        return cls(
            dark=settings["window.theme"] == "dark",
            scale=settings["window.scale"] / 100,
            sound=settings["window.sound"],
            speech=settings["window.speech"],
            scanner=ScannerOptions.of(settings),
            weigher=ScaleOptions.of(settings),
            sync_every_s=settings["platform.interval_s"],
            platform=settings["platform.kind"],
            pretend=pretend,
            settings=settings,
        )


@dataclass(slots=True)
class Parts:
    """Everything behind an open window; kept alive by it."""

    session: Session
    overview: Overview
    scanners: Scanners
    scale: Scale | None
    labels: Labels
    sync: Sync
    gates: GateAsks
    importing: ImportErrand
    actions: Actions
    dialogs: Dialogs
    testing: ScannerTesting
    sounds: Sounds
    speech: Speech
    faults: Faults
    errands: tuple[Errands, ...]
    restore_hooks: Callable[[], None]


class PackWindow(MainWindow):
    """The main window with what works behind it."""

    parts: Parts

    def prepare(self) -> None:
        """What takes a moment is read once the window is up, not at the first scan that needs it."""
        _, outside, _ = self.parts.errands
        outside.run(gs1.prepare, lambda _: None)

    def start(self) -> None:
        """Show what lies on the desk, and let time pass."""
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.prepare)
        self.queue.load()
        self.parts.session.start()
        self.parts.overview.start()
        self.parts.scanners.start()
        if self.parts.scale is not None:
            self.parts.scale.start()
        # the sound library takes long to load: first the window, then its sounds
        QTimer.singleShot(0, self.parts.sounds, self.parts.sounds.load)
        QTimer.singleShot(0, self.parts.speech, self.parts.speech.load)
        self._idle.start(IDLE_MS)
        self.closing.connect(self._end)

    def _end(self) -> None:
        """Nothing new is begun; a label on its way is waited for and written down."""
        parts = self.parts
        self._idle.stop()
        parts.scanners.stop()
        if parts.scale is not None:
            parts.scale.stop()
        parts.overview.stop()
        parts.sync.stop()
        parts.importing.cancel()
        printing, *others = parts.errands
        printing.finish()
        for errands in others:
            errands.close()
        parts.restore_hooks()


def open_window(desk: Desk, words: Words, options: Options) -> PackWindow:
    """The window over this desk, at work but not shown yet.

    Closing it ends everything behind it: labels under way are still written down, other errands are
    forgotten.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        msg = "no QApplication"
        raise TypeError(msg)
    colours = theme.apply(app, options.dark, options.scale, words.language)
    qt_words.speak(app, words.language)
    zone = desk.options.zone
    page = QueuePage(words, colours, now=desk.clocks.now, zone=zone, page=desk.queue, find=desk.find)
    shops = len(desk.connection.shops)
    outside = Errands(workers=1 + shops)  # a shop that is silent keeps one waiting, no more
    pictures = Pictures(desk.store.folder, run=outside.run)
    pack = PackPanel(words, colours, pictures=pictures, zone=zone)
    window = PackWindow(words, colours, page, pack, pretend=options.pretend is not None)
    for owned in (outside, pictures):
        owned.setParent(window)
    window.resize(*first_size())
    window.parts = _parts(desk, words, options, window, outside, pictures)
    window.start()
    return window


def _parts(
    desk: Desk, words: Words, options: Options, window: PackWindow, outside: Errands, pictures: Pictures
) -> Parts:
    messages = Messages(words, desk.options.zone)
    printing = Errands(window, workers=4)  # one for each printer a desk may have
    faults = Faults(window)
    sounds = Sounds(window, volume=0.9 if options.sound else 0)
    speech = Speech(window, enabled=options.speech, language=words.language)
    labels = Labels(desk, printing, window)
    sync = Sync(desk, outside, options.sync_every_s, window)
    scanners = Scanners(options.scanner, window)
    scale = _scale(options.weigher, window)
    around = Around(words(f"gui.platform.{options.platform}"), scanners, scale, speech)
    overview = Overview(desk, window, messages, labels, sounds, around)
    session = Session(desk, window, messages, sounds, speech, labels, overview, faults)
    if scale is not None:
        Weighing(desk, session, scale, window)
    importing = ImportErrand(desk, outside, window.progress, words, window)
    CarrierAsks(desk, outside, labels, window)
    # nothing else may keep a packer at a gate; each shop may be looked at again meanwhile
    asking = Errands(window, workers=1 + len(desk.connection.shops))
    gates = GateAsks(desk, asking, window)
    gates.settled.connect(session.gate_told)
    jobs = PrintJobs(desk, window, session, labels, words, theme.colours(dark=options.dark))
    dialogs = Dialogs(
        desk,
        window,
        session,
        pictures,
        words,
        theme.colours(dark=options.dark),
        options.settings,
        photos=PhotoSources(desk, window, outside, words),
        trial=TrialPrinting(desk, printing, words, window, outside),
        jobs=jobs,
        given=GivenErrand(desk, window, session, outside, words),
    )
    by_hand = HandDialogs(desk, window, session, words, theme.colours(dark=options.dark), scale)
    testing = _testing(desk, window, session, words, options, dialogs)
    picking = PickLists(desk, window, session, outside, words, theme.colours(dark=options.dark), jobs)
    exceptions = ExceptionSteps(
        desk, window, session, dialogs, by_hand, words, theme.colours(dark=options.dark)
    )
    handovers = Handovers(desk, window, session, outside, words, theme.colours(dark=options.dark), jobs)
    actions = Actions(
        desk,
        window,
        session,
        scanners.queue,
        importing,
        dialogs,
        by_hand,
        testing,
        picking=picking,
        exceptions=exceptions,
        handovers=handovers,
        jobs=jobs,
        connections=Connections(desk, window, sync, outside, words, theme.colours(dark=options.dark)),
        words=words,
        pretend=options.pretend,
    )
    scanners.queue.next.connect(testing.hear)
    sync.changed.connect(overview.refresh_soon)
    sync.changed.connect(gates.look_again)
    for errands in (printing, outside, asking):
        errands.trouble.connect(faults.report)
    sync.trouble.connect(faults.report)
    hooks = faults.install()
    return Parts(
        session,
        overview,
        scanners,
        scale,
        labels,
        sync,
        gates,
        importing,
        actions,
        dialogs,
        testing,
        sounds,
        speech,
        faults,
        (printing, outside, asking),
        hooks,
    )


def _testing(
    desk: Desk, window: PackWindow, session: Session, words: Words, options: Options, dialogs: Dialogs
) -> ScannerTesting:
    """The scanner test, with its page in the window."""
    settings = options.settings or Settings()
    in_force = {name: settings[name] for name in SETTINGS}
    colours = theme.colours(dark=options.dark)
    page = ScannerTestPage(words, colours, in_force, can_save=settings.path is not None)
    window.add_test(page)
    return ScannerTesting(desk, window, session, page, words, dialogs.save)


def _scale(options: ScaleOptions | None, window: PackWindow) -> Scale | None:
    """The scale beside the desk, if there is one."""
    if options is None:
        return None
    return Scale(
        options.port,
        baud=options.baud,
        form=options.form,
        unit=options.unit,
        readings=options.readings,
        parent=window,
    )
