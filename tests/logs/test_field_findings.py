# SPDX-License-Identifier: Apache-2.0
"""What is found in logs from the field; they are not part of the project.

They are skipped where they are absent.
"""

from functools import cache
from pathlib import Path

import pytest

from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.logs.convert import as_capture
from ocppdesk.logs.finding_listing import findings_in

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "logs"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="no logs from the field")

EXPECTED = (
    # File, rule, words of its title or text.
    ("pylog-griz-multiline__01.log", "BOOT-02", "BootNotifications"),
    ("pylog-griz-multiline__01.log", "PRO-02", "StatusNotification"),
    ("arrow-fleet__03.log", "PRO-07", "MeterValues"),
    ("arrow-fleet__03.log", "PRO-02", "MeterValues"),
    ("ha-smartquotes__01.log", "PRO-03", "GetConfiguration"),
    ("ha-smartquotes__01.log", "PRO-03", "FormationViolation"),
    ("ha-lbbrhzn__03.log", "PRO-07", "GetConfiguration"),
    ("proxy-both-sides__01.log", "PRO-02", "NotSupported"),
    ("proxy-both-sides__01.log", "CON-10", "NotSupported"),
    ("cms-table-xlsx__02.xlsx", "CON-07", "in short order"),
    ("pcap-capt_error.pcapng", "BOOT-03", "chargePointModel"),
    ("pylog-basicconfig__02.log", "PRO-04", "belongs to no open call"),
    ("pylog-iso-offset__02.log", "PRO-06", "Authorize goes the wrong way"),
    ("pylog-iso-offset__02.log", "PRO-03", "Authorize is not supported"),
    ("json-array-entries__01.json", "PRO-03", "Vendor's message is not known"),
    ("json-array-entries__01.json", "AUTH-01", "11 times"),
    ("pylog-griz-multiline__01.log", "START-02", "4 times, and no session started"),
    ("pylog-griz-multiline__01.log", "CFG-01", "does not know"),
    ("escaped-string-txrx__01.log", "START-10", "2 times"),
    ("escaped-string-txrx__01.log", "STOP-03", "is not accepted"),
    ("escaped-string-txrx__01.log", "AUTH-01", "ConcurrentTx"),
    ("alfen__01.log", "OFF-04", "Blocked"),
    ("frames-in-markdown__01.md", "AUTH-04", "the charger's serial number dummy1"),
    ("evcc__05.log", "SC-01", "offers 0 A"),
    ("evcc__05.log", "PRO-03", "MeterValues cannot be asked for"),
    ("arrow-fleet__03.log", "PRO-12", "used a message id"),
    ("pylog-basicconfig__03.log", "OFF-05", "9223372036854775807"),
)
CLEAN = ("octt__02.log", "ha-full__02.log", "everest-libocpp-pretty__01.log")


@cache
def findings(name):
    with as_capture(FOLDER / name) as reader:
        return findings_in(reader)


@pytest.mark.parametrize(("name", "rule", "words"), EXPECTED)
def test_what_is_known_to_be_wrong_is_found(name, rule, words):
    told = [f"{f.title} {f.text}" for f in findings(name) if f.rule == rule]
    assert any(words in text for text in told), told


@pytest.mark.parametrize("name", CLEAN)
def test_what_is_right_is_not_called_wrong(name):
    assert not [
        f"{each.rule} {each.text}"
        for each in findings(name)
        if each.severity > Severity.LOW
    ]


def test_what_a_setting_hides_is_in_no_finding():
    name = "evcc-wrapped__01.log"
    assert not [each.text for each in findings(name) if "123456" in each.text]
