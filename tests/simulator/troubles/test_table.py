# SPDX-License-Identifier: Apache-2.0
from ocppdesk.simulator.troubles.table import TROUBLES


def test_every_trouble_has_a_name_to_type_and_a_sentence():
    for name, trouble in TROUBLES.items():
        assert name == trouble.name
        assert name == name.lower()
        assert " " not in name
        assert trouble.summary.endswith(".")
