"""What the real platform would never say: that this is a play, whose, and what its shop sells.

Posted for at an address beside the gateway's, so that a demo needs nothing but the address, and can tell that it
is not about to touch a real shop.
"""

from __future__ import annotations

from typing import Any

from tests.emulators.taobao.goods import WARES, listed
from tests.emulators.taobao.shop import Shop

PATH = "/emulated"


def introduction(shop: Shop) -> dict[str, Any]:
    """The shop, its app with the secrets, its goods and how they look."""
    app = shop.app
    return {
        "emulated": "taobao",
        "shop": shop.nick,
        "user_id": str(shop.seller_id),
        "app_key": app.key,
        "app_secret": app.secret,
        "session": app.session,
        "goods": listed(),
        "pictures": {ware.sku: [ware.shape, ware.colour] for ware in WARES},
    }
