"""Bytes of a serial scanner become codes: none lost, none glued together, whatever the reads cut apart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.devices.codes import LONGEST, Code, CodeReader

ENDS = {"cr": b"\r", "lf": b"\n", "tab": b"\t"}

# what codes hold: no line ends, and blanks or marks of any language inside
SIGNS = st.characters(codec="utf-8", exclude_characters="\r\n\t")
CODES = st.text(SIGNS, min_size=1, max_size=40)


def read(reader: CodeReader, data: bytes, cuts: list[int]) -> list[Code]:
    """The codes of bytes that come in pieces."""
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [code for begin, end in pairwise(edges) for code in reader.feed(data[begin:end])]


@given(
    st.lists(CODES, max_size=8), st.sampled_from(["cr", "lf", "tab", "any"]), st.lists(st.integers(0, 999))
)
def test_every_code_comes_out_once_and_in_order_wherever_the_reads_cut(
    codes: list[str], suffix: str, cuts: list[int]
) -> None:
    end = ENDS.get(suffix, b"\r\n")
    reader = CodeReader(suffix)
    heard = read(reader, b"".join(code.encode() + end for code in codes), cuts)
    assert [code.text for code in heard] == codes
    assert all(code.complete and code.end == (suffix if suffix in ENDS else "cr") for code in heard)
    assert reader.silence() == []


@given(st.lists(st.binary(max_size=200), max_size=20), st.sampled_from(["any", "cr", "lf", "tab", "none"]))
def test_any_bytes_give_codes_without_an_end_of_line_at_their_edges(chunks: list[bytes], suffix: str) -> None:
    reader = CodeReader(suffix)
    codes = [code for chunk in chunks for code in reader.feed(chunk)] + reader.silence()
    for code in codes:
        assert code.text
        assert len(code.text) <= LONGEST
        assert not code.text.startswith(("\r", "\n"))
        assert not code.text.endswith(("\r", "\n"))
    assert not reader.is_waiting


@pytest.mark.parametrize(
    ("suffix", "data", "texts", "left"),
    [
        ("any", b"A\r\nB\tC\nD\r\r\n\nE", ["A", "B", "C", "D"], "E"),
        ("cr", b"A\tB\nC\rD\r\n", ["A\tB\nC", "D"], None),
        ("lf", b"A\tB\rC\r\nD\n", ["A\tB\rC", "D"], None),
        ("tab", b"A\r\nB\tC\t", ["A\r\nB", "C"], None),
        ("none", b"A\tB\rC", [], "A\tB\rC"),
        ("none", b"ABC\r\n", [], "ABC"),
    ],
)
def test_only_what_is_set_ends_a_code(suffix: str, data: bytes, texts: list[str], left: str | None) -> None:
    reader = CodeReader(suffix)
    assert [code.text for code in reader.feed(data)] == texts
    assert [code.text for code in reader.silence()] == ([] if left is None else [left])


@pytest.mark.parametrize(
    ("suffix", "complete"), [("any", True), ("none", True), ("cr", False), ("tab", False)]
)
def test_half_a_code_then_silence_is_told_from_a_whole_one(suffix: str, *, complete: bool) -> None:
    reader = CodeReader(suffix)
    assert reader.feed(b"69012345") == []
    assert reader.is_waiting
    assert reader.silence() == [Code("69012345", "", complete)]
    assert reader.silence() == []


def test_a_code_broken_off_by_the_pulled_cable_is_never_complete() -> None:
    reader = CodeReader("any")
    reader.feed(b"69012345")
    assert reader.break_off() == [Code("69012345", "", complete=False)]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("商品：白色棉T恤".encode(), "商品：白色棉T恤"),
        ("商品：白色棉T恤".encode("gb18030"), "商品：白色棉T恤"),
        ("𠮷野家😀".encode("gb18030"), "𠮷野家😀"),
        (b"]d20106901234567892\x1d10LOT", "]d20106901234567892\x1d10LOT"),
        (b"\x00A\x01\x7f", "\x00A\x01\x7f"),
        (b"\xff\xfe\x80", "\xff\xfe\x80"),
    ],
)
def test_codes_are_utf8_then_gb18030_and_else_every_byte_is_kept(data: bytes, text: str) -> None:
    [code] = [one for byte in data + b"\r" for one in _READER.feed(bytes([byte]))]
    assert code.text == text


_READER = CodeReader()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_endless_code_is_one_code_cut_between_two_signs(encoding: str) -> None:
    reader = CodeReader()
    for _ in range(3):
        assert reader.feed(("箱" * 5000).encode(encoding)) == []
    [code] = reader.feed(b"\rNEXT\r")[:1]
    width = len("箱".encode(encoding))
    assert code.text == "箱" * (LONGEST // width)
    assert reader.feed(b"6901234567892\r") == [Code("6901234567892", "cr")]


def test_5000_digits_are_one_code() -> None:
    [code] = CodeReader().feed(b"1" * 5000 + b"\r")
    assert code == Code("1" * LONGEST, "cr")


@pytest.mark.parametrize(
    ("sent", "text"), [(b"~]E0ABC\r", "ABC"), (b"ABC\r", "ABC"), (b"~]E0~]E0A\r", "~]E0A")]
)
def test_the_prefix_is_taken_off_once(sent: bytes, text: str) -> None:
    assert CodeReader("cr", "~]E0").feed(sent) == [Code(text, "cr")]


def test_a_prefix_alone_is_noise() -> None:
    assert CodeReader("cr", "~").feed(b"~\r") == []
