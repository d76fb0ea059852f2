# SPDX-License-Identifier: Apache-2.0
from ocppdesk.setting import Setting

PORT = Setting("port", 9000, "Listening", "Port", "A port.", minimum=0, maximum=65535)


def test_a_value_of_its_kind_and_range_is_allowed():
    assert PORT.check(80) is None


def test_what_is_wrong_with_a_value_is_a_sentence():
    assert PORT.check("80") == "Port is a whole number, not '80'."
    assert PORT.check(True) == "Port is a whole number, not True."
    assert PORT.check(-1) == "Port is at least 0."
    assert PORT.check(70_000) == "Port is at most 65535."
