# SPDX-License-Identifier: Apache-2.0
from dataclasses import fields, replace

import pytest
from PySide6.QtWidgets import QMenu, QWidget

from ocppdesk.gui.messages.proposals import FOLLOWED, Proposal
from ocppdesk.gui.messages.row_menu import RowCommands, RowFacts, plain, row_menu

FACTS = RowFacts(
    of_cell=[Proposal("This cell", ".status == Faulted")],
    of_message=[
        Proposal("This action", "Heartbeat"),
        Proposal("This connector", "connector == 2"),
    ],
    cell_text="Faulted",
    cell_path=".status",
    followed={"transaction": "", "connector": "connector == 2"},
    columns=[".status", ".errorCode"],
)


@pytest.fixture
def menu_of(qtbot):
    """Make a row's menu; returns its entries by their path, and what they did."""
    parent = QWidget()
    qtbot.addWidget(parent)
    done = []
    commands = RowCommands(
        **{
            field.name: lambda *args, name=field.name: done.append((name, *args))
            for field in fields(RowCommands)
        }
    )
    commands = replace(commands, key_text=lambda name: f"<{name}>")

    def making(facts=FACTS):
        return entries_of(row_menu(parent, commands, facts)), done

    return making


def entries_of(menu, above=""):
    """Return the entries of a menu and of those in it, by their names."""
    found = {}
    for action in menu.actions():
        if action.isSeparator():
            continue
        path = f"{above}{action.text().replace('&', '')}"
        found[path] = action
        inner = action.menu()
        if isinstance(inner, QMenu):
            found |= entries_of(inner, f"{path} > ")
    return found


def test_a_filter_is_shown_beside_what_it_is_about(menu_of):
    entries, done = menu_of()
    entries["Filter on this > This cell\t.status == Faulted"].trigger()
    entries["Filter on this > This action\tHeartbeat"].trigger()
    assert done == [("filter_on", ".status == Faulted"), ("filter_on", "Heartbeat")]


def test_with_a_filter_on_one_narrows_it_step_by_step(menu_of):
    entries, done = menu_of(replace(FACTS, is_filtered=True))
    entries["Filter on this > This connector\tconnector == 2"].trigger()
    entries["Filter on this > Only this > This action\tHeartbeat"].trigger()
    assert done == [("narrow", "connector == 2"), ("filter_on", "Heartbeat")]


def test_only_this_is_offered_where_there_is_something_to_replace(menu_of):
    entries, _done = menu_of()
    assert "Filter on this > Only this" not in entries


@pytest.mark.parametrize("is_filtered", [False, True])
def test_hiding_adds_to_the_present_filter(menu_of, is_filtered):
    entries, done = menu_of(replace(FACTS, is_filtered=is_filtered))
    entries["Hide this > This action\t-Heartbeat"].trigger()
    entries["Hide this > This cell\tnot .status == Faulted"].trigger()
    assert done == [("narrow", "-Heartbeat"), ("narrow", "not .status == Faulted")]


def test_the_same_filter_is_offered_once(menu_of):
    entries, _done = menu_of(replace(FACTS, of_message=FACTS.of_cell))
    assert sum("Faulted" in path for path in entries if path.startswith("Filter")) == 1


def test_without_proposals_there_is_nothing_to_filter_on(menu_of):
    entries, _done = menu_of(replace(FACTS, of_cell=[], of_message=[]))
    assert not entries["Filter on this"].isEnabled()
    assert not entries["Hide this"].isEnabled()


def test_what_the_message_has_not_cannot_be_followed_and_says_so(menu_of):
    entries, done = menu_of()
    entries["Follow > This connector\tconnector == 2"].trigger()
    assert done == [("follow", "connector")]
    refused = entries["Follow > This transaction\tthe message has none"]
    assert not refused.isEnabled()
    assert len([path for path in entries if path.startswith("Follow > ")]) == 4
    assert len(FOLLOWED) == 4


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Mark\t<mark>", "toggle_mark"),
        ("Note…\t<note>", "edit_note"),
        ("Time zero here\t<time_zero>", "set_time_zero"),
        ("Open in a window of its own\t<open_in_window>", "open_window"),
        ("Copy > Summary line\t<copy_summary>", "copy_summary"),
        ("Copy > JSON (pretty)", "copy_pretty"),
        ("Copy > JSON (wire)\t<copy_json>", "copy_json"),
        ("Copy > Exchange as Markdown", "copy_markdown"),
        ("Copy > CSV rows", "copy_csv"),
    ],
)
def test_commands_show_their_keys(menu_of, path, name):
    entries, done = menu_of()
    entries[path].trigger()
    assert done == [(name,)]


def test_a_mark_is_ticked(menu_of):
    for is_marked in (False, True):
        entries, _done = menu_of(replace(FACTS, is_marked=is_marked))
        assert entries["Mark\t<mark>"].isChecked() is is_marked


@pytest.mark.parametrize(
    ("is_answer", "text"), [(False, "Go to answer"), (True, "Go to request")]
)
def test_the_other_half_can_be_gone_to_if_there_is_one(menu_of, is_answer, text):
    entries, done = menu_of(replace(FACTS, is_answer=is_answer, has_partner=True))
    entries[f"{text}\t<partner>"].trigger()
    assert done == [("go_to_partner",)]
    entries, _done = menu_of(replace(FACTS, is_answer=is_answer))
    assert not entries[f"{text}\t<partner>"].isEnabled()


def test_the_cell_can_be_copied_as_value_path_and_filter(menu_of):
    entries, done = menu_of()
    entries["Copy > Value\tFaulted"].trigger()
    entries["Copy > Path\t.status"].trigger()
    entries["Copy > As filter\t.status == Faulted"].trigger()
    assert [text for _name, text in done] == [
        "Faulted",
        ".status",
        ".status == Faulted",
    ]


def test_what_a_cell_has_not_cannot_be_copied(menu_of):
    entries, _done = menu_of(replace(FACTS, of_cell=[], cell_text="", cell_path=""))
    for path in ("Copy > Value\t", "Copy > Path\t", "Copy > As filter\t"):
        assert not entries[path].isEnabled()


def test_places_of_the_payload_can_be_columns(menu_of):
    entries, done = menu_of()
    entries["Show as column > .errorCode"].trigger()
    assert done == [("show_column", ".errorCode")]
    entries, _done = menu_of(replace(FACTS, columns=[]))
    assert not entries["Show as column"].isEnabled()


def test_only_what_wscat_can_send_is_offered_for_it(menu_of):
    entries, _done = menu_of()
    assert not entries["Copy > wscat command"].isEnabled()
    entries, done = menu_of(replace(FACTS, can_be_sent=True))
    entries["Copy > wscat command"].trigger()
    assert done == [("copy_wscat",)]


def test_only_a_command_can_be_edited_and_sent_again(menu_of):
    entries, _done = menu_of()
    assert not [name for name in entries if "send again" in name]
    entries, done = menu_of(replace(FACTS, is_command=True))
    entries["Edit and send again…\t<resend>"].trigger()
    assert done == [("resend",)]


def test_a_chargers_text_is_short_on_one_line_and_no_access_key():
    assert plain("A&B") == "A&&B"
    assert plain("a\nb\tc") == "a b c"
    assert len(plain("x" * 5000)) < 60


def test_each_entry_of_the_menu_has_an_access_key_of_its_own(menu_of):
    entries, _done = menu_of()
    texts = [action.text() for path, action in entries.items() if " > " not in path]
    keys = [text[text.index("&") + 1].lower() for text in texts]
    assert len(keys) == len(set(keys)) == 12


def test_commands_of_the_window_are_in_the_menu(menu_of):
    entries, done = menu_of()
    entries["Show on chart\t<show_on_chart>"].trigger()
    entries["Compare…\t<compare>"].trigger()
    assert done == [("run", "show_on_chart"), ("run", "compare")]
