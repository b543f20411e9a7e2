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


def test_the_screen_names_the_country_and_no_more_than_before_without_leave() -> None:
    assert address_lines(ABROAD, is_revealed=True)[1] == "Berlin Weg 5 10115 Germany"
    masked = address_lines(ABROAD, is_revealed=False)
    assert masked[1].endswith("Germany")
    assert not any("1234" in line or "Weg 5" in line for line in masked)
    assert address_lines(HOME, is_revealed=True)[1] == "浙江省 杭州市 余杭区 文一西路969号 311121"
