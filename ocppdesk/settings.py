# SPDX-License-Identifier: Apache-2.0
"""Settings: each declared once; the dialog, the file and the checks follow.

The file is JSON in the user's configuration folder. A file that is damaged, or values
in it that no longer fit, never keep the program from starting: defaults take their
place and `Settings.complaints` says so.
"""

import contextlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import platformdirs

from ocppdesk.finding_settings import FINDING_SETTINGS
from ocppdesk.setting import Setting as Setting
from ocppdesk.setting import Value as Value

_LISTENING = "Listening"
_ANSWERS = "Answers"
_RECORDING = "Recording"
_LIMITS = "Limits"
_FILES = "Files"
_LOOK = "Appearance"

DECLARED: Final = (
    Setting(
        "listen_host",
        "",
        _LISTENING,
        "Network interface",
        "The address to listen on; empty means all interfaces of this computer, which "
        "is what chargers on a cable or in the same network need.",
    ),
    Setting(
        "listen_port",
        9000,
        _LISTENING,
        "Port",
        "The TCP port that chargers connect to. 0 takes any free port.",
        minimum=0,
        maximum=65535,
    ),
    Setting(
        "ping_interval_s",
        25,
        _LISTENING,
        "WebSocket ping every",
        "How often every charger is pinged, so that routers keep the connection open. "
        "A missing pong alone never ends a connection. 0 switches pings off. A change "
        "takes effect at the next start.",
        minimum=0,
        maximum=3600,
        unit="s",
    ),
    Setting(
        "heartbeat_interval_s",
        300,
        _ANSWERS,
        "Heartbeat interval",
        "The interval that chargers are told when they boot. A connection that says "
        "nothing at all for three times as long is closed.",
        minimum=1,
        maximum=86_400,
        unit="s",
    ),
    Setting(
        "registration_status",
        "Accepted",
        _ANSWERS,
        "Registration of chargers",
        "What a BootNotification is answered: with Pending or Rejected a charger must "
        "not start any session.",
        choices=("Accepted", "Pending", "Rejected"),
    ),
    Setting(
        "accepted_id_tags",
        "*",
        _ANSWERS,
        "Accepted tokens",
        "The idTags that may charge, separated by commas; * accepts every token.",
    ),
    Setting(
        "call_timeout_s",
        30,
        _ANSWERS,
        "Give up a call after",
        "How long an answer of the charger is waited for before the next command goes "
        "out. A later answer is still recorded.",
        minimum=1,
        maximum=600,
        unit="s",
    ),
    Setting(
        "recording_folder",
        "",
        _RECORDING,
        "Folder for recordings",
        "Where recordings are kept; empty means the user's data folder. What is there "
        "already stays where it is. A change takes effect with the next recording.",
    ),
    Setting(
        "max_message_kb",
        16_384,
        _LIMITS,
        "Largest message",
        "A charger that sends a longer message is disconnected with code 1009. A "
        "change takes effect at the next start.",
        minimum=64,
        maximum=900_000,  # what SQLite stores in one row
        unit="kB",
    ),
    Setting(
        "max_header_kb",
        32,
        _LIMITS,
        "Largest request head",
        "A peer that sends more than this before its request is complete is "
        "disconnected.",
        minimum=1,
        maximum=1024,
        unit="kB",
    ),
    Setting(
        "max_connections",
        500,
        _LIMITS,
        "Most connections at a time",
        "Further ones are turned away, and recorded as attempts.",
        minimum=1,
        maximum=10_000,
    ),
    Setting(
        "handshake_timeout_s",
        10,
        _LIMITS,
        "Wait for the request",
        "How long a peer may take from the TCP connection to its WebSocket request. A "
        "change takes effect at the next start.",
        minimum=1,
        maximum=300,
        unit="s",
    ),
    Setting(
        "file_port",
        0,
        _FILES,
        "First port for files",
        "The first of the TCP ports on which chargers fetch firmware and send logs, "
        "for a firewall that lets some through. 0 takes any free ones.",
        minimum=0,
        maximum=65_000,
    ),
    Setting(
        "file_port_count",
        20,
        _FILES,
        "Number of ports for files",
        "How many ports may be used from the first one on. FTP takes one for itself "
        "and one for each file.",
        minimum=2,
        maximum=1_000,
    ),
    Setting(
        "file_limit_mb",
        2_048,
        _FILES,
        "Most that a job receives",
        "A charger that sends more than this for one request is refused.",
        minimum=1,
        maximum=100_000,
        unit="MB",
    ),
    Setting(
        "file_time_limit_min",
        60,
        _FILES,
        "Longest time of a job",
        "The file server of a firmware or log job is closed after this, and the job "
        "counts as failed.",
        minimum=1,
        maximum=10_000,
        unit="min",
    ),
    Setting(
        "theme",
        "System",
        _LOOK,
        "Theme",
        "Light and dark follow the system unless one is chosen here. Sunlight is light "
        "with strong contrast and larger by a quarter.",
        choices=("System", "Light", "Dark", "Sunlight"),
    ),
    Setting(
        "zoom_percent",
        100,
        _LOOK,
        "Zoom",
        "The size of everything in the window.",
        minimum=100,
        maximum=200,
        unit="%",
    ),
    Setting(
        "newest_first",
        True,
        _LOOK,
        "Newest message on top",
        "The order of the message table.",
    ),
    Setting(
        "time_mode",
        "Local time",
        _LOOK,
        "Times are shown as",
        "Copied and exported times are always ISO 8601.",
        choices=(
            "Local date and time",
            "Local time",
            "UTC",
            "Since time zero",
            "Since previous",
        ),
    ),
    Setting(
        "slow_ms",
        2_000,
        _LOOK,
        "An answer is slow after",
        "Slower answers stand out in the table, and ~slow in a filter finds them.",
        minimum=1,
        maximum=600_000,
        unit="ms",
    ),
    Setting(
        "very_slow_ms",
        10_000,
        _LOOK,
        "An answer is very slow after",
        "Slower answers stand out more.",
        minimum=1,
        maximum=3_600_000,
        unit="ms",
    ),
    *FINDING_SETTINGS,
    Setting("filter_mode", "Hide", "", "Messages that do not match",
            "Left out of the table, or shown dimmed.", choices=("Hide", "Dim"),
            is_shown=False),
    Setting("filter_history", "", "", "Filters", "Used lately.", is_shown=False),
    Setting("recent_files", "", "", "Files", "Opened lately.", is_shown=False),
    Setting("chips", "", "", "Chips", "Saved filters above the table.",
            is_shown=False),
    Setting("color_rules", "", "", "Colour rules", "Filters with colours.",
            is_shown=False),
    Setting("profile", "Live", "", "Profile", "The one that was chosen last.",
            is_shown=False),
    Setting("profiles", "", "", "Profiles", "What was changed in them.",
            is_shown=False),
    Setting("shortcuts", "", "", "Shortcuts", "Those that were changed.",
            is_shown=False),
    Setting("exchanges", False, "", "Exchanges", "Calls and answers on one row.",
            is_shown=False),
    Setting("ignored_findings", "", "", "Findings", "Those that do not count.",
            is_shown=False),
    Setting("answer_rules", "", "", "Answers", "Those that are to be unusual.",
            is_shown=False),
    Setting("sent_lately", "", "", "Commands", "Sent lately.", is_shown=False),
    Setting("favourite_commands", "", "", "Favourites", "Commands at hand.",
            is_shown=False),
    Setting("is_expert", False, "", "Expert", "Whether any text can be sent.",
            is_shown=False),
    Setting("window_state", "", "", "Window", "Its size and docks.", is_shown=False),
    Setting("columns", "", "", "Columns", "Which, and how wide.", is_shown=False),
    Setting("setting_columns", "", "", "Settings", "How wide their columns are.",
            is_shown=False),
)  # fmt: skip
_BY_NAME: Final = {setting.name: setting for setting in DECLARED}


class SettingsError(ValueError):
    """Values that are not allowed; the text says which and what is."""


class Settings:
    """The values of all settings, kept in a file.

    Read them as attributes named as declared: `settings.listen_port`.

    Args:
        path: The file; None keeps everything in memory.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._values: dict[str, Value] = {s.name: s.default for s in DECLARED}
        self._listeners: list[Callable[[frozenset[str]], None]] = []
        self.complaints: list[str] = []
        """What could not be read from the file, a sentence each."""
        if path is not None and path.exists():
            self._load(path)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_values"][name]
        except KeyError:
            raise AttributeError(name) from None

    def values(self) -> dict[str, Value]:
        """Return all values by name, as they are now."""
        return dict(self._values)

    def change(self, values: Mapping[str, Value]) -> None:
        """Take over new values, all of them or, if one does not fit, none.

        Args:
            values: The new values by name.

        Raises:
            SettingsError: If a value is not allowed or the file cannot be written;
                nothing has changed then.
        """
        for name, value in values.items():
            why = _BY_NAME[name].check(value)
            if why is not None:
                raise SettingsError(why)
        changed = frozenset(n for n, v in values.items() if self._values[n] != v)
        if not changed:
            return
        before = dict(self._values)
        self._values.update(values)
        try:
            self._save()
        except OSError as error:
            self._values = before
            detail = error.strerror or str(error)
            raise SettingsError(f"{self._path} cannot be written: {detail}.") from error
        for listener in list(self._listeners):
            listener(changed)

    def on_change(
        self, listener: Callable[[frozenset[str]], None]
    ) -> Callable[[], None]:
        """Call a function with the names of what was changed, after each change.

        Returns:
            A function that ends it; it may be called more than once.
        """
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def _load(self, path: Path) -> None:
        try:
            found = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            self.complaints.append(f"The settings in {path} cannot be read: {error}.")
            # Kept for whoever wants to look; the next change writes a fresh file.
            with contextlib.suppress(OSError):
                path.replace(path.with_suffix(".damaged"))
            return
        for name, value in (found if isinstance(found, dict) else {}).items():
            setting = _BY_NAME.get(name)
            if setting is None:
                continue  # of another version of the program
            why = setting.check(value)
            if why is None:
                self._values[name] = value
            else:
                self.complaints.append(
                    f"{why} The default {setting.default!r} is used."
                )

    def _save(self) -> None:
        if self._path is None:
            return
        changed = {s.name: self._values[s.name] for s in DECLARED
                   if self._values[s.name] != s.default}  # fmt: skip
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(".part")
        partial.write_text(json.dumps(changed, indent=2) + "\n", "utf-8")
        partial.replace(self._path)


def data_folder() -> Path:
    """Return the folder for captures: `OCPPDESK_HOME`, or the user's data folder."""
    home = os.environ.get("OCPPDESK_HOME")
    return Path(home) if home else Path(platformdirs.user_data_dir("ocppdesk", False))


def settings_path() -> Path:
    """Return the file of the settings: in `OCPPDESK_HOME`, or the user's own place."""
    home = os.environ.get("OCPPDESK_HOME")
    folder = (
        Path(home) if home else Path(platformdirs.user_config_dir("ocppdesk", False))
    )
    return folder / "settings.json"
