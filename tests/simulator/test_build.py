# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.build import Build


@pytest.mark.parametrize(
    "options", [{"connectors": 0}, {"connectors": 11}, {"haste": 0.0}, {"haste": -1.0}]
)
def test_charger_that_cannot_be_built_is_refused(options):
    with pytest.raises(ValueError, match=r"connectors|speed"):
        Build(**options)


def test_serial_number_belongs_to_the_identity():
    assert Build("A").serial_number == Build("A", connectors=4).serial_number
    assert Build("A").serial_number != Build("B").serial_number
    assert len(Build("A").serial_number) <= 25  # the most that 1.6 allows
