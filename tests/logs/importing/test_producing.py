# SPDX-License-Identifier: Apache-2.0
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.capture.log_records import Alignment, LogState
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.importing.job import Job
from ocppdesk.logs.importing.producing import Producer, key_of, opened
from ocppdesk.logs.merging import Merging
from ocppdesk.logs.reading.found import Assumptions, Kind, Line


def produced(job, open_logs, **options):
    """Return all blocks of a job."""
    blocks = []
    producer = Producer(blocks.append)
    producer.open(job, open_logs)
    if options:
        producer.merge(**options)
    producer.read()
    producer.finish()
    producer.flush(is_whole=True, is_last=True)
    return blocks


def joined(blocks, name):
    return [each for block in blocks for each in getattr(block, name)]


@pytest.fixture
def opener(reader_of):
    """Give the batches of each path by its name."""

    def make(**batches):
        def open_logs(path, _assumptions):
            if path.name not in batches:
                raise ConversionError(path, "it is no log.")
            return [reader_of(*each) for each in batches[path.name]]

        return open_logs

    return make


def test_logs_are_told_before_anything_of_them(tmp_path, job, opener, frame):
    first, *rest = produced(job(tmp_path / "a"), opener(a=[[[frame(1)]]]))
    assert [log.name for log in first.logs] == ["a"]
    assert first.items == []
    assert rest[-1].logs[0].state is LogState.COMPLETE
    assert rest[-1].is_last


def test_the_first_block_of_messages_is_small(tmp_path, job, opener, frame):
    found = [frame(n) for n in range(1, 20_001)]
    blocks = produced(job(tmp_path / "a"), opener(a=[[found]]))
    sizes = [len(block.items) for block in blocks if block.items]
    assert sizes[:4] == [1, 100, 500, 1_000]
    assert max(sizes) <= 4_000
    assert sum(sizes) == 20_000


def test_long_messages_make_short_blocks(tmp_path, job, opener, frame):
    raw = f'[2,"1","DataTransfer",{{"vendorId":"{"x" * 1_000_000}"}}]'
    batches = [[frame(n, raw)] for n in range(1, 30)]
    blocks = produced(job(tmp_path / "a"), opener(a=[batches]))
    assert max(len(block.items) for block in blocks) <= 4


def test_texts_as_they_stand_in_the_log_go_with_their_messages(
    tmp_path, job, opener, frame
):
    found = [frame(1), frame(2, original="odd"), frame(3)]
    blocks = produced(job(tmp_path / "a"), opener(a=[[found]]))
    assert joined(blocks, "originals") == [(2, "odd")]


def test_lines_name_the_message_they_repeat(tmp_path, job, opener, frame):
    found = [
        frame(1),
        Line(2, Kind.DUPLICATE, "again", "It repeats.", 1),
        Line(3, Kind.DUPLICATE, "before", "It repeats.", 5),
        Line(4, Kind.OTHER, "hello"),
        frame(5),
        Line(6, Kind.DUPLICATE, "none", "It repeats.", 99),
    ]
    blocks = produced(job(tmp_path / "a"), opener(a=[[found]]))
    assert [(line[1], line[5]) for line in joined(blocks, "lines")] == [
        (2, 1), (3, 2), (4, None), (6, None),
    ]  # fmt: skip


def test_a_path_that_is_no_log_failed_and_the_others_are_read(
    tmp_path, job, opener, frame
):
    paths = tmp_path / "gone", tmp_path / "a"
    blocks = produced(job(*paths), opener(a=[[[frame(1)]]]))
    assert [(log.id, log.state) for log in blocks[0].logs] == [
        (1, LogState.FAILED), (2, LogState.READING),
    ]  # fmt: skip
    assert "it is no log" in blocks[0].logs[0].failure
    assert len(joined(blocks, "items")) == 1


def test_parts_of_an_archive_are_named_by_their_members(tmp_path, job, reader_of):
    readers = [reader_of(), reader_of()]
    for number, reader in enumerate(readers):
        reader.name, reader.title = "zip", f"day{number}.log"
    logs = opened(job(tmp_path / "site.zip"), lambda _path, _assumptions: readers)
    assert [log.name for log in logs] == ["site.zip/day0.log", "site.zip/day1.log"]


def test_files_of_a_folder_are_numbered(tmp_path, job, reader_of):
    readers = [reader_of(), reader_of()]
    logs = opened(job(tmp_path / "days"), lambda _path, _assumptions: readers)
    assert [log.name for log in logs] == ["days (1)", "days (2)"]


def test_what_two_logs_have_becomes_one_message(tmp_path, job, opener, frame):
    here = [frame(1), frame(2), frame(3)]
    there = [
        frame(n, f'[2,"{n}","Heartbeat",{{}}]', at=frame(n).at + 500, charger="")
        for n in (2, 3, 4)
    ]
    merging = Merging(Alignment(-500, 0, 2, False), ({}, {"": "CP1"}))
    blocks = produced(
        job(tmp_path / "a", tmp_path / "b"), opener(a=[[here]], b=[[there]]),
        merging=merging, second=tmp_path / "b",
    )  # fmt: skip
    assert [(item[3], item[6], item[7]) for item in joined(blocks, "items")] == [
        ("CP1", 1, 1), ("CP1", 1, 2), ("CP1", 1, 3), ("CP1", 2, 4),
    ]  # fmt: skip
    assert [(number, log, line) for number, log, line, _at in
            joined(blocks, "seconds")] == [(2, 2, 2), (3, 2, 3)]  # fmt: skip
    last = blocks[-1].logs
    assert [log.counts.joined for log in last] == [0, 2]
    assert [log.alignment for log in last] == [None, merging.alignment]


def test_what_tells_frames_apart_is_type_id_and_action(listening, frame):
    heard = listening()
    assert key_of(heard.item(frame(1), 1)) == (2, "1", "Heartbeat")
    assert key_of(heard.item(frame(1, '[3,"...",{}]'), 1)) is None
    assert key_of(heard.item(frame(1, "nonsense"), 1)) is None


@given(st.lists(st.integers(0, 40), max_size=12))
def test_the_steps_of_a_reader_do_not_matter(frame, reader_of, tmp_path_factory, cuts):
    path = tmp_path_factory.getbasetemp() / "a"
    found = [
        frame(n, original="x") if n % 3 else Line(n, Kind.DUPLICATE, "t", "w", n - 1)
        for n in range(1, 41)
    ]
    edges = [0, *sorted(cuts), len(found)]
    steps = [found[start:end] for start, end in itertools.pairwise(edges)]
    job = Job((path,), path, Assumptions())
    whole = produced(job, lambda _p, _a: [reader_of(found)])
    parts = produced(job, lambda _p, _a: [reader_of(*steps)])
    for name in ("items", "originals", "lines"):
        assert joined(whole, name) == joined(parts, name)
