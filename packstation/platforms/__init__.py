"""Where orders come from and shipments go: one file and one line here for each platform."""

from collections.abc import Callable

from packstation.platforms.connector import Connector
from packstation.platforms.folder import FolderPlatform
from packstation.platforms.ground import Ground
from packstation.platforms.taobao.platform import TaobaoPlatform
from packstation.platforms.vendure.platform import VendurePlatform

PLATFORMS: dict[str, Callable[[Ground], Connector]] = {
    "folder": FolderPlatform.on,
    "taobao": TaobaoPlatform.on,
    "vendure": VendurePlatform,
}
"""What makes a shop's connector, by the kind of platform as the settings name it."""
