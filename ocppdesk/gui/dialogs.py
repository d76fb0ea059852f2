# SPDX-License-Identifier: Apache-2.0
"""Dialogs that are awaited, so that no event loop ever runs inside another.

`exec()` and Qt's static functions (`QMessageBox.question` and the like) start a nested
loop, in which qasync loses the wake-ups of all other tasks, for ever.
"""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget
from shiboken6 import isValid


async def finished(dialog: QDialog) -> int:
    """Open a dialog and wait until it is closed.

    A dialog that dies with its parent counts as rejected. A task that is cancelled
    meanwhile takes its dialog down with it.

    Returns:
        The dialog's result, `QDialog.DialogCode.Accepted` or another number.
    """
    result: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def settle(code: int) -> None:
        if not result.done():
            result.set_result(code)

    def settle_without() -> None:
        settle(QDialog.DialogCode.Rejected.value)

    dialog.finished.connect(settle)
    dialog.destroyed.connect(settle_without)
    dialog.open()
    try:
        return await result
    finally:
        if isValid(dialog):
            dialog.finished.disconnect(settle)
            dialog.destroyed.disconnect(settle_without)
            if dialog.isVisible():
                dialog.reject()


async def choose_files(
    parent: QWidget, *, title: str, filters: Sequence[str], folder: Path | None = None
) -> list[Path]:
    """Let the user choose files to open.

    Args:
        parent: The window it belongs to.
        title: What the files are wanted for.
        filters: Kinds of files, each as `Captures (*.ocppdesk)`.
        folder: Where to begin; None is where the system left off.

    Returns:
        The files, none if the user changed their mind.
    """
    dialog = _file_dialog(parent, title, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    if folder is not None:
        dialog.setDirectory(str(folder))
    return await _chosen(dialog)


async def choose_folder(
    parent: QWidget, *, title: str, folder: Path | None = None
) -> Path | None:
    """Let the user choose a folder.

    Args:
        parent: The window it belongs to.
        title: What it is wanted for.
        folder: Where to begin; None is where the system left off.

    Returns:
        The folder, None if the user changed their mind.
    """
    dialog = _file_dialog(parent, title, ())
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    if folder is not None:
        dialog.setDirectory(str(folder))
    chosen = await _chosen(dialog)
    return chosen[0] if chosen else None


async def choose_target(
    parent: QWidget, *, title: str, filters: Sequence[str], suggestion: Path
) -> Path | None:
    """Let the user choose the file to write; an existing one is asked about.

    Args:
        parent: The window it belongs to.
        title: What will be written.
        filters: Kinds of files, each as `Captures (*.ocppdesk)`.
        suggestion: Folder and name to begin with. A name typed without a suffix gets
            that of the chosen kind, and another kind changes that of the name.

    Returns:
        The file, None if the user changed their mind.
    """
    dialog = _file_dialog(parent, title, filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDirectory(str(suggestion.parent))
    dialog.selectFile(suggestion.name)
    dialog.setDefaultSuffix(suggestion.suffix.removeprefix("."))
    suffixes = {text: _suffix_of(text) for text in filters}
    dialog.filterSelected.connect(lambda text: _follow_kind(dialog, suffixes, text))
    chosen = await _chosen(dialog)
    return chosen[0] if chosen else None


def _suffix_of(kind: str) -> str:
    """Return the suffix of a kind such as `Captures (*.ocppdesk)`."""
    return kind.rpartition("(*")[2].removesuffix(")")


def _follow_kind(dialog: QFileDialog, suffixes: Mapping[str, str], kind: str) -> None:
    suffix = suffixes[kind]
    dialog.setDefaultSuffix(suffix.removeprefix("."))
    [name] = [Path(chosen).name for chosen in dialog.selectedFiles()[:1]] or [""]
    # The longest first: one may end in another.
    for known in sorted(suffixes.values(), key=len, reverse=True):
        if known and name.endswith(known):
            dialog.selectFile(f"{name.removesuffix(known)}{suffix}")
            return


async def confirm(
    parent: QWidget, *, text: str, explanation: str, accept: str, decline: str
) -> bool:
    """Ask before something that cannot be undone.

    Both buttons say what they do; the one that does nothing is the default, and
    Escape or closing the window means it too.

    Args:
        parent: The window it belongs to.
        text: The question, in one sentence.
        explanation: What would happen, and what would be lost.
        accept: The label of the button that does it.
        decline: The label of the button that does not.
    """
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(text)
    box.setInformativeText(explanation)
    doing = box.addButton(accept, QMessageBox.ButtonRole.AcceptRole)
    leaving = box.addButton(decline, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leaving)
    box.setEscapeButton(leaving)
    await finished(box)
    if not isValid(box):
        return False
    is_accepted = box.clickedButton() is doing
    box.deleteLater()
    return is_accepted


def _file_dialog(parent: QWidget, title: str, filters: Sequence[str]) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setNameFilters(filters)
    return dialog


async def _chosen(dialog: QFileDialog) -> list[Path]:
    code = await finished(dialog)
    if not isValid(dialog):
        return []
    chosen = [Path(name) for name in dialog.selectedFiles()]
    dialog.deleteLater()
    return chosen if code == QDialog.DialogCode.Accepted.value else []
