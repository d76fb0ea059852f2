# SPDX-License-Identifier: Apache-2.0
import contextlib

from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.findings import Finding, Level
from ocppdesk.filters.expression import parse_filter
from ocppdesk.gui.findings.evidence import filter_of, message_lines, message_texts
from ocppdesk.gui.findings.groups import Group, State


def test_a_message_is_a_line(recording):
    line = recording.line()
    line.say("Heartbeat")
    line.say("StatusNotification", {"status": "x" * 100_000})
    last = recording.commit()
    with contextlib.closing(CaptureReader(recording.path)) as reader:
        lines = message_lines(reader, range(1, last + 9))
    assert len(lines) == last
    texts = list(lines.values())
    assert any("◀ Heartbeat" in text for text in texts)
    assert any("▶ ↳ Heartbeat" in text for text in texts)
    assert all(len(text) < 300 for text in texts)


def test_texts_are_as_on_the_wire_without_secrets_and_of_a_length_to_read(recording):
    line = recording.line()
    line.say("Heartbeat", {"password": "hunter2"})
    line.say("StatusNotification", {"status": "x" * 100_000})
    last = recording.commit()
    with contextlib.closing(CaptureReader(recording.path)) as reader:
        texts = message_texts(reader, range(1, last + 9))
    assert any('"Heartbeat"' in text for text in texts.values())
    assert not any("hunter2" in text for text in texts.values())
    assert all(len(text) <= 2_000 for text in texts.values())
    assert 1 not in texts  # the note that it connected
    assert message_texts(None, (1,)) == {}


def test_without_a_capture_nothing_is_said():
    assert message_lines(None, (1, 2)) == {}


def test_the_filter_is_the_rule_where_it_is_marked_and_numbers_else(finding):
    group = Group((finding(messages=(3, 4), charger="CP 1"),), State.NEW)
    marked = Annotations(frozenset(), {}, {4: (Finding("CON-07", Level.ERROR),)})
    assert filter_of(group, marked) == 'finding == CON-07 charger === "CP 1"'
    assert filter_of(group, EMPTY) == "no in {3, 4}"
    one = Group((finding(messages=(3,)),), State.IGNORED)
    assert filter_of(one, EMPTY) == "no == 3"
    nobody = Group((finding(messages=(4,), charger=""),), State.NEW)
    assert filter_of(nobody, marked) == "finding == CON-07"
    for text in (filter_of(group, marked), filter_of(group, EMPTY)):
        parse_filter(text)
