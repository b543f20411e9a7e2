"""Who takes the parcels: one file and one line here for each kind of carrier."""

from packstation.carriers.carrier import Carrier
from packstation.carriers.number_pool import NumberPool

CARRIERS: dict[str, type[Carrier]] = {"pool": NumberPool}
"""Kinds of waybill numbers by the name they have in the settings."""
