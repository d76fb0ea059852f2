# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture.errors import CaptureUnwritableError
from ocppdesk.capture.log_records import LogState
from ocppdesk.capture.origins import read_logs
from ocppdesk.capture.records import Outcome
from ocppdesk.core.bystander import Span
from ocppdesk.core.messages import Direction
from ocppdesk.core.session import Session
from ocppdesk.logs.importing.blocks import Block
from ocppdesk.logs.importing.writing import CaptureMaker, connection_of
from ocppdesk.logs.reading.found import LinkEvent

BOOT = (
    '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M",'
    '"firmwareVersion":"1.2"}]'
)
STATUS = (
    '[2,"2","StatusNotification",{"connectorId":2,"status":"Faulted",'
    '"errorCode":"GroundFailure"}]'
)


@pytest.fixture
def target(tmp_path):
    return tmp_path / "out.ocppdesk"


@pytest.fixture
def made(target, listening):
    """Make a capture of finds, a block each."""

    def make(*blocks, log=None):
        heard = log or listening()
        told = []
        maker = CaptureMaker(target, lambda *what: told.append(what))
        maker.take(Block(logs=[heard.summary()]))
        for found in blocks:
            items = [heard.item(each, each.at) for each in found]
            maker.take(Block(items=items))
        maker.finish(LogState.COMPLETE)
        return told

    return make


def test_a_conversation_is_in_the_capture(made, frame, target, reading):
    answer = frame(2, '[3,"1",{}]', direction=Direction.OUT)
    made([frame(1)], [answer])
    with reading(target) as reader:
        call, answer = reader.messages([1, 2])
        assert answer.answer_to == call.id
        assert answer.action == "Heartbeat"
        assert answer.latency_ms == 1_000
        assert reader.was_closed()
        assert read_logs(reader)[0].state is LogState.COMPLETE


def test_what_chargers_say_of_themselves_is_in_the_capture(
    made, frame, target, reading
):
    made([frame(1, BOOT), frame(2, STATUS)])
    with reading(target) as reader:
        [charger] = reader.chargers()
    assert (charger.vendor, charger.firmware, charger.version) == ("V", "1.2", "1.6")
    assert charger.boot_at == frame(1).at
    assert [c.status for c in charger.connectors] == ["Faulted"]


def test_what_the_csms_says_is_no_fact_about_the_charger(made, frame, target, reading):
    made([frame(1, BOOT, direction=Direction.OUT), frame(2, '[2,"3",5,[]]')])
    with reading(target) as reader:
        assert reader.chargers()[0].vendor == ""


def test_each_connection_is_in_the_capture(made, frame, target, reading):
    made([frame(1), frame(2, charger="CP2")], [frame(3, link="x"), frame(4)])
    with reading(target) as reader:
        found = reader.connections()[::-1]
        assert [(c.id, c.charger) for c in found] == [
            (1, "CP1"),
            (2, "CP2"),
            (3, "CP1"),
        ]
        assert found[0].began_at == frame(1).at
        assert found[0].ended_at == frame(4).at
        assert found[0].outcome is Outcome.CLOSED
        assert found[0].cause == "Read from made.log."


def test_a_link_makes_the_message_that_recording_makes(made, frame, target, reading):
    at = frame(1).at
    made([LinkEvent(1, at, "CP1", True, "Hello."), frame(2),
          LinkEvent(3, at, "CP1", False, "Gone.")])  # fmt: skip
    with reading(target) as reader:
        opened, _beat, closed = reader.messages([1, 2, 3])
        assert (opened.direction, opened.action) == (Direction.LINK, "Connected")
        assert (closed.action, closed.raw) == ("Disconnected", "Gone.")
        assert opened.type is None
        assert reader.connections()[0].cause == "Gone. Read from made.log."


def test_what_is_in_the_capture_is_told(made, frame):
    told = made([frame(1), frame(2)])
    assert told[-1][1] == 2
    assert told[-1][2][0].state is LogState.COMPLETE


def test_what_cannot_be_written_is_raised_and_the_rest_stays(
    target, listening, frame, reading
):
    heard = listening()
    maker = CaptureMaker(target, lambda *_what: None)
    maker.take(Block(logs=[heard.summary()], items=[heard.item(frame(1), 1)]))
    maker.limit_size(30)
    long = frame(2, f'[2,"2","DataTransfer",{{"vendorId":"{"x" * 500_000}"}}]')
    with pytest.raises(CaptureUnwritableError, match="full"):
        maker.take(Block(items=[heard.item(long, 2)]))
    with pytest.raises(CaptureUnwritableError, match="full"):
        maker.take(Block(items=[heard.item(long, 2)]))
    maker.finish(LogState.FAILED, "The disk is full.")
    with reading(target) as reader:
        assert reader.last_id() == 1
        assert read_logs(reader)[0].failure == "The disk is full."


def test_a_log_overheard_is_as_it_was_recorded(made, frame, target, reading):
    numbers, clock = iter(range(1, 99)), iter(range(10**15, 10**16, 1_000_000))
    from ocppdesk.core.replies import Transactions
    from ocppdesk.core.versions import Version

    session = Session(
        "CP1", 1, Version.V16, lambda: next(numbers), lambda: next(clock),
        Transactions(),
    )  # fmt: skip
    start = (
        '[2,"3","StartTransaction",{"connectorId":2,"idTag":"A","meterStart":0,'
        '"timestamp":"2026-08-01T12:00:00Z"}]'
    )
    texts = (BOOT, STATUS, start, '[2,"4","Authorize",{}]', '[2,"5","Fly",{}]', "[9]")
    recorded = [
        message for text in texts for message in session.receive(text, at=next(clock))
    ]
    made([
        frame(m.id, m.raw, at=m.at, direction=m.direction) for m in recorded
    ])  # fmt: skip
    with reading(target) as reader:
        overheard = reader.messages(range(1, len(recorded) + 1))
    for was, found in zip(recorded, overheard, strict=True):
        if (was.action, was.type) == ("StartTransaction", 2):
            # Only whoever gives the answer knows the transaction before it.
            assert found.transaction_id is None
        else:
            assert found == was


def test_a_connection_of_a_version_has_its_subprotocol():
    span = Span(1, "CP1", 5, 9, 1, version="2.0.1")
    assert connection_of(span, "a.log").subprotocol == "ocpp2.0.1"
