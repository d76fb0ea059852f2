# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtGui import QTextDocument

from ocppdesk.core.glossary import entries
from ocppdesk.core.versions import Version
from ocppdesk.gui.glossary.entry_text import entry_html, schema_fields, sender_text


def plain(html):
    document = QTextDocument()
    document.setHtml(html)
    return document.toPlainText().replace("\xa0", " ")


def test_required_fields_come_first():
    fields = list(schema_fields("1.6", "StatusNotification", is_request=True))
    required = [f.is_required for f in fields]
    assert required == sorted(required, reverse=True)
    assert {f.path for f in fields if f.is_required} == {
        "connectorId",
        "errorCode",
        "status",
    }


def test_fields_within_fields_are_listed():
    fields = {
        f.path: f for f in schema_fields("2.0.1", "TransactionEvent", is_request=True)
    }
    unit = fields["meterValue.sampledValue.unitOfMeasure.unit"]
    assert (unit.depth, unit.kind, unit.is_required) == (3, "string", False)
    assert fields["meterValue.sampledValue"].kind == "object[]"


def test_the_place_for_extensions_is_not_listed_everywhere():
    fields = schema_fields("2.0.1", "Heartbeat", is_request=True)
    assert list(fields) == []


def test_an_action_without_a_schema_has_no_fields():
    assert list(schema_fields("1.6", "TransactionEvent", is_request=True)) == []


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("charger", "charger → CSMS"),
        ("csms", "CSMS → charger"),
        ("both", "charger ↔ CSMS"),
    ],
)
def test_the_sender_is_an_arrow(sender, expected):
    assert sender_text(sender) == expected


def test_an_entry_says_who_when_what_and_what_to_beware_of(theme):
    text = plain(entry_html("authorize", "1.6", theme))
    (found,) = [e for e in entries("1.6") if e.action == "Authorize"]
    assert text.startswith("Authorize")
    for part in (found.title, found.when, found.meaning, found.technician):
        assert part in text
    assert found.beware in text
    assert "charger → CSMS" in text
    assert "idTag" in text


def test_related_actions_are_links(theme):
    html = entry_html("Authorize", "1.6", theme)
    assert 'href="action:StartTransaction"' in html


@pytest.mark.parametrize("version", [v.value for v in Version])
def test_every_entry_can_be_shown(theme, version):
    for found in entries(version):
        text = plain(entry_html(found.action, version, theme))
        assert found.title in text
        assert found.technician in text


def test_an_action_of_another_version_says_so(theme):
    text = plain(entry_html("StartTransaction", "2.0.1", theme))
    assert "OCPP 2.0.1 does not have this message." in text
    assert "meterStart" in text


def test_what_no_version_knows_is_shown_as_text(theme):
    text = plain(entry_html("<b>Odd</b>", "1.6", theme))
    assert "<b>Odd</b>" in text
    assert "DataTransfer" in text
