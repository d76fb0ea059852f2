# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from ocppdesk.logs.reading.found import Assumptions
from ocppdesk.logs.reading.text.formats import TextFormat

PATH = Path("some.log")


def confidence(text):
    head = text if isinstance(text, bytes) else text.encode()
    return TextFormat().confidence(PATH, head)


def test_any_file_may_be_text_and_some_are_surer():
    steve = "[INFO ] 2026 de.rwth.idsg.steve.X - "
    frame = '[2,"1","Reset",{}]\n'
    order = [
        confidence(bytes(range(256)) * 20),
        confidence("hello\n"),
        confidence(frame),
        confidence(steve + frame),
    ]
    assert order == sorted(order)
    assert len(set(order)) == 4
    assert order[0] > 0
    assert order[-1] < 1


@pytest.mark.parametrize("head", [b"", b"\xff\xfe", '[3,"1",{}]'.encode("utf-16")])
def test_no_beginning_is_refused(head):
    assert 0 < confidence(head) < 1


def test_a_reader_is_made():
    reader = TextFormat().reader(PATH, Assumptions())
    assert reader.name == TextFormat.name
