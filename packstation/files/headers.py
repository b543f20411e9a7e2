"""Which kind of table this is and what its columns mean: by the names in its header, never by their place.

Shops leave columns out and move them (the exports of 2026 have no personal columns any more), so nothing is
counted. Names are those of Taobao's exports (ExportOrderList, classic and of 2026), of the order file, and
common Chinese ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

_LONGEST_NAME = 100
_NOISE = re.compile(r"[\s*_\-()\[\]:/、.'\"=\ufeff\u200b]+")


class Kind(StrEnum):
    """What one row of a table is."""

    ORDERS = "orders"
    LINES = "lines"
    GOODS = "goods"
    CARTONS = "cartons"
    CARRIERS = "carriers"
    WAYBILLS = "waybill_numbers"
    PEOPLE = "people"


# Of several columns for one thing the first that holds something counts, in the order of these lists.
_SKU = "商家编码 外部系统编号 sku sku编码 sku编号 商家sku 规格编码 商品编码 货号 outerid"
_ORDER = {
    "number": "主订单编号 主订单号 订单编号 订单号 交易编号 number order ordernumber orderno tid",
    "platform": "platform 平台",
    "shop": "shop 店铺名称 店铺",
    "status": "status 订单状态 交易状态 状态",
    "created_at": "createdat created 订单创建时间 创建时间 下单时间 拍下时间",
    "paid_at": "paidat paid 订单付款时间 付款时间 支付时间",
    "ship_by": "shipby 最晚发货时间 承诺发货时间 发货截止时间",
    "modified_at": "modifiedat modified 订单修改时间 修改时间 更新时间",
    "urges": "urges 催发货次数 催发货 催单次数",
    "complaint": "complaint 投诉 是否投诉",
    "buyer": "buyer 买家会员名 买家昵称 买家旺旺 买家",
    "message": "message 买家留言 主订单买家留言 留言",
    "memo": "memo 商家备注 卖家备注 订单备注 备注",
    "memo_flag": "memoflag 备注标签 旗帜 备注旗帜",
    "wishes": "wishes 包装要求",
    "receiver.name": "receivername name 收货人姓名 收货人 收件人姓名 收件人",
    "receiver.phone": "receiverphone phone mobile 联系手机 收货人手机 收件人手机 手机号 手机 "
    "联系电话 收货人电话 收件人电话 电话",
    "receiver.address": "receiveraddress address 收货地址 收件地址 收件人地址 收货人地址",
    "receiver.province": "receiverprovince province 省份 省",
    "receiver.city": "receivercity city 城市 市",
    "receiver.district": "receiverdistrict district 区县 区",
    "receiver.town": "receivertown town 街道 乡镇",
    "receiver.detail": "receiverdetail detail 详细地址",
    "receiver.postcode": "receiverpostcode postcode zip 邮编 邮政编码",
    "receiver.country": "receivercountry country 国家 国家地区 收货国家",
    "carriers_allowed": "carriersallowed",
    "carriers_forbidden": "carriersforbidden",
    "sort_code": "sortcode 三段码",
    "currency": "currency currencycode 币种 货币 货币类型 结算币种",
    "title": "title 标题 商品标题 宝贝标题 商品名称 宝贝名称 品名",
    "spec": "spec 商品属性sku 商品属性 销售属性 规格 颜色尺码",
    "kinds": "宝贝种类 商品种类",
    "total": "宝贝总数量 商品总数量",
    "line": "line 子订单编号 子订单号 oid",
    "sku": _SKU,
    "item": "商品id 宝贝id numiid",
    "quantity": "quantity qty 购买数量 商品数量 数量",
    "price": "price 商品价格 价格 单价",
    "refund": "refund 退款状态",
    "gift": "gift 赠品 是否赠品",
}
_GOODS = {
    "sku": _SKU,
    "title": "title 商品名称 宝贝名称 品名 商品标题 宝贝标题 标题 名称",
    "spec": "spec 规格 商品属性 销售属性 颜色尺码",
    "barcodes": "barcodes barcode ean gtin 条码 条形码 商品条码 商品条形码 69码",
    "packs": "packs 箱码 外箱条码",
    "weight_g": "weightg 重量g 重量克 毛重g 毛重克",
    "size_mm": "sizemm 尺寸mm 尺寸毫米 长宽高mm",
    "traits": "traits 特性",
    "inspect": "inspect 质检项 检查项 质检",
    "picture": "picture 图片 商品图片",
    "pack": "pack packing 打包要求 包装要求 包装说明 打包说明",
    "bin": "bin 货位 库位 仓位 货位号 货位编码",
    "on_hand": "onhand stock 库存 库存数量 库存数 现有库存 实际库存 数量 quantity qty",
}
_CARTONS = {
    "code": "code carton 箱型 纸箱编号 纸箱 箱型编码 编码",
    "inner_mm": "innermm 内尺寸mm 内径mm 内尺寸 内径",
    "weight_g": "weightg 重量g 重量克 箱重g 自重g",
    "max_g": "maxg 承重g 承重克 最大承重g",
    "on_hand": "onhand 库存 库存数量 数量",
}
_CARRIERS = {
    "code": "code 物流公司代码 物流公司编码 快递公司代码 快递公司编码 快递代码 快递编码 编码 代码",
    "name": "name 物流公司名称 物流公司 快递公司名称 快递公司 名称",
    "number_pattern": "numberpattern regmailno 单号规则 运单号规则",
    "sort_codes": "sortcodes 三段码",
}
_WAYBILLS = {
    "carrier": "carrier carriercode 物流公司代码 快递公司代码 快递代码 物流公司 快递公司 快递 承运商",
    "numbers": "numbers number waybill waybillnumber waybillnumbers 运单号 运单号码 物流单号 快递单号 面单号",
}
_PEOPLE = {"badge": "badge 工牌 工牌号 工号", "name": "name 姓名", "role": "role 角色"}
_ORDER_ONLY = {
    "主订单编号",
    "主订单号",
    "订单编号",
    "订单号",
    "交易编号",
    "order",
    "ordernumber",
    "orderno",
    "tid",
}
_TAOBAO_ONLY = {
    "宝贝种类", "宝贝总数量", "宝贝标题", "主订单编号", "子订单编号", "买家会员名", "外部系统编号",
}  # fmt: skip


def _by_name(fields: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Column name → field and its turn."""
    return {name: (field, turn) for field, names in fields.items() for turn, name in enumerate(names.split())}


_NAMES = {
    Kind.LINES: _by_name(_ORDER),
    Kind.ORDERS: _by_name(_ORDER),
    Kind.WAYBILLS: _by_name(_WAYBILLS),
    Kind.PEOPLE: _by_name(_PEOPLE),
    Kind.CARTONS: _by_name(_CARTONS),
    Kind.CARRIERS: _by_name(_CARRIERS),
    Kind.GOODS: _by_name(_GOODS),
}
"""In this order: the first whose needs are met is the table's kind."""
_NEEDS: dict[Kind, tuple[str, ...]] = {
    Kind.LINES: ("number", "quantity", "sku title item"),
    Kind.ORDERS: ("number", "created_at paid_at receiver.address receiver.phone total"),
    Kind.WAYBILLS: ("carrier", "numbers"),
    Kind.PEOPLE: ("badge", "name role"),
    Kind.CARTONS: ("code", "inner_mm max_g"),
    Kind.CARRIERS: ("code", "name number_pattern"),
    Kind.GOODS: ("sku", "title barcodes packs weight_g size_mm traits inspect picture pack on_hand"),
}
"""One of the fields of each text must have a column."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a table mean: field → its columns in the order in which they are asked."""

    kind: Kind
    columns: Mapping[str, tuple[int, ...]]
    is_taobao: bool = False


def recognise(header: Sequence[str]) -> Layout | None:
    """The layout a header row announces; None when it announces none we know."""
    names = [folded(name) for name in header]
    for kind, known in _NAMES.items():
        found: dict[str, list[tuple[int, int]]] = {}
        for place, name in enumerate(names):
            if name in known:
                field, turn = known[name]
                found.setdefault(field, []).append((turn, place))
        # numbers beside orders are used already: our own list of shipments is no fresh stock of them
        if _has_all(found, kind) and not (kind is Kind.WAYBILLS and _ORDER_ONLY & set(names)):
            columns = {field: tuple(place for _, place in sorted(turns)) for field, turns in found.items()}
            return Layout(kind, columns, is_taobao=bool(_TAOBAO_ONLY & set(names)))
    return None


def _has_all(found: Mapping[str, object], kind: Kind) -> bool:
    return all(any(field in found for field in need.split()) for need in _NEEDS[kind])


def folded(name: str) -> str:
    """A column's name without what writers add to it: width, case, blanks, brackets, stars."""
    if len(name) > _LONGEST_NAME:
        return ""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).lower()
