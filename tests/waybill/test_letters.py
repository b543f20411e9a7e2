"""Letters of other languages on a label: all there, each of its own shape, marks on them, words whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import fontpkg_noto_sans
import pytest
from PIL import Image

from packstation.waybill import fonts
from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.fonts import FontMissing, face, has_glyph, prefers_letters, signs_of
from packstation.waybill.goods import Goods, draw_goods
from packstation.waybill.text import Style, clean, fit, lacking

LANGUAGES = {
    "Bulgarian": "Щастлив ъгъл, ул. „Юрий Гагарин“ №5",
    "Croatian": "Šibenik, Đurđevac, Čačinci, Žminj, ćevap",
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy Ň Ť Ď Ě Ř Ů",
    "Danish, Norwegian": "Ærø, Ålborg, Tromsø",
    "Dutch, French": "’s-Hertogenbosch, Ĳmuiden, Œuvre à l’été, ÿ ç Î",
    "Esperanto, Maltese": "Ĉ Ĝ Ĥ Ĵ Ŝ Ŭ Ħ ħ Ġ Ż ċ għ",
    "Estonian, Finnish": "Jõhvi, Jyväskylä, Åland, Šokolaad",
    "German": "Größe, Übergroßstraße, ẞ",
    "Greek": "Άγιος Ιωάννης Ρέντης, ΐ ΰ Ϊ Ϋ ς, Ἀθῆναι",
    "Hungarian": "Árvíztűrő tükörfúrógép Ő Ű",
    "Icelandic": "Þórður, Eyjafjörður, Ísafjörður, ð æ ý",
    "Irish, Welsh": "Ċ ḃ ḋ ḟ ṁ ŵ Ŷ ẁ ẅ",
    "Latvian": "Rīga, Ķegums, Ļaudona, Ņ ņ ģ Č Ē Ū Š Ž",
    "Lithuanian": "Įlinkdama fechtuotojo špaga ąčęėįšųūž",
    "Polish": "Zażółć gęślą jaźń ŁÓDŹ Ś Ć Ń Ę Ą",
    "Portuguese, Spanish": "São João, Açores, Peñíscola ¿ ¡ ª º",
    "Romanian": "Șoseaua Ștefan, Țăndărei, Iași, Â Î ş ţ",
    "Russian": "Съешь ещё этих мягких французских булок Ё",
    "Serbian, Macedonian": "Љубљана, Њ, Ђ, Ћ, Џ, Ѓ, Ќ, Ѕ, ѐ",
    "Slovak, Slovenian": "Ľubľana, Ŕ ŕ ĺ Ĺ ô ä, Škofja Loka",
    "Turkish": "İstanbul, Ağrı, Iğdır, Şırnak, Çorum, ı",
    "Azerbaijani": "Ə ə Gəncə, Şəki, Ağdaş",
    "Kazakh": "Әл-Фараби, Қ Ң Ғ Ү Ұ Һ Ө",
    "Ukrainian, Belarusian": "Їжакевича, Ґудзь, Єрмак, ў і Ўладзімір, ’ʼ",
    "Vietnamese": "Đường Nguyễn Thị Minh Khai, Thừa Thiên Huế, ẵ ặ ỗ ợ ự Ỹ",
    "Korean": "서울특별시 강남구 테헤란로 뷁 똠",
    "Japanese": "東京都千代田区 グラントウキョウ ﾋﾞﾙ ゔ ヶ 々",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_all_its_letters_and_each_has_a_shape_of_its_own(language: str) -> None:
    text = LANGUAGES[language]
    assert lacking(text) == ()
    chosen = face(40, letters=prefers_letters(clean(text)))
    shapes: dict[bytes, str] = {}
    box = chosen.glyph("\U0010ffff", bold=False)[0].tobytes()
    for sign in dict.fromkeys(signs_of(clean(text))):
        dots, right, down = chosen.glyph(sign, bold=False)
        if not sign.strip():
            continue
        mark = dots.tobytes() + bytes(str((dots.size, right, down)), "ascii")
        assert dots.tobytes() != box, sign
        twin = shapes.setdefault(mark, sign)
        assert twin == sign or {twin, sign} == {"’", "ʼ"}, (twin, sign)


def test_the_blocks_of_latin_greek_and_cyrillic_are_whole() -> None:
    blocks = ((0x41, 0x250), (0x370, 0x3E2), (0x3F0, 0x530), (0x1E00, 0x2000))
    letters = [chr(code) for first, end in blocks for code in range(first, end)]
    letters = [sign for sign in letters if unicodedata.category(sign) in ("Lu", "Ll", "Lt", "Lm")]
    assert len(letters) > 1200
    assert [sign for sign in letters if not has_glyph(sign)] == []


@pytest.mark.parametrize(
    "text", ["ถนนสุขุมวิท", "רחוב הרצל", "شارع الملك فهد", "नई दिल्ली", "ঢাকা", "தமிழ்", "ქუჩა", "Փողոց"]
)
def test_writing_that_cannot_be_set_letter_by_letter_is_lacking(text: str) -> None:
    letters = {sign for sign in text if unicodedata.category(sign)[0] == "L"}
    assert letters
    assert letters <= set(lacking(text))


def drawn(text: str, width: int = 700, lines: int = 1) -> bytes:
    canvas = Canvas(width, 120)
    canvas.text(Box(0, 0, width, 120), text, Style(48, 20, lines=lines))
    return canvas.image.tobytes()


@pytest.mark.parametrize("text", ["Łódź, Żółć", "Việt Nam", "Ώρα", "Їжак", "강남구", "パリ"])
def test_letters_in_pieces_are_drawn_as_the_one_letter_they_are(text: str) -> None:
    pieces = unicodedata.normalize("NFD", text)
    assert pieces != text
    assert lacking(pieces) == ()
    assert drawn(pieces) == drawn(text)


def rows_with_ink(image: Image.Image) -> list[bool]:
    return [image.crop((0, row, image.width, row + 1)).getbbox() is not None for row in range(image.height)]


@pytest.mark.parametrize("mark", "\u0302\u0304\u0323\u030c")
@pytest.mark.parametrize("base", "xMъΩ")
def test_a_mark_that_makes_no_letter_stands_clear_of_its_letter(base: str, mark: str) -> None:
    text = clean(base + mark)
    if len(text) == 1:
        assert (base, mark) == ("M", "\u0323"), "one letter: no case of this"
        return
    chosen = face(60, letters=prefers_letters(text))
    alone, _, top = chosen.glyph(base, bold=False)
    dots, _, there = chosen.glyph(text, bold=False)
    bare = rows_with_ink(dots)
    gaps = [row for row in range(1, len(bare) - 1) if not bare[row]]
    assert gaps, "a row without ink between them"
    assert dots.height > alone.getbbox()[3] - alone.getbbox()[1]  # type: ignore[index]
    assert (there < top) is (mark != "\u0323")
    assert chosen.width(text) == max(chosen.width(base), dots.width)
    middle = dots.crop((0, 0, dots.width, gaps[0])).getbbox()
    other = dots.crop((0, gaps[-1], dots.width, dots.height)).getbbox()
    assert middle
    assert other
    assert abs((middle[0] + middle[2]) - (other[0] + other[2])) <= 3, "one over the other"


@pytest.fixture
def without_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The second typeface is gone, and nobody remembers a letter of it."""
    remembered = (fonts.face, fonts.has_glyph, fonts.is_of_letters)
    monkeypatch.setattr(fontpkg_noto_sans, "ROOT", tmp_path)
    for one in remembered:
        one.cache_clear()
    yield
    for one in remembered:
        one.cache_clear()


@pytest.mark.usefixtures("without_letters")
def test_without_the_second_typeface_only_its_letters_are_missed(tmp_path: Path) -> None:
    assert lacking("文一西路969号 Hauptstr. 5 Ä") == ()
    assert drawn("文一西路969号 Hauptstr. 5")
    for asked in (lacking, drawn):
        with pytest.raises(FontMissing) as missing:
            asked("Łódź")
        assert str(missing.value.data["path"]).startswith(str(tmp_path))


def test_a_word_is_in_one_typeface_and_chinese_keeps_its_own() -> None:
    assert prefers_letters("Łódź")
    assert prefers_letters("Rue de l’Église")
    assert prefers_letters("王小明 Łukasz")
    assert not prefers_letters("Hauptstr. 5")
    assert not prefers_letters("文一西路“九六九”号")
    assert not prefers_letters("第 1/2 件 · B3")
    latin, chinese = face(40, letters=True), face(40)
    assert latin.glyph("路", bold=False)[0].tobytes() == chinese.glyph("路", bold=False)[0].tobytes()
    assert latin.glyph("a", bold=False)[0].tobytes() != chinese.glyph("a", bold=False)[0].tobytes()


def test_a_long_word_makes_the_text_smaller_before_it_is_parted() -> None:
    street, style = "Friedrichshafenerstraßenkreuzung 12, Hinterhaus", Style(40, 16, lines=4)
    needs = face(40, letters=True).width("Friedrichshafenerstraßenkreuzung")
    whole = fit([street], round(needs * 0.8), 400, style)
    assert whole.lines[0].startswith("Friedrichshafenerstraßenkreuzung")
    assert whole.face.size < 40
    parted = fit([street], round(needs * 0.4), 400, style)
    assert "".join(parted.lines).replace(" ", "") == street.replace(" ", "")
    assert parted.face.size == 40, "where it is parted anyhow nothing gets smaller for it"


def test_the_count_stays_behind_goods_with_foreign_names(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def text(_self: Canvas, box: Box, line: str, style: Style) -> None:
        written.extend(fit([clean(line)], box.width, box.height, style).lines)

    monkeypatch.setattr(Canvas, "text", text)
    names = ["Żółw " * 30, "Café crème " * 20, "Mug " * 40 + "ł", "长长的名字" * 20, "ü" + "W" * 200]
    for width in range(150, 420, 7):
        written.clear()
        goods = [Goods(name, "", 12) for name in names]
        draw_goods(Canvas(500, 300), Box(0, 0, width, 300), goods, Style(24, 14))
        assert [line[-3:] for line in written] == ["×12"] * len(names), width
