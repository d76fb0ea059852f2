# SPDX-License-Identifier: Apache-2.0
import numpy as np

from ocppdesk.capture import subjects as subjects_module
from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.capture.subjects import stand_in, subjects
from ocppdesk.core.findings import Finding, Level
from ocppdesk.core.messages import Direction

FINDING = Finding("R1", Level.NOTE)


def test_a_subject_has_all_that_belongs_to_a_message(
    capture_of, message, answer, monkeypatch
):
    monkeypatch.setattr(subjects_module, "_AT_ONCE", 2)
    reader = capture_of(
        message(1), message(2), answer(3, to=1), answer(4, to=1), message(5)
    )
    annotations = Annotations(frozenset({3}), {1: "look"}, {2: (FINDING,)})
    found = list(subjects(reader, np.array([1, 2, 3, 4, 5, 9]), annotations))
    first, second, third, fourth, fifth = found
    assert [s.message.id for s in found] == [1, 2, 3, 4, 5]
    assert (first.call.id, first.answer.id) == (1, 3)
    assert (second.call.id, second.answer) == (2, None)
    assert (third.call.id, third.answer.id) == (1, 3)
    assert (fourth.call.id, fourth.answer.id) == (1, 4)
    assert [s.previous_at for s in found] == [None, *(s.message.at for s in found[:4])]
    assert {s.version for s in found} == {"1.6"}
    assert [s.is_marked for s in found] == [False, False, True, False, False]
    assert (first.note, fifth.note) == ("look", "")
    assert (second.findings, fifth.findings) == ((FINDING,), ())


def test_without_a_connection_no_version_is_known(capture_of, message):
    reader = capture_of(message(1, connection=7))
    [subject] = subjects(reader, np.array([1]), EMPTY)
    assert subject.version == ""


def test_a_stand_in_has_nothing_but_what_is_given():
    subject = stand_in(action="Reset", direction=Direction.OUT, note="x")
    assert subject.message.action == "Reset"
    assert subject.message.direction is Direction.OUT
    assert subject.note == "x"
    assert subject.message.charger == subject.version == subject.message.raw == ""
    assert subject.call is subject.answer is None
    assert not subject.is_marked
    assert not subject.findings
