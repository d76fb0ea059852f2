# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

from ocppdesk.analysis.findings.rule import LOG_STARTS
from ocppdesk.analysis.findings.thresholds import DEFAULTS
from tests.analysis.findings.talk import SECOND, Talk


def test_settings_are_those_read_or_accepted_last():
    talk = Talk()
    assert talk.known().connection_timeout_us == 120 * SECOND
    assert talk.known().sample_interval_us is None
    talk.csms("GetConfiguration", answer={"configurationKey": [
        {"key": "ConnectionTimeOut", "readonly": False, "value": "45"},
        {"key": "MeterValueSampleInterval", "readonly": False, "value": "60"},
    ]})  # fmt: skip
    talk.wait(1)
    talk.csms("ChangeConfiguration", key="MeterValueSampleInterval", value="30")
    talk.wait(1)
    talk.csms("ChangeConfiguration", key="ConnectionTimeOut", value="90",
              answer={"status": "Rejected"})  # fmt: skip
    known = talk.known()
    assert known.connection_timeout_us == 45 * SECOND
    assert known.sample_interval_us == 30 * SECOND
    assert known.key("Unheard") is None


def test_variables_of_2x_are_settings_too():
    talk = Talk(ocpp="2.0.1")
    talk.event("Started")
    talk.csms("GetVariables", answer={"getVariableResult": [{
        "attributeStatus": "Accepted", "attributeValue": "77",
        "component": {"name": "TxCtrlr"},
        "variable": {"name": "EVConnectionTimeOut"},
    }]})  # fmt: skip
    known = talk.known()
    assert known.is_2x
    assert known.variable("TxCtrlr", "EVConnectionTimeOut") == "77"
    assert known.connection_timeout_us == 77 * SECOND


def test_silence_is_three_intervals_or_three_minutes():
    talk = Talk()
    assert talk.known().silence_us == 180 * SECOND
    assert talk.known(replace(DEFAULTS, silence_s=100)).silence_us == 300 * SECOND
    talk.boot()
    assert talk.known().silence_us == 900 * SECOND


def test_the_edges_of_what_was_recorded_are_known():
    talk = Talk()
    talk.charger("Heartbeat")
    talk.wait(60)
    known = talk.known()
    assert known.starts_before(talk.now, within_us=60 * SECOND)
    assert known.start_note(talk.now, within_us=60 * SECOND) == ""
    assert known.start_note(talk.now, within_us=70 * SECOND) == LOG_STARTS


def test_a_boot_that_was_asked_for_is_known_as_such():
    talk = Talk()
    talk.csms("TriggerMessage", requestedMessage="BootNotification")
    talk.boot()
    talk.wait(300)
    talk.boot()
    assert [boot.is_triggered for boot in talk.known().boots.all] == [True, False]


def test_the_last_sample_of_each_series_is_kept():
    talk = Talk()
    talk.meter(1, power=100)
    talk.meter(1, power=200, current=[1, 2, 3])
    samples = talk.known().samples
    assert samples[None, 1, "Power.Active.Import", ""].value == 200
    assert samples[None, 1, "Current.Import", "L2"].value == 2
