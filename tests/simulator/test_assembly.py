# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.versions import Version, csms_actions
from ocppdesk.simulator.assembly import assemble
from ocppdesk.simulator.build import Build


@pytest.mark.parametrize("version", Version)
def test_every_command_of_the_version_is_obeyed(version):
    charger = assemble(version, Build(), now=0.0, clock=0.0)
    assert set(charger.commands) == csms_actions(version)
