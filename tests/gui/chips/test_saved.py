# SPDX-License-Identifier: Apache-2.0
import json
import re

import pytest

from ocppdesk.core.versions import Version, find_action
from ocppdesk.filters.doubts import doubt_about
from ocppdesk.gui.chips.saved import MOST_OWN, ChipList, built_in_chips
from ocppdesk.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def chips(qapp, settings):
    return ChipList(settings)


def keys(chips):
    return [chip.key for chip in chips.shown]


def test_the_built_in_chips_are_filters_without_doubt(qapp):
    for chip in built_in_chips():
        assert chip.filter is not None
        assert doubt_about(chip.filter) == ""


def test_the_built_in_chips_name_actions_of_ocpp(qapp):
    named = {
        word
        for chip in built_in_chips()
        for part in re.findall(r"action in {([^}]*)}", chip.text)
        for word in part.split(", ")
    }
    assert len(named) > 20
    assert [name for name in named if find_action(name, Version.V16) is None] == []


def test_without_changes_nothing_is_kept(chips, settings):
    assert chips.shown == built_in_chips()
    assert settings.chips == ""


def test_a_saved_filter_is_the_last_chip_and_survives(chips, settings):
    key = chips.add("Mine", "tx == 48213")
    assert keys(chips)[-1] == key
    again = ChipList(Settings(settings._path))
    assert again.chip(key).name == "Mine"
    assert again.chip(key).text == "tx == 48213"
    assert not again.chip(key).is_built_in


def test_every_saved_filter_has_a_key_of_its_own(chips):
    first, second = chips.add("a", "~q"), chips.add("b", "~in")
    chips.remove(first)
    third = chips.add("c", "~out")
    assert len({second, third}) == 2
    assert [chips.chip(k).name for k in (second, third)] == ["b", "c"]


def test_only_differences_are_kept(chips, settings):
    chips.rename("errors", "Trouble")
    assert list(json.loads(settings.chips)) == ["changed"]
    assert list(json.loads(settings.chips)["changed"]) == ["errors"]
    chips.rename("errors", "Errors")
    assert settings.chips == ""


def test_built_in_chips_can_be_overridden_and_reset(chips):
    chips.override("errors", "~err")
    assert chips.chip("errors").text == "~err"
    assert chips.is_changed("errors")
    chips.reset("errors")
    assert chips.shown == built_in_chips()
    assert not chips.is_changed("errors")


def test_own_chips_are_renamed_and_overridden(chips):
    key = chips.add("Mine", "~q")
    chips.rename(key, "Yours")
    chips.override(key, "~in")
    assert (chips.chip(key).name, chips.chip(key).text) == ("Yours", "~in")


def test_chips_move_and_stop_at_the_ends(chips):
    before = keys(chips)
    chips.move(before[0], -1)
    assert keys(chips) == before
    chips.move(before[0], 1)
    assert keys(chips)[:2] == [before[1], before[0]]
    chips.move(before[0], 1_000)
    assert keys(chips)[-1] == before[0]
    added = chips.add("Mine", "~q")
    assert keys(chips)[-1] == added


def test_built_in_chips_are_hidden_and_restored_to_their_place(chips):
    before = keys(chips)
    chips.remove("auth")
    assert "auth" not in keys(chips)
    assert [chip.key for chip in chips.hidden] == ["auth"]
    chips.restore("auth")
    assert keys(chips) == before


def test_own_chips_are_deleted(chips, settings):
    key = chips.add("Mine", "~q")
    chips.remove(key)
    with pytest.raises(KeyError):
        chips.chip(key)
    assert settings.chips == ""


def test_changes_are_told_once(chips, qtbot):
    told = []
    chips.changed.connect(lambda: told.append(1))
    chips.rename("errors", "Trouble")
    chips.rename("errors", "Trouble")
    chips.reload()
    assert told == [1]


def test_what_another_window_changed_is_taken_over(chips, settings, qtbot):
    other = ChipList(settings)
    key = other.add("Mine", "~q")
    with qtbot.waitSignal(chips.changed):
        chips.reload()
    assert keys(chips)[-1] == key


@pytest.mark.parametrize(
    "damaged",
    [
        "{",
        "[1, 2]",
        '"x"',
        "[" * 100_000,
        '{"hidden": 7, "own": {}, "order": null, "changed": []}',
        '{"own": [["k", "n"], 3, ["errors", "n", "~q"], ["", "n", "~q"]]}',
        '{"changed": {"errors": ["only name"], "unheard": ["a", "b"]}}',
        '{"hidden": ["unheard", {}], "order": [[], "unheard"]}',
    ],
)
def test_a_damaged_setting_is_ignored(qapp, damaged):
    settings = Settings()
    settings.change({"chips": damaged})
    assert ChipList(settings).shown == built_in_chips()


def test_a_filter_that_cannot_be_read_is_kept_as_a_text(qapp):
    settings = Settings()
    kept = json.dumps({"own": [["own-1", "Newer", "((("]]})
    settings.change({"chips": kept})
    chips = ChipList(settings)
    assert chips.chip("own-1").filter is None
    chips.rename("errors", "Trouble")
    assert ChipList(settings).chip("own-1").text == "((("


def test_chips_that_cannot_be_kept_are_there_all_the_same(qapp, tmp_path, caplog):
    (tmp_path / "no folder").write_text("")
    chips = ChipList(Settings(tmp_path / "no folder" / "settings.json"))
    key = chips.add("Mine", "~q")
    assert chips.chip(key).name == "Mine"
    assert "could not be kept" in caplog.text
    caplog.clear()


def test_there_are_not_endlessly_many(settings):
    own = [[f"own-{n}", f"Chip {n}", f"no == {n}"] for n in range(MOST_OWN + 50)]
    settings.change({"chips": json.dumps({"own": own})})
    chips = ChipList(settings)
    assert sum(not chip.is_built_in for chip in chips.shown) == MOST_OWN
    assert not chips.has_room
    chips.remove("own-7")
    assert chips.has_room
