# SPDX-License-Identifier: Apache-2.0
import csv
import io

from ocppdesk.gui.charts.book import LineBook
from ocppdesk.gui.charts.values_file import COLUMNS, csv_of


def rows(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def lines(charger):
    book = LineBook()
    book.take(charger.facts())
    return list(book.lines.values())


def test_each_value_is_a_row(charger):
    charger.measure([("Voltage", "L1-N", "V", 231.5), ("SoC", "", "", 40)])
    found = rows(csv_of(lines(charger)))
    assert list(found[0]) == list(COLUMNS)
    assert found[0] == {
        "time": "2026-08-01T12:01:01.000Z",
        "received": "2026-08-01T12:01:01.000Z",
        "evse": "",
        "connector": "1",
        "measurand": "Voltage",
        "phase": "L1-N",
        "location": "Outlet",
        "value": "231.5",
        "unit": "V",
        "message": str(charger.number),
        "assumed": found[0]["assumed"],
    }
    assert "unit" in found[1]["assumed"].split()


def test_only_some_times_can_be_written(charger):
    for _sample in range(5):
        charger.now += 60
        charger.measure([("Voltage", "L1-N", "V", 230)])
    times = (charger.now - 90, charger.now)
    assert len(rows(csv_of(lines(charger), times))) == 2
    assert len(rows(csv_of(lines(charger)))) == 5


def test_no_name_becomes_a_formula(charger):
    charger.measure([("=HYPERLINK(1)", "", "V", 230)])
    (row,) = rows(csv_of(lines(charger)))
    assert row["measurand"] == "'=HYPERLINK(1)"


def test_calculated_values_say_so(charger):
    charger.charge(minutes=2)
    found = rows(csv_of(lines(charger)))
    assert any("calculated" in row["measurand"] for row in found)
