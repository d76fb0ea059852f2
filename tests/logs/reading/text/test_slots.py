# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.logs.reading.text.prefixes import read_prefix
from ocppdesk.logs.reading.text.slots import Slot, find_slot, with_charger


def call(number):
    return [2, str(number), "Heartbeat", {}]


def answer(number):
    return [3, str(number), {}]


def found(*frames, head="2026-01-31 12:00:00 gateway {} frame "):
    return find_slot((read_prefix(head.format(name)), value) for name, value in frames)


INTERLEAVED = (
    ("EVB-1", call(1)),
    ("EVB-2", call(1)),
    ("EVB-2", answer(1)),
    ("EVB-1", answer(1)),
    ("EVB-1", call(2)),
    ("EVB-1", answer(2)),
)


def test_the_word_that_call_and_answer_share_is_the_charger():
    assert found(*INTERLEAVED) == Slot(1, 3)


def test_a_serial_number_is_the_charger_even_where_there_is_one_only():
    boot = [2, "1", "BootNotification", {"chargePointSerialNumber": "S-17"}]
    assert found(("S-17", boot)) == Slot(1, 3)
    boot = [2, "1", "BootNotification", {"chargingStation": {"serialNumber": "S-17"}}]
    assert found(("S-17", boot)) == Slot(1, 3)


@pytest.mark.parametrize(
    "frames",
    [
        [("T-1", call(1)), ("T-2", answer(1)), ("T-1", call(2)), ("T-2", answer(2))],
        [("EVB-1", call(1)), ("EVB-1", answer(1))],
        [("INFO", call(1)), ("INFO", answer(1)), ("WS", call(2)), ("WS", answer(2))],
        [("17", call(1)), ("17", answer(1)), ("18", call(2)), ("18", answer(2))],
        [("some", call(1)), ("some", answer(1)), ("any", call(2)), ("any", answer(2))],
        [],
    ],
    ids=["threads", "one", "levels", "numbers", "words", "nothing"],
)  # fmt: skip
def test_other_words_are_no_chargers(frames):
    assert found(*frames) is None


def test_a_charger_that_is_named_elsewhere_is_not_looked_for():
    head = "2026-01-31 12:00:00 {} [ocpp] CP1: send "
    assert found(*INTERLEAVED, head=head) is None


def test_the_slot_gives_prefixes_their_charger():
    prefix = read_prefix("2026-01-31 12:00:00 gateway EVB-9 frame ")
    assert with_charger(prefix, Slot(1, 3)).charger_name == "EVB-9"
    assert with_charger(prefix, Slot(1, 4)) is prefix
    assert with_charger(prefix, None) is prefix
