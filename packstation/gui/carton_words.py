"""What is said of a box's carton: the one to take and why, what is wrong with the one chosen."""

from __future__ import annotations

from packstation.desk.views import OrderView
from packstation.domain.carton import Doubt, Fit
from packstation.domain.intake import Carton
from packstation.domain.order import Parcel, State
from packstation.gui.lines_of_text import one_line
from packstation.words import Words

_BEFORE_LABEL = (State.PACKING, State.PACKED)
_KILO = 1000


def proposal_text(box: Parcel, view: OrderView, words: Words) -> str:
    """Which carton the box should be, or why none is proposed; empty once it has one, or its label."""
    proposal = view.proposals.get(box.parcel)
    if proposal is None or box.carton or view.order.state not in _BEFORE_LABEL:
        return ""
    match proposal.fit:
        case Fit.FITS:
            (filled,) = proposal.boxes
            key = "fits" if filled.weight_g is None else "fits-weight"
            weight = weight_text(filled.weight_g or 0)
            code, size = one_line(filled.carton.code), size_text(filled.carton)
            return words(f"pack.box.{key}", carton=code, size=size, weight=weight)
        case Fit.SPLIT:
            cartons = words("pack.comma").join(one_line(code) for code in proposal.codes)
            return words("pack.box.split", n=len(proposal.boxes), cartons=cartons)
        case Fit.TOO_BIG:
            return words("pack.box.none-holds", goods=one_line(proposal.goods))
        case Fit.UNKNOWN:
            return words("pack.box.unknown", goods=one_line(proposal.goods))
        case _:
            return ""


def misfit_text(box: Parcel, view: OrderView, words: Words) -> str:
    """What is known to be wrong with the chosen carton."""
    misfit = view.misfits.get(box.parcel)
    if misfit is None:
        return ""
    carton = next((one for one in view.cartons if one.code.upper() == box.carton.upper()), None)
    most = carton.max_g if carton and misfit.doubt is Doubt.WEAK else ""
    return words(
        f"pack.box.{misfit.doubt}", carton=one_line(box.carton), goods=one_line(misfit.goods), most=most
    )


def size_text(carton: Carton) -> str:
    """The carton's inside in millimetres."""
    return "×".join(str(side) for side in carton.inner_mm or ())


def weight_text(grams: int) -> str:
    """Grams as people say them."""
    return f"{grams} g" if grams < _KILO else f"{grams / _KILO:.2f}".rstrip("0").rstrip(".") + " kg"
