# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.transfers.events import FileEvent, FileEventKind
from ocppdesk.core.transfers.past import REQUESTS, TELLING, PastFile, PastJobs
from ocppdesk.core.transfers.states import Outcome, StepName, StepState

SECOND = 1_000_000
URL = "http://10.0.0.2:8080/Xy12/"


class Tape:
    """A recording, a message a second."""

    def __init__(self, *files):
        self.jobs = PastJobs(files)
        self.at = 1000 * SECOND
        self.ids = 0

    def add(self, direction, frame, *, charger="CP1", **more):
        self.ids += 1
        self.at += SECOND
        raw = frame if isinstance(frame, str) else json.dumps(frame)
        message = Message(self.ids, self.at, charger, 1, direction, raw, **more)
        self.jobs.take(message)
        return self.ids

    def ask(self, action, payload, **more):
        frame = [2, f"d{self.ids}", action, payload]
        kind = MessageType.CALL
        return self.add(Direction.OUT, frame, type=kind, action=action, **more)

    def answer(self, number, action, payload, **more):
        frame = [3, "d", payload]
        kind = MessageType.CALLRESULT
        self.add(
            Direction.IN, frame, type=kind, action=action, answer_to=number, **more
        )

    def say(self, action, payload, **more):
        frame = [2, f"c{self.ids}", action, payload]
        self.add(Direction.IN, frame, type=MessageType.CALL, action=action, **more)

    def firmware(self, *statuses, **more):
        for status in statuses:
            self.say("FirmwareStatusNotification", {"status": status, **more})

    def boot(self, version, **more):
        self.say("BootNotification", {"firmwareVersion": version}, **more)

    @property
    def states(self):
        return self.jobs.states()


def log_request(number=5):
    log = {"remoteLocation": URL}
    return {"logType": "DiagnosticsLog", "requestId": number, "log": log}


def update(tape, **more):
    payload = {"location": f"{URL}new.bin", "retrieveDate": "2026-01-01T00:00:00Z"}
    return tape.ask("UpdateFirmware", payload, **more)


def received(at, name="a.log"):
    event = FileEvent(
        FileEventKind.DONE,
        at * SECOND,
        "10.0.0.7:5000",
        "HTTP",
        is_upload=True,
        name=name,
        done_bytes=12,
        total_bytes=12,
        stored_as=name,
        sha256="ab" * 32,
    )
    return PastFile("CP1", "GetLog", event)


def test_new_firmware_is_followed_to_the_new_version():
    tape = Tape()
    tape.boot("1.0")
    number = update(tape)
    tape.answer(number, "UpdateFirmware", {})
    tape.firmware("Downloading", "Downloaded", "Installing")
    tape.boot("2.0")
    tape.firmware("Installed")
    (state,) = tape.states
    assert (state.outcome, state.number) == (Outcome.SUCCEEDED, number)
    assert (state.old_version, state.new_version) == ("1.0", "2.0")
    assert state.url == f"{URL}new.bin"
    # Nothing is recorded of file servers.
    assert state.step(StepName.FILE_SERVER) is None
    assert state.step(StepName.TRANSFER) is None
    assert state.step(StepName.INSTALLED).message == tape.ids


def test_a_job_whose_end_is_not_recorded_is_left_open():
    tape = Tape()
    number = update(tape)
    assert tape.states[0].headline.endswith("not in the recording; no word came.")
    tape.answer(number, "UpdateFirmware", {})
    tape.firmware("Downloading")
    (state,) = tape.states
    assert (state.outcome, state.is_over) == (Outcome.OPEN, True)
    assert state.headline.endswith("the last word was Downloading.")
    assert {step.state for step in state.steps} <= {StepState.DONE, StepState.NOT_SEEN}
    # A recording that grows tells more.
    tape.firmware("DownloadFailed")
    assert tape.states[0].outcome is Outcome.FAILED


def test_a_file_that_came_in_proves_a_log():
    tape = Tape(received(1003))
    number = tape.ask("GetLog", log_request())
    tape.answer(number, "GetLog", {"status": "Accepted", "filename": "a.log"})
    tape.say("LogStatusNotification", {"status": "Uploaded", "requestId": 5})
    (state,) = tape.states
    assert (state.outcome, state.files) == (Outcome.SUCCEEDED, ("a.log",))
    assert state.step(StepName.RECEIVED).state is StepState.DONE
    assert "10.0.0.7" in state.step(StepName.FILE_SERVER).sentence


@pytest.mark.parametrize("at", [1002, 5000])
def test_a_file_counts_for_the_job_that_it_came_in_for(at):
    tape = Tape(received(at))
    first = tape.ask("GetLog", log_request(5))
    tape.answer(first, "GetLog", {"status": "Rejected"})
    second = tape.ask("GetLog", log_request(6))
    tape.answer(second, "GetLog", {"status": "Accepted"})
    before, after = tape.states
    assert before.outcome is Outcome.NOTHING
    assert bool(after.files) is (at == 5000)


def test_a_log_that_went_elsewhere_is_not_proved():
    tape = Tape()
    number = tape.ask("GetLog", log_request())
    tape.answer(number, "GetLog", {"status": "Accepted"})
    tape.say("LogStatusNotification", {"status": "Uploaded", "requestId": 5})
    (state,) = tape.states
    assert state.outcome is Outcome.UNPROVEN
    assert "did not come to this program" in state.headline
    assert state.step(StepName.RECEIVED) is None


def test_a_status_without_an_id_belongs_to_the_newest_job():
    tape = Tape()
    for _ in range(2):
        tape.answer(update(tape), "UpdateFirmware", {})
    tape.firmware("DownloadFailed")
    assert [state.outcome for state in tape.states] == [Outcome.OPEN, Outcome.FAILED]


def test_a_status_with_an_id_belongs_to_its_own_job():
    tape = Tape()
    for number in (5, 6):
        tape.ask("GetLog", log_request(number))
    tape.say("LogStatusNotification", {"status": "UploadFailure", "requestId": 5})
    tape.answer(2, "GetLog", {"status": "Rejected"})
    tape.answer(1, "GetLog", {"status": "AcceptedCanceled"})
    assert [state.outcome for state in tape.states] == [
        Outcome.FAILED,
        Outcome.NOTHING,
    ]


def test_chargers_and_kinds_are_kept_apart():
    tape = Tape()
    update(tape)
    tape.ask("GetLog", log_request())
    update(tape, charger="CP2")
    tape.firmware("DownloadFailed", charger="CP3")
    tape.firmware("Downloaded")
    states = tape.states
    assert [state.charger for state in states] == ["CP1", "CP1", "CP2"]
    assert [state.status for state in states] == ["Downloaded", "", ""]


def test_what_happens_a_day_later_is_not_about_the_job():
    tape = Tape()
    tape.boot("1.0")
    update(tape)
    tape.at += 25 * 3600 * SECOND
    tape.boot("2.0")
    assert tape.states[0].outcome is Outcome.OPEN


def test_a_flood_of_requests_is_followed_in_no_time():
    tape = Tape()
    for number in range(2000):
        tape.ask("GetLog", log_request(number))
        payload = {"status": "Uploading", "requestId": number}
        tape.say("LogStatusNotification", payload)
    assert len(tape.states) == 2000


NAMES = [
    "status",
    "requestId",
    "firmware",
    "location",
    "retries",
    "retryInterval",
    "log",
    "fileName",
    "firmwareVersion",
    "signature",
]
JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(TELLING),
            st.sampled_from(list(Direction)),
            st.sampled_from([*MessageType, None]),
            JUNK,
            st.none() | st.integers(1, 5),
        ),
        max_size=8,
    )
)
def test_nothing_that_is_recorded_is_too_odd(messages):
    tape = Tape(received(1002))
    tape.ask(REQUESTS[0], {"retries": "x", "retryInterval": 1e300})
    for action, direction, kind, payload, answer_to in messages:
        number = 2 if kind is None else int(kind)
        frame = (
            [number, "x", action, payload] if number == 2 else [number, "x", payload]
        )
        tape.add(direction, frame, type=kind, action=action, answer_to=answer_to)
    assert all(state.is_over for state in tape.states)
