# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.talk import Talk


def test_con_08_finds_an_open_connection_over_which_nothing_comes():
    talk = Talk()
    talk.connect()
    talk.boot()
    assert "CON-08" not in talk.ids(later=899)
    finding = talk.the("CON-08", later=1000)
    assert "16 min 40 s" in finding.text


def test_con_08_ignores_a_connection_that_pings():
    talk = Talk()
    talk.connect()
    talk.boot()
    talk.wait(1000)
    talk.change_link(last_heard_at=talk.now)
    assert "CON-08" not in talk.ids()


def test_con_08_says_nothing_of_a_charger_that_left():
    talk = Talk()
    talk.connect()
    talk.boot()
    talk.disconnect()
    assert "CON-08" not in talk.ids(later=1000)
