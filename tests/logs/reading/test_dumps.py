# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.dumps import DumpsReader, dump_of, is_dump
from ocppdesk.logs.reading.found import Assumptions, Kind

BOOT = '[2,"1","BootNotification",{"chargePointSerialNumber":"S7"}]'
ANSWER = '[3,"1",{"currentTime":"2026-01-01T00:00:00Z"}]'


@pytest.fixture
def read(tmp_path, read_all):
    def read(assumptions=None, **texts):
        dumps = []
        for name, text in texts.items():
            path = tmp_path / f"2026-01-01_{name.replace('_', '-')}.txt"
            path = path.with_name(path.name.replace("-ocpp", "_ocpp"))
            path.write_text(text, "utf-8")
            dumps.append(dump_of(path))
        return read_all(DumpsReader(dumps, assumptions or Assumptions()))

    return read


def test_names_tell_time_and_direction(read):
    found = read(
        **{"02_00_01_5000_ocpp16_out": ANSWER, "02_00_00_2500_ocpp16_in": BOOT}
    )
    boot, answer = found.frames
    assert (boot.direction, answer.direction) == (Direction.IN, Direction.OUT)
    assert boot.at == 1_767_225_600_250_000  # the answer tells the zone
    assert answer.at - boot.at == 1_250_000
    assert boot.charger == "S7"
    said = found.reader.inferences
    assert (said.zone.value, said.version.value) == ("+02:00", "1.6")
    assert "serial" in said.charger.reason


def test_assumptions_win(read):
    known = Assumptions(charger="Z", zone_minutes=60)
    (frame,) = read(known, **{"02_00_00_2500_ocpp16_in": BOOT}).frames
    assert (frame.charger, frame.at) == ("Z", 1_767_229_200_250_000)


def test_a_file_without_a_message_is_told(read):
    (line,) = read(**{"02_00_00_2500_ocpp16_in": "oops"}).others
    assert line.kind is Kind.UNREADABLE
    assert "oops" in line.text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-01-01_16-29-31-2338_ocpp16-in.txt", True),
        ("folder/2026-01-01_16-29-31-2338_ocpp20-out.txt", True),
        ("2026-01-01_16-29-31_ocpp16-in.txt", False),
        ("ocpp16-in.txt", False),
    ],
)
def test_such_files_are_known_by_their_names(name, expected):
    assert is_dump(name) is expected
