# SPDX-License-Identifier: Apache-2.0
from ocppdesk.gui.findings.groups import Group, State
from ocppdesk.gui.findings.text import MOST_MESSAGES, evidence, group_html


def html(theme, *findings, lines=None):
    group = Group(findings, State.NEW)
    return group_html(group, theme, lambda at: f"<at {at}>", lines or {})


def test_all_is_told_and_nothing_is_markup(theme, finding):
    text = html(
        theme,
        finding(text="a < b", messages=(7,), charger="<CP>", is_possible=True),
        lines={7: "<b>bold</b>"},
    )
    assert "a &lt; b" in text
    assert "&lt;CP&gt;" in text
    assert 'href="message:7"' in text
    assert "&lt;b&gt;bold" in text
    assert "<li>Try this.</li><li>Then that.</li>" in text
    assert "It may be a trap." in text
    assert "OCPP 1.6, 4.9" in text
    assert 'href="rule:CON-07"' in text
    assert "possible, not proved" in text
    assert "&lt;at" in text


def test_each_place_is_told(theme, finding):
    text = html(theme, finding(connector=1), finding(connector=2, count=3))
    assert "<h4>Connector 1</h4>" in text
    assert "<h4>Connector 2</h4>" in text
    assert "3 times, from" in text
    assert text.count("Try this.") == 1


def test_of_many_messages_and_findings_some_are_listed(theme, finding):
    many = finding(messages=tuple(range(1, 41)))
    assert evidence(many) == (1, 2, 3, 4, 37, 38, 39, 40)
    assert len(evidence(many)) == MOST_MESSAGES
    assert "and 32 more" in html(theme, many)
    text = html(theme, *(finding(connector=n, messages=()) for n in range(1, 31)))
    assert "and 10 more" in text
