"""A trial of the label printer: a page is printed, and scanning it proves that it came out readable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from PIL import Image

from packstation.desk.pick_paper import Say
from packstation.desk.sample_label import Look, sample
from packstation.desk.workplace import Workplace
from packstation.domain.print_jobs import Paper
from packstation.domain.scan import Answer, Command, Verdict
from packstation.domain.trouble import Trouble
from packstation.errors import Refusal
from packstation.printers.found import found_printers
from packstation.printers.printer import Outcome, Printer
from packstation.waybill.trial_page import draw_trial_page

_DIGITS = 1_000_000


@dataclass(frozen=True, slots=True)
class TrialTask:
    """Everything a worker needs to print the page."""

    image: Image.Image
    name: str
    printer: Printer


@dataclass(frozen=True, slots=True)
class Tried:
    """How it went: what the printer let us know, and why not, if it did not come out."""

    outcome: Outcome
    trouble: Trouble | None = None

    @property
    def is_on_its_way(self) -> bool:
        """Whether it came out, or may at any moment."""
        return self.outcome in (Outcome.PRINTED, Outcome.SENT)


class TrialPrint:
    """The label printer of this desk, on trial."""

    def __init__(self, place: Workplace) -> None:
        """Try the printer of this desk."""
        self._place = place

    def plan(self, say: Say) -> TrialTask:
        """A page with a code of its own, which is remembered until it was scanned."""
        place = self._place
        now = place.clock.now()
        code = f"{Command.PROOF}{int(now.timestamp() * 1000) % _DIGITS:06d}"
        with place.store.transaction():
            place.store.put_fact(f"proof-wanted {place.desk_name}", code)
        return TrialTask(self.page(code, say), code, place.profile.printers[Paper.LABEL])

    def page(self, code: str, say: Say) -> Image.Image:
        """The page with this code."""
        options, printer = self._place.options, self._place.profile.printers[Paper.LABEL]
        wide, high = options.label_size
        local = self._place.clock.now().astimezone(options.zone)
        lines = (
            say("printer.trial.title"),
            f"{self._place.desk_name} · {local:%Y-%m-%d %H:%M}",
            f"{printer.language} · {wide} × {high} mm · {options.dpi} dpi",
            say("printer.trial.edge"),
            say("printer.trial.ruler"),
            say("printer.trial.scan"),
        )
        return draw_trial_page(code, lines, options.label_size, options.dpi)

    def act(self, task: TrialTask) -> Tried:
        """Send it; touches neither the database nor the window, never raises."""
        outcome, detail = task.printer.print(task.image, task.name)
        return Tried(outcome, Trouble.of_text(detail) if detail else None)

    def sample(self, look: Look) -> Callable[[], Image.Image]:
        """What draws a label of no order in another look; for a worker."""
        options = self._place.options
        return sample(look, options.sender, self._place.clock.now().astimezone(options.zone))

    def found(self) -> tuple[str, ...]:
        """Printers this computer knows, as the settings name them; may take seconds, touches no database."""
        return found_printers()

    def prove(self, code: str, argument: str) -> Answer:
        """PKPROOF: the page that was printed last was scanned, so labels of this printer can be read.

        Raises:
            Refusal: it is another page, or none is wanted.
        """
        place = self._place
        scanned = f"{Command.PROOF}{argument}"
        if scanned != place.store.fact(f"proof-wanted {place.desk_name}"):
            raise Refusal(Verdict.NOT_READY, missing="other-proof")
        place.store.put_fact(f"proven {place.desk_name}", place.clock.now().isoformat())
        return place.answer(code, Verdict.COMMAND_OK, None, {"missing": "proven"})

    def proven_at(self) -> datetime | None:
        """When a page of this desk's printer was last read back (UTC)."""
        said = self._place.store.fact(f"proven {self._place.desk_name}")
        return datetime.fromisoformat(said).astimezone(UTC) if said else None
