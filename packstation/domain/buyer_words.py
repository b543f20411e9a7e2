"""What people write, made comparable: one form of each sign, clauses apart, what is denied known.

Chinese and English as buyers type them. Works on the first signs of a text only, so that a message of ten
megabytes costs no more than a long one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST_READ = 5_000
"""Signs of a text that are read; platforms allow a few hundred."""
_LONGEST_CLAUSE = 100
BREAK = "\n"
"""Stands between two clauses; a question's last clause keeps its ``?`` before it."""

_OLD = (
    "禮賀價單發貨順豐無請別裝層幾個紙輕氣寫張購帳標籤簽圓韻達極郵東結實嚴壓壞護緊隱顯業給對會這還換開"
    "過時從來買賣環減簡麼嗎長輩愛當讓見邊點後裡隨須願謝樂節誕寶媽閨們體條遞強緩衝襯墊線運鎖鬆壘滿夾內"
    "麗並於產親為與關潔淨間書卻僅蓋紅藍綠號碼隻雙訂聯繫電話備註贈樣頭貼紗熱涼網紮雜鐵鋼銀錢園圖團"
)
_NEW = (
    "礼贺价单发货顺丰无请别装层几个纸轻气写张购账标签签圆韵达极邮东结实严压坏护紧隐显业给对会这还换开"
    "过时从来买卖环减简么吗长辈爱当让见边点后里随须愿谢乐节诞宝妈闺们体条递强缓冲衬垫线运锁松垒满夹内"
    "丽并于产亲为与关洁净间书却仅盖红蓝绿号码只双订联系电话备注赠样头贴纱热凉网扎杂铁钢银钱园图团"
)
_ONE_FORM = str.maketrans(_OLD + "‘’", _NEW + "''")
"""Traditional signs that occur in wishes, by their simplified form; no dictionary, the usual ones."""
_BREAKS = frozenset(",，。;；!！~～…:：()（）【】[]《》「」『』“”|.\r\n\t\v\f\x85\u2028\u2029" + '"')
_ASKS = frozenset("?？")
_UNSEEN = frozenset({"Cf", "Cc", "Cs", "Mn"})


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in one form; ``places`` says where in the original each of its signs stood."""

    text: str
    places: tuple[int, ...]
    original: str

    def as_written(self, start: int, end: int) -> str:
        """The stretch from ``start`` to ``end`` in the writer's own signs."""
        return self.original[self.places[start] : self.places[end - 1] + 1]

    def clause(self, start: int) -> tuple[int, int]:
        """Where the clause around a place begins and ends, as far as it is looked at."""
        before, after = max(0, start - _LONGEST_CLAUSE), min(len(self.text), start + _LONGEST_CLAUSE)
        first, end = self.text.rfind(BREAK, before, start), self.text.find(BREAK, start, after)
        return (before if first < 0 else first + 1), (after if end < 0 else end)


def folded(text: str) -> Folded:
    """The text without width, case, old forms and unseen signs; clauses end with a line break."""
    original = text[:LONGEST_READ]
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(original):
        for one in _forms(sign):
            signs.append(one)
            places.append(place)
    return Folded(_with_breaks_at_blanks("".join(signs)), tuple(places), original)


def _forms(sign: str) -> str:
    """One sign in its one form: nothing, itself, or the letters it is made of."""
    if sign in _ASKS:
        return "?" + BREAK
    if sign in _BREAKS:
        return BREAK
    if "!" <= sign <= "~":
        return sign.lower()
    if unicodedata.category(sign) in _UNSEEN:
        return ""
    plain = unicodedata.normalize("NFKC", sign).lower().translate(_ONE_FORM)
    return " " if plain.isspace() else plain


_BLANK = re.compile(r" (?=[⺀-￿])")
_DENYING_END = re.compile(r"(?:不要|不用|不需要|无需|不必|别|勿|不|no|not|without|don't)$")


def _with_breaks_at_blanks(text: str) -> str:
    """Before a Chinese sign a blank parts clauses, except right after a word that denies."""

    def parted(found: re.Match[str]) -> str:
        before = text[max(0, found.start() - 8) : found.start()]
        return " " if _DENYING_END.search(before) else BREAK

    return _BLANK.sub(parted, text)


_CANCELS = "忘|漏|落下|少放|少了|没有|只|光|仅| ?forget"
_DENIES = (
    r"(?<!能)不能|(?<!可)不可以?"
    r"|不(?:是很|是特别|太|怎么)?(?:需要|想要|想|要|用|必|是|会|怕|放|写|带|加|包|送|给|做|附|含|走|发)"
    r"|没有|没(?!问题|关系|事)|无需|无须|毋需|毋须|拒绝|取消|去掉|省掉|免(?!费)|勿|甭|请勿"
    r"|(?<![特分级个区性类])别(?![人的墅])"
    r"|(?<![a-z])(?:do not|don't|dont|not|never)(?: (?:really )?(?:need|want))?(?![a-z])"
    r"|(?<![a-z])(?:no need (?:for|to)|no|without|skip|cancel)(?![a-z])"
)
_AFFIRMS = (
    r"需要|务必|一定|记得|只要|改成|换成|麻烦|希望|请|要|(?<![a-z])(?:please|want|need|but|instead)(?![a-z])"
)
_POLARITY = re.compile(rf"(?P<no>(?:{_DENIES})(?!{_CANCELS}))|(?:{_DENIES})(?:{_CANCELS})?|{_AFFIRMS}")
_LOOK_BACK = 40
_REACH, _LATIN_REACH = 9, 24
"""How far before what it denies a denying word may stand, in signs."""
_DENIED_AFTER = re.compile(
    r"[^\n?]{0,4}?(?:不要|不用|不需要|无需|不必|免了|算了|取消)"
    r"(?:再|了|啦|哦|哈|吧|啊|呢|放|给|送|写|包|谢谢|亲| )*(?=[\n?]|$)"
    r"|s? (?:is |are )?(?:not (?:needed|necessary|required|wanted)|isn't (?:needed|necessary)|unnecessary)"
)
_REQUESTS = re.compile(
    r"能(?!用几)|可以|可否|麻烦|帮|请|求|好吗|行吗|好不好|行不行|(?<![a-z])(?:please|pls|can|could|would)(?![a-z])"
)
_QUESTIONS = re.compile(r"多少钱|怎么收费|什么样|有没有|是不是|会不会|要不要|用不用|需不需要|有几个|多大")


def is_denied(told: Folded, start: int, end: int) -> bool:
    """Whether what stands there is not wanted: *no gift box*, *礼盒就不用了*."""
    first, _ = told.clause(start)
    before = told.text[max(first, start - _LOOK_BACK) : start]
    last = next(reversed(list(_POLARITY.finditer(before))), None)
    if last is not None and last["no"]:
        reach = _LATIN_REACH if last["no"].isascii() else _REACH
        if len(before) - last.end() <= reach:
            return True
    return _DENIED_AFTER.match(told.text, end) is not None


_EARLIER = re.compile(r"上次|上回|之前|已收到|收到的|收到了|(?<![a-z])last time(?![a-z])")
_AGAIN = re.compile(r"一样|还是|照旧|照样|(?<![a-z])(?:like|again|same)(?![a-z])")


def is_only_mentioned(told: Folded, start: int) -> bool:
    """Whether the clause there does not ask for it: *有礼盒吗？*, *上次的礼盒很好看*.

    *能帮我用礼盒吗？* and *和上次一样用礼盒* do.
    """
    clause = told.text[slice(*told.clause(start))].rstrip()
    if _EARLIER.search(clause):
        return _AGAIN.search(clause) is None
    if _QUESTIONS.search(clause):
        return True
    return clause.endswith(("?", "吗", "么", "吗?", "么?")) and not _REQUESTS.search(clause)
