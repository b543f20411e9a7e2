"""Parcels for receivers abroad: their address on the label and on the screen, as it is written there."""

from __future__ import annotations

from packstation.desk.printing import address_of
from packstation.domain.order import Receiver
from packstation.gui.side_words import address_lines

HOME = Receiver("李明", "13812345678", "浙江省", "杭州市", "余杭区", "", "文一西路969号", "311121")
ABROAD = Receiver(
    "Anna Müller", "+49 30 1234", city="Berlin", detail="Weg 5", postcode="10115", country="Germany"
)


def test_abroad_the_label_says_street_then_postcode_and_city_then_country() -> None:
    assert address_of(ABROAD) == ("Weg 5", "10115 Berlin", "Germany")
    assert address_of(HOME) == ("浙江省 杭州市 余杭区", "文一西路969号")


def test_abroad_a_province_stands_behind_its_city_and_is_not_said_twice() -> None:
    lodz = Receiver(
        "Łukasz", "+48 601", "łódzkie", "Łódź", detail="ul. 1", postcode="90-926", country="Polska"
    )
    assert address_of(lodz) == ("ul. 1", "90-926 Łódź, łódzkie", "Polska")
    iasi = Receiver("Ștefan", "+40 72", "Iași", "Iași", detail="Str. 2", postcode="700001", country="România")
    assert address_of(iasi) == ("Str. 2", "700001 Iași", "România")


def test_the_screen_names_the_country_and_no_more_than_before_without_leave() -> None:
    assert address_lines(ABROAD, is_revealed=True)[1] == "Weg 5, 10115 Berlin, Germany"
    masked = address_lines(ABROAD, is_revealed=False)
    assert masked[1].endswith("Germany")
    assert not any("1234" in line or "Weg 5" in line for line in masked)
    assert address_lines(HOME, is_revealed=True)[1] == "浙江省 杭州市 余杭区 文一西路969号 311121"
