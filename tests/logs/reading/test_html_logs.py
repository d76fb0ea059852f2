# SPDX-License-Identifier: Apache-2.0
import html

import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import Kind
from ocppdesk.logs.reading.html_logs import HtmlFormat, HtmlReader

BOOT = '[\n  2,\n  "1",\n  "BootNotification",\n  {"chargePointVendor": "A&B <1>"}\n]'
ANSWER = '[3,"1",{"status":"Accepted"}]'


def row(time, ends, action, text):
    return (
        f'<tr class="ChargePoint"> <td>{time}</td> <td>{html.escape(ends)}</td> '
        f"<td><b>{action}</b></td> <td><pre lang=\"json\">{html.escape(text)}</pre>"
        "</td> </tr>\n"
    )  # fmt: skip


PAGE = (
    "<html><head><style>td{}</style></head><body><table>\n"
    + row("2026-01-01T00:00:00.500Z", "ChargePoint>CentralSystem", "Boot", BOOT)
    + row("2026-01-01T00:00:01.500Z", "CentralSystem>ChargePoint", "Boot", ANSWER)
)


def test_the_rows_of_libocpp_are_read(read_as):
    read = read_as(HtmlReader, PAGE + "</table></body></html>")
    boot, answer = read.frames
    assert (boot.raw, boot.value[3]) == (BOOT, {"chargePointVendor": "A&B <1>"})
    assert (boot.at, boot.line) == (1_767_225_600_500_000, 2)
    assert (boot.direction, answer.direction) == (Direction.IN, Direction.OUT)
    assert answer.line == 8


def test_a_page_whose_end_is_missing_is_read(read_as):
    read = read_as(HtmlReader, PAGE[:-12])
    assert len(read.frames) == 2


def test_a_table_with_names_is_read_by_them(read_as):
    page = (
        "<table><tr><th>Station</th><th>Time</th><th>Frame</th></tr>"
        f"<tr><td>A</td><td>2026-01-01 00:00:00Z</td><td>{html.escape(ANSWER)}</td>"
        "</tr></table>"
    )
    (frame,) = read_as(HtmlReader, page).frames
    assert (frame.charger, frame.at) == ("A", 1_767_225_600_000_000)


def test_rows_without_an_action_are_read(read_as):
    page = f"<tr><td>2026-01-01 00:00:00Z</td><td>x</td><td>{ANSWER}</td></tr>"
    (frame,) = read_as(HtmlReader, page).frames
    assert frame.at == 1_767_225_600_000_000


def test_a_page_longer_than_a_block_is_read(read_as):
    long = f'[3,"1",{{"data":"{"x" * 200_000}"}}]'
    page = PAGE + row("2026-01-01T00:00:02Z", "a", "b", long) * 3
    assert len(read_as(HtmlReader, page).frames) == 5


def test_a_row_without_end_does_not_fill_the_memory(read_as):
    read = read_as(HtmlReader, PAGE + "<tr><td>" + "x" * (10 << 20))
    assert len(read.frames) == 2
    assert any(each.kind is Kind.UNREADABLE for each in read.others)


@pytest.mark.parametrize("text", ["<tr " * 200_000, "<tr><td" * 150_000, "<" * 10**6])
def test_a_million_brackets_do_no_harm(read_as, text):
    assert not read_as(HtmlReader, text).frames


@pytest.mark.parametrize(
    ("text", "is_page"),
    [(PAGE, True), ("<!DOCTYPE html><tr>", True), ("\ufeff <table>", True),
     ("<soap:Envelope>", False), ("text <html>", False)],
)  # fmt: skip
def test_pages_are_recognised(tmp_path, text, is_page):
    assert (HtmlFormat().confidence(tmp_path, text.encode()) > 0) is is_page
