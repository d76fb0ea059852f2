# SPDX-License-Identifier: Apache-2.0
"""Whatever a charger sends, no rule fails, and asking early changes nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ocppdesk.analysis.findings.engine import Diagnosis
from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.samples import samples_in
from ocppdesk.analysis.sessions.stories import Stories
from tests.analysis.findings.talk import SECOND, Talk

FROM_CHARGER = (
    "BootNotification", "StatusNotification", "MeterValues", "StartTransaction",
    "StopTransaction", "Authorize", "Heartbeat", "TransactionEvent", "NotifyEvent",
    "SecurityEventNotification", "FirmwareStatusNotification", "DataTransfer",
    "DiagnosticsStatusNotification", "NotifyChargingLimit", "LogStatusNotification",
)  # fmt: skip
FROM_CSMS = (
    "Reset", "RemoteStartTransaction", "RemoteStopTransaction", "SetChargingProfile",
    "ChangeConfiguration", "GetConfiguration", "ChangeAvailability", "UnlockConnector",
    "SendLocalList", "GetCompositeSchedule", "ClearChargingProfile", "UpdateFirmware",
    "RequestStartTransaction", "GetVariables", "SetVariables", "TriggerMessage",
    "GetDiagnostics", "GetLog", "ReserveNow", "DataTransfer",
)  # fmt: skip
KEYS = (
    "connectorId", "evseId", "status", "connectorStatus", "errorCode", "idTag", "info",
    "transactionId", "meterStart", "meterStop", "timestamp", "reason", "meterValue",
    "sampledValue", "value", "measurand", "unit", "phase", "transactionInfo",
    "seqNo", "eventType", "triggerReason", "chargingState", "evse", "id", "idTagInfo",
    "idToken", "interval", "currentTime", "key", "configurationKey", "type",
    "eventData", "component", "variable", "name", "trigger", "cleared", "actualValue",
    "csChargingProfiles", "chargingProfile", "chargingSchedule", "limit", "stackLevel",
    "chargingSchedulePeriod", "startPeriod", "chargingProfilePurpose", "vendorId",
    "chargingStation", "firmwareVersion", "offline", "statusInfo", "reasonCode",
)  # fmt: skip
WORDS = (
    "", "Accepted", "Rejected", "Pending", "Faulted", "Available", "Preparing",
    "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing", "Unavailable", "NoError",
    "GroundFailure", "Started", "Updated", "Ended", "TAG1", "é\ud800",
    "2026-03-02T10:00:00Z", "1970-01-01T00:00:00Z", "never", "7", "-1", "1e999", "nan",
    "Power.Active.Import", "Energy.Active.Import.Register", "kWh", "W", "A",
)  # fmt: skip

leaves = (
    st.none() | st.booleans() | st.integers(-2, 5) | st.floats(allow_nan=False)
    | st.sampled_from(WORDS) | st.just(2**70)
)  # fmt: skip
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)
payloads = st.dictionaries(st.sampled_from(KEYS), values, max_size=8)
steps = st.lists(
    st.tuples(
        st.sampled_from(
            (*((0, a) for a in FROM_CHARGER), *((1, a) for a in FROM_CSMS))
        ),
        payloads,
        st.none() | payloads,
        st.sampled_from((0.1, 5, 40, 700, 100_000)),
        st.sampled_from(("", "", "", "connect", "disconnect", "raw", "error")),
    ),
    max_size=25,
)


def talk_of(script, ocpp):
    talk = Talk(ocpp=ocpp)
    for (direction, action), payload, answer, pause, more in script:
        if more == "connect":
            talk.connect()
        elif more == "disconnect":
            talk.disconnect()
        elif more == "raw":
            talk.raw(f'[2,"x","{action}",{{"connectorId":')
        make = talk.csms if direction else talk.charger
        make(action, payload, answer=answer, error="Odd" if more == "error" else None)
        talk.wait(pause)
    return talk


@settings(max_examples=30, deadline=None)
@given(steps, st.sampled_from(("1.6", "2.0.1")))
def test_nothing_a_charger_sends_fails_a_rule(script, ocpp):
    talk = talk_of(script, ocpp)
    whole = talk.findings(later=1000)
    diagnosis, observer, stories = Diagnosis("CP-1"), Observer(), Stories("CP-1")
    for message in talk.messages:
        early = message.at + 5 * SECOND
        diagnosis.findings(early, stories.stories(now=early))
        seen = observer.observe(message)
        samples = samples_in(seen).samples
        stories.feed(seen, samples)
        diagnosis.feed(seen, samples)
    for link in talk.links.values():
        diagnosis.feed_link(link)
    late = talk.now + 1000 * SECOND
    assert diagnosis.findings(late, stories.stories(now=late)) == whole
