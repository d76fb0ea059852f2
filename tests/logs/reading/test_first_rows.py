# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.columns import Role
from ocppdesk.logs.reading.first_rows import first_rows
from ocppdesk.logs.reading.found import Assumptions

TABLE = "wann;wer;was\n31.01.2026 14:05;CP-1;Heartbeat\n31.01.2026 14:06;CP-1;Reset\n"


def test_a_table_shows_its_columns_and_rows(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(TABLE, "utf-8")
    found = first_rows(path, Assumptions(format="table"))
    assert found.proposal.header == ("wann", "wer", "was")
    assert [row["was"] for row in found.rows] == ["Heartbeat", "Reset"]
    given = Assumptions(format="table", columns={"charger": "wer"})
    assert first_rows(path, given).proposal.column(Role.CHARGER) == "wer"


def test_records_have_their_keys_for_columns(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_text('{"when": 1, "inner": {"what": "x"}}\n' * 3, "utf-8")
    found = first_rows(path, Assumptions(format="json"))
    assert "when" in found.proposal.header
    assert len(found.rows) == 3


def test_a_text_log_has_no_columns(tmp_path):
    path = tmp_path / "site.log"
    path.write_text("booting\nready\n", "utf-8")
    assert first_rows(path, Assumptions()) is None
    with pytest.raises(ConversionError):
        first_rows(tmp_path / "gone.csv", Assumptions())
