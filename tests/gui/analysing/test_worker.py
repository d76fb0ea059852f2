# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture.errors import CaptureError
from ocppdesk.gui.analysing.worker import Worker


def run(worker):
    worker.look_up()
    while worker.step():
        pass


@pytest.fixture
def worker(analysis_of):
    made = Worker(analysis_of)
    yield made
    made.open(None, 0)


def ids_of(reader, charger):
    messages = reader.messages(range(1, reader.last_id() + 1))
    return [message.id for message in messages if message.charger == charger]


def test_the_only_charger_is_analysed_message_by_message(worker, recording, noted):
    worker.open(recording.path, recording.beat(100))
    run(worker)
    assert noted["CP-0042"].fed == list(range(1, 202))
    assert worker.done == worker.upto == 201
    assert worker.facts(now=5).last_id == 201
    assert noted["CP-0042"].asked == [5]


def test_what_comes_later_is_taken_in_once(worker, recording, noted):
    worker.open(recording.path, recording.beat(2))
    run(worker)
    worker.advance(recording.beat(2))
    run(worker)
    assert noted["CP-0042"].fed == list(range(1, 10))


def test_what_is_known_goes_to_the_end_of_the_capture(worker, recording, reader):
    recording.beat(charger="A")
    last = recording.beat(5, charger="B")
    worker.open(recording.path, last)
    worker.choose("A")
    worker.look_up()
    assert worker.last_at is None
    run(worker)
    # Nothing more came of it until then.
    assert worker.last_at == reader.message(last).at
    worker.advance(recording.beat(charger="B"))
    assert worker.last_at < reader.message(last).at


def test_of_several_chargers_none_is_taken_until_one_is_chosen(
    worker, recording, reader, noted
):
    for _turn in range(3):
        recording.beat(charger="A")
        recording.beat(charger="B")
    worker.open(recording.path, recording.recorder.committed_id)
    run(worker)
    assert (worker.charger, worker.facts(now=0), noted) == (None, None, {})
    assert worker.done == worker.upto
    worker.choose("B")
    run(worker)
    assert noted["B"].fed == ids_of(reader, "B")
    worker.choose("A")
    run(worker)
    worker.choose("B")
    run(worker)
    assert noted["B"].fed == ids_of(reader, "B")
    assert noted["A"].fed == ids_of(reader, "A")


def test_the_only_charger_stays_when_another_one_comes(worker, recording):
    worker.open(recording.path, recording.beat(charger="A"))
    run(worker)
    worker.advance(recording.beat(charger="B"))
    run(worker)
    assert worker.charger == "A"
    worker.choose("")
    run(worker)
    assert worker.charger is None


def test_a_log_that_names_no_charger_has_one_all_the_same(worker, recording):
    worker.open(recording.path, recording.beat(charger=""))
    run(worker)
    assert worker.facts(now=0).charger == ""


def test_a_charger_that_the_capture_does_not_have_waits_for_it(worker, recording):
    worker.open(recording.path, recording.beat(charger="A"))
    worker.choose("B")
    run(worker)
    assert worker.facts(now=0) is None
    worker.advance(recording.beat(charger="B"))
    run(worker)
    assert worker.facts(now=0).charger == "B"


def test_a_message_that_breaks_the_analysis_is_not_tried_again(
    worker, recording, noted, analysis_of
):
    worker.open(recording.path, recording.beat(2))
    run(worker)
    noted["CP-0042"].breaks_at = 7
    worker.advance(recording.beat(2))
    with pytest.raises(ValueError, match="on purpose"):
        run(worker)
    assert worker.done == 7
    run(worker)
    assert noted["CP-0042"].fed == list(range(1, 10))
    worker.forget()
    assert worker.facts(now=0) is None


def test_a_file_that_is_no_capture_is_an_error(worker, tmp_path):
    worker.open(tmp_path / "none.ocppdesk", 1)
    with pytest.raises(CaptureError):
        worker.look_up()


def test_without_a_capture_nothing_is_done(worker):
    worker.look_up()
    assert not worker.step()
    assert worker.last_at is None


def test_connections_are_told_when_they_are_new_or_change(worker, recording, noted):
    worker.open(recording.path, recording.beat())
    run(worker)
    worker.facts(now=5)
    worker.facts(now=6)
    [first, again] = noted["CP-0042"].links
    assert first == again
    assert first.charger == "CP-0042"
    assert first.ended_at is None
