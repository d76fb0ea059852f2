# SPDX-License-Identifier: Apache-2.0
from dataclasses import fields

from ocppdesk.analysis.findings.thresholds import DEFAULTS, Thresholds
from ocppdesk.finding_settings import FINDING_SETTINGS
from ocppdesk.settings import Settings


def test_each_setting_is_a_threshold_and_each_threshold_a_setting():
    names = [f"finding_{each.name}" for each in fields(Thresholds)]
    assert sorted(names) == sorted(setting.name for setting in FINDING_SETTINGS)


def test_what_the_user_has_set_holds():
    settings = Settings()
    assert Thresholds.of(settings.values()) == DEFAULTS
    settings.change({"finding_flap_count": 7})
    assert Thresholds.of(settings.values()).flap_count == 7
