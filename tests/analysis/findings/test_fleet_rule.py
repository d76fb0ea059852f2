# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.findings.fleet_rule import Fleet, FleetRule
from ocppdesk.analysis.findings.thresholds import DEFAULTS


def test_a_rule_has_to_judge():
    with pytest.raises(NotImplementedError):
        FleetRule().judge(Fleet((), 0, DEFAULTS))
