"""Order files in, shipment and reject files out: everything that crosses the desk as a file.

Whatever a file holds, reading it ends in a ``Batch``: what is good as values, what is not as rejects with
their place.
"""

from packstation.files.cells import neutral
from packstation.files.orders import Defaults
from packstation.files.reading import read
from packstation.files.written import shipments_csv, write_rejects

__all__ = ["Defaults", "neutral", "read", "shipments_csv", "write_rejects"]
