# SPDX-License-Identifier: Apache-2.0
"""What is typed becomes a filter that finds what it says, or says where it is wrong."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ocppdesk.filters.expression import (
    FilterError,
    as_text,
    looks_like_json,
    parse_filter,
)
from ocppdesk.filters.nodes import Action, Everything, Not, Regex, Text
from tests.filters.expressions import broken_texts, texts
from tests.filters.subjects import found

ALL = list(range(1, 29))


def without(*ids):
    return [number for number in ALL if number not in ids]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-Heartbeat", without(6, 7, 24)),
        ("StatusNotification .status == Faulted", [4]),
        ("~q", [10]),
        ("~err or res.status in {Rejected, NotSupported, Failed}", [8, 9, 22]),
        (
            "connector == 2 and "
            "action in {StartTransaction, StopTransaction, MeterValues}",
            [13, 14, 15, 16, 17, 18],
        ),
        ("tx == 48213", [13, 14, 15, 16, 17, 18, 19, 20]),
        ("latency > 5s and ~in", [6]),
        (
            "MeterValues and "
            '.sampledValue[measurand == "Current.Import" and value > 32]',
            [15],
        ),
        ("MeterValues .value > 32 .measurand == Current.Import", [15, 17]),
        ('idtag ~ "^04A2" and res.idTagInfo.status != Accepted', [11, 12]),
        ("charger == CP-0042 and time in 14:05..14:20", list(range(4, 24))),
        ("ChangeConfiguration .key contains interval", [8]),
        ("level >= warning and not ~mark", [4, 12]),
        ('time > -5m "GroundFailure"', [28]),
        ("(BootNotification or ~ws) charger == CP-0042", [1, 2, 3, 23]),
    ],
)
def test_the_examples_of_the_help_find_what_they_say(text, expected):
    assert found(parse_filter(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ALL),
        ("  \t", ALL),
        ("groundfailure", [4, 28]),
        ("größe", [25]),
        ('"04A2B3"', [11, 13]),
        ("/04A2(b3|FF)/", [11, 13, 26]),
        ("heartbeat", [6, 7, 24]),
        ("Reset or BootNotification", [2, 3, 10]),
        ("Reset BootNotification", []),
        ("~out and not ~call", [3, 5, 7, 12, 14, 16, 18, 20, 27]),
        ("-~in -~ws", [3, 5, 7, 8, 10, 12, 14, 16, 18, 20, 21, 27]),
        ("!~in && !~ws & ~call", [8, 10, 21]),
        ("~err || ~q | ~mark", [7, 10, 22]),
        ("~mark or ~note", [7, 10]),
        ("~finding", [4, 7, 12, 15]),
        ("~slow", [6]),
        ("~result ~in", [9]),
        ("Reset or tx == 48213 StopTransaction", [10, 19, 20]),
        ("(Reset or tx == 48213) StopTransaction", [19, 20]),
        ("not Reset or Reset", ALL),
        ("charger == cp-7", [24, 25, 26, 27, 28]),
        ("charger === cp-7", []),
        ("charger != CP-7 ~ws", [1, 23]),
        ("dir == link", [1, 23]),
        ("TYPE = ERROR", [22]),
        ("type != call -~ws ~in", [9, 22]),
        ("not type", [1, 23, 25]),
        ("action == reset", [10]),
        ("id == 10", [10]),
        ("no in 3..5", [3, 4, 5]),
        ("no in {3, 28, 99}", [3, 28]),
        ("no <= 2 or no > 27", [1, 2, 28]),
        ("time == 14:30", [24, 25, 26, 27, 28]),
        ("time == 14:30:05", [26, 27]),
        ("time == 14:30:05.01", [27]),
        ("time == 2026-01-31", ALL),
        ("time > 2026-01-31", []),
        ("time <= 2026-01-31", ALL),
        ("time < 2026-01-31T14:00:01", [1]),
        ("time < 2026-01-31T13:00:01Z", [1]),
        ("time < 2026-01-31T15:00:01+02:00", [1]),
        ("time in 2026-01-30..2026-01-31T14:00:01", [1, 2]),
        ("time in 14:30:05..14:01", [1, 2, 3, 26, 27, 28]),
        ("time in -10s..-5s", [24, 25, 26]),
        ("delta > 10min", [24]),
        ("delta == 40ms", [5]),
        ("latency == 6s", [6]),
        ("latency in 300ms..1s", [8, 11, 13, 19, 21]),
        ("size > 0.15kB", [15, 17, 26]),
        ("size <= 13B ~result", [5, 16, 18]),
        ("evse == 1", [26, 27, 28]),
        ("tx in {abc-1, 7}", [26, 27]),
        ("tx > 100", [13, 14, 15, 16, 17, 18, 19, 20]),
        ("tx != 48213", [26, 27]),
        ("tx ~out", [14, 16, 18, 20, 27]),
        ("idtag", [11, 12, 13, 14, 19, 20, 26, 27]),
        ("idtag == 077", []),
        ("status == faulted", [4, 28]),
        ("key contains INTERVAL", [8, 9]),
        ("code == GroundFailure or code == notsupported", [4, 22]),
        ("comment contains restart", [10]),
        ("version in {2.0.1, 2.1}", [24, 25, 26, 27, 28]),
        ("version == 1.6 ~ws", [1, 23]),
        ("ws == disconnected", [23]),
        ("level", [4, 7, 12, 15]),
        ("level == error", [4]),
        ("level != error", [7, 12, 15]),
        ("level in {note, error}", [4, 15]),
        ("finding == R012", [4]),
        (".evse.connectorid == 3", [26]),
        (".evse", [26]),
        ("req.key == MeterValueSampleInterval", [8, 9]),
        (".value == 33.50", [15]),
        (".meterStart >= 12", [13]),
        (".timestamp > 2026-01-31T13:00Z", [15, 17]),
        (".timestamp == 14:13", [15, 17]),
        (".sampledValue[value < 20]", [17]),
        (".sampledValue[measurand contains volt value > 229.5]", [15, 17]),
        ("res.idTagInfo[status == Blocked]", [11, 12]),
    ],
)
def test_a_filter_finds_what_it_says(text, expected):
    assert found(parse_filter(text)) == expected


@pytest.mark.parametrize(
    ("text", "message", "wrong"),
    [
        (
            "conector == 2",
            "“conector” is not a field. Did you mean connector?",
            "conector",
        ),
        ("no > abc", "no needs a number, not “abc”", "abc"),
        ("tx > abc", "> needs a number, a time or a duration, not “abc”", "abc"),
        ("a (b", "Missing )", "("),
        ("tx in 5", "Use {a, b} or from..to after in", "5"),
        ("tx in", "Use {a, b} or from..to after in", "in"),
        ("tx in ..5", "Use {a, b} or from..to after in", "..5"),
        ("~markk", "Unknown flag ~markk. Did you mean ~mark?", "~markk"),
        ("x and", "Something is missing after and", "and"),
        (
            "and",
            'Something is missing before and; to search for it write "and"',
            "and",
        ),
        (
            "in",
            'A field is missing before in; to search for it write "in"',
            "in",
        ),
        ("x or or y", "Something is missing before or", "or"),
        ("not", "Something is missing after not", "not"),
        ("()", "There is nothing between ( and )", ")"),
        ("x)", "There is no ( for this )", ")"),
        ('"x', 'Missing " at the end of the text', '"x'),
        ('""', "There is nothing between the quotes", '""'),
        ("/x", "The regular expression needs a / at its end", "/x"),
        ("//", "The regular expression is empty", "//"),
        ("/x/y", "A text that begins with / is put into quotes", "/x/y"),
        ("tx == /x/", "put a value that begins with / into quotes", "/x/"),
        ("== 5", "A field is missing before ==", "=="),
        ("tx ==", "A value is missing after ==", "=="),
        ("tx == and y", "A value is missing after ==", "and"),
        ("tx == -abc", "Put “-abc” into quotes", "-abc"),
        ('"a" == 5', "Only fields are compared", '"a"'),
        ("heartbeat == 5", "Did you mean action == Heartbeat?", "heartbeat"),
        ("measurand == x", "Did you mean .measurand?", "measurand"),
        ("who in here", "To search for several words put them into quotes", "who"),
        ("xyzzy = 1", "Payloads are looked into by .xyzzy", "xyzzy"),
        (
            "dir == inn",
            "dir is one of in, out, link, not “inn”. Did you mean in?",
            "inn",
        ),
        ("dir > in", "dir has no order", ">"),
        ("no contains 1", "contains looks into texts", "contains"),
        ("level > 3", "level is one of info, note, warning, error, not “3”", "3"),
        ("latency > 5", "“5” needs a unit: 5s or 5ms", "5"),
        ("latency > x", "latency needs a duration with its unit", "x"),
        ("time > 5m", "-5m is that long ago", "5m"),
        ("time > abc", "time needs a time, as in 14:05", "abc"),
        ("time == -5m", "compare it by < or >", "-5m"),
        ("time > 2026-02-30", "time needs a time", "2026-02-30"),
        ("time > 2026-01-31 14:05", "2026-01-31T14:05", "14:05"),
        ("time in 14:00..2026-01-31", "of two kinds", "14:00..2026-01-31"),
        (".x > 5s", ".x is no duration", "5s"),
        (".x > -5m", "“-5m” goes with time only", "-5m"),
        (".x > 5kB", "> needs a number, a time or a duration, not “5kB”", "5kB"),
        (".x..y", "A key is missing beside a dot", ".x..y"),
        (".x[y == 1", "Missing ]", "["),
        (".x[", "Missing ]", "["),
        (".x[0]", "comes a comparison, as in [value > 32]", "0"),
        (".x[]", "Between [ and ] stand comparisons", "]"),
        (".x[y == 1 or z == 2]", "conditions are joined by and", "or"),
        (".x[y == 1].z", "After ] the path ends", ".z"),
        (".x[y == 1] > 2", "What is compared stands between [ and ]", ">"),
        ("tx in {1, 2", "Missing }", "{"),
        ("tx in {1 2}", "separated by commas", "2"),
        ("tx in {}", "A value is missing after {", "}"),
        ("x, y", "Put “,” into quotes to search for it", ","),
        ("tx ~ [a", "Put the regular expression into quotes", "["),
        ("(tx ~ ^4|^5)", "Put the regular expression into quotes", "^4|"),
        ("tx ~ 4[0-9]", "Put the regular expression into quotes", "4["),
        ('tx ~ "[a"', "Bad regular expression: unterminated character", '"[a"'),
        ('tx ~ ""', "The regular expression is empty", '""'),
        (
            "/((a{1000}){1000}){1000}/",
            "it repeats too much",
            "/((a{1000}){1000}){1000}/",
        ),
        ('[2,"1","Reset",{}]', "put it into quotes", '[2,"1","Reset",{}]'),
        (' "idTag":"04A2" ', "put it into quotes", '"idTag":"04A2"'),
    ],
)
def test_what_is_no_filter_says_where_and_what_to_do(text, message, wrong):
    with pytest.raises(FilterError) as caught:
        parse_filter(text)
    assert message in caught.value.message
    assert text[caught.value.start : caught.value.end] == wrong
    assert str(caught.value).endswith(f"(at character {caught.value.start + 1})")


@settings(max_examples=2_000)
@given(broken_texts)
@example("(" * 200)
@example("-" * 200 + "x")
@example("/" + "(" * 5_000 + "/")
@example("/(?u)(?a)x/")
@example("/a{99999999999999999999}/")
def test_every_error_has_a_place_in_the_text(text):
    try:
        chosen = parse_filter(text)
    except FilterError as error:
        start, end = error.start, error.end
    else:
        assert parse_filter(str(chosen)) == chosen
        start, end = 0, len(text)
    assert 0 <= start <= end <= len(text)
    assert start < end or start == len(text)


@settings(max_examples=400)
@given(texts)
@example("-5m")
@example('tx == "5s"')
@example('tx ~ "5"')
@example('"and" or "tx" or ".a" or "reset"')
@example('dir == "in" or charger == "contains" or charger == "not"')
@example("/a\\/b/ /\\\\/")
def test_a_filter_writes_itself_so_that_it_is_read_as_itself(text):
    chosen = parse_filter(text)
    written = str(chosen)
    assert parse_filter(written) == chosen
    assert str(parse_filter(written)) == written


@given(st.text())
@example("tx")
@example('[2,"1","Heartbeat",{}]')
@example("C:\\new")
def test_any_text_can_be_searched_for_as_it_is(text):
    wanted = Text(text) if text else Everything()
    assert parse_filter(as_text(text)) == wanted


def test_brackets_go_a_hundred_deep_and_no_deeper():
    assert parse_filter("(" * 100 + "x" + ")" * 100) == Text("x")
    nested = parse_filter("not (x or " * 50 + "y" + ")" * 50)
    assert parse_filter(str(nested)) == nested
    assert found(nested) == found(parse_filter("y -x"))
    with pytest.raises(FilterError, match="nested"):
        parse_filter("(" * 101 + "x" + ")" * 101)


def test_a_filter_that_is_too_long_says_so():
    assert parse_filter("x" * 10_000) == Text("x" * 10_000)
    with pytest.raises(FilterError, match="at most 10000 characters"):
        parse_filter("x" * 10_001)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CP-0042", Text("CP-0042")),
        ("14:05", Text("14:05")),
        ("GET /x", None),
        ("a\\b", Text("a\\b")),
        (r'"say \"hi\" C:\\x \d"', Text(r'say "hi" C:\x \d')),
        (r"/a\/b\d/", Regex(r"a/b\d")),
        ("HEARTBEAT", Action("Heartbeat")),
        ('"Heartbeat"', Text("Heartbeat")),
        ("-x", Not(Text("x"))),
        ("x x", Text("x")),
    ],
)
def test_words_are_read_as_texts_actions_or_expressions(text, expected):
    if expected is None:
        with pytest.raises(FilterError):
            parse_filter(text)
    else:
        assert parse_filter(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}', True),
        (" [2,", True),
        ('"idTag" : "x"', True),
        ("tx in {1, 2}", False),
        ("Reset", False),
    ],
)
def test_pieces_of_messages_are_known(text, expected):
    assert looks_like_json(text) is expected
