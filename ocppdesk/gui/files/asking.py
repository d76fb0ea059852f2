# SPDX-License-Identifier: Apache-2.0
"""Asking what is wanted, and whether somebody is sure."""

from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from ocppdesk.core.commands.risks import danger_of
from ocppdesk.gui.addresses import local_addresses
from ocppdesk.gui.dialogs import confirm, finished
from ocppdesk.gui.files.abilities import Abilities
from ocppdesk.gui.files.firmware_dialog import FirmwareDialog, FirmwareOrder
from ocppdesk.gui.files.log_dialog import LogDialog, LogOrder
from ocppdesk.gui.look.theme import Theme

_ACCEPTED: Final = QDialog.DialogCode.Accepted.value


def _tr(text: str) -> str:
    return QCoreApplication.translate("files", text)


async def ask_firmware(
    parent: QWidget,
    theme: Theme,
    *,
    charger: str,
    abilities: Abilities,
    firmware: str,
    reached: str,
) -> FirmwareOrder | None:
    """Ask what a charger is to install, and then once more.

    Whoever is not sure finds the form as it was. The window may be closed meanwhile.

    Args:
        parent: The window that the questions belong to.
        theme: Their look.
        charger: The identity.
        abilities: What is known of the charger.
        firmware: The version that it has; empty if it is not known.
        reached: The address of this computer that the charger has reached.

    Returns:
        What is wanted; None for nothing.
    """
    dialog = FirmwareDialog(
        theme,
        charger,
        abilities=abilities,
        firmware=firmware,
        reached=reached,
        addresses=local_addresses(),
        parent=parent,
    )
    order = None
    while isValid(dialog) and await finished(dialog) == _ACCEPTED and isValid(dialog):
        wanted, action = dialog.order, dialog.action
        if await _is_sure(parent, charger, action=action, order=wanted):
            order = wanted
            break
    if isValid(dialog):
        dialog.deleteLater()
    return order


async def ask_log(
    parent: QWidget,
    theme: Theme,
    *,
    charger: str,
    abilities: Abilities,
    reached: str,
) -> LogOrder | None:
    """Ask which log a charger is to send; see `ask_firmware`."""
    dialog = LogDialog(
        theme,
        charger,
        abilities=abilities,
        reached=reached,
        addresses=local_addresses(),
        parent=parent,
    )
    order = None
    if await finished(dialog) == _ACCEPTED and isValid(dialog):
        order = dialog.order
    if isValid(dialog):
        dialog.deleteLater()
    return order


async def _is_sure(
    parent: QWidget, charger: str, *, action: str, order: FirmwareOrder
) -> bool:
    source = getattr(order.source, "name", order.source)
    text = _tr("Send {action} with {source} to {charger}?")
    return await confirm(
        parent,
        text=text.format(action=action, source=source, charger=charger),
        explanation=danger_of(action, {}).text,
        accept=_tr("Send {action}").format(action=action),
        decline=_tr("Cancel"),
    )
