"""The sheet of settings: what is offered, saved, refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from packstation import settings
from packstation.settings import KEYS
from tests.gui.panels.conftest import MakeHost
from tests.gui.panels.sheets import Host, confirm, opened
from tests.gui.panels.values import texts_in_sight


def test_only_what_was_changed_is_saved_in_its_own_type(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.settings())
    choose(sheet.by_name, "window.theme", "dark")
    choose(sheet.by_name, "window.scale", "150")
    choose(sheet.by_name, "desk.print_when_packed", "false")
    sheet.by_name["desk.name"].editor.setText("desk-7")  # type: ignore[union-attr]
    confirm()
    assert made.heard.calls == [
        (
            "save",
            {
                "window.theme": "dark",
                "window.scale": 150,
                "desk.print_when_packed": False,
                "desk.name": "desk-7",
            },
        )
    ]
    assert not sheet.is_open


def choose(fields: object, name: str, value: str) -> None:
    fields[name].choose(value)  # type: ignore[index]


def test_nothing_changed_saves_nothing(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.settings())
    confirm()
    assert made.heard.calls == []
    assert sheet.note.text() == "Nothing was changed."


def test_a_value_between_the_usual_ones_stays(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.settings({"window.scale": 110, "printers.label.size": "60x40"}))
    assert sheet.changes() == {}
    assert sheet.by_name["window.scale"].value == "110"  # type: ignore[attr-defined]


def test_a_number_out_of_its_limits_is_named(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.settings())
    for text in ("4", "501", "", "fast", "٥٠"):
        sheet.by_name["scanner.gap_ms"].editor.setText(text)  # type: ignore[union-attr]
        confirm()
        assert sheet.note.text() == "Longest gap between keys (ms) must be a whole number from 5 to 500."
    assert made.heard.calls == []


def file_saver(path: Path) -> Callable[[dict[str, object]], object]:
    return lambda changes: settings.save(path, changes)


def test_a_value_the_file_does_not_take_is_explained_and_nothing_is_written(
    host: MakeHost, tmp_path: Path
) -> None:
    path = tmp_path / "packstation.toml"
    made: Host = host()
    sheet = opened(made.settings(save=file_saver(path)))
    sheet.by_name["printers.label.link"].editor.setText("carrier pigeon")  # type: ignore[union-attr]
    confirm()
    assert "printers.label.link" in sheet.note.text()
    assert sheet.is_open
    assert not path.exists()


def test_saved_settings_are_read_back(host: MakeHost, tmp_path: Path) -> None:
    path = tmp_path / "packstation.toml"
    sheet = opened(host().settings(save=file_saver(path)))
    choose(sheet.by_name, "desk.language", "en")
    choose(sheet.by_name, "printers.label.size", "76x130")
    confirm()
    found = settings.load(path)
    assert (found["desk.language"], found["printers.label.size"]) == ("en", "76x130")


def test_the_path_of_the_file_is_shown(host: MakeHost) -> None:
    assert "packstation.toml" in texts_in_sight(opened(host().settings()))


def test_every_value_offered_is_one_the_setting_takes(host: MakeHost) -> None:
    sheet = host().settings()
    for name, field in sheet.by_name.items():
        for option in getattr(field, "options", ()):
            value: object = option.value
            if isinstance(KEYS[name].default, bool):
                value = option.value == "true"
            elif isinstance(KEYS[name].default, int):
                value = int(option.value)
            assert settings.checked(name, value, settings.Source("", "")) == value
