# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.talk import Talk


def test_pro_03_finds_errors_of_the_charger():
    talk = Talk()
    talk.boot()
    for _ in range(3):
        talk.csms("GetConfiguration", error="InternalError")
    finding = talk.the("PRO-03")
    assert finding.title == "GetConfiguration answered with an error"
    assert finding.count == 3
    assert "InternalError" in finding.text


def test_pro_03_ignores_errors_of_the_csms():
    talk = Talk()
    talk.charger("Heartbeat", error="InternalError")
    assert "PRO-03" not in talk.ids()
