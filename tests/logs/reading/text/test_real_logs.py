# SPDX-License-Identifier: Apache-2.0
"""Excerpts of logs in the wild, which are not part of the project.

They lie beside the repository where its authors work. What is expected of each comes
from the description beside it, and from the facts below.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import Assumptions, Frame, Kind, LinkEvent, State
from ocppdesk.logs.reading.text.formats import TextFormat

FOLDER = Path(__file__).parents[5] / "shared" / "data" / "logs"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="no excerpts here")

# Excerpts in containers are read by the readers of those.
_OTHERS = ("cms-table-csv", "object-framed", "soap", "json-array-entries")
_TEXTS = [
    path
    for path in sorted(FOLDER.glob("*"))
    if path.suffix not in (".json", ".xlsx", ".pcapng")
    and not path.name.startswith(_OTHERS)
] + [FOLDER / "portal-eventlog-json__01.json"] * FOLDER.is_dir()
IN, OUT = Direction.IN, Direction.OUT


@cache
def read(name):
    reader = TextFormat().reader(FOLDER / name, Assumptions())
    found = [one for batch in reader.batches() for one in batch]
    return reader, found


def frames_of(found):
    return [one for one in found if isinstance(one, Frame)]


def micros(text):
    return round(datetime.fromisoformat(text).timestamp() * 1_000_000)


@pytest.mark.parametrize("path", _TEXTS, ids=lambda path: path.stem)
def test_all_frames_are_found(path):
    expected = json.loads((path.parent / f"{path.stem}.meta.json").read_text("utf-8"))
    _reader, found = read(path.name)
    assert len(frames_of(found)) == expected["frames_expected"]


@pytest.mark.parametrize("path", _TEXTS, ids=lambda path: path.stem)
def test_lines_are_in_order_and_each_is_there_once(path):
    reader, found = read(path.name)
    lines = [one.line for one in found]
    assert lines == sorted(lines)
    others = [one.line for one in found if not isinstance(one, Frame)]
    assert len(others) == len(set(others))
    assert lines[-1] <= reader.lines


@pytest.mark.parametrize(
    ("name", "charger", "first", "direction"),
    [
        ("alfen__01", "TRAFFIC_0175", "2023-12-31T14:53:18.082Z", IN),
        ("ansi-raw-arrows__01", "Wallbox001", "2025-09-02T20:53:26.594Z", OUT),
        ("arrow-fleet__02", "RENOV_0003", "2017-02-10T00:04:07Z", IN),
        ("charger-syslog-c__01", "cp", None, OUT),
        ("escaped-string-txrx__01", "escaped-string-txrx__01", None, IN),
        ("evcc-docker-compose__01", "4oSnXerj7Rxb4ehQu3CPSM",
         "2026-07-23T10:21:46+02:00", IN),
        ("evcc-journald-truncated__01", "EVB-P21124929", "2023-10-11T11:42:45Z", OUT),
        ("evcc-syslog__01", "goe123456", "2023-07-02T20:27:40Z", OUT),
        ("evcc-wrapped__01", "TAG0C41E03", "2024-08-28T12:40:06Z", IN),
        ("evcc__01", "EVB-P21302000", "2024-07-10T18:23:00Z", OUT),
        ("evcc__03", "zjb", "2024-07-11T10:38:40Z", IN),
        ("evcc__05", "TAG0D1024B", "2025-04-23T17:47:45Z", OUT),
        ("evcc__10", "Ladestation", "2024-06-23T10:12:20Z", IN),
        ("everest-libocpp-pretty__01", "everest-libocpp-pretty__01",
         "2025-05-16T11:15:00.053Z", IN),
        ("ha-docker-compose__01", "Switch_EV", "2025-01-30T14:41:45.253+11:00", OUT),
        ("ha-full__02", "", "2025-12-23T13:09:59.759+01:00", IN),
        ("ha-lbbrhzn__01", "WallboxPulsar", "2021-03-17T20:23:00Z", OUT),
        ("ha-lbbrhzn__03", "GRS-1700003D6FF", "2024-12-10T12:19:59.054Z", IN),
        ("ha-lbbrhzn__05", "1000", "2024-02-28T21:09:41.161Z", IN),
        ("ha-smartquotes__01", "GRS-170000xxxxx", "2023-09-10T20:41:10.229Z", OUT),
        ("ha-websockets-debug__01", "TACW2242222T6786", "2024-08-16T20:03:04.527Z", IN),
        ("ha-websockets-debug__02", "pulsar", None, IN),
        ("microocpp-wslib__01", "microocpp-wslib__01", None, IN),
        ("microocpp__01", "ABCD", None, IN),
        ("nodered-filelog__01", "OCPP Server Port 9595", "2023-10-01T16:25:10Z", OUT),
        ("ocpp-go__01", "TACW****", None, OUT),
        ("octt__02", "octt__02", "2024-05-17T09:20:43.732Z", OUT),
        ("proxy-both-sides__01", "Actec", "2025-12-19T08:35:55.576Z", IN),
        ("pylog-basicconfig__02", "EA702C1TF8P2D204111151B2", None, IN),
        ("pylog-basicconfig__03", "[IMEI ID of the charger]", None, IN),
        ("pylog-griz-multiline__01", "GRIZZLE-001", "2026-04-22T13:08:06-04:00", IN),
        ("pylog-iso-offset__02", "VIRTUAL-001", "2026-04-23T12:23:51-04:00", IN),
        ("snoop-trailing-fields__01", "snoop-trailing-fields__01", None, OUT),
        ("steve-docker-compose__01", "cp001", "2023-08-23T05:15:05.608Z", IN),
        ("steve-tabs__01", "100", "2025-12-13T15:50:19.594Z", IN),
        ("steve-tabs__03", "TG2", "2026-06-17T05:46:33.026Z", IN),
        ("steve__01", "lesbos_left", "2024-02-26T09:10:45.446Z", IN),
        ("sungrow-pipe__01", "sungrow-pipe__01", "2024-05-01T14:42:14.635Z", IN),
        ("vcp-arrows__01", "vcp_16_test", "2023-03-27T11:09:17Z", IN),
    ],
)  # fmt: skip
def test_the_first_frame_has_its_charger_time_and_direction(
    name, charger, first, direction
):
    _reader, found = read(f"{name}.log")
    frame = frames_of(found)[0]
    assert (frame.charger, frame.direction) == (charger, direction)
    if first is not None:
        assert frame.at == micros(first)


@pytest.mark.parametrize("path", _TEXTS, ids=lambda path: path.stem)
def test_frames_of_logs_with_words_have_their_direction(path):
    _reader, found = read(path.name)
    frames = frames_of(found)
    if path.suffix == ".log":
        assert all(frame.direction is not None for frame in frames)


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("alfen__01", {State.COMPLETE: 3, State.TRUNCATED: 1}),
        ("arrow-fleet__03", {State.COMPLETE: 472, State.MALFORMED: 8}),
        ("evcc-journald-truncated__01", {State.COMPLETE: 2, State.TRUNCATED: 1}),
        ("everest-libocpp-pretty__01", {State.COMPLETE: 2, State.TRUNCATED: 2}),
        ("ha-lbbrhzn__03", {State.COMPLETE: 4, State.MALFORMED: 1}),
        ("ha-smartquotes__01", {State.REPAIRED: 3}),
        ("ha-websockets-debug__02", {State.COMPLETE: 5, State.TRUNCATED: 7}),
        ("pylog-griz-multiline__01", {State.COMPLETE: 15123}),
        ("steve-tabs__01", {State.COMPLETE: 2, State.REPAIRED: 2}),
        ("escaped-string-txrx__01", {State.REPAIRED: 9}),
    ],
)
def test_frames_are_as_whole_as_the_log_has_them(name, states):
    frames = frames_of(read(f"{name}.log")[1])
    assert states == {
        state: sum(frame.state is state for frame in frames) for state in states
    }


@pytest.mark.parametrize(
    ("name", "twins"),
    [
        ("ha-smartquotes__01", 3),
        ("ha-websockets-debug__01", 1),
        ("structlog-ansi__01", 2),
    ],
)
def test_what_is_logged_twice_is_one_frame(name, twins):
    _reader, found = read(f"{name}.log")
    assert sum(getattr(one, "kind", None) is Kind.DUPLICATE for one in found) == twins


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("alfen-transactions__01.csv", "Alfen transactions"),
        ("citrineos-tslog__01.log", "CitrineOS"),
        ("java-toString__01.log", "Java-OCA-OCPP"),
        ("no-frames-app-log__01.log", "application log"),
        ("ocpp-core-dblog__01.tsv", "OCPP.Core"),
        ("portal-eventlog-json__01.json", "EVC-net"),
        ("sap-simulator__01.log", "SAP"),
        ("structlog-ansi__01.log", "mobilityhouse"),
        ("sungrow-process__01.log", "Sungrow"),
    ],
)
def test_logs_without_frames_say_what_they_are_and_what_to_do(name, title):
    reader, found = read(name)
    assert frames_of(found) == []
    assert title in reader.title
    assert reader.advice


def test_the_fleet_has_fifteen_chargers_whose_ids_collide():
    frames = frames_of(read("arrow-fleet__02.log")[1])
    assert len({frame.charger for frame in frames}) >= 15
    assert all(frame.direction in (IN, OUT) for frame in frames)


def test_sessions_of_steve_are_links():
    frames = frames_of(read("steve__01.log")[1])
    assert {frame.link for frame in frames} == {"5863aadf-4995-59e9-1bda-f2c9e09c9e78"}


def test_the_counts_of_each_side_are_those_of_the_description():
    frames = frames_of(read("pylog-griz-multiline__01.log")[1])
    counts = [
        sum(f.value[0] == kind and f.direction is way for f in frames)
        for kind, way in ((2, IN), (2, OUT), (3, OUT), (3, IN), (4, OUT))
    ]
    assert counts == [6173, 1402, 6172, 1375, 1]


@pytest.mark.parametrize(
    ("name", "offset"),
    [
        ("ha-lbbrhzn__05.log", "+10:30"),
        ("evcc__03.log", "+10:00"),
        ("pylog-griz-multiline__01.log", "-04:00"),
        ("vcp-arrows__01.log", "+02:00"),
        ("ansi-raw-arrows__01.log", "+02:00"),
    ],
)
def test_the_zone_is_that_of_the_frames(name, offset):
    assert read(name)[0].inferences.zone.value == offset


@pytest.mark.parametrize(
    ("name", "charger", "is_opened"),
    [
        ("evcc__03.log", "zjb", True),
        ("java-toString__01.log", "wp2", True),
        ("microocpp__01.log", "ABCD", True),
        ("ha-websockets-debug__02.log", "pulsar", True),
    ],
)
def test_connections_of_well_known_systems_are_events(name, charger, is_opened):
    _reader, found = read(name)
    event = next(one for one in found if isinstance(one, LinkEvent))
    assert (event.charger, event.is_opened) == (charger, is_opened)
