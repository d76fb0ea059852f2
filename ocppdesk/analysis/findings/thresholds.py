# SPDX-License-Identifier: Apache-2.0
"""The thresholds of all rules (protocol handbook, 7.0), as the user has set them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from ocppdesk.finding_settings import FINDING_SETTINGS
from ocppdesk.setting import Value

_PREFIX: Final = "finding_"
_DEFAULTS: Final = {
    setting.name.removeprefix(_PREFIX): int(setting.default)
    for setting in FINDING_SETTINGS
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """One number for each setting of `finding_settings`, which says what it means.

    The end of a name tells the unit.
    """

    patience_s: int = _DEFAULTS["patience_s"]
    connection_timeout_s: int = _DEFAULTS["connection_timeout_s"]
    card_shown_s: int = _DEFAULTS["card_shown_s"]
    silence_s: int = _DEFAULTS["silence_s"]
    nothing_min: int = _DEFAULTS["nothing_min"]
    flap_count: int = _DEFAULTS["flap_count"]
    flap_window_min: int = _DEFAULTS["flap_window_min"]
    gone_min: int = _DEFAULTS["gone_min"]
    drop_after_s: int = _DEFAULTS["drop_after_s"]
    no_boot_s: int = _DEFAULTS["no_boot_s"]
    boot_loop_count: int = _DEFAULTS["boot_loop_count"]
    boot_loop_window_min: int = _DEFAULTS["boot_loop_window_min"]
    commanded_min: int = _DEFAULTS["commanded_min"]
    status_after_boot_s: int = _DEFAULTS["status_after_boot_s"]
    reset_min: int = _DEFAULTS["reset_min"]
    flood_per_s: int = _DEFAULTS["flood_per_s"]
    repeats_per_min: int = _DEFAULTS["repeats_per_min"]
    idle_energy_wh: int = _DEFAULTS["idle_energy_wh"]
    idle_power_w: int = _DEFAULTS["idle_power_w"]
    idle_min: int = _DEFAULTS["idle_min"]
    charging_power_w: int = _DEFAULTS["charging_power_w"]
    command_before_s: int = _DEFAULTS["command_before_s"]
    fault_near_s: int = _DEFAULTS["fault_near_s"]
    orphan_min: int = _DEFAULTS["orphan_min"]
    register_back_wh: int = _DEFAULTS["register_back_wh"]
    meter_gap_wh: int = _DEFAULTS["meter_gap_wh"]
    energy_difference_percent: int = _DEFAULTS["energy_difference_percent"]
    frozen_samples: int = _DEFAULTS["frozen_samples"]
    nominal_voltage_v: int = _DEFAULTS["nominal_voltage_v"]
    voltage_percent: int = _DEFAULTS["voltage_percent"]
    idle_current_ma: int = _DEFAULTS["idle_current_ma"]
    idle_energy_wh_per_h: int = _DEFAULTS["idle_energy_wh_per_h"]
    current_tolerance_a: int = _DEFAULTS["current_tolerance_a"]
    current_tolerance_percent: int = _DEFAULTS["current_tolerance_percent"]
    least_current_a: int = _DEFAULTS["least_current_a"]
    limit_follow_s: int = _DEFAULTS["limit_follow_s"]
    profiles_per_min: int = _DEFAULTS["profiles_per_min"]
    fault_repeat_count: int = _DEFAULTS["fault_repeat_count"]
    unavailable_min: int = _DEFAULTS["unavailable_min"]
    firmware_silence_min: int = _DEFAULTS["firmware_silence_min"]
    after_update_min: int = _DEFAULTS["after_update_min"]
    log_upload_min: int = _DEFAULTS["log_upload_min"]
    clock_offset_s: int = _DEFAULTS["clock_offset_s"]
    no_sync_h: int = _DEFAULTS["no_sync_h"]
    replay_s: int = _DEFAULTS["replay_s"]

    @classmethod
    def of(cls, values: Mapping[str, Value]) -> "Thresholds":
        """Return what the user has set; what is missing has its default.

        Args:
            values: Settings by name.
        """
        found = {each.name: values.get(_PREFIX + each.name) for each in fields(cls)}
        return cls(**{n: v for n, v in found.items() if isinstance(v, int)})


DEFAULTS: Final = Thresholds()
"""What holds until somebody changes it."""
