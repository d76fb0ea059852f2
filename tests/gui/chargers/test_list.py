# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTreeWidget

from ocppdesk.capture.records import Charger, Connector
from ocppdesk.gui.chargers.list import ChargersPanel

AT = 1_790_000_000_000_000
CHARGING = Connector(0, 1, "Charging", "NoError", "", AT)
FAULTED = Connector(0, 2, "Faulted", "GroundFailure", "RCD tripped", AT)
FIRST = Charger(
    "CP-0042",
    AT,
    version="1.6",
    vendor="Wallbe",
    model="Eco",
    serial="SN1",
    firmware="1.14",
    boot_at=AT,
    is_connected=True,
    connectors=(CHARGING, FAULTED),
)
SECOND = Charger("CP-0043", AT, version="2.0.1")


@pytest.fixture
def panel(qtbot, theme):
    panel = ChargersPanel(theme)
    qtbot.addWidget(panel)
    panel.resize(240, 400)
    panel.show()
    return panel


def tree(panel):
    return panel.findChild(QTreeWidget)


def rows(panel):
    """The texts from top to bottom, connectors indented."""
    found = []
    for row in range(tree(panel).topLevelItemCount()):
        item = tree(panel).topLevelItem(row)
        found.append(" ".join(filter(None, [item.text(0), item.text(1)])))
        found += [f"  {item.child(n).text(0)}" for n in range(item.childCount())]
    return found


def spoken(item):
    return item.data(0, Qt.ItemDataRole.AccessibleTextRole)


def test_many_come_a_few_at_a_time_in_their_order(qtbot, panel):
    names = [f"CP-{number:04}" for number in range(90)]
    panel.update_chargers([replace(FIRST, identity=name) for name in names])
    assert panel.identities == names
    assert tree(panel).topLevelItemCount() < 60
    late = [replace(SECOND, identity="CP-0001-B"), replace(SECOND, identity="CP-0050")]
    several = {name: replace(FIRST, identity=name) for name in names}
    several.update((one.identity, one) for one in late)
    panel.update_chargers([several[name] for name in sorted(several)])
    qtbot.waitUntil(lambda: tree(panel).topLevelItemCount() == 92)
    shown = [tree(panel).topLevelItem(n).text(0) for n in range(1, 92)]
    assert shown == sorted(several)
    second = tree(panel).topLevelItem(52)
    assert (second.text(1), second.childCount()) == ("2.0.1", 0)


def test_one_that_is_not_shown_yet_can_be_chosen(panel):
    names = [f"CP-{number:04}" for number in range(90)]
    panel.update_chargers([replace(FIRST, identity=name) for name in names])
    panel.choose("CP-0089")
    assert panel.chosen == "CP-0089"
    assert tree(panel).topLevelItemCount() == 91
    spanned = tree(panel).topLevelItem(90).child(0)
    assert spanned.isFirstColumnSpanned()


def click(qtbot, panel, item):
    where = tree(panel).visualItemRect(item).center()
    viewport = tree(panel).viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=where)


def test_chargers_are_listed_with_their_connectors(panel):
    panel.update_chargers([FIRST, SECOND])
    assert rows(panel) == [
        "All chargers (2)",
        "CP-0042 1.6",
        "  ⚡ Conn. 1: Charging",
        "  ✖ Conn. 2: Faulted, GroundFailure",
        "CP-0043 2.0.1",
    ]


def test_identities_are_in_the_order_of_the_list(panel):
    panel.update_chargers([SECOND, FIRST])
    assert panel.identities == ["CP-0043", "CP-0042"]


def test_places_of_each_version_have_their_names(panel):
    places = [
        Connector(0, 0, "Available", "NoError", "", AT),
        Connector(1, 0, "Unavailable", "", "", AT),
        Connector(1, 2, "Occupied", "", "", AT),
        Connector(0, 3, "Avalaible", "NoError", "", AT),
    ]
    panel.update_chargers([replace(FIRST, connectors=tuple(places))])
    assert rows(panel)[2:] == [
        "  ✓ Charger: Available",
        "  ⊘ EVSE 1: Unavailable",
        "  ◐ EVSE 1.2: Occupied",
        "  • Conn. 3: Avalaible",
    ]


def test_state_is_spoken_and_not_only_a_colour(panel):
    panel.update_chargers([FIRST, SECOND])
    first, second = (tree(panel).topLevelItem(row) for row in (1, 2))
    assert spoken(first) == "CP-0042, online"
    assert spoken(second) == "CP-0043, offline"
    assert spoken(first.child(1)) == "Connector 2: Faulted, GroundFailure"
    images = [item.icon(0).pixmap(16, 16).toImage() for item in (first, second)]
    assert images[0] != images[1]


def test_the_tool_tip_has_all_that_is_known(panel):
    panel.update_chargers([FIRST])
    item = tree(panel).topLevelItem(1)
    for value in ("online", "Wallbe", "Eco", "SN1", "1.14", "Last boot"):
        assert value in item.toolTip(0)
    assert "RCD tripped" in item.child(1).toolTip(0)


def test_a_click_chooses_a_charger(qtbot, panel):
    panel.update_chargers([FIRST, SECOND])
    with qtbot.waitSignal(panel.charger_chosen) as signal:
        click(qtbot, panel, tree(panel).topLevelItem(2))
    assert signal.args == ["CP-0043"]
    assert panel.chosen == "CP-0043"


def test_a_connector_stands_for_its_charger(qtbot, panel):
    panel.update_chargers([FIRST])
    with qtbot.waitSignal(panel.charger_chosen) as signal:
        click(qtbot, panel, tree(panel).topLevelItem(1).child(0))
    assert signal.args == ["CP-0042"]


def test_the_keyboard_chooses_too(qtbot, panel):
    panel.update_chargers([FIRST, SECOND])
    with qtbot.waitSignal(panel.charger_chosen) as signal:
        qtbot.keyClick(tree(panel), Qt.Key.Key_Down)
    assert signal.args == ["CP-0042"]
    with qtbot.waitSignal(panel.charger_chosen) as signal:
        qtbot.keyClick(tree(panel), Qt.Key.Key_Home)
    assert signal.args == [""]


def test_updates_keep_choice_and_expansion(qtbot, panel):
    panel.update_chargers([FIRST, SECOND])
    panel.choose("CP-0043")
    tree(panel).topLevelItem(1).setExpanded(False)
    early = replace(SECOND, identity="AA-1")
    with qtbot.assertNotEmitted(panel.charger_chosen):
        panel.update_chargers([early, replace(FIRST, is_connected=False), SECOND])
    assert panel.chosen == "CP-0043"
    assert rows(panel)[1] == "AA-1 2.0.1"
    assert not tree(panel).topLevelItem(2).isExpanded()


def test_a_choice_within_the_connectors_survives_their_reports(panel):
    panel.update_chargers([FIRST])
    child = tree(panel).topLevelItem(1).child(1)
    tree(panel).setCurrentItem(child)
    changed = replace(FAULTED, status="Available", error_code="NoError")
    panel.update_chargers([replace(FIRST, connectors=(CHARGING, changed))])
    assert tree(panel).currentItem() is child
    assert child.text(0) == "✓ Conn. 2: Available"


def test_a_charger_that_is_gone_gives_way_to_all(qtbot, panel):
    panel.update_chargers([FIRST, SECOND])
    panel.choose("CP-0043")
    with qtbot.waitSignal(panel.charger_chosen) as signal:
        panel.update_chargers([replace(FIRST, connectors=())])
    assert signal.args == [""]
    assert rows(panel) == ["All chargers (1)", "CP-0042 1.6"]


def test_choosing_a_stranger_means_all(panel):
    panel.update_chargers([FIRST])
    panel.choose("CP-0042")
    panel.choose("nobody")
    assert panel.chosen == ""


def test_an_empty_list_says_what_to_expect(panel):
    label = panel.findChild(QLabel)
    assert label.isVisible()
    assert "Chargers appear here" in label.text()
    panel.update_chargers([FIRST])
    assert not label.isVisible()


def test_a_charger_that_a_log_does_not_name_has_a_row_to_read(panel):
    panel.update_chargers([Charger("", AT)])
    item = tree(panel).topLevelItem(1)
    assert item.text(0) == "(not named)"
    assert item.toolTip(0).startswith("Not named in the log")


def test_long_identities_are_cut_in_the_middle(panel):
    assert tree(panel).textElideMode() == Qt.TextElideMode.ElideMiddle
    panel.update_chargers([replace(FIRST, identity="X" * 400)])
    assert tree(panel).horizontalScrollBar().maximum() == 0


def test_colours_follow_the_theme(theme, panel):
    panel.update_chargers([FIRST])
    child = tree(panel).topLevelItem(1).child(1)
    assert child.foreground(0).color() == theme.color("problem")
    theme.apply("Dark", 150)
    assert child.foreground(0).color() == theme.color("problem")
