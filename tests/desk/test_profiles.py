"""Settings of single desks and of printers for papers: what may differ, and what a mistake is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from packstation.domain.print_jobs import Paper
from packstation.errors import BadSetting
from packstation.opening import profiles_of
from packstation.printers.setup import Setup
from packstation.settings import Settings, load
from packstation.words import load as words

FILE = """
[desk]
name = "desk-1"

[printers.label]
size = "100x150"

[printers.slip]
link = "file:slips"

[papers]
with_label = ["packing", "gift"]

[desks.desk-2.printers.label]
language = "zpl"
link = "tcp:127.0.0.1"
size = "76x130"
offset = "1,-0.5"
density = 12

[desks.desk-2.printers.slip]
link = ""

[desks.desk-2.scale]
kind = "serial"
port = "/dev/ttyUSB7"

[desks."Pack.3".window]
sound = false
"""


def settings(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "packstation.toml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def test_a_desk_has_what_is_set_for_it_and_the_rest_of_all_desks(tmp_path: Path) -> None:
    profiles = profiles_of(tmp_path, settings(tmp_path, FILE), words("en"))
    usual = profiles.usual
    assert profiles.of("anything") is profiles.of("DESK-1") is usual
    assert set(usual.printers) == {Paper.LABEL, Paper.SLIP}
    assert usual.printers[Paper.SLIP].size_mm == (148, 210)
    assert usual.options.slips == ("packing", "gift")
    second = profiles.of("DESK2")
    assert set(second.printers) == {Paper.LABEL}
    label = second.printers[Paper.LABEL]
    assert (label.language, label.way, label.size_mm) == ("zpl", "tcp:127.0.0.1", (76, 130))
    assert (label.setup.offset_mm, label.setup.density) == ((1.0, -0.5), 12)
    assert (second.options.name, second.options.weigh, usual.options.weigh) == ("desk-2", True, False)
    assert profiles.name_of("PACK3") == "Pack.3"


def test_scale_and_sound_go_with_the_desk(tmp_path: Path) -> None:
    made = settings(tmp_path, FILE)
    assert (made["scale.kind"], made.at_desk("desk-2")["scale.kind"]) == ("none", "serial")
    assert made.at_desk("Pack.3")["window.sound"] is False
    assert made.at_desk("desk-9") is made


def test_everything_a_printer_can_be_told_is_taken_from_its_settings(tmp_path: Path) -> None:
    told = 'offset = "1.5,-0.5"\nturn = "90"\ndensity = 12\nspeed = 100\ngap = "2.5"\nhead_dots = 832\ncut = true'
    found = settings(tmp_path, f"[printers.slip]\n{told}")
    assert found.printer_setup(Paper.SLIP) == Setup((1.5, -0.5), 90, 12, 100, 2.5, 832, cut=True)
    assert found.printer_setup(Paper.LABEL) == Setup()


@pytest.mark.parametrize(
    ("text", "reason", "key"),
    [
        ('[desks.a.desk]\nname = "b"', "unknown-key", "desks.a.desk.name"),
        ('[desks.a.platform]\nkind = "folder"', "unknown-key", "desks.a.platform.kind"),
        ("[desks.a.printers.label]\nsizes = 1", "unknown-key", "printers.label.sizes"),
        ("[desks.a.printers.label]\ndpi = 7", "value-not-allowed", "printers.label.dpi"),
        ('[desks."a b".printers.label]\ndpi = 203', "value-not-allowed", "desk.name"),
        ("[desks]\na = 1", "unknown-key", "desks.a"),
        ("desks = 1", "unknown-key", "desks"),
        ('[printers.slip]\nlink = "lpt1"', "value-not-allowed", "printers.slip.link"),
        ('[printers.label]\nlink = ""', "value-not-allowed", "printers.label.link"),
        ('[printers.label]\nlink = "tcp:host:99999"', "value-not-allowed", "printers.label.link"),
        ('[printers.label]\nlink = "tcp:a b"', "value-not-allowed", "printers.label.link"),
        ('[printers.label]\nlink = "file:~nobody-here/x"', "value-not-allowed", "printers.label.link"),
        ('[printers.slip]\nlink = "device:~nobody-here/x"', "value-not-allowed", "printers.slip.link"),
        ('[printers.slip]\nlink = "file:a\\u0000b"', "value-not-allowed", "printers.slip.link"),
        ('[desks.a.printers.pick]\nlink = "tcp:[::1"', "value-not-allowed", "printers.pick.link"),
        ('[printers.slip]\nsize = "A9"', "value-not-allowed", "printers.slip.size"),
        ('[printers.pick]\nsize = "100x150"', "value-not-allowed", "printers.pick.size"),
        ("[printers.pick]\ndpi = 203", "value-not-allowed", "printers.pick.dpi"),
        ('[papers]\nwith_label = ["packing", "comic"]', "value-not-allowed", "papers.with_label"),
    ],
)
def test_a_mistake_is_named_with_its_key(tmp_path: Path, text: str, reason: str, key: str) -> None:
    with pytest.raises(BadSetting) as caught:
        settings(tmp_path, text)
    assert (caught.value.reason, caught.value.data["key"]) == (reason, key)


def test_slips_speak_the_language_of_each_shops_buyers(tmp_path: Path) -> None:
    text = (
        '[papers]\nlanguage = "zh_TW"\n[shops.store]\nkind = "vendure"\nbuyers_language = "en"\n'
        '[shops.box]\nkind = "folder"\n[desks.B3.papers]\nlanguage = "zh_CN"\n'
    )
    profiles = profiles_of(tmp_path, settings(tmp_path, text), words("zh_CN"))
    title = "papers.packing.title"
    told = {shop: profiles.usual.to_buyer(shop)(title) for shop in ("", "store", "box", "gone")}
    assert told == {shop: words("en" if shop == "store" else "zh_TW")(title) for shop in told}
    assert profiles.of("B3").to_buyer("store")(title) == words("en")(title)
    assert profiles.of("B3").to_buyer("box")(title) == words("zh_CN")(title)


def test_a_language_nobody_knows_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting):
        settings(tmp_path, '[shops.store]\nkind = "vendure"\nbuyers_language = "de"\n')
