# SPDX-License-Identifier: Apache-2.0
import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.found import Kind
from ocppdesk.logs.reading.workbooks import WorkbookFormat, WorkbookReader

BOOT = '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'
ANSWER = '[3,"1",{"currentTime":"2026-01-01T00:00:00Z"}]'
PORTAL = ("cp_id", "real_time", "received_time", "Id", "msgFlow", "command",
          "payLoadData")  # fmt: skip
SHEET = "xl/worksheets/sheet1.xml"


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_sheet(xml):
    """Return a workbook whose sheet is another text."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(A=[("a",)]))) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            data = xml if entry.filename == SHEET else old.read(entry)
            new.writestr(entry.filename, data)
    return target.getvalue()


def sheet_xml(rows):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = f'<worksheet xmlns="{space}"><dimension ref="A1"/>'
    return f"{head}<sheetData>{rows}</sheetData></worksheet>"


def test_a_portal_table_is_read(read_as):
    rows = [
        PORTAL,
        ("1188", "03/01/2026, 0:00:29 am IST", "", "7", "CP-->CMS",
         "HeartbeatRequest", "{}"),
        ("1188", "03/01/2026, 0:00:29 am IST", "", "7", "CMS-->CP",
         "HeartbeatResponse", '{"currentTime":"2026-01-02T18:30:29.219Z"}'),
    ]  # fmt: skip
    read = read_as(WorkbookReader, workbook(Sheet1=rows))
    call, result = read.frames
    assert (call.raw, call.charger) == ('[2,"7","Heartbeat",{}]', "1188")
    assert (call.direction, result.direction) == (Direction.IN, Direction.OUT)
    assert (call.line, call.at) == (2, 1_767_378_629_000_000)
    assert read.reader.inferences.dates.value == "dmy"
    assert read.reader.title == "CMS portal table"


def test_the_name_of_a_sheet_is_the_charger_and_a_row_has_call_and_answer(read_as):
    header = ("requestString", "responseString", "requestTime", "responseTime")
    row = (BOOT, ANSWER, datetime(2026, 1, 1), datetime(2026, 1, 1, 0, 0, 1))
    data = workbook(**{"Pole 1": [header, row], "Pole 2": [header, row]})
    frames = read_as(WorkbookReader, data).frames
    assert [f.charger for f in frames] == ["Pole 1", "Pole 1", "Pole 2", "Pole 2"]
    assert frames[1].at - frames[0].at == 1_000_000


def test_a_title_above_the_table_is_no_header(read_as):
    rows = [("Log of the week",), (), ("cp_id", "message"), (7, BOOT)]
    read = read_as(WorkbookReader, workbook(Sheet1=rows))
    assert read.frames[0].charger == "7"
    assert read.others[0].text == "Log of the week"


def test_a_cell_that_excel_cut_off_is_truncated(read_as):
    payload = '{"certificate":"' + "x" * 32_000
    rows = [PORTAL, ("A", "03/01/2026, 0:00:29 am IST", "", "7", "CMS-->CP",
                     "InstallCertificateRequest", payload)]  # fmt: skip
    (frame,) = read_as(WorkbookReader, workbook(Sheet1=rows)).frames
    assert frame.state == "truncated"


@pytest.mark.parametrize("length", [100, 2_000, 4_000])
def test_a_workbook_that_is_cut_off_says_so(read_as, length):
    data = workbook(Sheet1=[("cp_id", "message"), ("A", BOOT)])
    with pytest.raises(ConversionError, match="cut off or damaged"):
        read_as(WorkbookReader, data[:length])


def test_a_sheet_that_is_damaged_gives_what_came_before(read_as):
    texts = ("message", *[BOOT.replace('"', "&quot;")] * 2_000)
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{text}</t></is></c>'
        f'<c r="B{n}" t="inlineStr"><is><t>x</t></is></c></row>'
        for n, text in enumerate(texts, start=1)
    )
    read = read_as(WorkbookReader, with_sheet(sheet_xml(cells)[:-40] + "<oops"))
    assert len(read.frames) > 1_500
    assert "damaged from here on" in read.others[0].why


def test_a_workbook_that_grows_beyond_all_measure_is_refused(read_as):
    with pytest.raises(ConversionError, match="200 times"):
        read_as(WorkbookReader, with_sheet("x" * (70 << 20)))


def test_a_sheet_that_claims_a_million_rows_is_left(read_as):
    cell = '<c t="inlineStr" r="{}"><is><t>a</t></is></c>'
    rows = f'<row r="1">{cell.format("A1")}</row>'
    rows += f'<row r="1048576">{cell.format("XFD1048576")}</row>'
    read = read_as(WorkbookReader, with_sheet(sheet_xml(rows)))
    assert "empty rows" in read.others[-1].why


def test_entities_are_refused(read_as):
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]>' + sheet_xml("<row><c><v>&b;</v></c></row>")
    with pytest.raises(ConversionError, match="damaged"):
        read_as(WorkbookReader, with_sheet(bomb))


def test_workbooks_are_recognised(tmp_path):
    data = workbook(Sheet1=[("a", "b")])
    confidence = WorkbookFormat().confidence
    assert confidence(tmp_path / "a.xlsx", data) == 1.0
    assert confidence(tmp_path / "a.bin", data) > 0.9
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.xlsx", data)
    assert confidence(tmp_path / "a.zip", archive.getvalue()) == 0
    assert confidence(tmp_path / "a.xlsx", b"text") == 0


def test_rows_are_counted(read_as):
    rows = [("cp_id", "message"), *[("A", BOOT)] * 20]
    read = read_as(WorkbookReader, workbook(Sheet1=rows))
    assert (read.reader.lines, read.reader.done) == (21, 1.0)
    assert not [each for each in read.others if each.kind is Kind.UNREADABLE]
