"""Invented buyers: names put together by chance, places that exist, roads that do not."""

from __future__ import annotations

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾"
    "彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金"
)
GIVEN = (
    "明芳伟娜敏静丽强磊洋艳勇杰娟涛超霞平刚桂英华文玲斌宇浩凯"
    "晨欣怡佳颖雪梅兰竹云岚峰林晓雨思远子涵一诺梓萱俊熙博文嘉慧"
)
PLACES: tuple[tuple[str, str, str], ...] = (
    ("浙江省", "杭州市", "余杭区"), ("浙江省", "杭州市", "西湖区"), ("浙江省", "宁波市", "鄞州区"),
    ("浙江省", "温州市", "瓯海区"), ("浙江省", "金华市", "婺城区"), ("江苏省", "南京市", "江宁区"),
    ("江苏省", "苏州市", "吴中区"), ("江苏省", "无锡市", "滨湖区"), ("江苏省", "徐州市", "云龙区"),
    ("上海", "上海市", "浦东新区"), ("上海", "上海市", "闵行区"), ("北京", "北京市", "朝阳区"),
    ("北京", "北京市", "海淀区"), ("天津", "天津市", "南开区"), ("广东省", "广州市", "天河区"),
    ("广东省", "深圳市", "南山区"), ("广东省", "深圳市", "龙岗区"), ("广东省", "佛山市", "顺德区"),
    ("广东省", "东莞市", "南城街道"), ("四川省", "成都市", "武侯区"), ("四川省", "绵阳市", "涪城区"),
    ("重庆", "重庆市", "渝北区"), ("湖北省", "武汉市", "洪山区"), ("湖北省", "宜昌市", "西陵区"),
    ("湖南省", "长沙市", "岳麓区"), ("湖南省", "株洲市", "天元区"), ("陕西省", "西安市", "雁塔区"),
    ("河南省", "郑州市", "金水区"), ("河南省", "洛阳市", "洛龙区"), ("山东省", "济南市", "历下区"),
    ("山东省", "青岛市", "崂山区"), ("福建省", "福州市", "鼓楼区"), ("福建省", "厦门市", "思明区"),
    ("安徽省", "合肥市", "蜀山区"), ("江西省", "南昌市", "红谷滩区"), ("辽宁省", "沈阳市", "浑南区"),
    ("辽宁省", "大连市", "甘井子区"), ("云南省", "昆明市", "盘龙区"), ("广西壮族自治区", "南宁市", "青秀区"),
    ("黑龙江省", "哈尔滨市", "南岗区"),
)  # fmt: skip
_ROADS = (
    "云杉",
    "清溪",
    "望湖",
    "松涛",
    "百合",
    "星河",
    "长安里",
    "丰年",
    "青禾",
    "月泉",
    "桂苑",
    "听雨",
    "白鹭",
    "石桥",
    "锦绣",
    "南屏",
)
_ENDS = ("路", "街", "大道", "巷")
_HOMES = ("花园", "家园", "新城", "公寓", "小区")
_MOBILE = ("130", "135", "136", "138", "139", "150", "151", "158", "159", "182", "186", "187", "188")
PHONE_DIGITS = 11
NICKS = ("小", "阿", "爱吃", "爱笑的", "南方的", "会飞的")
NOUNS = ("柠檬", "团子", "麻雀", "青柠", "番茄", "石榴", "木木", "海盐", "棉花糖", "橘猫")


def name(rng: Random) -> str:
    """A name of two or three characters."""
    return rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2))))


def nick(rng: Random) -> str:
    """What a buyer calls themselves."""
    return rng.choice(NICKS) + rng.choice(NOUNS) + str(rng.randrange(10, 9999))


def phone(rng: Random) -> str:
    """A mobile number."""
    return rng.choice(_MOBILE) + f"{rng.randrange(10**8):08d}"


def receiver(rng: Random) -> dict[str, str]:
    """Somebody with an address, as the order file writes it."""
    province, city, district = rng.choice(PLACES)
    road = f"{rng.choice(_ROADS)}{rng.choice(_ENDS)}{rng.randrange(1, 999)}号"
    house, floor, flat = rng.randrange(1, 30), rng.randrange(1, 33), rng.randrange(1, 5)
    home = f"{rng.choice(_ROADS)}{rng.choice(_HOMES)}{house}栋{floor}0{flat}室"
    return {
        "name": name(rng),
        "phone": phone(rng),
        "province": province,
        "city": city,
        "district": district,
        "town": "",
        "detail": f"{road}{home}",
        "postcode": "",
    }
