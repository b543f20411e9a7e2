"""The carriers the platform works with: their codes, the form of their numbers, how their waybills are paid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """``cp_type`` of the waybill service: who owns the branches decides whether numbers are bought beforehand."""

    DIRECT = 1
    FRANCHISE = 2


@dataclass(frozen=True, slots=True)
class Company:
    """A carrier.

    Attributes:
        code: what ``company_code`` and ``cp_code`` say.
        pattern: ``reg_mail_no``, a regular expression for the whole number.
        prefix: how the numbers made here begin.
        digits: how many digits follow.
        suffix: what follows those.
        offline: whether a shop may hand parcels over by itself.
        kind: franchise: a balance of numbers runs down; direct: paid afterwards, the balance means nothing.
    """

    id: int
    code: str
    name: str
    pattern: str
    prefix: str
    digits: int
    suffix: str = ""
    offline: bool = True
    kind: Kind = Kind.FRANCHISE

    def accepts(self, number: str) -> bool:
        """Whether a number has this carrier's form."""
        return re.fullmatch(self.pattern, number) is not None

    def number(self, count: int) -> str:
        """Its number of that count."""
        return f"{self.prefix}{count:0{self.digits}d}{self.suffix}"


COMPANIES = {
    company.code: company
    for company in (
        Company(505, "SF", "顺丰速运", r"^SF\d{13}$|^\d{12}$", "SF", 13, kind=Kind.DIRECT),
        Company(101, "YTO", "圆通速递", r"^YT\d{13}$", "YT", 13),
        Company(500, "ZTO", "中通快递", r"^7[0-9]{13}$", "7", 13),
        Company(100, "STO", "申通快递", r"^77\d{13}$", "77", 13),
        Company(102, "YUNDA", "韵达快递", r"^(43|46|12)\d{11,13}$", "43", 13),
        Company(200734385, "JTSD", "极兔速递", r"^JT\d{13}$", "JT", 13),
        Company(5000000110730, "DBKD", "德邦快递", r"^DPK\d{12}$", "DPK", 12, kind=Kind.DIRECT),
        Company(2, "EMS", "EMS", r"^E[A-Z]\d{9}CN$", "EA", 9, "CN", kind=Kind.DIRECT),
        Company(5000000178661, "CNGG", "菜鸟裹裹", r"^CN\d{12}$", "CN", 12, offline=False),
    )
}
