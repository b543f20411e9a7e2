"""A call the gateway refuses: what will stand inside ``error_response``."""

from __future__ import annotations

MESSAGES = {
    7: "App Call Limited",
    9: "Http Action Not Allowed",
    10: "Service Currently Unavailable",
    11: "Insufficient ISV Permissions",
    12: "Insufficient User Permissions",
    15: "Remote service error",
    21: "Missing Method",
    22: "Invalid Method",
    23: "Invalid Format",
    24: "Missing Signature",
    25: "Invalid Signature",
    26: "Missing Session",
    27: "Invalid Session",
    28: "Missing App Key",
    29: "Invalid App Key",
    30: "Missing Timestamp",
    31: "Invalid Timestamp",
    32: "Missing Version",
    33: "Invalid Version",
    40: "Missing Required Arguments",
    41: "Invalid Arguments",
    47: "Invalid Encoding",
}


class Refused(Exception):
    """The call is not carried out.

    Attributes:
        code: the gateway's number; 15 is the word of the service behind it.
        sub_code: ``isv.…`` the caller's fault, ``isp.…`` the platform's.
        sub_msg: their sentence, mostly Chinese.
    """

    def __init__(self, code: int, sub_code: str = "", sub_msg: str = "") -> None:
        super().__init__(code, sub_code, sub_msg)
        self.code = code
        self.sub_code = sub_code
        self.sub_msg = sub_msg

    @property
    def message(self) -> str:
        """Their English words for the number."""
        return MESSAGES.get(self.code, "Remote service error")


def missing(name: str) -> Refused:
    """A required argument is not there."""
    return Refused(40, f"isv.missing-parameter:{name}", f"缺少必选参数：{name}")


def invalid(name: str, why: str = "") -> Refused:
    """An argument cannot be what it says."""
    return Refused(41, f"isv.invalid-parameter:{name}", why or f"参数不合法：{name}")


def service(prefix: str, word: str, sentence: str) -> Refused:
    """The service behind the gateway says no, e.g. ``isv.logistics-offline-service-error:B04``."""
    return Refused(15, f"isv.{prefix}:{word}", sentence)
