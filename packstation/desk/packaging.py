"""Cartons at the desk: the one to take, what is wrong with the one chosen, which box still lacks its own."""

from __future__ import annotations

from collections.abc import Mapping

from packstation.desk.workplace import Workplace
from packstation.domain.boxes import current_parcel, place_of
from packstation.domain.carton import Fit, Misfit, Proposal
from packstation.domain.filling import misfits, proposals
from packstation.domain.intake import Carton, Product
from packstation.domain.order import Order, Parcel

OFF, REQUIRED = "off", "required"
Facts = dict[str, object]


def uncartoned(place: Workplace, order: Order) -> Parcel | None:
    """The box that must have its carton before its label: the one on the desk first; None: none must."""
    if place.options.carton != REQUIRED:
        return None
    current = current_parcel(order)
    boxes = sorted(order.parcels, key=lambda box: box.parcel != current.parcel)
    return next((box for box in boxes if box.contents and not box.carton), None)


def wanted_carton(place: Workplace, order: Order) -> Facts:
    """What to say of the box that lacks its carton; nothing where none does."""
    box = uncartoned(place, order)
    if box is None:
        return {}
    if box.parcel != current_parcel(order).parcel:
        return {"also": "carton-of", "other_box": place_of(order, box.parcel)}
    said = _told(proposed(place, order).get(box.parcel))
    if said.get("also") == "carton-fits":
        return {**said, "also": "carton-scan-fits"}
    return {**said, "also": "carton-scan"}


def suggested(place: Workplace, order: Order) -> Facts:
    """What to say of the carton to take, where none was chosen for the box on the desk."""
    if current_parcel(order).carton:
        return {}
    return _told(proposed(place, order).get(current_parcel(order).parcel))


def proposed(place: Workplace, order: Order) -> dict[int, Proposal]:
    """The carton each box should be, by its number; empty where proposals are off or there are no cartons."""
    cartons = () if place.options.carton == OFF else place.store.catalogue.cartons()
    return proposals(order, _products(place, order), cartons) if cartons else {}


def wrong_carton(place: Workplace, order: Order, parcel: int) -> Facts:
    """What to say of a box whose carton cannot hold what is in it, as far as is known."""
    box = next((box for box in order.parcels if box.parcel == parcel), None)
    carton = place.store.catalogue.carton(box.carton) if box is not None and box.carton else None
    if carton is None:
        return {}
    found = misfits(order, _products(place, order), (carton,)).get(parcel)
    return _wrong(found, carton) if found else {}


def _products(place: Workplace, order: Order) -> Mapping[str, Product]:
    return place.store.catalogue.products(line.sku for line in order.lines)


def _told(proposal: Proposal | None) -> Facts:
    """A proposal as data of its sentence; nothing where nothing could be known."""
    if proposal is None:
        return {}
    match proposal.fit:
        case Fit.FITS | Fit.SPLIT:
            key = "carton-fits" if proposal.fit is Fit.FITS else "carton-split"
            return {"also": key, "carton_proposed": proposal.codes, "boxes": len(proposal.boxes)}
        case Fit.TOO_BIG:
            return {"also": "carton-none", "goods": proposal.goods}
        case _:
            return {}


def _wrong(found: Misfit, carton: Carton) -> Facts:
    return {
        "also": f"carton-{found.doubt}",
        "goods": found.goods,
        "in_carton": carton.code,
        "grams": found.grams,
        "most_g": carton.max_g,
    }


def with_also(facts: Mapping[str, object], more: Mapping[str, object]) -> Facts:
    """Facts with more of them; what each adds to the sentence is said, one after the other."""
    hints = (*hints_of(facts), *hints_of(more))
    both = {**facts, **more}
    both.pop("also", None)
    return {**both, "also": hints[0] if len(hints) == 1 else hints} if hints else both


def hints_of(facts: Mapping[str, object]) -> tuple[object, ...]:
    """What facts add to their sentence, one after the other."""
    also = facts.get("also")
    return also if isinstance(also, tuple) else (also,) if also else ()
