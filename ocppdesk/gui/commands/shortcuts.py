# SPDX-License-Identifier: Apache-2.0
"""The keys of the commands: their defaults, and what the user made of them.

Only what differs from the defaults is kept, in the setting `shortcuts`, as JSON: names
of commands with lists of keys, each in the form that is the same on all systems.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from ocppdesk.gui.commands.menus import Menus, plain
from ocppdesk.settings import Settings

_Key = Qt.Key
_MODIFIERS: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_TEXT_FORM: Final = QKeySequence.SequenceFormat.NativeText
_FILE_FORM: Final = QKeySequence.SequenceFormat.PortableText


class Shortcuts(QObject):
    """The keys of a window's commands; they take effect at once.

    Args:
        menus: The commands.
        settings: Where changes are kept.
        parent: Its owner.

    Signals:
        changed: Some commands have other keys now.
    """

    changed = Signal()

    def __init__(
        self, menus: Menus, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.menus = menus
        """The commands."""
        self._settings = settings
        self._forget_settings = settings.on_change(self._follow_settings)
        self.apply()

    def close(self) -> None:
        """Follow the setting no more."""
        self._forget_settings()

    def apply(self) -> None:
        """Give all commands their keys; call it when there are other commands.

        No key is given twice: one that the user chose goes before a default, which
        another version of the program may have.
        """
        changes = self._changes()
        taken: set[str] = set()
        for name in sorted(self.menus.actions, key=lambda name: name not in changes):
            wanted = changes.get(name)
            keys = self.defaults(name) if wanted is None else _keys(wanted)
            free = [key for key in keys if key.toString(_FILE_FORM) not in taken]
            taken.update(key.toString(_FILE_FORM) for key in free)
            self.menus.actions[name].setShortcuts(free)
        self.changed.emit()

    def keys(self, name: str) -> list[QKeySequence]:
        """Return the keys that a command has."""
        return self.menus.actions[name].shortcuts()

    def defaults(self, name: str) -> list[QKeySequence]:
        """Return the keys that a command has until they are changed."""
        return self.menus.commands[name].default_keys()

    def is_changed(self, name: str) -> bool:
        """Return whether a command has other keys than its defaults."""
        return self.keys(name) != self.defaults(name)

    def owner(self, key: QKeySequence, *, besides: str = "") -> str:
        """Return the command that has a key.

        Args:
            key: The key.
            besides: A command that does not count.

        Returns:
            Its name; empty if no other command has it.
        """
        for name, action in self.menus.actions.items():
            if name != besides and key in action.shortcuts():
                return name
        return ""

    def assign(self, name: str, keys: Sequence[QKeySequence]) -> None:
        """Give a command other keys, and take them from whichever has them.

        Raises:
            SettingsError: If the change cannot be kept; nothing has changed then.
        """
        wanted = {name: list(keys)}
        for other in self.menus.actions:
            rest = [key for key in self.keys(other) if key not in keys]
            if other != name and len(rest) < len(self.keys(other)):
                wanted[other] = rest
        self._keep(wanted)

    def reset(self, name: str) -> None:
        """Give a command its defaults back, and take them from whichever has them.

        Raises:
            SettingsError: If the change cannot be kept; nothing has changed then.
        """
        self.assign(name, self.defaults(name))

    def reset_all(self) -> None:
        """Give all commands their defaults back.

        Raises:
            SettingsError: If the change cannot be kept; nothing has changed then.
        """
        self._settings.change({"shortcuts": ""})

    def refusal(self, key: QKeySequence) -> str:
        """Return why a key can be no shortcut, as a sentence; empty if it can."""
        combination = _combination(key)
        code, modifiers = combination.key(), combination.keyboardModifiers()
        text = key.toString(_TEXT_FORM)
        if not modifiers & _MODIFIERS and not _is_free_alone(code):
            if code < _Key.Key_Escape:
                why = _tr("{key} is typed: in the table it begins a search. Add {ctrl}"
                          " or {alt}.")  # fmt: skip
            else:
                why = _tr("{key} is needed to move around and to edit. Add {ctrl} or"
                          " {alt}.")  # fmt: skip
            return why.format(key=text, ctrl=_name("Ctrl"), alt=_name("Alt"))
        for title, access in self.menus.access_keys().items():
            if access == key:
                return _tr("{key} opens the menu {menu}.").format(key=text, menu=title)
        return ""

    def _keep(self, wanted: Mapping[str, list[QKeySequence]]) -> None:
        changes = dict(self._changes())
        for name, keys in wanted.items():
            if keys == self.defaults(name):
                changes.pop(name, None)
            else:
                changes[name] = [key.toString(_FILE_FORM) for key in keys]
        text = json.dumps(changes, ensure_ascii=False) if changes else ""
        self._settings.change({"shortcuts": text})

    def _follow_settings(self, changed: frozenset[str]) -> None:
        if "shortcuts" in changed:
            self.apply()

    def _changes(self) -> dict[str, list[str]]:
        """Return what the setting says; what does not fit in it is left out."""
        try:
            found: Any = json.loads(self._settings.shortcuts or "{}")
        except (ValueError, RecursionError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {
            name: keys
            for name, keys in found.items()
            if isinstance(keys, list) and all(_is_key(key) for key in keys)
        }


def keys_text(keys: Sequence[QKeySequence]) -> str:
    """Return keys as they are shown: `Ctrl+Shift+P, Ctrl+K`.

    Keys with which some keyboards have a command of its own, such as Find, are left
    out: whoever has one knows.
    """
    texts = (key.toString(_TEXT_FORM) for key in keys if not _is_special(key))
    return ", ".join(dict.fromkeys(texts))


def _combination(key: QKeySequence) -> QKeyCombination:
    return key[0]  # type: ignore[index,no-any-return]  # which the stubs do not know


def _is_special(key: QKeySequence) -> bool:
    return _combination(key).key() >= _Key.Key_Back


def _is_free_alone(code: Qt.Key) -> bool:
    return _Key.Key_F1 <= code <= _Key.Key_F35 or code >= _Key.Key_Back


def _is_key(text: object) -> bool:
    if not isinstance(text, str):
        return False
    key = QKeySequence.fromString(text, _FILE_FORM)
    return key.count() == 1 and _combination(key).key() != _Key.Key_unknown


def _keys(texts: Sequence[str]) -> list[QKeySequence]:
    return [QKeySequence.fromString(text, _FILE_FORM) for text in texts]


def _name(modifier: str) -> str:
    """Return how this system calls a modifier, such as ⌘ for Ctrl."""
    text = QKeySequence(f"{modifier}+A").toString(_TEXT_FORM)
    return plain(text.removesuffix("A").removesuffix("+"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Shortcuts", text)
