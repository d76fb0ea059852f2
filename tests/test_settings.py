# SPDX-License-Identifier: Apache-2.0
"""Settings are declared once and kept in a file; no file keeps us from starting."""

import json
from pathlib import Path

import pytest

from ocppdesk.settings import (
    DECLARED,
    Settings,
    SettingsError,
    data_folder,
    settings_path,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "settings.json"


def written(path, content):
    path.parent.mkdir(exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return Settings(path)


def test_names_are_unique_and_defaults_are_allowed():
    assert len({setting.name for setting in DECLARED}) == len(DECLARED)
    for setting in DECLARED:
        assert setting.check(setting.default) is None


@pytest.mark.parametrize(
    "setting", [s for s in DECLARED if s.is_shown], ids=lambda setting: setting.name
)
def test_a_setting_that_is_shown_explains_itself(setting):
    assert setting.group
    assert setting.title
    assert setting.description.endswith(".")


def test_values_are_attributes():
    settings = Settings()
    assert settings.listen_port == 9000
    assert settings.newest_first is True
    with pytest.raises(AttributeError, match="listen_prot"):
        _ = settings.listen_prot


def test_a_change_is_kept_in_the_file(path):
    Settings(path).change({"listen_port": 9001, "theme": "Dark"})
    again = Settings(path)
    assert (again.listen_port, again.theme) == (9001, "Dark")
    assert again.complaints == []


def test_the_file_holds_only_what_is_not_the_default(path):
    settings = Settings(path)
    settings.change({"listen_port": 9001, "zoom_percent": 150})
    settings.change({"zoom_percent": 100})
    assert json.loads(path.read_text()) == {"listen_port": 9001}


def test_nothing_is_written_as_long_as_nothing_changes(path):
    Settings(path).change({"listen_port": 9000})
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("listen_port", 70_000, "Port is at most 65535."),
        ("listen_port", -1, "Port is at least 0."),
        ("listen_port", "9000", "Port is a whole number, not '9000'."),
        ("listen_port", True, "Port is a whole number, not True."),
        ("listen_port", 9000.0, "Port is a whole number, not 9000.0."),
        ("newest_first", 1, "Newest message on top is yes or no, not 1."),
        ("theme", "Pink", "Theme is one of: System, Light, Dark, Sunlight."),
        ("listen_host", None, "Network interface is text, not None."),
        ("zoom_percent", 10, "Zoom is at least 100 %."),
    ],
)
def test_what_does_not_fit_changes_nothing(path, name, value, why):
    settings = Settings(path)
    heard = []
    settings.on_change(heard.append)
    with pytest.raises(SettingsError) as caught:
        settings.change({"call_timeout_s": 5, name: value})
    assert str(caught.value) == why
    assert settings.call_timeout_s == 30
    assert heard == []
    assert not path.exists()


def test_listeners_hear_the_names_of_what_changed():
    settings = Settings()
    heard = []
    settings.on_change(heard.append)
    settings.change({"listen_port": 9001, "theme": "System"})
    settings.change({"listen_port": 9001})
    assert heard == [frozenset({"listen_port"})]


def test_a_file_that_cannot_be_written_changes_nothing(tmp_path):
    (tmp_path / "file").touch()
    settings = Settings(tmp_path / "file" / "settings.json")
    heard = []
    settings.on_change(heard.append)
    with pytest.raises(SettingsError, match="cannot be written"):
        settings.change({"listen_port": 9001})
    assert settings.listen_port == 9000
    assert heard == []


@pytest.mark.parametrize("content", ["", "{", "\x00\x00", '{"listen_port": 9001'])
def test_a_damaged_file_gives_the_defaults_and_is_kept(path, content):
    settings = written(path, content)
    assert settings.listen_port == 9000
    assert "cannot be read" in settings.complaints[0]
    assert path.with_suffix(".damaged").read_text() == content
    settings.change({"listen_port": 9002})
    assert Settings(path).listen_port == 9002


def test_bytes_that_are_no_text_give_the_defaults(path):
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe\xff")
    settings = Settings(path)
    assert settings.listen_port == 9000
    assert len(settings.complaints) == 1


@pytest.mark.parametrize("content", ["[]", "null", "5", '"text"'])
def test_a_file_of_something_else_gives_the_defaults(path, content):
    assert written(path, content).listen_port == 9000


def test_values_that_no_longer_fit_are_told_and_the_rest_is_taken(path):
    content = {"listen_port": 99_999, "theme": "Dark", "of_a_later_version": 1}
    settings = written(path, content)
    assert (settings.listen_port, settings.theme) == (9000, "Dark")
    assert settings.complaints == ["Port is at most 65535. The default 9000 is used."]


def test_both_folders_follow_the_environment(home, monkeypatch):
    assert data_folder() == home
    assert settings_path() == home / "settings.json"
    monkeypatch.delenv("OCPPDESK_HOME")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(variable, raising=False)
    assert isinstance(data_folder(), Path)
    assert "ocppdesk" in data_folder().parts
    assert settings_path().name == "settings.json"
    assert "ocppdesk" in settings_path().parts
