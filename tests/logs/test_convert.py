# SPDX-License-Identifier: Apache-2.0
"""Files become each other without losing a message."""

import contextlib
import itertools
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocppdesk.capture import schema
from ocppdesk.capture.errors import CaptureError, CaptureForeignError
from ocppdesk.capture.origins import read_origin
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.capture.snapshots import SnapshotWriter, snapshot_entries, snapshots
from ocppdesk.core.configuration.settings import Entry as ConfigurationEntry
from ocppdesk.core.configuration.settings import key_address
from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.convert import ConversionError, convert
from ocppdesk.logs.errors import (
    CancelledError,
    ExistsError,
    MissingError,
    SuffixError,
    UnreadableError,
)
from ocppdesk.logs.jsonl import JsonlWriter
from ocppdesk.logs.records import Entry
from ocppdesk.logs.redaction.passes import learn_files

LINE = '{"id":%d,"time":"2026-08-01T12:00:%02dZ","direction":"in","raw":"[%d]"}\n'


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.is_file())


@pytest.mark.parametrize("middle", ["x.jsonl", "x.csv"])
def test_a_capture_comes_back_through_a_file(capture, tmp_path, middle, messages_of):
    between, back = tmp_path / middle, tmp_path / "back.ocppdesk"
    there = convert([capture], between)
    again = convert([between], back)
    assert messages_of(back) == messages_of(capture)
    assert there.messages == again.messages == len(messages_of(capture))
    assert (there.connections, again.connections) == (0, 1)
    assert there.unreadable_count == again.unreadable_count == 0
    assert str(again) == f"{again.messages} messages written to {back}."


def test_lines_and_rows_become_each_other_unchanged(capture, tmp_path):
    lines, rows, back = (tmp_path / n for n in ("a.jsonl", "b.csv", "c.jsonl"))
    convert([capture], lines)
    convert([lines], rows)
    convert([rows], back)
    assert back.read_bytes() == lines.read_bytes()


def test_a_capture_of_a_capture_keeps_messages_and_connections(
    capture, tmp_path, messages_of
):
    copy = tmp_path / "copy.ocppdesk"
    convert([capture], copy)
    assert messages_of(copy) == messages_of(capture)
    with (
        contextlib.closing(CaptureReader(capture)) as old,
        contextlib.closing(CaptureReader(copy)) as new,
    ):
        assert new.connections() == old.connections()
        assert new.chargers() == old.chargers()
        assert new.was_closed()


@pytest.mark.parametrize("middle", ["x.jsonl", "x.csv", "x.ocppdesk"])
def test_marks_and_notes_come_back_through_a_file(
    annotated, tmp_path, middle, annotations_of
):
    between, back = tmp_path / middle, tmp_path / "back.ocppdesk"
    convert([annotated], between)
    convert([between], back)
    assert annotations_of(back) == annotations_of(annotated)
    assert annotations_of(back).marks == {2, 3}


@pytest.fixture
def with_snapshot(capture):
    """The capture with a snapshot of its charger's settings."""
    entry = ConfigurationEntry(key_address("HeartbeatInterval"), "300", read_at=1)
    SnapshotWriter(capture).add("CP1", [entry], at=7, name="before")
    return capture


def test_snapshots_come_along_between_captures(with_snapshot, record, tmp_path):
    other, both = (
        record(tmp_path / "b.ocppdesk", charger="CP2"),
        tmp_path / "c.ocppdesk",
    )
    convert([with_snapshot, other], both)
    with contextlib.closing(CaptureReader(both)) as reader:
        (found,) = snapshots(reader)
        assert (found.charger, found.at, found.name) == ("CP1", 7, "before")
        (entry,) = snapshot_entries(reader, found.id)
        assert entry.value == "300"
        assert reader.was_closed()
    assert names(tmp_path) == ["b.ocppdesk", "c.ocppdesk", "site.ocppdesk"]


def test_a_redacted_copy_has_no_snapshots(with_snapshot, tmp_path):
    target = tmp_path / "c.ocppdesk"
    redaction = learn_files([with_snapshot])
    convert([with_snapshot], target, redaction=redaction)
    with contextlib.closing(CaptureReader(target)) as reader:
        assert snapshots(reader) == []


def test_marks_and_notes_of_lines_and_rows_stay_unchanged(annotated, tmp_path):
    lines, rows, back = (tmp_path / n for n in ("a.jsonl", "b.csv", "c.jsonl"))
    convert([annotated], lines)
    convert([lines], rows)
    convert([rows], back)
    assert back.read_bytes() == lines.read_bytes()
    assert lines.read_bytes().count(b'"marked":true') == 2


def test_marks_and_notes_follow_their_messages_to_new_numbers(
    annotated, record, tmp_path, messages_of, annotations_of
):
    other = record(tmp_path / "two.ocppdesk", charger="CP2", at=1_785_585_600_000_500)
    both = tmp_path / "both.ocppdesk"
    convert([other, annotated], both)
    old = {message.id: message for message in messages_of(annotated)}
    new = {message.id: message for message in messages_of(both)}
    found, expected = annotations_of(both), annotations_of(annotated)
    assert {new[n].raw for n in found.marks} == {old[n].raw for n in expected.marks}
    assert {new[n].raw: note for n, note in found.notes.items()} == {
        old[n].raw: note for n, note in expected.notes.items()
    }
    assert {new[n].charger for n in found.marks | found.notes.keys()} == {"CP1"}


def test_notes_that_no_capture_can_hold_are_mended_or_none(tmp_path, annotations_of):
    source, target = tmp_path / "a.jsonl", tmp_path / "b.ocppdesk"
    notes = ['"a\\u0000b"', '" "', '""', "null"]
    with source.open("w") as file:
        for number, note in enumerate(notes, start=1):
            line = LINE % (number, number, number)
            file.write(line.replace("}", f',"note":{note}}}'))
    convert([source], target)
    assert annotations_of(target).notes == {1: "a\ufffdb"}


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_capture_has_no_marks(version, record, tmp_path, monkeypatch):
    with monkeypatch.context() as past:
        past.setattr(schema, "_MIGRATIONS", schema._MIGRATIONS[:version])
        past.setattr(schema, "VERSION", version)
        # An older program did not know of them.
        old = record(tmp_path / "old.ocppdesk")
    convert([old], tmp_path / "a.jsonl")
    assert b'"marked":true' not in (tmp_path / "a.jsonl").read_bytes()
    assert (tmp_path / "a.jsonl").read_bytes().count(b'"marked":false') > 5


def test_an_imported_connection_is_told_by_its_messages(capture, tmp_path):
    lines, back = tmp_path / "site.jsonl", tmp_path / "back.ocppdesk"
    convert([capture], lines)
    convert([lines], back)
    with contextlib.closing(CaptureReader(back)) as reader:
        [connection] = reader.connections()
        [charger] = reader.chargers()
    assert connection.charger == "CP1"
    assert connection.version == "1.6"
    assert connection.cause == "Read from site.jsonl."
    assert connection.opened_at < connection.ended_at
    assert charger.model == "M"
    assert charger.connectors[0].status == "Faulted"
    assert not charger.is_connected


def test_several_captures_become_one_by_time(record, tmp_path, messages_of):
    one = record(tmp_path / "one.ocppdesk")
    two = record(tmp_path / "two.ocppdesk", charger="CP2", at=1_785_585_600_000_500)
    both = tmp_path / "both.ocppdesk"
    conversion = convert([one, two], both)
    found = messages_of(both)
    assert conversion.connections == 2
    assert [message.id for message in found] == list(range(1, len(found) + 1))
    assert [m.at for m in found] == sorted(m.at for m in found)
    for charger, path in (("CP1", one), ("CP2", two)):
        own = [message for message in found if message.charger == charger]
        assert [m.raw for m in own] == [m.raw for m in messages_of(path)]
    calls = {message.id: message for message in found}
    for answer in found:
        if answer.answer_to is not None:
            call = calls[answer.answer_to]
            assert (call.charger, call.message_id) == (
                answer.charger,
                answer.message_id,
            )


def test_lines_with_the_newest_first_are_put_in_order(capture, tmp_path, messages_of):
    lines, turned = tmp_path / "a.jsonl", tmp_path / "turned.jsonl"
    convert([capture], lines)
    turned.write_bytes(b"".join(lines.read_bytes().splitlines(keepends=True)[::-1]))
    convert([turned], tmp_path / "back.ocppdesk")
    assert messages_of(tmp_path / "back.ocppdesk") == messages_of(capture)


def test_joined_lines_with_the_same_numbers_keep_their_order(
    capture, tmp_path, messages_of
):
    lines, joined = tmp_path / "a.jsonl", tmp_path / "joined.jsonl"
    convert([capture], lines)
    joined.write_bytes(lines.read_bytes() * 2)
    convert([joined], tmp_path / "back.ocppdesk")
    once, twice = messages_of(capture), messages_of(tmp_path / "back.ocppdesk")
    count = len(once)
    assert [m.raw for m in twice] == [m.raw for m in once] * 2
    shift = [None if m.answer_to is None else m.answer_to + count for m in once]
    assert [message.answer_to for message in twice[count:]] == shift


def test_an_answer_whose_call_is_not_there_answers_nothing(
    capture, tmp_path, messages_of
):
    lines = tmp_path / "a.jsonl"
    answer = next(m for m in messages_of(capture) if m.answer_to is not None)
    with lines.open("wb") as file:
        JsonlWriter(file).add(Entry(answer))
    convert([lines], tmp_path / "back.ocppdesk")
    [found] = messages_of(tmp_path / "back.ocppdesk")
    assert found == replace(answer, id=1, answer_to=None)


def test_each_charger_of_a_connection_number_gets_its_own(tmp_path):
    lines = tmp_path / "a.jsonl"
    with lines.open("wb") as file:
        for charger in ("CP1", "CP2"):
            message = Message(1, 0, charger, 1, Direction.IN, "[]")
            JsonlWriter(file).add(Entry(message))
    assert convert([lines], tmp_path / "back.ocppdesk").connections == 2


def test_unreadable_lines_are_counted_and_named(tmp_path):
    source = tmp_path / "a.jsonl"
    good = LINE % (1, 0, 1)
    source.write_text(good + "oops\n" + good + "[]\n" * 6)
    conversion = convert([source], tmp_path / "b.csv")
    assert conversion.messages == 2
    assert conversion.unreadable_count == 7
    assert [found.line for _path, found in conversion.unreadable][:2] == [2, 4]
    told = str(conversion).splitlines()
    assert told[0] == f"2 messages written to {tmp_path / 'b.csv'}."
    assert told[1] == "7 lines could not be read:"
    assert told[2].startswith("  a.jsonl, line 2: This is not JSON")
    assert told[-1] == "  and 2 more"


def test_a_file_without_any_message_is_refused(tmp_path):
    source = tmp_path / "a.jsonl"
    source.write_text("hello\n")
    with pytest.raises(UnreadableError, match="no OCPP frames"):
        convert([source], tmp_path / "b.csv")
    assert names(tmp_path) == ["a.jsonl"]


def test_an_empty_file_has_no_messages(tmp_path):
    (tmp_path / "a.jsonl").touch()
    assert convert([tmp_path / "a.jsonl"], tmp_path / "b.ocppdesk").messages == 0


@pytest.mark.parametrize("name", ["x.pdf", "x", "x.csv.bak"])
def test_a_target_of_no_known_format_is_refused(capture, tmp_path, name):
    with pytest.raises(SuffixError, match=r"\.ocppdesk or \.jsonl or \.csv"):
        convert([capture], tmp_path / name)


def test_a_source_without_frames_is_refused_with_advice(tmp_path):
    (tmp_path / "a.log").write_text("x")
    with pytest.raises(UnreadableError, match="Look for a setting"):
        convert([tmp_path / "a.log"], tmp_path / "b.csv")
    assert names(tmp_path) == ["a.log"]


def test_a_source_that_is_no_log_is_refused(tmp_path):
    (tmp_path / "a.log").write_bytes(bytes(range(256)) * 100)
    with pytest.raises(ConversionError):
        convert([tmp_path / "a.log"], tmp_path / "b.ocppdesk")
    assert names(tmp_path) == ["a.log"]


LOG = "".join(
    f"2026-08-01 12:00:{n:02d}.000 INFO (MainThread) [ocpp] CP7: "
    + (
        f'receive message [2,"{n}","Heartbeat",{{}}]\n'
        if n % 2
        else f'send [3,"{n - 1}",{{"currentTime":"2026-08-01T12:00:{n:02d}Z"}}]\n'
    )
    for n in range(1, 21)
)


@pytest.fixture
def foreign(tmp_path):
    """A log of another program."""
    path = tmp_path / "site.log"
    path.write_text(LOG)
    return path


def test_a_log_of_another_program_becomes_a_capture(foreign, tmp_path, messages_of):
    target = tmp_path / "out.ocppdesk"
    done = convert([foreign], target)
    assert (done.messages, done.connections, done.unreadable_count) == (20, 1, 0)
    messages = messages_of(target)
    assert [m.charger for m in messages] == ["CP7"] * 20
    assert messages[1].answer_to == 1
    with contextlib.closing(CaptureReader(target)) as reader:
        assert read_origin(reader, 3).first == (1, "site.log", 3)
    assert names(tmp_path) == ["out.ocppdesk", "site.log"]


@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_a_log_of_another_program_becomes_lines(foreign, tmp_path, messages_of, suffix):
    lines, direct, back = tmp_path / f"x{suffix}", tmp_path / "a.ocppdesk", (
        tmp_path / "b.ocppdesk"
    )  # fmt: skip
    assert convert([foreign], lines).messages == 20
    convert([foreign], direct)
    convert([lines], back)
    assert messages_of(back) == messages_of(direct)


def test_a_log_and_a_capture_become_one(foreign, capture, tmp_path, messages_of):
    target = tmp_path / "out.ocppdesk"
    done = convert([foreign, capture], target)
    assert done.messages == 20 + len(messages_of(capture))
    assert {m.charger for m in messages_of(target)} == {"CP1", "CP7"}


def test_a_capture_made_of_a_log_is_not_replaced_unasked(foreign, tmp_path):
    target = tmp_path / "out.ocppdesk"
    target.write_text("mine")
    with pytest.raises(ExistsError):
        convert([foreign], target)
    assert target.read_text() == "mine"
    assert convert([foreign], target, overwrite=True).messages == 20


@pytest.mark.parametrize("name", ["out.ocppdesk", "out.jsonl"])
def test_the_reading_of_a_log_can_be_cancelled(foreign, tmp_path, name):
    with pytest.raises(CancelledError):
        convert([foreign], tmp_path / name, is_cancelled=lambda: True)
    assert names(tmp_path) == ["site.log"]


def test_a_missing_source_is_named(tmp_path):
    with pytest.raises(MissingError, match=r"gone\.jsonl"):
        convert([tmp_path / "gone.jsonl"], tmp_path / "b.csv")


@pytest.mark.parametrize("name", ["there.csv", "there.ocppdesk"])
def test_a_file_that_exists_is_kept_unless_asked(capture, tmp_path, name):
    target = tmp_path / name
    target.write_text("mine")
    with pytest.raises(ExistsError):
        convert([capture], target)
    assert target.read_text() == "mine"
    convert([capture], target, overwrite=True)
    assert target.stat().st_size > 100


def test_a_file_is_not_written_over_itself(capture):
    with pytest.raises(ConversionError, match="read and written at once"):
        convert([capture], capture, overwrite=True)


def test_what_is_no_capture_is_named(tmp_path):
    (tmp_path / "a.ocppdesk").write_text("SQLite? No.")
    with pytest.raises(CaptureForeignError):
        convert([tmp_path / "a.ocppdesk"], tmp_path / "b.csv")
    assert names(tmp_path) == ["a.ocppdesk"]


def test_a_capture_being_recorded_is_read_and_its_copy_is_closed(tmp_path):
    live = tmp_path / "live.ocppdesk"
    with contextlib.closing(Recorder(live)) as recorder:
        recorder.put_connection(
            Connection(1, "CP1", "", 5, Outcome.OPEN, opened_at=5, last_heard_at=9)
        )
        recorder.add_message(Message(1, 7, "CP1", 1, Direction.IN, "[]"))
        recorder.commit()
        convert([live], tmp_path / "copy.ocppdesk")
        with pytest.raises(CaptureError, match="recording into"):
            convert([tmp_path / "copy.ocppdesk"], live, overwrite=True)
    with contextlib.closing(CaptureReader(tmp_path / "copy.ocppdesk")) as reader:
        [connection] = reader.connections()
    assert connection.outcome is Outcome.CLOSED
    assert connection.ended_at == 9


def test_progress_rises_to_one(tmp_path):
    source = tmp_path / "a.jsonl"
    source.write_text("".join(LINE % (n, n % 60, n) for n in range(1, 1_200)))
    told = []
    convert([source], tmp_path / "b.csv", progress=told.append)
    assert told == sorted(told)
    assert len(told) == 4
    assert told[-1] == 1.0


def test_a_cancelled_conversion_leaves_nothing(tmp_path):
    source = tmp_path / "a.jsonl"
    source.write_text("".join(LINE % (n, n % 60, n) for n in range(1, 1_200)))
    asked = itertools.count()
    with pytest.raises(CancelledError):
        convert([source], tmp_path / "b.csv", is_cancelled=lambda: next(asked) == 2)
    assert names(tmp_path) == ["a.jsonl"]


def test_a_conversion_that_breaks_off_keeps_the_old_target(capture, tmp_path):
    target = tmp_path / "b.jsonl"
    target.write_text("mine")

    def fail(_done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        convert([capture], target, overwrite=True, progress=fail)
    assert target.read_text() == "mine"
    assert ".b.jsonl.part" not in names(tmp_path)


@settings(max_examples=20)
@given(
    st.lists(
        st.builds(
            Message,
            id=st.just(0),
            at=st.integers(0, 4_000_000_000_000_000),
            charger=st.text(),
            connection=st.just(1),
            direction=st.sampled_from(Direction),
            raw=st.text() | st.binary(),
            message_id=st.none() | st.text(),
            transaction_id=st.none() | st.integers(-(2**63), 2**63 - 1) | st.text(),
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([".jsonl", ".csv"]),
)
def test_any_text_survives_the_way_through_a_capture(messages, suffix):
    messages = [replace(m, id=number) for number, m in enumerate(messages, start=1)]
    with tempfile.TemporaryDirectory() as folder:
        first, middle = Path(folder, f"a{suffix}"), Path(folder, "b.ocppdesk")
        lines = Path(folder, "a.jsonl")
        with lines.open("wb") as file:
            for message in messages:
                JsonlWriter(file).add(Entry(message))
        if suffix == ".csv":
            convert([lines], first)
        convert([first], middle)
        with contextlib.closing(CaptureReader(middle)) as reader:
            found = reader.messages([message.id for message in messages])
    assert [replace(m, connection=1) for m in found] == messages
