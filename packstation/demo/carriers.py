"""Who takes the demo's parcels: real carriers' names and number patterns, invented numbers and sort codes."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from packstation.demo import people


@dataclass(frozen=True, slots=True)
class DemoCarrier:
    """One carrier; ``form`` makes a number that obeys ``pattern`` out of a count."""

    code: str
    name: str
    pattern: str
    form: str

    def in_file(self) -> dict[str, object]:
        """As the order file writes it, with a sort code for every city of the demo."""
        cities = {f"{province}{city}": place for place, (province, city, _) in enumerate(people.PLACES)}
        spread = {city: _sort_code(place) for city, place in cities.items()}
        return {
            "code": self.code,
            "name": self.name,
            "number_pattern": self.pattern,
            "sort_codes": spread,
        }

    def numbers_in_file(self, rng: Random, count: int) -> dict[str, object]:
        """So many waybill numbers to use, as the order file writes them."""
        first = rng.randrange(10_000_000, 90_000_000) * 100
        return {"carrier": self.code, "numbers": [self.form.format(first + n * 7) for n in range(count)]}


CARRIERS = (
    DemoCarrier("YTO", "圆通速递", r"^YT\d{13}$", "YT88{:011d}"),
    DemoCarrier("ZTO", "中通快递", r"^7\d{13}$", "78{:012d}"),
    DemoCarrier("STO", "申通快递", r"^77\d{13}$", "77{:013d}"),
    DemoCarrier("YUNDA", "韵达快递", r"^(43|46|12)\d{11,13}$", "46{:013d}"),
    DemoCarrier("SF", "顺丰速运", r"^SF\d{13}$", "SF{:013d}"),
    DemoCarrier("JD", "京东物流", r"^JD[A-Z0-9]{11,15}$", "JDVC{:011d}"),
)


def _sort_code(place: int) -> str:
    """Three numbers as carriers print them, the same for the same city."""
    route, branch = f"{3 + place % 6}{place * 7 % 90 + 10}", f"{place * 13 % 900 + 100:03d}"
    return f"{route}-{branch}-{place % 9:02d} {place * 31 % 1000:03d}"
