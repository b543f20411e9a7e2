"""The Taobao Open Platform's protocol: signed calls, their answers and their errors. It knows no orders."""

from packstation.top.account import Account, SignMethod
from packstation.top.client import TopClient

__all__ = ["Account", "SignMethod", "TopClient"]
