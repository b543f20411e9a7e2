"""Taobao's export files as the shop writes them, to be taken apart in tests."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl

from packstation.domain.intake import Batch
from packstation.domain.order import Order

ORDERS = [
    "订单编号",
    "买家会员名",
    "买家支付宝账号",
    "支付单号",
    "买家应付货款",
    "买家应付邮费",
    "买家支付积分",
    "总金额",
    "返点积分",
    "买家实际支付金额",
    "买家实际支付积分",
    "订单状态",
    "买家留言",
    "收货人姓名",
    "收货地址",
    "运送方式",
    "联系电话",
    "联系手机",
    "订单创建时间",
    "订单付款时间",
    "宝贝标题",
    "宝贝种类",
    "物流单号",
    "物流公司",
    "订单备注",
    "宝贝总数量",
    "店铺Id",
    "店铺名称",
    "订单关闭原因",
]
ITEMS = [
    "订单编号",
    "标题",
    "价格",
    "购买数量",
    "外部系统编号",
    "商品属性",
    "套餐信息",
    "备注",
    "订单状态",
    "商家编码",
]
ORDERS_2026 = [
    "订单编号",
    "支付单号",
    "买家应付货款",
    "买家应付邮费",
    "总金额",
    "买家实付金额",
    "订单状态",
    "收货地址",
    "运送方式",
    "订单创建时间",
    "商品标题",
    "宝贝种类",
    "物流单号",
    "物流公司",
    "备注标签",
    "商家备注",
    "宝贝总数量",
    "开票信息",
    "手机订单",
    "商品属性SKU",
    "发货时间",
]
ITEMS_2026 = [
    "子订单编号",
    "主订单编号",
    "商品标题",
    "商品价格",
    "购买数量",
    "商品属性",
    "订单状态",
    "买家实付金额",
    "退款状态",
    "退款金额",
    "商品ID",
    "发货时间",
]
A, B = "4065712345678901234", "4065712345678905555"
WAITING = "买家已付款，等待卖家发货"


def an_order(number: str = A, **changes: str) -> dict[str, str]:
    """A row of the classic orders file."""
    return {
        "订单编号": f'="{number}"',
        "买家会员名": "tb12345",
        "支付单号": f'="{number}99"',
        "订单状态": WAITING,
        "买家留言": '请用"礼盒",谢谢\n别忘了',
        "收货人姓名": "李明",
        "收货地址": "浙江省 杭州市 余杭区 仓前街道 文一西路969号(311121)",
        "联系手机": "'13812345678",
        "订单创建时间": "2026-11-22 20:01:05",
        "订单付款时间": "2026-11-22 20:01:33",
        "宝贝标题": "白色棉T恤，白瓷杯",
        "宝贝种类": "2",
        "宝贝总数量": "3",
        "订单备注": "老客户",
        "店铺名称": "示例旗舰店",
        **changes,
    }


def an_item(number: str = A, **changes: str) -> dict[str, str]:
    """A row of the classic items file."""
    item = {
        "订单编号": f'="{number}"',
        "标题": "白色棉T恤",
        "价格": "59.00",
        "购买数量": "2",
        "商家编码": "TS-WHT-L",
    }
    return {**item, "商品属性": "颜色:白;尺码:L", "订单状态": WAITING, **changes}


def a_cup(number: str = A, **changes: str) -> dict[str, str]:
    """Another row of it; it bears the shop's code in the other column."""
    return an_item(
        number,
        **{
            "标题": "白瓷杯",
            "价格": "12.5",
            "购买数量": "1",
            "外部系统编号": "CUP-1",
            "商家编码": "",
            "商品属性": "",
        }
        | changes,
    )


def write_csv(
    path: Path, header: list[str], rows: list[dict[str, str]], encoding: str, delimiter: str = ","
) -> Path:
    """The rows as a file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(
    path: Path, header: list[str], rows: list[dict[str, object]], above: list[list[object]] | None = None
) -> Path:
    """The rows as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [*(above or []), header, *([row.get(name) for name in header] for row in rows)]:
        sheet.append(row)
    book.save(path)
    return path


def orders_of(batch: Batch) -> dict[str, Order]:
    """The orders among the records, by number."""
    return {record.number: record for _, record in batch.records if isinstance(record, Order)}
