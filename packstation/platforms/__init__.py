"""Where orders come from and shipments go: one file and one line here for each platform."""

from packstation.platforms.connector import Connector
from packstation.platforms.folder import FolderPlatform
from packstation.platforms.taobao.platform import TaobaoPlatform

PLATFORMS: dict[str, type[Connector]] = {"folder": FolderPlatform, "taobao": TaobaoPlatform}
"""Kinds of platforms by the name they have in the settings."""
