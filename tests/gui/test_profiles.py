# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from ocppdesk.gui.chips.saved import ChipList
from ocppdesk.gui.messages.columns import COLUMNS, Column
from ocppdesk.gui.messages.layout_state import LayoutState
from ocppdesk.gui.profiles import PROFILES, Profiles
from ocppdesk.settings import DECLARED, Settings, SettingsError

DOCKS = {"chargers": True, "detail": True}
DEFAULTS = {setting.name: setting.default for setting in DECLARED}


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def profiles(settings):
    return Profiles(settings)


def test_the_profiles_are_known_by_name(profiles):
    assert profiles.names() == ["Live", "Review", "Charts", "Commissioning"]
    assert profiles.current == "Live"


def test_a_first_start_is_live_as_it_came(settings):
    live = PROFILES[0]
    assert live.values() == {name: DEFAULTS[name] for name in live.values()}


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_profiles_speak_of_columns_and_settings_that_exist(profile):
    declared = {setting.name: setting for setting in DECLARED}
    for name, value in profile.settings.items():
        assert declared[name].check(value) is None
    state = LayoutState.read(profile.values()["columns"])
    assert {*state.shown, *state.widths} <= {info.name for info in COLUMNS}


def test_a_profile_changes_settings_and_docks(profiles, settings):
    assert profiles.apply("Charts", DOCKS) == {"chargers": True, "detail": False}
    assert profiles.current == settings.profile == "Charts"
    shown = LayoutState.read(settings.columns).shown
    assert shown[COLUMNS[Column.JSON].name] is False


def test_the_settings_change_all_at_once(profiles, settings):
    told = []
    settings.on_change(told.append)
    profiles.apply("Review", DOCKS)
    assert told == [{"columns", "time_mode", "newest_first", "profile"}]


def test_commissioning_has_the_chips_of_the_configuration_first(profiles, settings):
    profiles.apply("Commissioning", DOCKS)
    chips = ChipList(settings).shown
    assert chips[0].key == "config"
    assert len(chips) == len(ChipList(Settings()).shown)


def test_what_was_changed_in_a_profile_is_there_again(profiles, settings):
    columns = LayoutState(shown={"size": True}).text()
    settings.change({"columns": columns, "exchanges": True})
    hidden = {"chargers": False, "detail": True}
    profiles.apply("Charts", hidden)
    assert settings.exchanges is False
    settings.change({"time_mode": "UTC"})
    found = profiles.apply("Live", {"chargers": True, "detail": True})
    assert (settings.columns, settings.exchanges) == (columns, True)
    assert settings.time_mode == DEFAULTS["time_mode"]
    assert found == hidden
    assert profiles.apply("Charts", hidden) == DOCKS
    assert settings.time_mode == "UTC"


def test_changes_outlive_the_program(profiles, settings, tmp_path):
    settings.change({"exchanges": True})
    profiles.apply("Review", DOCKS)
    again = Settings(tmp_path / "settings.json")
    assert Profiles(again).current == "Review"
    Profiles(again).apply("Live", DOCKS)
    assert again.exchanges is True


def test_the_same_profile_again_changes_nothing(profiles, settings):
    settings.change({"exchanges": True})
    docks = {"chargers": False, "detail": False}
    assert profiles.apply("Live", docks) == docks
    assert settings.exchanges is True


def test_reset_forgets_what_was_changed_in_the_current_profile(profiles, settings):
    settings.change({"exchanges": True})
    profiles.apply("Charts", DOCKS)
    settings.change({"columns": "", "newest_first": False})
    assert profiles.reset() == {"chargers": True, "detail": False}
    assert settings.columns == dict(PROFILES[2].settings)["columns"]
    assert settings.newest_first is True
    profiles.apply("Live", DOCKS)
    assert settings.exchanges is True


def test_an_unknown_profile_is_the_first_one(profiles, settings):
    settings.change({"profile": "Gone"})
    assert profiles.current == "Live"
    profiles.apply("Charts", DOCKS)
    profiles.apply("Gone", DOCKS)
    assert settings.profile == "Live"


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "[" * 100_000, '{"Charts": 5}',
        json.dumps({"Charts": {"time_mode": "x", "listen_port": 1, "docks": [1]}}),
        json.dumps({"Charts": {"newest_first": "no", "docks": {"detail": "no"}}}),
    ],
)  # fmt: skip
def test_what_is_damaged_is_left_out(profiles, settings, text):
    settings.change({"profiles": text})
    assert profiles.apply("Charts", DOCKS) == {"chargers": True, "detail": False}
    values = PROFILES[2].values()
    assert {name: getattr(settings, name) for name in values} == values
    assert settings.listen_port == DEFAULTS["listen_port"]


def test_settings_that_cannot_be_written_leave_the_profile(
    profiles, settings, monkeypatch
):
    def refuse(_settings):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Settings, "_save", refuse)
    with pytest.raises(SettingsError):
        profiles.apply("Charts", DOCKS)
    assert profiles.current == "Live"
