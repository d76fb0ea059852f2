# SPDX-License-Identifier: Apache-2.0
"""Commands are sent as a user sends them, to a charger on a real socket."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from ocppdesk.core.forms.fields import form_of
from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import Version, csms_actions
from ocppdesk.gui.sending.keeping import kept_from

LONG = 10_000


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def ready(qtbot, live, version="1.6", identity="CP1"):
    """Let a charger connect, and wait until commands can be sent to it."""
    box = live.charger(version, identity)
    view = live.view

    def is_ready():
        view.choose_charger(identity)
        return (
            view.identity == identity
            and view.version == version
            and view.page.version == version
            and identity in live.engine.state.connected
            and "connected, OCPP" in view.bar.link.text()
        )

    qtbot.waitUntil(is_ready, timeout=LONG)
    return box


def find(qtbot, view, words):
    """Type words into the search and press Enter."""
    view.list.search.setFocus()
    view.list.search.clear()
    qtbot.keyClicks(view.list.search, words)
    qtbot.keyClick(view.list.search, Qt.Key.Key_Return)


def settled(qtbot, view, condition=None):
    """Wait until the newest command is over, or something else about it is so."""
    test = condition or (lambda one: one.is_over)
    qtbot.waitUntil(lambda: bool(view.outbox.sent) and test(view.outbox.sent[0]),
                    timeout=LONG)  # fmt: skip
    return view.outbox.sent[0]


def line(view, *place):
    return view.page.form.row(*place).editor.line


def test_a_command_is_found_filled_in_sent_and_answered(qtbot, live):
    box = ready(qtbot, live)
    view = live.view
    box.answers["ChangeConfiguration"] = {"status": "RebootRequired"}
    find(qtbot, view, "changeconf")
    assert view.page.action == "ChangeConfiguration"
    assert line(view, "key").hasFocus()
    assert not view.page.send.isEnabled()
    qtbot.keyClicks(line(view, "key"), "HeartbeatInterval")
    qtbot.keyClicks(line(view, "value"), "60")
    press(qtbot, view.page.send)
    settled(qtbot, view, lambda one: one.answer is not None)
    assert box.calls("ChangeConfiguration") == [
        {"key": "HeartbeatInterval", "value": "60"}
    ]
    assert "RebootRequired" in view.outcomes.answer.text()
    assert view.outcomes.meaning.text()
    assert "no proof" in view.outcomes.effect.text()


def test_the_effect_is_told_when_it_shows(qtbot, live):
    box = ready(qtbot, live)
    view = live.view
    find(qtbot, view, "ask for the state")
    press(qtbot, view.page.send)
    settled(qtbot, view, lambda one: one.answer is not None)
    assert view.outcomes.effect.text().startswith("⏳")
    box.state("Charging")
    one = settled(qtbot, view)
    assert view.outcomes.effect.text() == "✓ StatusNotification: Charging."
    shown = []
    view.message_wanted.connect(shown.append)
    press(qtbot, view.outcomes.show_message)
    assert shown == [one.proof.id]


def test_what_is_set_is_asked_for_and_read_back(qtbot, live):
    box = ready(qtbot, live)
    view = live.view
    view.prepare("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "60"})
    press(qtbot, view.page.send)
    first = settled(qtbot, view, lambda one: one.answer is not None)
    key = {"key": "HeartbeatInterval", "readonly": False, "value": "300"}
    box.answers["GetConfiguration"] = {"configurationKey": [key]}
    press(qtbot, view.outcomes.ask)
    assert view.page.payload == {"key": ["HeartbeatInterval"]}
    press(qtbot, view.page.send)
    qtbot.waitUntil(lambda: "still “300”" in first.seen, timeout=LONG)
    key["value"] = "60"
    press(qtbot, view.page.send)
    qtbot.waitUntil(lambda: "is “60” now" in first.seen, timeout=LONG)


def test_a_command_goes_again_to_the_charger_that_it_was_for(qtbot, live):
    ready(qtbot, live)
    view = live.view
    view.prepare("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "60"})
    press(qtbot, view.page.send)
    settled(qtbot, view, lambda one: one.answer is not None)
    live.charger("2.0.1", "CP2")
    qtbot.waitUntil(lambda: view.bar.box.findText("CP2") >= 0, timeout=LONG)
    for button, action in (
        (view.outcomes.ask, "GetConfiguration"),
        (view.outcomes.again, "ChangeConfiguration"),
    ):
        view.choose_charger("CP2")
        press(qtbot, button)
        assert (view.identity, view.page.version) == ("CP1", "1.6")
        assert view.page.action == action


def test_a_dangerous_command_asks_once_and_cancel_is_the_default(qtbot, live):
    box = ready(qtbot, live)
    view = live.view
    find(qtbot, view, "restart hard")
    press(qtbot, view.page.send)
    asked = view.consent.box
    assert asked.isVisible()
    assert "Send Reset to CP1?" in asked.text()
    assert "restarts" in asked.informativeText()
    cancel = asked.button(QMessageBox.StandardButton.Cancel)
    assert asked.defaultButton() is cancel
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert view.outbox.sent == []
    press(qtbot, view.page.send)
    [sending] = [b for b in view.consent.box.buttons() if "Reset" in b.text()]
    press(qtbot, sending)
    settled(qtbot, view, lambda one: one.answer is not None)
    assert box.calls("Reset") == [{"type": "Hard"}]


def test_reading_asks_nobody(qtbot, live):
    box = ready(qtbot, live)
    find(qtbot, live.view, "getlocallist")
    press(qtbot, live.view.page.send)
    settled(qtbot, live.view)
    assert live.view.consent.box is None
    assert box.calls("GetLocalListVersion") == [{}]


def test_a_second_command_waits_and_the_queue_is_seen(qtbot, live):
    box = ready(qtbot, live)
    view = live.view
    box.answers["ClearCache"] = None
    for action in ("ClearCache", "GetLocalListVersion"):
        view.prepare(action)
        press(qtbot, view.page.send)
    qtbot.waitUntil(lambda: view.outcomes.queue.isVisible(), timeout=LONG)
    expected = "Queue: ClearCache (out) → GetLocalListVersion"
    qtbot.waitUntil(lambda: view.outcomes.queue.text() == expected, timeout=LONG)
    assert "waits" in view.outcomes.answer.text()
    press(qtbot, view.outcomes.take_back)
    qtbot.waitUntil(lambda: view.outbox.sent[0].failure == "Taken back.", timeout=LONG)
    view.outcomes.list.setCurrentRow(1)
    press(qtbot, view.outcomes.take_back)
    qtbot.waitUntil(lambda: not live.engine.state.calls, timeout=LONG)
    assert box.calls("GetLocalListVersion") == []
    qtbot.waitUntil(lambda: "Given up" in view.outcomes.answer.text(), timeout=LONG)


def test_silence_is_told_and_a_late_answer_too(qtbot, live):
    box = ready(qtbot, live)
    view = live.view
    box.answers["ClearCache"] = None
    view.prepare("ClearCache")
    view.page.timeout.setValue(1)
    press(qtbot, view.page.send)
    settled(qtbot, view)
    assert "did not answer ClearCache within 1 s" in view.outcomes.answer.text()
    message_id = json.loads(box.heard[-1])[1]
    box.send(json.dumps([3, message_id, {"status": "Accepted"}]))
    qtbot.waitUntil(lambda: "came late" in view.outcomes.answer.text(), timeout=LONG)
    assert "Accepted" in view.outcomes.answer.text()


def test_a_charger_that_leaves_fails_the_command(qtbot, live):
    box = ready(qtbot, live)
    view = live.view
    box.answers["ClearCache"] = None
    view.prepare("ClearCache")
    press(qtbot, view.page.send)
    qtbot.waitUntil(lambda: box.calls("ClearCache") == [{}], timeout=LONG)
    box.leave()
    settled(qtbot, view)
    assert "disconnected before it answered" in view.outcomes.answer.text()
    qtbot.waitUntil(lambda: not view.page.send.isEnabled(), timeout=LONG)
    assert view.page.why_not.text() == "CP1 is not connected."


def test_an_error_is_shown_with_its_meaning(qtbot, live):
    box = ready(qtbot, live)
    box.answers["ClearCache"] = '[4,"ID","NotSupported","no cache",{}]'
    live.view.prepare("ClearCache")
    press(qtbot, live.view.page.send)
    settled(qtbot, live.view)
    assert "NotSupported: no cache" in live.view.outcomes.answer.text()
    assert "does not support" in live.view.outcomes.meaning.text()


def test_what_is_known_of_the_charger_is_filled_in(qtbot, live):
    box = ready(qtbot, live)
    view = live.view
    box.say("Authorize", {"idTag": "04A1B2"})
    box.state("Preparing", 2)
    qtbot.waitUntil(lambda: view.known.knowledge.places() == [(0, 2, "Preparing")],
                    timeout=LONG)  # fmt: skip

    def is_offered():
        find(qtbot, view, "start a session")
        return view.page.payload == {"idTag": "04A1B2", "connectorId": 2}

    qtbot.waitUntil(is_offered, timeout=LONG)
    view.prepare("UnlockConnector")
    row = view.page.form.row("connectorId")
    press(qtbot, row.editor.known)
    assert [a.text() for a in row.editor.menu.actions()] == ["2\tPreparing"]
    row.editor.menu.actions()[0].trigger()
    assert view.page.payload == {"connectorId": 2}
    row.editor.menu.close()


def test_a_running_session_is_stopped_from_the_list(qtbot, live):
    box = ready(qtbot, live)
    view = live.view
    box.say(
        "StartTransaction",
        {
            "connectorId": 1,
            "idTag": "A",
            "meterStart": 0,
            "timestamp": "2026-08-01T14:00:00Z",
        },
    )
    qtbot.waitUntil(lambda: bool(view.known.knowledge.transactions), timeout=LONG)
    [running] = view.known.knowledge.transactions.values()

    def is_offered():
        find(qtbot, view, "stop the session")
        return view.page.action == "RemoteStopTransaction"

    qtbot.waitUntil(is_offered, timeout=LONG)
    assert view.page.payload == {"transactionId": running.id}


def test_it_is_said_where_somebody_is_charging(qtbot, live):
    box = ready(qtbot, live)
    view = live.view
    find(qtbot, view, "restart soft")
    assert "transaction" not in view.page.danger_label.text()
    box.state("Charging", 2)
    said = "⚡ A transaction is running on connector 2."
    qtbot.waitUntil(lambda: said in view.page.danger_label.text(), timeout=LONG)
    press(qtbot, view.page.send)
    assert said in view.consent.box.informativeText()
    view.consent.box.reject()


def test_a_charger_of_2_0_1_has_its_own_commands(qtbot, live):
    box = ready(qtbot, live, "2.0.1", "NEW")
    view = live.view
    find(qtbot, view, "requeststop")
    assert view.page.action == "RequestStopTransaction"
    find(qtbot, view, "getbasereport")
    press(qtbot, view.page.send)
    settled(qtbot, view, lambda one: one.answer is not None)
    [payload] = box.calls("GetBaseReport")
    assert not check_payload(Version.V201, "GetBaseReport", payload, is_request=True)
    box.say(
        "NotifyReport",
        {
            "requestId": payload["requestId"],
            "generatedAt": "2026-08-01T14:00:00Z",
            "seqNo": 0,
        },
    )
    settled(qtbot, view)
    assert "NotifyReport came" in view.outcomes.effect.text()


def test_more_rows_than_the_charger_takes_are_said(qtbot, live):
    box = ready(qtbot, live, "2.0.1")
    view = live.view
    row = {
        "component": {"name": "DeviceDataCtrlr"},
        "variable": {"name": "ItemsPerMessage", "instance": "SetVariables"},
        "variableAttribute": [{"value": "1"}],
    }
    report = {"requestId": 1, "generatedAt": "2026-08-01T14:00:00Z", "seqNo": 0}
    box.say("NotifyReport", {**report, "reportData": [row]})
    some = {"component": {"name": "A"}, "variable": {"name": "B"}}
    data = [{**some, "attributeValue": "1"}] * 2
    view.prepare("SetVariables", {"setVariableData": data})
    said = "takes at most 1 at once; here are 2."
    qtbot.waitUntil(lambda: said in view.page.danger_label.text(), timeout=LONG)


def test_commands_go_to_the_chosen_charger(qtbot, live):
    old = ready(qtbot, live, "1.6", "OLD")
    new = ready(qtbot, live, "2.0.1", "NEW")
    view = live.view
    view.choose_charger("OLD")
    find(qtbot, view, "clearcache")
    press(qtbot, view.page.send)
    settled(qtbot, view)
    assert (old.calls("ClearCache"), new.calls("ClearCache")) == ([{}], [])
    view.choose_charger("nobody")
    assert view.identity == "OLD"


def test_a_call_from_the_table_is_edited_and_sent_again(qtbot, live):
    box = ready(qtbot, live)
    view = live.view
    view.prepare("ChangeConfiguration", {"key": "A", "value": "1"})
    press(qtbot, view.page.send)
    one = settled(qtbot, view, lambda one: one.answer is not None)
    view.prepare("ClearCache")
    assert view.edit_and_resend(live.reader.message(one.call.id))
    assert view.page.payload == {"key": "A", "value": "1"}
    row = line(view, "value")
    row.selectAll()
    qtbot.keyClicks(row, "2")
    qtbot.keyClick(row, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, view, lambda again: again is not one and again.answer is not None)
    assert [p["value"] for p in box.calls("ChangeConfiguration")] == ["1", "2"]
    assert not view.edit_and_resend(one.answer)
    heartbeat = [m for m in live.reader.messages(range(1, 9))
                 if m.action == "BootNotification"]  # fmt: skip
    assert not view.edit_and_resend(heartbeat[0])


def test_experts_send_what_the_form_refuses(qtbot, live, settings):
    box = ready(qtbot, live)
    view = live.view
    view.prepare("ClearCache")
    view.page.json.area.setPlainText('{"colour": "red"}')
    assert not view.page.send.isEnabled()
    press(qtbot, view.bar.expert)
    assert settings.is_expert
    assert view.page.send.text() == "&Send anyway"
    press(qtbot, view.page.send)
    settled(qtbot, view)
    assert box.calls("ClearCache") == [{"colour": "red"}]


@pytest.mark.parametrize("text", ['[2,"x","ClearCache"', "hello", '[9,"1",{}]'])
def test_experts_send_any_text(qtbot, live, text):
    box = ready(qtbot, live)
    view = live.view
    press(qtbot, view.bar.expert)
    find(qtbot, view, "malformed")
    assert view.raw.isVisible()
    view.raw.area.selectAll()
    qtbot.keyClicks(view.raw.area, text)
    press(qtbot, view.raw_send)
    qtbot.waitUntil(lambda: text in box.heard, timeout=LONG)
    press(qtbot, view.bar.expert)
    assert not view.raw.isVisible()


def test_a_reset_behind_another_frame_is_asked_about_too(qtbot, live):
    ready(qtbot, live)
    view = live.view
    view._settings.change({"is_expert": True})
    find(qtbot, view, "any text")
    view.raw.show_text('[2,"a","ClearCache",{}][2,"b","Reset",{"type":"Hard"}]')
    press(qtbot, view.raw_send)
    assert "Send Reset to CP1?" in view.consent.box.text()
    qtbot.keyClick(view.consent.box, Qt.Key.Key_Escape)


def test_a_raw_reset_is_asked_about_too(qtbot, live):
    box = ready(qtbot, live)
    view = live.view
    press(qtbot, view.bar.expert)
    find(qtbot, view, "malformed")
    press(qtbot, view.raw_send)
    assert view.consent.box.isVisible()
    view.consent.box.reject()
    assert box.calls("Reset") == []


def test_favourites_and_what_was_sent_are_at_hand_again(qtbot, live, settings):
    ready(qtbot, live)
    view = live.view
    secret = {"key": "AuthorizationKey", "value": "topsecret"}
    view.prepare("ChangeConfiguration", secret)
    press(qtbot, view.page.favourite)
    assert view.page.favourite.text() == "★"
    [kept] = kept_from(settings.favourite_commands)
    assert kept.payload == {"key": "AuthorizationKey", "value": ""}
    press(qtbot, view.page.favourite)
    assert settings.favourite_commands in ("", "[]")
    view.prepare("GetConfiguration", {"key": ["HeartbeatInterval"]})
    press(qtbot, view.page.send)
    settled(qtbot, view)
    assert [k.action for k in kept_from(settings.sent_lately)] == ["GetConfiguration"]
    find(qtbot, view, "getconfiguration heartbeat")
    assert view.page.payload == {"key": ["HeartbeatInterval"]}


def test_unusual_answers_are_told(view, settings):
    settings.change({"answer_rules": '{"Heartbeat": {"manner": "silence"}}'})
    assert "Heartbeat: no answer" in view.bar.unusual.text()
    settings.change({"answer_rules": ""})
    assert view.bar.unusual.text() == ""


def test_without_a_charger_the_forms_are_there_and_the_reason(view):
    assert not view.page.send.isEnabled()
    assert view.page.why_not.text() == "No charger is connected."
    view.prepare("ReserveNow")
    assert view.page.form.rows
    assert "No charger" in view.bar.link.text()


def test_the_glossary_is_a_click_away(qtbot, view):
    wanted = []
    view.glossary_wanted.connect(lambda *names: wanted.append(names))
    press(qtbot, view.page.explain)
    assert wanted == [("TriggerMessage", "1.6")]


@pytest.mark.parametrize("version", Version)
def test_every_form_is_shown_and_gives_what_the_schema_allows(view, version):
    for action in sorted(csms_actions(version)):
        view.prepare(action, version=version)
        page = view.page
        assert page.action == action
        assert not check_payload(version, action, page.payload, is_request=True)
        assert json.loads(page.json.area.toPlainText()) == page.payload
        if form_of(action, version).fields:
            assert page.form.rows
        for row in page.form.rows:
            is_refused = row.row.place in page.form.complaints
            assert row.error.isHidden() is not is_refused
