# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.charger2x import Charger2x
from ocppdesk.simulator.charger16 import Charger16
from ocppdesk.simulator.charger21 import Charger21
from ocppdesk.simulator.dialect import Dialect


@pytest.mark.parametrize("charger", [Charger16, Charger2x, Charger21])
def test_every_version_says_all_that_there_is_to_say(charger):
    assert issubclass(charger, Dialect)
    assert charger.__abstractmethods__ == frozenset()
