"""Who takes the parcels: one file and one line here for each kind of carrier."""

from collections.abc import Callable

from packstation.carriers.cainiao import CainiaoWaybills
from packstation.carriers.carrier import Carrier
from packstation.carriers.means import Means
from packstation.carriers.number_pool import NumberPool

CARRIERS: dict[str, Callable[[Means], Carrier]] = {"pool": NumberPool.at, "cainiao": CainiaoWaybills.at}
"""Kinds of waybill numbers by the name they have in the settings."""
