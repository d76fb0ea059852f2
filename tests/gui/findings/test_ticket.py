# SPDX-License-Identifier: Apache-2.0
from ocppdesk.capture.records import Charger
from ocppdesk.gui.findings.groups import Group, State
from ocppdesk.gui.findings.ticket import ticket
from ocppdesk.gui.messages.times import iso_local
from tests.gui.findings.made import AT


def test_a_ticket_has_it_all(finding):
    one = finding(connector=2, messages=(7, 8), charger="CP_1")
    lines = {7: "12:00 ◀ Heartbeat *now*"}
    assert ticket(Group((one,), State.NEW), lines) == (
        "### Error: Title of CON-07 (CON-07)\n"
        "\n"
        "- Charger: CP\\_1\n"
        "- Where: Connector 2\n"
        "- Likely cause: Installation or network, or settings or software\n"
        "\n"
        f"**{iso_local(AT)}**\n"
        "\n"
        "This was seen. It means that.\n"
        "\n"
        "Messages:\n"
        "\n"
        "- #7 12:00 ◀ Heartbeat \\*now\\*\n"
        "- #8\n"
        "\n"
        "**What to try**\n"
        "\n"
        "1. Try this.\n"
        "2. Then that.\n"
        "\n"
        "**What could make it a false alarm**\n"
        "\n"
        "- It may be a trap.\n"
        "\n"
        "Reference: OCPP 1.6, 4.9\n"
        "\n"
        "_Findings are hints, not a verdict._\n"
    )


def test_places_and_repetitions_are_told(finding):
    many = finding(messages=tuple(range(1, 20)), count=19)
    text = ticket(Group((many, finding(connector=1)), State.NEW), {})
    assert "**The whole charger, 19 times, " in text
    assert "**Connector 1, " in text
    assert "- and 11 more" in text


def test_messages_come_as_they_were_and_are_no_markup(finding):
    one = finding(messages=(7, 8))
    text = ticket(Group((one,), State.NEW), {7: "a"}, {7: '[2,"```"]\n{"x":1}'})
    assert '- #7 a\n\n  ````json\n  [2,"```"]\n  {"x":1}\n  ````\n\n- #8' in text


def test_the_charger_is_told_with_what_it_is(finding):
    made = Charger("CP1", 0, "1.6", vendor="Acme", model="V*22", firmware="1.4")
    group = Group((finding(),), State.NEW)
    text = ticket(group, {}, charger=made)
    assert "- Model: Acme V\\*22, firmware 1.4, OCPP 1.6" in text
    assert "Model" not in ticket(group, {}, charger=Charger("CP1", 0))
