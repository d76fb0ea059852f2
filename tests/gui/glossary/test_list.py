# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView

from ocppdesk.core.glossary import entries
from ocppdesk.gui.glossary.list import EntriesModel, EntryDelegate


@pytest.fixture
def model(qapp):
    return EntriesModel()


def listed(model):
    return [model.index(row).data() for row in range(model.rowCount())]


def test_the_model_keeps_the_rules_of_models(model):
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    model.show_entries("1.6", "")
    model.show_entries("2.1", "meter")
    model.show_entries("2.1", "no such thing")
    assert tester.model() is model


def test_without_words_all_of_a_version_is_listed(model):
    model.show_entries("1.6", "  ")
    assert listed(model) == [e.action for e in entries("1.6")]


def test_all_words_must_occur_in_name_or_text(model):
    model.show_entries("1.6", "CARD local")
    found = listed(model)
    assert "SendLocalList" in found
    assert "Heartbeat" not in found


def test_names_come_before_texts(model):
    model.show_entries("1.6", "meter")
    assert listed(model)[0] == "MeterValues"


def test_an_action_is_found_in_any_case(model):
    model.show_entries("1.6", "")
    assert listed(model)[model.row_of("heartBEAT")] == "Heartbeat"
    assert model.row_of("TransactionEvent") == -1


def test_a_screen_reader_hears_name_sender_and_title(model):
    model.show_entries("1.6", "")
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Authorize, charger → CSMS: May this card charge?"


def test_lines_are_painted_selected_or_not(model, theme, qtbot):
    view = QListView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setItemDelegate(EntryDelegate(theme, view))
    model.show_entries("1.6", "")
    view.resize(300, 100)
    with qtbot.waitExposed(view):
        view.show()
    plain = view.grab().toImage()
    view.setCurrentIndex(model.index(0))
    assert view.grab().toImage() != plain
    assert view.sizeHintForRow(0) >= 2 * view.fontMetrics().height()
