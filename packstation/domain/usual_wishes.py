"""What buyers usually wish for, and how they say it: the rules a shop has until it writes its own.

Precision before reach: a false wish holds a packer up, so each rule wants words that hardly mean anything
else.
"""

from __future__ import annotations

_BOXES = (
    "礼盒|礼品盒|礼物盒|礼品包装|礼物包装|礼品袋|礼袋"
    "|gift box|gift boxes|gift wrap|gift wrapped|gift wrapping|gift bag"
)
_CLOSE_ONES = "人|朋友|长辈|老师|同事|客户|领导|男友|女友|男朋友|女朋友|老婆|老公|妈妈|爸爸|闺蜜|孩子|家人"
_PAPERS = "价格单|价格|发票|小票|清单|账单|价签|标价|购物单|单据"
_PAPERS_EN = "price|prices|price tag|price tags|invoice|receipt|receipts|bill"
_LEAVES_OUT_EN = "no|without|not include|don't include|don't put|remove|leave out"
_CARRIERS = "顺丰|中通|圆通|韵达|申通|极兔|邮政|ems|京东|德邦"
_HARMED = "压坏|压扁|压碎|碰坏|碰碎|摔坏|摔碎|磕坏|磕碰|破损"

_USUAL: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("礼盒包装", (_BOXES, "包装成礼(物|品)", "包成礼(物|品)", "gift packaging"), "礼盒装的|是礼盒装"),
    (
        "按送礼包装",
        (
            f"(送|送给|送我)({_CLOSE_ONES})的",
            "(要|来|准备|打算)送人|送人用|送礼用|送(人|礼)*包装|包装*送(人|礼)|生日礼物",
            "(当|做|作|作为|是)(礼物|礼品)",
            "(as|for|is|it's) a (gift|present)|(birthday|christmas) (gift|present)",
        ),
        _BOXES,
    ),
    (
        "放贺卡",
        (
            "贺卡|祝福卡|生日卡|感谢卡|留言卡|心意卡|(写|放|附|加|夹)*卡片",
            "greeting card|birthday card|gift note|gift message|handwritten (card|note)",
            "(add|include|write|with) a (card|note)",
        ),
        "",
    ),
    (
        "不放价格单",
        (
            f"(不要|不用|不放|不附|不带|不夹|不需要|不想要|不能有|无需|请勿|勿放|免放)*({_PAPERS})",
            f"(别放|别附|别夹|别写|别有|别带)*({_PAPERS})|({_PAPERS})*(别|不要|不用|不)放|(无|不含)({_PAPERS})",
            "(价格|价签|标价|小票)*(撕|剪|拿|去)(掉|了)|(撕|剪|拿|去)掉*(价格|价签|标价|小票)",
            "(别让|不想让|不要让)*(知道|看到)*(价格|价钱|多少钱)",
            f"({_LEAVES_OUT_EN}) (the |a |any )({_PAPERS_EN})|({_LEAVES_OUT_EN}) ({_PAPERS_EN})",
        ),
        "",
    ),
    (
        "保密发货",
        (
            "保密发货|保密包装|隐私发货|隐私包装|匿名发货|匿名寄|面单*保密",
            "(不|别|勿)*(写|显示|出现|印|标|露)*(品名|商品名|店名|店铺名)",
            "discreet|discreetly|plain (box|package|packaging)",
        ),
        "",
    ),
    (
        "加固防震包装",
        (
            "易碎|轻放|气泡(膜|柱|袋|纸)|泡泡(纸|膜)|泡沫(箱|纸|板|垫|袋|膜|棉)|(加|垫|用)泡沫",
            "(多|再)(包|裹|垫|缠|套)*(几层|一层|层|点|些|厚|几|一下)|(包|裹|缠)紧",
            "包装好(点|些|一点|一些)|包好(点|些|一点|一些)|包*(严实|结实|牢固|牢靠|厚实|厚一点|仔细)|加固|防震|防摔|防压|防撞|防碎",
            f"(别|不要|勿|不能|怕|容易|小心|避免)*({_HARMED})|怕(碎|压|摔)",
            "fragile|bubble wrap|bubble wrapped|handle with care|extra (padding|protection)",
            "(pack|wrap|packed|wrapped) (it |them |this )(well|carefully|securely)",
            "(pack|wrap|packed|wrapped) (well|carefully|securely)|careful (packing|packaging)",
        ),
        "",
    ),
    (
        "简易环保包装",
        (
            "环保包装|简易包装|简单包装|包装简单|(不要|别|避免|勿|拒绝|减少)*过度包装",
            "(不要|不用|少用|少缠|减少|别用|无需)*(塑料|胶带|包装材料)",
            "(less|no|without) plastic|minimal packaging|plastic free",
        ),
        "",
    ),
    (
        "按要求选快递",
        (
            f"(不要|不|别|勿|莫)(发|走|用|寄|要|选)*({_CARRIERS})",
            "顺丰|中通|圆通|韵达|申通|极兔|邮政|ems|京东快递|京东物流|德邦|sf express|(by|via|with|use) sf",
        ),
        "邮政编码|邮政储蓄",
    ),
    (
        "分开包装",
        (
            "(分开|分别|单独|独立)*(包|装)|(包装|打包|包)*分开",
            "(pack|packed|wrap|wrapped) *separately|separate (boxes|packages|bags)",
        ),
        "",
    ),
    (
        "剪掉吊牌",
        (
            "(剪|拆|去|撕)(掉|了|下)*(吊牌|标签|商标)|(吊牌|标签)*(剪|拆|去|撕)(掉|了|下)",
            "(remove|cut off|take off) *(tag|tags|labels)",
        ),
        "价格|price",
    ),
)
"""The wish, the words that ask for it, the words that forbid it."""


def _line(wish: str, asks: tuple[str, ...], forbids: str) -> str:
    """One rule as the settings file has it."""
    words = "|".join(asks)
    return f"{words} !{forbids} => {wish}" if forbids else f"{words} => {wish}"


USUAL_RULES: tuple[str, ...] = tuple(_line(*one) for one in _USUAL)
"""The shop's own list takes their place."""
