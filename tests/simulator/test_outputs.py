# SPDX-License-Identifier: Apache-2.0
from ocppdesk.simulator.outputs import Close, Send


def test_what_is_to_be_done_is_handed_out_once(silent_talk):
    charger = silent_talk("1.6").charger
    charger.connected()
    (boot,) = charger.take()
    assert isinstance(boot, Send)
    assert charger.take() == []


def test_hanging_up_is_handed_out(silent_talk):
    charger = silent_talk("1.6").charger
    charger.hang_up()
    assert charger.take() == [Close()]
