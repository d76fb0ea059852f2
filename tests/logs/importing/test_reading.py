# SPDX-License-Identifier: Apache-2.0
"""What the process that reads sends, without the process."""

import io

import pytest

from ocppdesk.capture.log_records import LogState
from ocppdesk.logs.importing import reading as reading_module
from ocppdesk.logs.importing.blocks import read_packed, unpacked
from ocppdesk.logs.importing.reading import read_all


def sent(job):
    stream = io.BytesIO()
    read_all(job, stream.write, stream.flush)
    stream.seek(0)
    return [unpacked(body) for body in iter(lambda: read_packed(stream.read), None)]


def test_all_of_a_log_is_sent(job, log_file):
    blocks = sent(job(log_file(count=50)))
    assert sum(len(block.items) for block in blocks) == 100
    assert blocks[-1].is_last
    assert blocks[-1].logs[0].state is LogState.COMPLETE
    assert blocks[-1].logs[0].title == "Home Assistant"


def test_several_logs_are_sent_in_the_order_of_their_times(job, log_file):
    even = log_file("a.log", count=5, charger="A")
    odd = log_file("b.log", count=5, first=3, charger="B")
    items = [item for block in sent(job(even, odd)) for item in block.items]
    times = [item[2] for item in items]
    assert times == sorted(times)
    assert {item[6] for item in items} == {1, 2}


def test_a_log_of_a_charger_and_that_of_its_csms_become_one(job, log_file, tmp_path):
    csms = log_file("csms.log", count=20)
    charger = tmp_path / "charger.log"
    # The charger's clock is a minute ahead.
    charger.write_text(csms.read_text().replace("2026-08-01 12:00", "2026-08-01 12:01"))
    blocks = sent(job(csms, charger, merge=True))
    assert sum(len(block.items) for block in blocks) == 40
    assert sum(len(block.seconds) for block in blocks) == 40
    first, second = blocks[-1].logs
    assert first.alignment is None
    assert second.alignment.offset_us == -60_000_000
    assert second.alignment.matched == 40
    assert second.counts.joined == 40


def test_logs_without_a_frame_in_common_are_read_side_by_side(job, log_file):
    paths = log_file("a.log", charger="A"), log_file("b.log", charger="B")
    blocks = sent(job(*paths, merge=True))
    assert sum(len(block.items) for block in blocks) == 40
    assert blocks[-1].logs[1].alignment.matched == 0


def test_a_mistake_of_a_reader_leaves_what_was_read(job, log_file, monkeypatch, frame):
    class Broken:
        name, title, advice = "broken", "Broken", ""
        done, lines = 0.5, 1
        inferences = None

        def __init__(self, inferences):
            self.inferences = inferences

        def batches(self):
            yield [frame(1)]
            raise ZeroDivisionError("no number")

    from ocppdesk.logs.reading.found import Inferences

    monkeypatch.setattr(
        reading_module, "open_logs", lambda _path, _known: [Broken(Inferences())]
    )
    stream = io.BytesIO()
    with pytest.raises(ZeroDivisionError):
        read_all(job(log_file()), stream.write, stream.flush)
    stream.seek(0)
    blocks = [unpacked(b) for b in iter(lambda: read_packed(stream.read), None)]
    assert sum(len(block.items) for block in blocks) == 1
    assert blocks[-1].logs[0].state is LogState.FAILED
    assert "ZeroDivisionError: no number" in blocks[-1].logs[0].failure
