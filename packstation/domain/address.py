"""A receiver's address in one piece, taken apart into what a label and a carrier rule need.

Shops write ``浙江省 杭州市 余杭区 仓前街道 文一西路969号(311121)``: province, city, district, town and the
rest, with blanks between them and the postcode in brackets. What cannot be told apart stays together in
``detail``: nothing is lost.
"""

from __future__ import annotations

import re
from dataclasses import replace

from packstation.domain.order import Receiver

_MUNICIPALITIES = ("北京", "上海", "天津", "重庆")
_PROVINCES = (
    *_MUNICIPALITIES, "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西",
    "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾",
    "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门",
)  # fmt: skip
_FEWEST_PARTS = 3
"""With fewer blanks the parts were not written apart: province, city, street at least."""
_DISTRICT = re.compile(r"[^\d\s]{1,14}(?:区|县|市|旗|岛)")
_TOWN = re.compile(r"[^\d\s]{1,14}(?:街道|镇|乡|苏木|办事处|农场|开发区|园区)")
_POSTCODE = re.compile(r"[(（]\s*(\d{6})\s*[)）]\s*$|[\s,，](\d{6})\s*$")
_JOINED = re.compile(
    r"(?P<province>[^\s\d]{2,7}?(?:省|自治区|特别行政区)|(?:北京|上海|天津|重庆)市?)"
    r"(?P<city>[^\s\d区县]{1,10}?(?:市|自治州|地区|盟))?"
    r"(?P<district>[^\s\d]{1,10}?(?:区|县|市|旗))?"
    r"(?P<town>[^\s\d]{1,10}?(?:街道|镇|乡))?"
    r"(?P<detail>.+)",
    re.DOTALL,
)


_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d{9}(?:-\d{2,6})?|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?)(?!\d)")
_CAPTION = re.compile(
    r"(?:收货人|收件人|姓名|联系人|联系电话|手机号码|手机号|手机|电话|所在地区|详细地址|收货地址|收件地址|地址|邮编"
    r"|name|phone|address)\s*[:：]",
    re.IGNORECASE,
)
_LONGEST_NAME = 12
_LONGEST_MESSAGE = 2000
"""Signs of a message that are looked at; what comes after them is no address any more."""


def read_message(text: str) -> Receiver:
    """What a buyer's message says of name, phone and address; parts it does not name stay empty.

    Buyers write ``李明，13812345678，浙江省杭州市余杭区文一西路969号`` in any order, or copy the form of
    their app with its captions.
    """
    text = _CAPTION.sub(" ", text[:_LONGEST_MESSAGE])
    found = _PHONE.search(text)
    phone = found[1] if found else ""
    if found:
        text = f"{text[: found.start()]} {text[found.end() :]}"
    words = [word for word in re.split(r"[\s,，;；、。]+", text) if word]
    start = next((n for n, word in enumerate(words) if word.startswith(_PROVINCES)), None)
    if start is None:
        name = words[0] if len(words) == 1 and _is_name(words[0]) else ""
        return Receiver(name=name, phone=phone)
    name = next((word for word in words[:start] if _is_name(word)), "")
    rest = words[start:]
    if not name and len(rest) > 1 and _is_name(rest[-1]):
        name = rest.pop()
    return replace(split(" ".join(rest)), name=name, phone=phone)


def _is_name(word: str) -> bool:
    """Whether it may be what a person is called: short, no figures, no part of an address."""
    return len(word) <= _LONGEST_NAME and not re.search(r"[\d省市区县镇乡路街道巷弄号楼室栋村]", word)


def lines_abroad(receiver: Receiver) -> tuple[str, ...]:
    """An address as it is written there: street, postcode with city and province or state, country."""
    city = " ".join(filter(None, (receiver.postcode, receiver.city)))
    province = "" if receiver.province == receiver.city else receiver.province
    place = ", ".join(filter(None, (city, province)))
    return tuple(line for line in (receiver.detail, place, receiver.country) if line)


def split(text: str) -> Receiver:
    """The parts of a whole address (name and phone stay empty)."""
    text, postcode = _without_postcode(text.strip())
    if not text.startswith(_PROVINCES):
        return Receiver(detail=text, postcode=postcode)
    parts = text.split()
    if len(parts) < _FEWEST_PARTS:
        return _joined("".join(parts), postcode)
    province, *rest = parts
    city = _city(province, rest)
    district = _taken(rest, _DISTRICT)
    town = _taken(rest, _TOWN)
    return Receiver("", "", province, city, district, town, " ".join(rest), postcode)


def _without_postcode(text: str) -> tuple[str, str]:
    match = _POSTCODE.search(text)
    if match is None:
        return text, ""
    code = match[1] or match[2]
    return text[: match.start()].rstrip(), "" if code == "000000" else code


def _city(province: str, rest: list[str]) -> str:
    """The city, taken off the rest; a municipality may leave it out because it is its own."""
    name = next((name for name in _MUNICIPALITIES if province.startswith(name)), "")
    if name and not rest[0].startswith(name):
        return f"{name}市"
    return rest.pop(0)


def _taken(rest: list[str], rule: re.Pattern[str]) -> str:
    """The next part if it is of this kind and not the last one, taken off the rest."""
    return rest.pop(0) if len(rest) > 1 and rule.fullmatch(rest[0]) else ""


def _joined(text: str, postcode: str) -> Receiver:
    """An address written without blanks."""
    match = _JOINED.fullmatch(text)
    if match is None:
        return Receiver(detail=text, postcode=postcode)
    province = match["province"]
    city = match["city"] or (f"{province[:2]}市" if province.startswith(_MUNICIPALITIES) else "")
    district, town = match["district"] or "", match["town"] or ""
    return Receiver("", "", province, city, district, town, match["detail"], postcode)
