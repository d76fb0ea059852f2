# SPDX-License-Identifier: Apache-2.0
import dataclasses

import pytest

from ocppdesk.analysis.charger import ChargerAnalysis


def test_facts_stay_as_they_were_told(call):
    analysis = ChargerAnalysis("CP1")
    facts = analysis.facts(0)
    told = dataclasses.replace(facts)
    analysis.feed(call("Heartbeat", {}))
    assert facts == told
    with pytest.raises(dataclasses.FrozenInstanceError):
        facts.last_id = 5
