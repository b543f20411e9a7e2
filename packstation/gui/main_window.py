"""The window: strip, banner, one page, hint bar. It shows values, says what is asked, decides nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from packstation.gui import fonts, icons
from packstation.gui.banner import Banner
from packstation.gui.fault_line import FaultLine
from packstation.gui.help_panel import HelpPanel
from packstation.gui.hint_bar import HintBar
from packstation.gui.keys import Place, action_of, hints
from packstation.gui.messages import StopText
from packstation.gui.pack_panel import PackPanel
from packstation.gui.progress_panel import ProgressPanel
from packstation.gui.queue_page import QueuePage
from packstation.gui.sheet import Sheet
from packstation.gui.status_strip import StatusStrip
from packstation.gui.stop_screen import StopScreen
from packstation.gui.theme import Colours
from packstation.words import Words

FIRST_SIZE = (1280, 800)
SMALLEST = (960, 600)
_LIST = "list:"
_COVERING = (Place.HELP, Place.SCANNER_TEST, Place.IMPORT, Place.IMPORTED)
"""Pages that lie over queue or order for a while."""


class MainWindow(QWidget):
    """Everything the worker looks at.

    ``asked`` carries the name of an action (see ``keys``), ``dropped`` files to import, ``scan_lost`` that an
    input method took a scan. The window itself has
    the keyboard; nothing in it takes the keyboard but the find field.
    """

    asked = Signal(str)
    dropped = Signal(list)
    closing = Signal()
    scan_lost = Signal()

    def __init__(
        self, words: Words, colours: Colours, queue: QueuePage, pack: PackPanel, *, pretend: bool = False
    ) -> None:
        """Put the window together.

        Args:
            words: the language.
            colours: the theme.
            queue: the page of waiting orders.
            pack: the page of the open order.
            pretend: whether there is a key that pretends to scan.
        """
        super().__init__()
        self._words = words
        self._pretend = pretend
        self._extra: tuple[tuple[str, str], ...] = ()
        self.queue = queue
        self.pack = pack
        self.strip = StatusStrip(colours)
        self.banner = Banner(colours)
        self.help = HelpPanel(words, colours)
        self.progress = ProgressPanel(colours)
        self.stop = StopScreen(colours)
        self.fault = FaultLine(colours)
        self.hints = HintBar(words("gui.next.label"), colours)
        self._test = QWidget()
        self._pages = QStackedWidget()
        self._screens = QStackedWidget()
        self._place = Place.QUEUE
        self._under = Place.QUEUE
        self._lay_out()
        self._prepare()
        self.show_place(Place.QUEUE)

    def _lay_out(self) -> None:
        for page in (self.queue, self.pack, self.help, self.progress):
            self._pages.addWidget(page)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._pages, 1)
        self._screens.addWidget(work)
        self._screens.addWidget(self.stop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.strip)
        whole.addWidget(self._screens, 1)
        whole.addWidget(self.fault)
        whole.addWidget(self.hints)

    def _prepare(self) -> None:
        self.setWindowTitle(self._words("gui.title"))
        self.setWindowIcon(icons.application_icon())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # input methods turn scans into something else; the window itself types nothing
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        self.hints.asked.connect(self.asked)
        self.queue.finding.connect(self._finding)
        self.queue.lists.asked.connect(self.asked)
        self.fault.dismissed.connect(self.take_keyboard)

    def add_test(self, page: QWidget) -> None:
        """The page of the scanner test."""
        self._test = page
        self._pages.addWidget(page)

    # --- what is shown
    # ------------------------------------------------------------------------------------------

    @property
    def place(self) -> Place:
        """What is shown, as far as keys are concerned."""
        return self._place

    def show_place(self, place: Place) -> None:
        """Show a page; help and progress remember what they cover."""
        if place in _COVERING and self._place not in (*_COVERING, Place.STOP):
            self._under = self._place
        self._place = place
        self._screens.setCurrentIndex(1 if place is Place.STOP else 0)
        if place is not Place.STOP:
            self._pages.setCurrentWidget(self._page_of(place))
        self._show_hints()
        if place is not Place.FIND:
            self.take_keyboard()

    def _page_of(self, place: Place) -> QWidget:
        match place:
            case Place.PACK:
                return self.pack
            case Place.HELP:
                return self.help
            case Place.SCANNER_TEST:
                return self._test
            case Place.IMPORT | Place.IMPORTED:
                return self.progress
            case _:
                return self.queue

    def _finding(self, begun: bool) -> None:  # noqa: FBT001  (what the signal carries)
        self.show_place(Place.FIND if begun else Place.QUEUE)

    def uncover(self) -> None:
        """Back from help or progress to what lay under it."""
        self.show_place(Place.QUEUE if self._under is Place.FIND else self._under)

    def show_order_page(self, *, is_open: bool) -> None:
        """The queue or the open order; help and progress stay over it, a stop stays until it is answered."""
        place = Place.PACK if is_open else Place.QUEUE
        if self._place is Place.STOP:
            return
        if self._place in _COVERING:
            self._under = place
        elif self._place is Place.FIND and not is_open:
            return
        elif self._place is not place:
            if self.queue.is_finding:
                self.queue.find_bar.close_bar()
            self.show_place(place)

    def show_stop(self, shown: StopText) -> None:
        """Stop everything for this."""
        self.close_sheets()
        self.stop.show_text(shown)
        self.show_place(Place.STOP)

    def offer(self, extra: tuple[tuple[str, str], ...]) -> None:
        """Offer further keys, e.g. to settle what an order needs."""
        if extra != self._extra:
            self._extra = extra
            self._show_hints()

    def _show_hints(self) -> None:
        self.hints.show_hints(hints(self._place, self._words, pretend=self._pretend, extra=self._extra))

    def take_keyboard(self) -> None:
        """The window has the keyboard, none of its parts."""
        if QApplication.activeModalWidget() is None and not self.open_sheets():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_sheets(self) -> list[Sheet]:
        """What lies over the window and has the keyboard."""
        sheets = self.findChildren(Sheet, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [sheet for sheet in sheets if sheet.is_open]

    def close_sheets(self) -> None:
        """The packer went on without answering."""
        for sheet in self.open_sheets():
            sheet.close_sheet()

    # --- what is asked
    # ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        """A key a person pressed: a count by hand, an action, or nothing."""
        if self._place is Place.PACK and self.pack.take_key(event):
            event.accept()
            return
        action = action_of(event)
        if action is None:
            event.ignore()
            return
        event.accept()
        if action.startswith(_LIST) and self._place in (Place.QUEUE, Place.FIND):
            self.queue.lists.choose_digit(action.removeprefix(_LIST))
        elif not self._moved(action):
            self.asked.emit(action)

    def _moved(self, action: str) -> bool:
        """Whether the key moved the choice in the queue, or what is in sight of an order or of the help."""
        if self._place is Place.PACK:
            return self.pack.moved(action)
        if self._place is Place.HELP:
            return self.help.moved(action)
        return self._place is Place.QUEUE and self._moved_in_queue(action)

    def _moved_in_queue(self, action: str) -> bool:
        view = self.queue.view
        steps = {
            "up": -1,
            "down": 1,
            "page-up": -view.rows_in_sight(),
            "page-down": view.rows_in_sight(),
            "top": -(1 << 30),
            "bottom": 1 << 30,
        }
        if action not in steps:
            return False
        view.step(steps[action])
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click anywhere gives the keyboard back to the window."""
        self.take_keyboard()
        super().mousePressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802, FBT001  (Qt's name and shape)
        """Tab wanders nowhere: a scanner may end its codes with it."""
        del forward
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  (Qt's name)
        """Files may be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  (Qt's name)
        """Files were dropped: import them."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if files:
            self.dropped.emit(files)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  (Qt's name)
        """The desk is left as it is; everything answered is stored."""
        self.closing.emit()
        super().closeEvent(event)


def screenshot(window: QWidget, path: Path) -> None:
    """Save what the window shows as a picture.

    Raises:
        OSError: the file cannot be written.
    """
    image = window.grab()
    if not image.save(str(path)):
        raise OSError(str(path))


def first_size() -> tuple[int, int]:
    """How big the window opens, at the desk's scale."""
    return fonts.px(FIRST_SIZE[0]), fonts.px(FIRST_SIZE[1])
