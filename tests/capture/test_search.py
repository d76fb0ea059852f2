# SPDX-License-Identifier: Apache-2.0
"""The fast search finds what the nodes say, slice by slice, also while recording."""

import contextlib
import itertools
import shutil
import sqlite3
import threading
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocppdesk.capture import columns, raws, search
from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.rows import INSERT_MESSAGE, message_values
from ocppdesk.capture.search import LateCalls, Search
from ocppdesk.core.findings import Finding, Level
from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.values import Context, SlowPatternError
from tests.filters.expressions import filters
from tests.filters.subjects import CONTEXT, conversations, subjects_of

UNCLEAN = (
    b"\xff[2,\"1\",\"Heartbeat\"]", "\x00[3,\"1\",{\"status\":\"Faulted\"}]\x00",
    "[2,\"1\",\"x\\u0073\",{\"st\\u0061tus\":\"F\\u0061ulted\"}] \x00", "{", "", "[[",
    "[2,\"1\",\"A\",{\"value\":1}][3,\"1\",{\"value\":33.5}]",
)  # fmt: skip
CLEAN = (
    '[2,"1","A",{"st\\u0061tus":"F\\u0061ulted"}]',
    '[3,"1",{"\\u0073tatus":"acc\\u0065pted","key":"ok"}]',
    '[3,"1",{"status":"\u212aelvin Gro\u00dfe","idTag":"\ufb01sh"}]',
    '[3,12345678901234567890,{"value":"12345678901234567890"}]',
    '[2,"1","A",{"value":1e400,"key":NaN}]',
    '[4,"1","Own","Gr\u00f6\u00dfe",null]',
)
MESSAGE_IDS = (" 7", "7.0", "\u0663", "a\0CP-0042", "FISH")


@st.composite
def captures(draw):
    """Return messages: a conversation, some of it as no program should send it."""
    messages = draw(conversations(most=12))
    for place, message in enumerate(messages):
        odd = draw(st.integers(0, 9))
        if odd == 0:
            problem = draw(
                st.sampled_from(
                    (Problem.MALFORMED, Problem.TRUNCATED, Problem.REPAIRED)
                )
            )
            raw = draw(st.sampled_from(UNCLEAN))
            messages[place] = replace(message, raw=raw, problem=problem)
        elif odd == 1 and message.direction is not Direction.LINK:
            raw = draw(st.sampled_from(CLEAN))
            problem = draw(st.sampled_from((None, Problem.INVALID, Problem.LATE)))
            messages[place] = replace(message, raw=raw, problem=problem)
        elif odd == 2:
            number = draw(
                st.sampled_from((" 7", "7.0", "\u0663", "a\0CP-0042", "FISH"))
            )
            messages[place] = replace(message, message_id=number)
    return messages


@pytest.fixture(scope="module", autouse=True)
def small_steps():
    """Make a few messages go through many slices and blocks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "FIRST_SLICE", 2)
        patch.setattr(search, "LARGEST_SLICE", 5)
        patch.setattr(search, "_SMALLEST_SLICE", 1)
        patch.setattr(columns, "_BLOCK", 4)
        patch.setattr(columns, "_LEAST", 1)
        patch.setattr(columns, "_FREQUENT", 2)
        patch.setattr(raws, "_AT_ONCE", 2)
        yield


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """Return captures of given messages, all of charger versions 1.6."""
    folder = tmp_path_factory.mktemp("captures")
    with contextlib.closing(Recorder(folder / "empty.ocppdesk")):
        pass
    numbers = itertools.count()

    @contextlib.contextmanager
    def make(messages):
        path = folder / f"{next(numbers)}.ocppdesk"
        shutil.copy(folder / "empty.ocppdesk", path)
        chargers = sorted({message.charger for message in messages})
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.executemany(
                "INSERT INTO chargers (id, identity, first_seen) VALUES (?, ?, 0)",
                enumerate(chargers, start=40),
            )
            database.execute(
                "INSERT INTO connections (id, peer, began_at, outcome, version) "
                "VALUES (1, '', 0, 'open', '1.6')"
            )
            database.executemany(
                INSERT_MESSAGE,
                [message_values(m, 40 + chargers.index(m.charger)) for m in messages],
            )
            database.commit()
        try:
            with contextlib.closing(CaptureReader(path)) as reader:
                yield reader
        finally:
            path.unlink()

    return make


VERSIONS = dict.fromkeys(("CP-0042", "cp-0042", "CP-7", ""), "1.6")


LEVELS = st.builds(Finding, st.sampled_from(("R1", "CON-01")), st.sampled_from(Level))


def annotations_of(messages, draw):
    numbers = st.sampled_from([message.id for message in messages])
    found = st.tuples(LEVELS) | st.tuples(LEVELS, LEVELS)
    return Annotations(
        frozenset(draw(st.sets(numbers))),
        MappingProxyType(
            draw(
                st.dictionaries(numbers, st.sampled_from(("ticket", "Gr\u00f6\u00dfe")))
            )
        ),
        MappingProxyType(draw(st.dictionaries(numbers, found))),
    )


def expected(messages, annotations, chosen):
    subjects = subjects_of(
        messages,
        versions=VERSIONS,
        marked=annotations.marks,
        notes=annotations.notes,
        findings=annotations.findings,
    )
    return [s.message.id for s in subjects if chosen.matches(s, CONTEXT)]


def numbers_of(found):
    return [number for ids, _low in found for number in ids.tolist()]


def next_match(searching, chosen, **options):
    return [None, *searching.next_match(chosen, CONTEXT, **options)][-1]


MANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(captures(), st.lists(filters, min_size=1, max_size=4), st.data())
def test_the_same_is_found_as_by_asking_message_by_message(
    fresh, messages, several, data
):
    annotations = annotations_of(messages, data.draw)
    with fresh(messages) as reader:
        searching = Search(reader, annotations)
        for chosen in several:
            wanted = expected(messages, annotations, chosen)
            assert numbers_of(searching.ids(chosen, CONTEXT)) == wanted[::-1], chosen


def in_exchanges(messages, numbers):
    """Return the rows that stand for messages where a call and its answer are one."""
    calls = {message.id: message.answer_to or message.id for message in messages}
    return sorted({calls[number] for number in numbers}, reverse=True)


@MANY
@given(captures(), filters, st.data())
def test_in_exchanges_each_call_comes_once_in_order(fresh, messages, chosen, data):
    after = data.draw(st.integers(0, min(4, len(messages))))
    upto = data.draw(st.integers(after, len(messages)))
    with fresh(messages) as reader:
        found = Search(reader, EMPTY).ids(
            chosen, CONTEXT, after=after, upto=upto, exchanges=True
        )
        slices = [(ids.tolist(), low) for ids, low in found]
    wanted = [n for n in expected(messages, EMPTY, chosen) if after < n <= upto]
    assert [n for ids, _ in slices for n in ids] == in_exchanges(messages, wanted)
    border = upto
    for ids, low in slices:
        assert low < border
        assert all(low < number <= border for number in ids) or low == after
        border = low
    assert border == after


@MANY
@given(captures(), filters, st.booleans(), st.data())
def test_a_narrower_search_scans_its_own_hits(fresh, messages, chosen, exchanges, data):
    rows = sorted({m.answer_to or m.id for m in messages} if exchanges else
                  {m.id for m in messages})  # fmt: skip
    within = sorted(data.draw(st.sets(st.sampled_from(rows))), reverse=True)
    with fresh(messages) as reader:
        found = Search(reader, EMPTY).ids(
            chosen, CONTEXT, exchanges=exchanges, within=np.array(within, np.int64)
        )
        ids = numbers_of(found)
    wanted = expected(messages, EMPTY, chosen)
    if exchanges:
        wanted = in_exchanges(messages, wanted)
    assert ids == sorted(set(wanted) & set(within), reverse=True)


@MANY
@given(captures(), filters, st.data())
def test_single_messages_are_tested_alike(fresh, messages, chosen, data):
    numbers = st.sampled_from([message.id for message in messages])
    some = data.draw(st.lists(numbers))
    far = data.draw(st.sampled_from((1, 3, 100)))
    with fresh(messages) as reader, pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_FAR", far)
        found = Search(reader, EMPTY).test(some, chosen, CONTEXT)
    assert found == set(expected(messages, EMPTY, chosen)) & set(some)


@MANY
@given(captures(), filters, st.booleans(), st.data())
def test_the_next_match_is_the_nearest_one(fresh, messages, chosen, forward, data):
    numbers = [message.id for message in messages]
    start = data.draw(st.integers(0, len(messages) + 1))
    within = data.draw(st.none() | st.sets(st.sampled_from(numbers)))
    array = None if within is None else np.array(sorted(within)[::-1], np.int64)
    with fresh(messages) as reader:
        found = next_match(
            Search(reader, EMPTY), chosen, start=start, forward=forward, within=array
        )
    wanted = set(expected(messages, EMPTY, chosen))
    if within is not None:
        wanted &= within
    if forward:
        assert found == min((n for n in wanted if n > start), default=None)
    else:
        assert found == max((n for n in wanted if n < start), default=None)


@MANY
@given(captures(), filters, st.integers(1, 12), st.data())
def test_what_arrives_is_found_without_looking_at_the_rest_again(
    fresh, messages, chosen, border, data
):
    with fresh(messages) as reader:
        searching = Search(reader, EMPTY)
        # All that was loaded before the other messages arrived stays in use.
        numbers_of(searching.ids(chosen, CONTEXT, upto=min(border, len(messages))))
        last = border + data.draw(st.integers(0, 3))
        searching.refresh(min(last, len(messages)))
        found = numbers_of(searching.ids(chosen, CONTEXT))
    assert found == expected(messages, EMPTY, chosen)[::-1]


@MANY
@given(captures(), filters, st.data())
def test_a_search_that_goes_on_finds_the_rest(fresh, messages, chosen, data):
    late = LateCalls()
    slices = data.draw(st.integers(0, 4))
    with fresh(messages) as reader:
        searching = Search(reader, EMPTY)
        found = searching.ids(chosen, CONTEXT, exchanges=True, late=late)
        first = list(itertools.islice(found, slices))
        border = first[-1][1] if first else len(messages)
        rest = numbers_of(
            searching.ids(chosen, CONTEXT, upto=border, exchanges=True, late=late)
        )
    wanted = in_exchanges(messages, expected(messages, EMPTY, chosen))
    assert numbers_of(first) + rest == wanted


# By hand.


def test_an_empty_capture_has_nothing_to_find(capture_of):
    searching = Search(capture_of())
    chosen = parse_filter("x or tx == 5 or .a")
    assert numbers_of(searching.ids(chosen, CONTEXT)) == []
    assert numbers_of(searching.ids(chosen, CONTEXT, exchanges=True)) == []
    assert searching.count(chosen, CONTEXT) == 0
    assert searching.test([], chosen, CONTEXT) == set()
    assert next_match(searching, chosen, start=0, forward=True) is None
    assert searching.values_of("charger") == []
    assert searching.waiting_calls(0).tolist() == []
    assert searching.load_next() is False


def test_numbers_that_are_missing_are_passed_over(capture_of, message, answer):
    present = (3, 4, 9, 10, 11)
    reader = capture_of(*(message(n) for n in present[:-1]), answer(11, to=2))
    searching = Search(reader)
    for text in ("", "not x", "charger == CP1", "Heartbeat", "not .a", "size > 1B"):
        found = searching.ids(parse_filter(text), CONTEXT)
        assert numbers_of(found) == [11, 10, 9, 4, 3], text
    assert searching.test([2, 3, 5], parse_filter("not ~err"), CONTEXT) == {3}


def test_what_is_in_memory_comes_at_once(capture_of, message):
    reader = capture_of(*(message(number) for number in range(1, 31)))
    searching = Search(reader)
    chosen = parse_filter("action == Heartbeat and time > 2000-01-01")
    first = [low for _ids, low in searching.ids(chosen, CONTEXT)]
    assert first[0] == 28
    assert len(first) > 3
    [(ids, low)] = searching.ids(chosen, CONTEXT)
    assert (ids.tolist(), low) == (list(range(30, 0, -1)), 0)


def test_what_most_filters_need_can_be_loaded_beforehand(capture_of, message):
    searching = Search(capture_of(*(message(number) for number in range(1, 31))))
    searching.refresh(30)
    steps = list(itertools.takewhile(bool, iter(searching.load_next, None)))
    assert len(steps) == 5
    chosen = parse_filter("action == Heartbeat and charger == CP1 and not latency")
    assert len(list(searching.ids(chosen, CONTEXT))) == 1


@pytest.mark.parametrize(("start", "forward"), [(0, True), (21, False)])
def test_the_next_match_is_looked_for_in_slices(capture_of, message, start, forward):
    reader = capture_of(*(message(number) for number in range(1, 21)))
    found = Search(reader).next_match(
        parse_filter("needle"), CONTEXT, start=start, forward=forward
    )
    steps = list(found)
    assert len(steps) > 4
    assert set(steps) == {None}


def test_texts_are_searched_in_growing_slices(capture_of, message):
    reader = capture_of(*(message(number) for number in range(1, 21)))
    found = Search(reader).ids(parse_filter("needle"), CONTEXT)
    assert [low for _ids, low in found] == [18, 13, 8, 3, 0]


def test_marks_may_change_between_two_searches(capture_of, message):
    searching = Search(capture_of(message(1), message(2)))
    marked = parse_filter("~mark")
    assert numbers_of(searching.ids(marked, CONTEXT)) == []
    searching.annotations = Annotations(frozenset({2}), {}, {})
    assert numbers_of(searching.ids(marked, CONTEXT)) == [2]
    assert searching.annotations.marks == {2}


def test_calls_and_their_answers_are_known(capture_of, message, answer):
    reader = capture_of(
        message(1), message(2), answer(3, to=1), message(4), answer(5, to=1),
        message(6, type=MessageType.SEND), answer(7, to=4), message(8),
    )  # fmt: skip
    searching = Search(reader)
    searching.refresh(8)
    assert searching.answered_by(4, 8).tolist() == [1, 4]
    assert searching.answered_by(7, 8).tolist() == []
    assert searching.waiting_calls(0).tolist() == [2, 8]
    assert searching.waiting_calls(2).tolist() == [8]


def test_a_slow_pattern_is_stopped(capture_of, message):
    searching = Search(capture_of(message(1, "a" * 60 + "!")))
    context = Context(now=0, latest=0, pattern_timeout_s=0.01)
    with pytest.raises(SlowPatternError, match="takes too long"):
        list(searching.ids(parse_filter("/(a|aa)+$/"), context))


def test_a_search_goes_on_after_it_was_interrupted(capture_of, message, monkeypatch):
    reader = capture_of(*(message(number) for number in range(1, 21)))
    searching = Search(reader)
    chosen = parse_filter("charger == CP1 and Heart and tx != 4")

    def interrupted(*_words):
        raise sqlite3.OperationalError("interrupted")

    slices = searching.ids(chosen, CONTEXT)
    next(slices)
    with monkeypatch.context() as patch:
        patch.setattr(reader, "query", interrupted)
        with pytest.raises(sqlite3.OperationalError):
            next(slices)
    assert searching.count(parse_filter("charger == CP1"), CONTEXT) == 20


def test_recording_goes_on_while_it_is_searched(record, read, message, path):
    recorder = record()
    recorder.add_message(message(recorder.next_message_id()))
    recorder.commit()
    ended, failures, counts = threading.Event(), [], []

    def search_on():
        try:
            with contextlib.closing(CaptureReader(path)) as reader:
                searching = Search(reader, EMPTY)
                chosen = parse_filter("Heartbeat or .status == x")
                while not ended.is_set():
                    counts.append(searching.count(chosen, CONTEXT))
        except sqlite3.Error as error:
            failures.append(error)

    searcher = threading.Thread(target=search_on)
    searcher.start()
    for _ in range(200):
        for _ in range(20):
            recorder.add_message(message(recorder.next_message_id()))
        recorder.commit()
    ended.set()
    searcher.join()
    assert failures == []
    assert counts == sorted(counts)
    searching = Search(read(), EMPTY)
    assert searching.count(parse_filter("Heartbeat"), CONTEXT) == 4001


def test_between_two_slices_the_log_can_be_emptied(record, read, message, path):
    recorder = record()
    for number in range(1, 21):
        recorder.add_message(message(number))
    recorder.commit()
    slices = Search(read()).ids(parse_filter("Heartbeat or /x/ or .a"), CONTEXT)
    next(slices)
    with contextlib.closing(sqlite3.connect(path)) as database:
        busy, *_rest = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert busy == 0
    assert len(numbers_of(slices)) == 18


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("charger", [("CP1", 3), ("CP2", 1)]),
        ("action", [("Heartbeat", 2), ("Authorize", 1), ("Reset", 1)]),
        ("dir", [("in", 3), ("out", 1)]),
        ("type", [("call", 3), ("result", 1)]),
        ("tx", [("7", 2)]),
        ("problem", [("invalid", 2), ("orphan", 1)]),
        ("idtag", [("04A2", 1)]),
        ("time", []),
        ("comment", [("look", 1)]),
    ],
)
def test_the_values_of_a_field_are_counted(capture_of, message, answer, name, values):
    authorize = '[2,"1","Authorize",{"idTag":"04A2"}]'
    reader = capture_of(
        message(1, transaction_id=7, problem=Problem.INVALID),
        answer(2, to=1, transaction_id=7, problem=Problem.ORPHAN),
        message(3, authorize, action="Authorize", charger="CP2"),
        message(4, '[2,"1","Reset",{}]', action="Reset", problem=Problem.INVALID),
    )  # fmt: skip
    searching = Search(reader, Annotations(frozenset(), {3: "look"}, {}))
    found = searching.values_of(name)
    assert sorted(found) == sorted(values)
    assert [count for _value, count in found] == [count for _v, count in values]
    assert searching.values_of(name, limit=1) == found[:1]


def test_the_version_is_that_of_the_connection(capture_of, record, connection, message):
    reader = capture_of(message(1), message(2, connection=9))
    searching = Search(reader)
    assert searching.values_of("version") == [("1.6", 1)]
    chosen = parse_filter("version == 1.6")
    assert numbers_of(searching.ids(chosen, CONTEXT)) == [1]
