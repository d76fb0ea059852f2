# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.core.versions import Version
from ocppdesk.logs.reading.found import Assumptions, Frame, State, View
from ocppdesk.logs.reading.text.conclude import Conclusions, head_of, version_in
from ocppdesk.logs.reading.text.directions import Way

IN, OUT = Direction.IN, Direction.OUT


def frame(*value, charger="A", at=None):
    return Frame(json.dumps(value), list(value), 1, at, None, charger)


BOOT = frame(2, "1", "BootNotification", {"chargePointSerialNumber": "S1"})
BOOTED = frame(3, "1", {"currentTime": "2026-01-31T12:00:00Z"})
START = frame(2, "x", "RemoteStartTransaction", {})
STARTED = frame(3, "x", {"status": "Accepted"})
TRANSFER = frame(2, "17", "DataTransfer", {})


def concluded(*learned, **options):
    found = Conclusions(**options)
    for one, way in learned:
        found.learn(one, way)
    return found


@pytest.mark.parametrize(
    ("one", "way", "view"),
    [
        (BOOT, Way.RECEIVED, View.CSMS),
        (BOOT, Way.SENT, View.CHARGER),
        (START, Way.SENT, View.CSMS),
        (START, Way.RECEIVED, View.CHARGER),
        (BOOTED, Way.SENT, View.CSMS),
        (TRANSFER, Way.SENT, None),
        (BOOT, Way.FROM_CHARGER, None),
    ],
)
def test_what_only_one_side_may_send_tells_who_wrote_the_log(one, way, view):
    assert concluded((one, way)).view is view


def test_one_message_against_the_rules_changes_nothing():
    wrong = frame(2, "y", "Authorize", {})
    found = concluded((START, Way.SENT), (BOOT, Way.RECEIVED), (wrong, Way.SENT))
    assert found.view is View.CSMS
    assert found.direction(wrong, Way.SENT) is OUT


def test_the_system_tells_where_the_frames_do_not():
    found = concluded((TRANSFER, Way.SENT), default_view=View.CSMS)
    assert found.direction(TRANSFER, Way.SENT) is OUT
    assert found.inferences().view.value == View.CSMS


def test_what_somebody_knows_is_not_contradicted():
    assumed = Assumptions(view=View.CHARGER, zone_minutes=60, version=Version.V21)
    found = concluded((BOOT, Way.RECEIVED), assumptions=assumed)
    assert (found.view, found.zone_minutes, found.version) == (
        View.CHARGER,
        60,
        Version.V21,
    )
    assert found.inferences().version.value == Version.V21


def test_without_words_calls_go_the_way_that_they_may_and_answers_the_other():
    frames = [(one, None) for one in (BOOT, BOOTED, START, STARTED)]
    found = concluded(*frames)
    assert [one.direction for one in found.direct(frames)] == [IN, OUT, OUT, IN]


def test_answers_before_their_calls_get_a_direction():
    frames = [(STARTED, None), (START, None)]
    assert [f.direction for f in concluded(*frames).direct(frames)] == [IN, OUT]


def test_the_same_ids_of_other_chargers_are_other_calls():
    other = frame(3, "x", {"status": "Accepted"}, charger="B")
    frames = [(START, None), (other, None)]
    assert [f.direction for f in concluded(*frames).direct(frames)] == [OUT, None]


def test_ids_that_somebody_left_out_never_pair():
    call, answer = frame(2, "...", "Reset", {}), frame(3, "...", {"status": "Accepted"})
    frames = [(call, None), (answer, None)]
    assert concluded(*frames).direct(frames)[1].direction is None


def test_some_answers_tell_their_way_without_their_call():
    answer = frame(3, "9", {"idTagInfo": {"status": "Accepted"}})
    assert Conclusions().direction(answer) is OUT


def test_calls_of_either_side_go_the_way_of_the_form_of_their_id():
    calls = [frame(2, str(number), "Heartbeat", {}) for number in range(10, 20)]
    found = concluded(*((call, None) for call in calls), (START, None))
    assert found.direction(TRANSFER) is IN


def test_the_serial_number_of_one_charger_is_known():
    assert concluded((BOOT, None)).serial == "S1"
    other = frame(2, "1", "BootNotification", {"chargePointSerialNumber": "S2"})
    assert concluded((BOOT, None), (other, None)).serial == ""


@pytest.mark.parametrize(
    ("action", "payload", "version"),
    [
        ("StartTransaction", {}, Version.V16),
        ("BootNotification", {"chargingStation": {}}, Version.V201),
        ("BootNotification", {"chargePointModel": "M"}, Version.V16),
        ("TransactionEvent", {}, Version.V201),
        ("NotifySettlement", {}, Version.V21),
        ("Heartbeat", {}, None),
    ],
)
def test_actions_tell_the_version(action, payload, version):
    assert concluded((frame(2, "1", action, payload), None)).version is version


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("Sec-WebSocket-Protocol: ocpp1.6", Version.V16),
        ("OCPP Version : OCPP 2.0.1", Version.V201),
        ("ocppVersion: 'OCPP_1.6'", Version.V16),
        ("protocolVersion=OCPP1_6", Version.V16),
        ("ocpp2.1", Version.V21),
        ("ocpp", None),
    ],
)
def test_a_log_may_name_the_version(text, version):
    assert version_in(text) is version


def test_the_version_that_the_log_names_counts():
    found = concluded((BOOT, None))
    found.state_version("ocpp2.0.1")
    assert found.inferences().version.is_explicit
    assert found.version is Version.V201


def test_the_zone_is_that_of_the_answers():
    at = 1_769_860_800_000_000 + 7_200_000_000
    found = concluded((BOOTED._replace(at=at), None))
    assert found.zone_minutes == 120
    assert found.inferences().zone.value == "+02:00"


def test_logs_that_name_both_sides_need_no_view():
    found = concluded((BOOT, Way.FROM_CHARGER), (BOOTED, Way.TO_CHARGER))
    assert found.inferences().view is None


def test_the_head_of_a_frame_is_read_as_far_as_it_goes():
    cut = Frame('[2,"1","Boot', None, 1, None, None, "", State.TRUNCATED)
    assert head_of(cut) == (2, "1", "Boot")
    assert head_of(BOOTED) == (3, "1", "")
    assert head_of(cut._replace(raw="[")) == (0, "", "")
    elided = cut._replace(raw='[2,"1","Boot...: "5.5"}]')
    assert head_of(elided) == (2, "1", "")


def test_what_only_one_side_sends_counts_more_than_the_form_of_its_id():
    calls = [frame(2, str(n), "RemoteStartTransaction", {}) for n in range(20)]
    found = concluded(*((call, None) for call in calls))
    assert found.direction(frame(2, "99", "BootNotification", {})) is IN
