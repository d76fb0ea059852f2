# SPDX-License-Identifier: Apache-2.0
from datetime import date

import pytest

from ocppdesk.core.versions import Version
from ocppdesk.logs.errors import MissingError
from ocppdesk.logs.reading.found import Assumptions, View
from ocppdesk.logs.reading.text.learning import SMALL, Learner

BOOT = '[2,"b","BootNotification",{"chargePointSerialNumber":"S1"}]'
BOOTED = '[3,"b",{"currentTime":"2026-01-31T11:00:00Z","status":"Accepted"}]'
RESET = '[2,"7","Reset",{"type":"Soft"}]'


def learn(tmp_path, text, **assumptions):
    path = tmp_path / "box_7.log"
    path.write_text(text, "utf-8")
    learner = Learner(path, Assumptions(**assumptions))
    for _step in learner.steps():
        pass
    return learner.layout


def test_the_writer_the_zone_and_the_version_are_learned(tmp_path):
    text = f"2026-01-31 13:00:00 recv A: {BOOT}\n2026-01-31 13:00:00 sent A: {BOOTED}\n"
    layout = learn(tmp_path, text)
    assert layout.view is View.CSMS
    assert layout.clock.zone_minutes == 120
    inferences = layout.inferences
    assert inferences.zone.value == "+02:00"
    assert inferences.version.value == Version.V16
    assert inferences.charger is None
    assert inferences.dates is None


@pytest.mark.parametrize(
    ("text", "charger", "is_explicit"),
    [
        (f"< GET /CP9 HTTP/1.1\nsent: {RESET}\n", "CP9", True),
        (f"sent: {BOOT}\n", "S1", False),
        (f"sent: {RESET}\n", "box_7", False),
        (f"[ocpp] : send {RESET}\n", "", True),
        (f"recv A: {BOOT}\n[x] < TEXT '{RESET}' [31 bytes]\n", "A", True),
    ],
    ids=["path", "serial", "file", "empty", "other lines"],
)
def test_the_charger_is_looked_for_where_no_line_names_it(
    tmp_path, text, charger, is_explicit
):
    inference = learn(tmp_path, text).inferences.charger
    assert (inference.value, inference.is_explicit) == (charger, is_explicit)
    assert inference.reason.endswith(".")


def test_what_somebody_knows_is_taken(tmp_path):
    text = f"1/2/2026, 13:00:00 sent: {BOOT}\n"
    layout = learn(
        tmp_path,
        text,
        view=View.CHARGER,
        charger="Mine",
        zone_minutes=-60,
        dates="mdy",
        version=Version.V201,
    )
    assert (layout.view, layout.charger) == (View.CHARGER, "Mine")
    assert layout.is_charger_assumed
    assert layout.clock.zone_minutes == -60
    assert layout.clock.is_month_first
    assert layout.inferences.version.value == Version.V201
    assert layout.inferences.dates.value == "mdy"


def test_the_date_of_times_without_one_is_that_of_the_messages(tmp_path):
    layout = learn(
        tmp_path, f"[23:59:59,900] sent: {RESET}\n[00:00:01,000] x: {BOOTED}\n"
    )
    assert layout.needs_date
    assert layout.inferences.dates.value == "2026-01-30"
    assert layout.clock.date == date(2026, 1, 30).toordinal()


def test_the_date_may_be_chosen(tmp_path):
    layout = learn(tmp_path, f"[23:59:59,900] sent: {RESET}\n", dates="2020-05-04")
    assert layout.clock.date == date(2020, 5, 4).toordinal()


def test_a_date_that_nothing_tells_stays_unknown(tmp_path):
    layout = learn(tmp_path, f"[23:59:59,900] sent: {RESET}\n")
    assert layout.clock.date is None
    assert layout.inferences.dates.value == ""


def test_a_year_that_is_not_there_is_that_of_the_messages(tmp_path):
    layout = learn(tmp_path, f"Jan 31 12:00:00 sent: {BOOTED}\n")
    assert layout.clock.year == 2026


def test_the_newest_may_come_first(tmp_path):
    down = "".join(f"2026-01-31 12:00:0{second} recv A: {BOOT}\n" for second in "4321")
    up = "".join(f"2026-01-31 12:00:0{second} recv A: {BOOT}\n" for second in "1234")
    assert learn(tmp_path, down).is_descending
    assert not learn(tmp_path, up).is_descending
    assert not learn(tmp_path, up).is_unsorted


def test_a_version_that_the_log_names_is_explicit(tmp_path):
    text = f"< Sec-WebSocket-Protocol: ocpp2.0.1\nsent: {RESET}\n"
    version = learn(tmp_path, text).inferences.version
    assert (version.value, version.is_explicit) == (Version.V201, True)


def test_learning_takes_short_steps(tmp_path):
    path = tmp_path / "log"
    path.write_text(f"2026-01-31 12:00:00 recv A: {BOOT}\n" * 5000)
    assert sum(1 for _step in Learner(path, Assumptions()).steps()) > 4


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(MissingError):
        list(Learner(tmp_path / "log", Assumptions()).steps())


def test_long_lines_settle_what_is_learned_of_a_large_file(tmp_path):
    # A block has fewer of them than the steps in which it is looked at.
    padding = " " * 2_000
    line = f'2026-01-05T00:00:00Z CP-1 received [2,"1","Heartbeat",{{}}]{padding}\n'
    path = tmp_path / "large.log"
    path.write_text(line * (SMALL // len(line) + 1))
    learner = Learner(path, Assumptions())
    for _step in learner.steps():
        pass
    assert len(learner._seen) < 1_000
