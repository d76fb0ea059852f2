# SPDX-License-Identifier: Apache-2.0
from ocppdesk.finding_settings import FINDING_SETTINGS
from ocppdesk.settings import DECLARED


def test_each_threshold_is_a_setting():
    assert set(FINDING_SETTINGS) <= set(DECLARED)
    assert all(setting.name.startswith("finding_") for setting in FINDING_SETTINGS)


def test_titles_are_told_apart():
    titles = [setting.title for setting in FINDING_SETTINGS]
    assert len(titles) == len(set(titles))
