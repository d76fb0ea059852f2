# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.logs.reading.found import Assumptions
from ocppdesk.logs.reading.row_chargers import RowChargers


@pytest.fixture
def chargers():
    return RowChargers(Assumptions())


def test_a_column_says_it_best(chargers):
    chargers.hear('{"path": "/ws/A"}')
    assert chargers.find("B", "charger_id: C", "S") == "B"


@pytest.mark.parametrize(
    "text", ['{"path": "/ws/Pole%201"}', "GET /ocpp/Pole%201 HTTP/1.1"]
)
def test_a_handshake_names_the_charger_of_what_follows(chargers, text):
    assert chargers.hear(text)
    assert chargers.find("", "", "S") == "Pole 1"


def test_a_key_names_the_charger(chargers):
    assert not chargers.hear("charge_point_id: CP_1 connected")
    assert chargers.find("", "", "") == "CP_1"
    assert chargers.find("", "cpId='CP_2' received ", "") == "CP_2"


def test_the_first_name_is_that_of_what_stands_before_it(chargers):
    chargers.hear("GET /A HTTP/1.1")
    chargers.hear("GET /B HTTP/1.1")
    chargers.begin_anew()
    assert chargers.find("", "", "") == "A"


def test_the_serial_number_is_the_last_resort(chargers):
    assert chargers.find("", "", "S7") == "S7"
    assert chargers.inference("S7", has_column=False).value == "S7"
    assert chargers.inference("", has_column=False).value == ""


def test_what_was_concluded_is_said(chargers):
    assert chargers.inference("", has_column=True) is None
    chargers.hear("GET /A HTTP/1.1")
    assert chargers.inference("", has_column=False).value == "A"
    chargers.hear("GET /B HTTP/1.1")
    assert chargers.inference("", has_column=False) is None


def test_what_somebody_said_wins():
    chargers = RowChargers(Assumptions(charger="Z"))
    chargers.hear("GET /A HTTP/1.1")
    assert chargers.find("", "", "S") == "Z"
    assert chargers.inference("S", has_column=False).value == "Z"
