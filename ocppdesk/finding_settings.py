# SPDX-License-Identifier: Apache-2.0
"""The thresholds of findings, as settings that a user may change.

Each is the setting `finding_<name>`; `analysis.findings.thresholds` has them by name.
"""

from typing import Final

from ocppdesk.setting import Setting

_GROUP: Final = "Findings"

_Row = tuple[str, str, int, str, int, int, str]
"""Name, title, default, unit, least, most, description."""

_ROWS: Final[tuple[_Row, ...]] = (
    ("patience_s", "An answer is missing after", 30, "s", 1, 600,
     "How long an answer may take before it counts as missing."),
    ("connection_timeout_s", "Wait for the plug", 120, "s", 10, 3600,
     "How long a charger waits for the plug, where it did not say."),
    ("card_shown_s", "Wait for a card that is shown", 20, "s", 2, 600,
     "How long a charger may take to send anything about a card that it was shown."),
    ("silence_s", "Least silence", 60, "s", 10, 86_400,
     "The least that counts when three intervals without a sign of life are silence."),
    ("nothing_min", "Nothing connects for", 10, "min", 1, 1440,
     "How long the port may be open without anybody connecting to it."),
    ("flap_count", "Connections that are too many", 3, "", 2, 1000,
     "So many connections within the time below are one that keeps breaking."),
    ("flap_window_min", "Connections are counted for", 15, "min", 1, 1440,
     "The time in which connections are counted."),
    ("gone_min", "A charger is gone after", 15, "min", 1, 10_000,
     "How long a charger may stay away after its connection ended."),
    ("drop_after_s", "Drop after a command", 10, "s", 1, 300,
     "A connection that ends this soon after a command may have ended because of it."),
    ("no_boot_s", "Wait for a BootNotification", 60, "s", 5, 3600,
     "How long a new connection may go without a BootNotification."),
    ("boot_loop_count", "Boots that are a loop", 3, "", 2, 1000,
     "So many BootNotifications within the time below are a boot loop."),
    ("boot_loop_window_min", "Boots are counted for", 15, "min", 1, 1440,
     "The time in which BootNotifications are counted."),
    ("commanded_min", "Restart after a command", 10, "min", 1, 1440,
     "A restart this long after a command that causes one was expected."),
    ("status_after_boot_s", "Wait for a status after a boot", 60, "s", 5, 3600,
     "How long the first StatusNotification may take after a boot."),
    ("reset_min", "Wait for a restart", 5, "min", 1, 1440,
     "How long a charger may take to restart after it accepted a Reset."),
    ("flood_per_s", "Messages a second", 2, "", 1, 1000,
     "More messages a second than this, for a minute, are a flood."),
    ("repeats_per_min", "Equal status messages a minute", 6, "", 2, 1000,
     "More equal StatusNotifications a minute than this are a flood."),
    ("idle_energy_wh", "No energy is less than", 50, "Wh", 1, 10_000,
     "A session with less energy than this counts as one without."),
    ("idle_power_w", "No power is less than", 100, "W", 1, 10_000,
     "Less power than this is none."),
    ("idle_min", "Session without energy", 10, "min", 1, 1440,
     "How long a session may go without energy."),
    ("charging_power_w", "Charging is more than", 500, "W", 50, 100_000,
     "More power than this means that a vehicle charges."),
    ("command_before_s", "Command before the end", 120, "s", 5, 3600,
     "A command this long before the end of a session may be its cause."),
    ("fault_near_s", "Fault near the end", 60, "s", 5, 3600,
     "A fault this near to the end of a session may be its cause."),
    ("orphan_min", "Wait for the end of a session", 10, "min", 1, 1440,
     "How long the end of a session may be missing after it must have ended."),
    ("register_back_wh", "Register runs back", 10, "Wh", 1, 100_000,
     "How far a register may run backwards before it counts."),
    ("meter_gap_wh", "Energy between sessions", 100, "Wh", 1, 1_000_000,
     "How much a register may count between two sessions."),
    ("energy_difference_percent", "Power against energy", 15, "%", 1, 100,
     "How far power and energy may disagree."),
    ("frozen_samples", "Equal samples", 4, "", 2, 1000,
     "So many equal samples of everything while charging are a frozen meter."),
    ("nominal_voltage_v", "Nominal voltage", 230, "V", 50, 1000,
     "The voltage between a phase and neutral."),
    ("voltage_percent", "Voltage off by", 10, "%", 1, 50,
     "How far voltages may be from the nominal one."),
    ("idle_current_ma", "Current without a session", 500, "mA", 10, 100_000,
     "More current than this flows where something charges."),
    ("idle_energy_wh_per_h", "Energy an hour without a session", 50, "Wh", 1, 100_000,
     "More energy an hour than this without a session is suspicious."),
    ("current_tolerance_a", "Current above the limit", 1, "A", 0, 100,
     "How far a current may be above its limit, or the share below if that is more."),
    ("current_tolerance_percent", "Share above the limit", 10, "%", 0, 100,
     "How far a current may be above its limit, as a share of it."),
    ("least_current_a", "Least current offered", 6, "A", 1, 32,
     "The least current that a vehicle can be offered (IEC 61851)."),
    ("limit_follow_s", "Wait for a new limit", 60, "s", 5, 3600,
     "How long a charger may take to follow a new limit."),
    ("profiles_per_min", "Charging profiles a minute", 6, "", 1, 1000,
     "More charging profiles a minute than this, for some minutes, are a flood."),
    ("fault_repeat_count", "Equal faults a day", 3, "", 2, 1000,
     "So many equal faults within a day are one that comes and goes."),
    ("unavailable_min", "Unavailable without a command", 10, "min", 1, 10_000,
     "How long a connector may be unavailable without a command."),
    ("firmware_silence_min", "Silence of an update", 30, "min", 1, 10_000,
     "How long a firmware update may say nothing."),
    ("after_update_min", "Unavailable after an update", 15, "min", 1, 10_000,
     "How long connectors may stay unavailable after a firmware update."),
    ("log_upload_min", "Wait for a log", 15, "min", 1, 10_000,
     "How long the upload of a log may take."),
    ("clock_offset_s", "Clock off by", 60, "s", 1, 86_400,
     "How far a charger's clock may be off."),
    ("no_sync_h", "Time was not told for", 24, "h", 1, 1000,
     "How long a charger may go without being told the time."),
    ("replay_s", "Message from before", 60, "s", 5, 86_400,
     "A message this much older than its arrival was kept while offline."),
)  # fmt: skip


FINDING_SETTINGS: Final = tuple(
    Setting(
        f"finding_{name}",
        default,
        _GROUP,
        title,
        description,
        minimum=least,
        maximum=most,
        unit=unit,
    )
    for name, title, default, unit, least, most, description in _ROWS
)
"""The settings; the names of all begin with `finding_`."""
