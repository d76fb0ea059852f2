# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from ocppdesk.gui.detail.fields_model import MEANING, VALUE, FieldsModel
from ocppdesk.gui.detail.meanings import GivenMeanings, PayloadMeanings

NOTHING = GivenMeanings()
METER = {
    "connectorId": 1,
    "meterValue": [
        {"timestamp": "2026-01-01T00:00:00Z", "sampledValue": [{"value": "5"}]}
    ],
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@pytest.fixture
def model(theme):
    return FieldsModel(theme)


def cell(model, path, column):
    index = model.find(path)
    return index.siblingAtColumn(column).data()


def labels(model, parent):
    return [model.index(r, 0, parent).data() for r in range(model.rowCount(parent))]


def test_the_model_keeps_the_rules_of_models(model):
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    model.show_payload(METER, NOTHING)
    model.show_payload(list(range(1000)), NOTHING)
    model.show_payload({}, NOTHING)
    assert tester.model() is model


def test_fields_stand_in_the_order_they_were_sent(model):
    model.show_payload({"b": 1, "a": 2}, NOTHING)
    assert labels(model, QModelIndex()) == ["b", "a"]


def test_a_payload_that_is_no_object_is_one_line(model):
    model.show_payload("text", NOTHING)
    assert model.rowCount() == 1
    assert model.index(0, VALUE).data() == "text"


def test_a_path_leads_to_its_field(model):
    model.show_payload(METER, NOTHING)
    index = model.find("meterValue[0].sampledValue[0].value")
    assert model.node(index).value == "5"
    assert model.node(index).path == "meterValue[0].sampledValue[0].value"


def test_a_path_that_is_not_there_leads_to_what_is_nearest(model):
    model.show_payload(METER, NOTHING)
    assert model.node(model.find("meterValue[0].missing")).path == "meterValue[0]"
    assert not model.find("missing").isValid()
    assert not model.find("").isValid()


def test_a_value_has_its_unit(model):
    meanings = PayloadMeanings("MeterValues", "1.6", is_request=True, recorded_at=0)
    model.show_payload(METER, meanings)
    path = "meterValue[0].sampledValue[0].value"
    assert cell(model, path, VALUE) == "5 Wh"


def test_what_a_value_means_comes_before_what_the_field_means(model):
    meanings = PayloadMeanings(
        "StatusNotification", "1.6", is_request=True, recorded_at=0
    )
    payload = {"status": "Faulted", "connectorId": 1}
    model.show_payload(payload, meanings)
    node = model.node(model.find("status"))
    assert cell(model, "status", MEANING) == model.value_meaning(node)
    assert model.value_meaning(node) != model.field_meaning(node)
    other = model.node(model.find("connectorId"))
    assert cell(model, "connectorId", MEANING) == model.field_meaning(other)


def test_a_long_array_is_opened_a_hundred_at_a_time(model):
    model.show_payload({"list": list(range(250))}, NOTHING)
    array = model.find("list")
    assert labels(model, array) == ["[0 … 99]", "[100 … 199]", "[200 … 249]"]
    assert labels(model, model.index(2, 0, array))[0] == "[200]"


def test_an_element_of_a_very_long_array_is_found(model):
    model.show_payload({"list": [{"a": n} for n in range(50_000)]}, NOTHING)
    index = model.find("list[43210].a")
    assert model.node(index).value == 43210
    depth = 0
    while index.isValid():
        index, depth = index.parent(), depth + 1
    assert depth == 5


def test_what_is_folded_is_not_made(model):
    model.show_payload({"list": [[n] for n in range(90)]}, NOTHING)
    model.rowCount()
    made = len(model._nodes)
    assert model.hasChildren(model.index(0, 0))
    assert len(model._nodes) == made == 2


def test_a_wrong_field_has_a_sign_and_a_color(model, theme):
    model.show_payload({"status": "Odd", "x": 1}, NOTHING, marked=["status"])
    index = model.find("status")
    assert index.data() == "✕ status"
    role = Qt.ItemDataRole.ForegroundRole
    assert index.data(role) == theme.color("problem")
    assert model.find("x").data() == "x"


def test_columns_have_titles(model):
    titles = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(3)]
    assert titles == ["Field", "Value", "Meaning"]


def leaves(model, parent):
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield index
        yield from leaves(model, index)


@given(VALUES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_every_line_is_its_parents_child(theme, value):
    model = FieldsModel(theme)
    model.show_payload(value, NOTHING)
    for index in leaves(model, QModelIndex()):
        parent = index.parent()
        assert model.index(index.row(), 0, parent) == index
        assert model.hasChildren(index) == bool(model.rowCount(index))


def test_the_keys_to_a_field_leave_out_places_in_arrays(model):
    model.show_payload({"list": [{"a.b": n} for n in range(300)]}, NOTHING)
    node = model.node(model.find("list[250].a.b"))
    assert model.keys_of(node) == ("list", "a.b")
    assert model.keys_of(model.node(model.find("list[250]"))) == ("list",)
