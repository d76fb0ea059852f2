# SPDX-License-Identifier: Apache-2.0
"""The menu of a row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ocppdesk.gui.messages.cells import one_line
from ocppdesk.gui.messages.proposals import FOLLOWED, Proposal

_LONGEST: Final = 56  # characters of an entry; menus do not break lines
_FOLLOWED: Final = {
    "transaction": "This &transaction",
    "connector": "This &connector",
    "idtag": "This &idTag",
    "action": "This &action",
}


@dataclass(frozen=True, slots=True)
class RowCommands:
    """What can be done with a row."""

    filter_on: Callable[[str], object]
    """Show only what this filter finds."""
    narrow: Callable[[str], object]
    """Show only what this filter finds of what is shown now."""
    go_to_partner: Callable[[], object]
    follow: Callable[[str], object]
    """Show all messages of the same transaction, connector, idTag or action."""
    toggle_mark: Callable[[], object]
    edit_note: Callable[[], object]
    set_time_zero: Callable[[], object]
    copy_summary: Callable[[], object]
    copy_pretty: Callable[[], object]
    copy_json: Callable[[], object]
    copy_markdown: Callable[[], object]
    copy_csv: Callable[[], object]
    copy_wscat: Callable[[], object]
    copy_text: Callable[[str], object]
    show_column: Callable[[str], object]
    """Show a place in payloads as a column."""
    open_window: Callable[[], object]
    run: Callable[[str], object]
    """Run a command of the window, by its name."""
    resend: Callable[[], object]
    """Prepare the call to be changed and sent again."""
    key_text: Callable[[str], str]
    """Returns the key of a command, as it is shown; empty if it has none."""


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What the menu goes by."""

    of_cell: Sequence[Proposal]
    """The filters that the cell under the mouse suggests."""
    of_message: Sequence[Proposal]
    """The filters that the message suggests."""
    cell_text: str
    """What the cell shows."""
    cell_path: str
    """The place in payloads that the cell shows, empty if it shows none."""
    followed: Mapping[str, str]
    """What can be followed, with the filter for it; empty if it has none."""
    columns: Sequence[str]
    """The places in the payload that can be shown as columns."""
    is_answer: bool = False
    has_partner: bool = False
    """Whether there is an answer, or a request, to go to."""
    is_marked: bool = False
    is_filtered: bool = False
    """Whether a filter applies now."""
    can_be_sent: bool = False
    """Whether `wscat` could send it."""
    is_command: bool = False
    """Whether it is a call, or the answer to one, that can be made again from here."""


def row_menu(parent: QWidget, commands: RowCommands, facts: RowFacts) -> QMenu:
    """Make the menu of a row.

    Args:
        parent: Whose it is.
        commands: What its entries do.
        facts: What it goes by.
    """
    menu = QMenu(parent)
    _add_filters(menu, commands, facts)
    menu.addSeparator()
    keyed = _Keyed(menu, commands)
    to_partner = _tr("&Go to request") if facts.is_answer else _tr("&Go to answer")
    partner = keyed.add(to_partner, "partner", commands.go_to_partner)
    partner.setEnabled(facts.has_partner)
    _add_followed(menu.addMenu(_tr("F&ollow")), commands, facts)
    menu.addSeparator()
    mark = keyed.add(_tr("&Mark"), "mark", commands.toggle_mark)
    mark.setCheckable(True)
    mark.setChecked(facts.is_marked)
    keyed.add(_tr("&Note…"), "note", commands.edit_note)
    keyed.add(_tr("&Time zero here"), "time_zero", commands.set_time_zero)
    for text, name in (
        (_tr("Com&pare…"), "compare"),
        (_tr("Show on cha&rt"), "show_on_chart"),
    ):
        keyed.add(text, name, partial(commands.run, name))
    if facts.is_command:
        keyed.add(_tr("&Edit and send again…"), "resend", commands.resend)
    menu.addSeparator()
    _add_copies(menu.addMenu(_tr("&Copy")), commands, facts)
    columns = menu.addMenu(_tr("&Show as column"))
    for path in facts.columns:
        add_entry(columns, "", path, partial(commands.show_column, path))
    columns.setEnabled(bool(facts.columns))
    open_window = _tr("Open in a &window of its own")
    keyed.add(open_window, "open_in_window", commands.open_window)
    return menu


def add_proposals(
    menu: QMenu,
    proposals: Sequence[Proposal],
    apply: Callable[[str], object],
    *,
    is_opposite: bool = False,
) -> None:
    """Add entries that apply filters, each with its expression beside it.

    Args:
        menu: Where to.
        proposals: The filters.
        apply: Called with the expression.
        is_opposite: Whether to leave out what they find.
    """
    for proposal in proposals:
        wanted = proposal.opposite if is_opposite else proposal.expression
        add_entry(menu, proposal.label, wanted, partial(apply, wanted))


def add_entry(menu: QMenu, label: str, text: str, do: Callable[[], object]) -> QAction:
    """Add an entry with a text of a charger's beside it, or as its only words."""
    short = plain(text)
    return menu.addAction(f"{label}\t{short}" if label else short, do)


def plain(text: str) -> str:
    """Return any text as words of a menu: on one line, short, without access keys."""
    line = one_line(text)
    short = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    return short.replace("&", "&&")


class _Keyed:
    """Adds entries that show the keys of commands.

    Only shown: the window has the keys, and a second shortcut would make both
    ambiguous.
    """

    def __init__(self, menu: QMenu, commands: RowCommands) -> None:
        self._menu = menu
        self._key_text = commands.key_text

    def add(self, text: str, name: str, do: Callable[[], object]) -> QAction:
        key = self._key_text(name)
        return self._menu.addAction(f"{text}\t{key}" if key else text, do)


def _add_filters(menu: QMenu, commands: RowCommands, facts: RowFacts) -> None:
    others = {proposal.expression for proposal in facts.of_cell}
    more = [p for p in facts.of_message if p.expression not in others]

    def fill(part: QMenu, apply: Callable[[str], object], *, hides: bool) -> None:
        add_proposals(part, facts.of_cell, apply, is_opposite=hides)
        if facts.of_cell:
            part.addSeparator()
        add_proposals(part, more, apply, is_opposite=hides)

    on = menu.addMenu(_tr("&Filter on this"))
    fill(on, commands.narrow if facts.is_filtered else commands.filter_on, hides=False)
    hide = menu.addMenu(_tr("&Hide this"))
    fill(hide, commands.narrow, hides=True)
    if facts.is_filtered:
        on.addSeparator()
        fill(on.addMenu(_tr("&Only this")), commands.filter_on, hides=False)
    for part in (on, hide):
        part.setEnabled(bool(facts.of_cell or more))


def _add_followed(menu: QMenu, commands: RowCommands, facts: RowFacts) -> None:
    for kind in FOLLOWED:
        expression = facts.followed.get(kind, "")
        label = _tr(_FOLLOWED[kind])
        beside = expression or _tr("the message has none")
        entry = add_entry(menu, label, beside, partial(commands.follow, kind))
        entry.setEnabled(bool(expression))


def _add_copies(menu: QMenu, commands: RowCommands, facts: RowFacts) -> None:
    keyed = _Keyed(menu, commands)
    keyed.add(_tr("&Summary line"), "copy_summary", commands.copy_summary)
    menu.addAction(_tr("JSON (&pretty)"), commands.copy_pretty)
    keyed.add(_tr("&JSON (wire)"), "copy_json", commands.copy_json)
    menu.addAction(_tr("Exchange as &Markdown"), commands.copy_markdown)
    menu.addSeparator()
    expression = facts.of_cell[0].expression if facts.of_cell else ""
    for label, text in (
        (_tr("&Value"), facts.cell_text),
        (_tr("P&ath"), facts.cell_path),
        (_tr("As &filter"), expression),
    ):
        entry = add_entry(menu, label, text, partial(commands.copy_text, text))
        entry.setEnabled(bool(text))
    menu.addSeparator()
    menu.addAction(_tr("CSV &rows"), commands.copy_csv)
    wscat = menu.addAction(_tr("&wscat command"), commands.copy_wscat)
    wscat.setEnabled(facts.can_be_sent)


def _tr(text: str) -> str:
    return QCoreApplication.translate("RowMenu", text)
