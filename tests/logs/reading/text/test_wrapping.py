# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.logs.reading.text.wrapping import WRAPPER, unwrap


def unwrapped(text):
    return unwrap(text, text.index("[2,"), text.index("\n"))


def test_a_frame_cut_after_eighty_characters_is_joined_within_its_texts():
    text = (
        '2026-01-31T12:00:00.082Z:COM:rpc.c:681:-> [2,"1","BootNotification",{"a":"b\n'
        '2026-01-31T12:00:00.082Z:COM:rpc.c:681:c d","n":1\n'
        "2026-01-31T12:00:00.082Z:COM:rpc.c:681:23}]\n"
        '2026-01-31T12:00:00.531Z:COM:rpc.c:1127:<- [3,"1",{}]\n'
    )
    found = unwrapped(text)
    assert found.raw == '[2,"1","BootNotification",{"a":"bc d","n":123}]'
    assert found.value[3] == {"a": "bc d", "n": 123}
    assert text[found.end :].startswith("\n2026-01-31T12:00:00.531Z")


def test_a_prefix_of_journald_before_each_line_is_left_out():
    head = "2026-01-31T12:00:00.{}+0200 host manager[4009]: "
    text = "".join(
        f"{head.format(100_000 + number)}{line}\n"
        for number, line in enumerate(
            ['[2, "1", "Authorize", {', '    "idTag": "A"', "}]", "next"]
        )
    )
    found = unwrapped(text)
    assert found.raw == '[2, "1", "Authorize", {\n    "idTag": "A"\n}]'
    assert text[found.end :].endswith(": next\n")


def test_a_prefix_of_docker_before_each_line_is_left_out():
    text = (
        'ha  | 2026-01-31 12:00:00 INFO [ocpp] A: receive message [2,"1","Reset",\n'
        "ha  | {\n"
        'ha  | "type": "Hard"\n'
        "ha  | }]\n"
    )
    assert unwrapped(text).value == [2, "1", "Reset", {"type": "Hard"}]


@pytest.mark.parametrize(
    "following",
    [
        '2026-01-31 12:00:00 INFO [ocpp] A: receive message [3,"1",{}]',
        "2026-01-31 12:00:00 INFO [ocpp] something else",
        "no prefix}]",
    ],
)
def test_lines_of_their_own_are_not_joined(following):
    text = f'2026-01-31 12:00:00 INFO [ocpp] A: send [2,"1","Reset",{{\n{following}\n'
    assert unwrapped(text) is None


def test_a_frame_without_anything_before_it_repeats_nothing():
    assert unwrap('[2,"1",\n"Reset",{}]', 0, 7) is None


@pytest.mark.parametrize(
    "line",
    ["evcc  | x", "     demo-steve-1        | x", "Jan  3 12:00:00 host evcc[2]: x",
     "2026-01-31T12:00:00.5+0200 host manager[4009]: x"],
)  # fmt: skip
def test_prefixes_of_other_systems_are_known(line):
    assert line[WRAPPER.match(line).end() :] == "x"
