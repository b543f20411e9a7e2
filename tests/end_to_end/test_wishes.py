"""The shop's rules for wishes: written into the settings file, tried from a terminal, at work on an order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from packstation.domain.usual_wishes import USUAL_RULES
from packstation.errors import BadSetting
from packstation.settings import load, save
from packstation.words import LANGUAGES
from packstation.words import load as words_of
from tests.program import EXAMPLE, objects, run, write


def settings(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "packstation.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_usual_settings_read_messages_and_memos_and_nothing_else(tmp_path: Path) -> None:
    policy = load(tmp_path / "packstation.toml").desk_options().wishes
    assert len(policy.rules) == len(USUAL_RULES)
    assert (policy.from_message, policy.from_memo, policy.traits, policy.shop) == (True, True, (), ())


def test_the_shops_own_rules_take_the_place_of_the_usual_ones(tmp_path: Path) -> None:
    path = settings(
        tmp_path,
        '[wishes]\nfrom_memo = false\nrules = [\n  "礼盒|gift box => 礼盒包装",\n  "贺卡 !不写 => 手写贺卡",\n]\n'
        'traits = ["fragile => 贴易碎标"]\nshop = ["放感谢卡", "分店 => 放分店券"]\n',
    )
    policy = load(path).desk_options().wishes
    assert [rule.wish for rule in policy.rules] == ["礼盒包装", "手写贺卡"]
    assert policy.traits == (("fragile", "贴易碎标"),)
    assert policy.shop == (("", "放感谢卡"), ("分店", "放分店券"))
    assert not policy.from_memo


@pytest.mark.parametrize(
    ("text", "line", "key", "value"),
    [
        ('[wishes]\nrules = ["礼盒 => 礼盒包装", "贺卡"]', 2, "wishes.rules", "贺卡"),
        ('[wishes]\nrules = [\n "礼盒 => 礼盒包装",\n "(贺卡 => x",\n]', 4, "wishes.rules", "(贺卡 => x"),
        ('[wishes]\n\ntraits = ["贴易碎标"]', 3, "wishes.traits", "贴易碎标"),
        ('[wishes]\nshop = ["店 =>"]', 2, "wishes.shop", "店 =>"),
        ('[wishes]\nrules = [""]', 2, "wishes.rules", ""),
    ],
)
def test_a_line_that_is_no_rule_is_one_sentence_with_its_place(
    tmp_path: Path, text: str, line: int, key: str, value: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        load(settings(tmp_path, text))
    data = refused.value.data
    assert (data["file"], data["line"], data["key"], data["value"]) == ("packstation.toml", line, key, value)
    for language in LANGUAGES:
        said = words_of(language).error(refused.value)
        assert "\n" not in said
        assert str(data["allowed"]) in said


def test_a_bad_rule_is_never_saved(tmp_path: Path) -> None:
    path = settings(tmp_path, "")
    with pytest.raises(BadSetting):
        save(path, {"wishes.rules": ["usual", "礼盒"]})
    assert path.read_text(encoding="utf-8") == ""
    save(path, {"wishes.rules": ["usual", "加急 => 先发"]})
    assert len(load(path).desk_options().wishes.rules) == len(USUAL_RULES) + 1


def test_a_sentence_is_tried_against_the_rules(tmp_path: Path) -> None:
    data = tmp_path / "data"
    told = objects(run(data, "wishes", "--json", "请用礼盒，别放发票"))
    assert told == [
        {
            "text": "请用礼盒，别放发票",
            "wishes": [
                {"text": "礼盒包装", "source": "message", "why": ["礼盒"]},
                {"text": "不放价格单", "source": "message", "why": ["别放发票"]},
            ],
        }
    ]
    nothing = run(data, "wishes", "不要礼盒")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert nothing.stderr.strip()
    settings(data, '[wishes]\nrules = ["memo: 老客户 => 放小样"]')
    assert run(data, "wishes", "--memo", "老客户").stdout == "[ ] 放小样 (memo: “老客户”)\n"
    assert run(data, "wishes", "老客户").stdout == ""
    settings(data, '[wishes]\nrules = ["老客户"]')
    bad = run(data, "wishes", "老客户")
    assert bad.returncode == 1
    assert "packstation.toml" in bad.stderr


def test_an_order_tells_what_was_asked_and_by_whom(tmp_path: Path) -> None:
    data = tmp_path / "data"
    example = json.loads(json.dumps(EXAMPLE))
    example["orders"][0]["memo"] = "老客户，放贺卡"
    example["products"][0]["pack"] = ["用气泡膜包两层"]
    run(data, "import", write(tmp_path / "orders.json", example))
    number = example["orders"][0]["number"]
    objects(run(data, "scan", lines=[number]))
    assert json.loads(run(data, "order", number, "--json").stdout)["wishes"] == [
        {"text": "礼盒包装", "ticked": False},
        {"text": "放贺卡", "ticked": False, "source": "memo", "why": ["贺卡"]},
        {"text": "用气泡膜包两层", "ticked": False, "source": "sku", "why": ["TS-WHT-L"]},
    ]
    assert "[ ] 用气泡膜包两层 (for 白色棉T恤)" in run(data, "order", number).stdout
