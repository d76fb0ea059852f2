# SPDX-License-Identifier: Apache-2.0
"""A payload as a tree: name, value and meaning of each field."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from ocppdesk.core.masking import MASK, is_secret, mask_text
from ocppdesk.gui.detail.meanings import GivenMeanings, Meanings
from ocppdesk.gui.detail.values import unit_of, value_text
from ocppdesk.gui.look.theme import Theme

Index = QModelIndex | QPersistentModelIndex

FIELD, VALUE, MEANING = range(3)

_GROUP: Final = 100  # elements of a long array that are opened together
_NO_PARENT: Final = 0
_INDEX: Final = re.compile(r"\[\d+\]")


@dataclass(slots=True)
class Node:
    """One line of the tree."""

    parent: int
    """The number of the node above."""
    row: int
    """Its place below that."""
    label: str
    """What the first column says."""
    path: str
    """Where in the payload, as in `meterValue[0].timestamp`."""
    value: Any
    """The value itself."""
    shown: str
    """The value as one line, with its unit."""
    meaning: str
    """What it means here: the value's meaning if there is one, else the field's."""
    span: tuple[int, int] | None = None
    """On groups of elements of a long array: the first and the one after the last."""
    children: list[int] | None = None
    """The numbers of the nodes below, once they are made."""


class FieldsModel(QAbstractItemModel):
    """The fields of one payload; what is folded is made when it is opened.

    Args:
        theme: Where colours come from.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._meanings: Meanings = GivenMeanings()
        self._marked: Collection[str] = frozenset()
        # A model index carries the number of its node; 0 is the payload itself.
        self._nodes: list[Node] = []
        self.show_payload({}, GivenMeanings())

    def show_payload(
        self, payload: Any, meanings: Meanings, *, marked: Collection[str] = ()
    ) -> None:
        """Take another payload.

        Args:
            payload: The payload as parsed; one that is no container is a single line.
            meanings: What its fields mean.
            marked: The paths at which something is wrong.
        """
        self.beginResetModel()
        self._meanings = meanings
        self._marked = frozenset(marked)
        if not isinstance(payload, dict | list):
            payload = {"": payload}
        self._nodes = [Node(_NO_PARENT, 0, "", "", payload, "", "")]
        self.endResetModel()

    def node(self, index: Index) -> Node:
        """Return the node of a line; the payload itself for an invalid index."""
        return self._nodes[index.internalId() if index.isValid() else 0]

    def is_marked(self, node: Node) -> bool:
        """Whether something is wrong with this very field."""
        return node.path in self._marked and node.span is None and bool(node.path)

    def find(self, path: str) -> QModelIndex:
        """Return the line of a path; of what is nearest above if there is none."""
        found = QModelIndex()
        while True:
            nearer = self._towards(found, path)
            if not nearer.isValid():
                return found
            found = nearer
            if self.node(found).path == path and self.node(found).span is None:
                return found

    def keys_of(self, node: Node) -> tuple[str, ...]:
        """Return the way to a field from the payload on, without places in arrays."""
        keys: list[str] = []
        while node is not self._nodes[0]:
            above = self._nodes[node.parent]
            if isinstance(above.value, dict):
                keys.append(node.label)
            node = above
        return tuple(reversed(keys))

    def field_meaning(self, node: Node) -> str:
        """Return what a field means, whatever its value."""
        return self._meanings.of_field(_plain(node.path))

    def value_meaning(self, node: Node) -> str:
        """Return what a field's value means."""
        return self._meanings.of_value(_plain(node.path), node.value)

    def _towards(self, parent: QModelIndex, path: str) -> QModelIndex:
        """Return the child in which a path lies."""
        for row in range(self.rowCount(parent)):
            index = self.index(row, 0, parent)
            node = self.node(index)
            if node.span is not None:
                start, end = node.span
                rest = path.removeprefix(node.path)
                number = re.match(r"\[(\d+)\]", rest) if rest != path else None
                if number is not None and start <= int(number[1]) < end:
                    return index
            elif path == node.path or path.startswith(
                (f"{node.path}.", f"{node.path}[")
            ):
                return index
        return QModelIndex()

    def _children(self, number: int) -> list[int]:
        node = self._nodes[number]
        if node.children is None:
            node.children = []
            for made in self._make_children(number, node):
                node.children.append(len(self._nodes))
                self._nodes.append(made)
        return node.children

    def _make_children(self, number: int, node: Node) -> list[Node]:
        value = node.value
        if isinstance(value, dict):
            return [
                self._make(number, row, str(key), _below(node.path, str(key)), item)
                for row, (key, item) in enumerate(value.items())
            ]
        if not isinstance(value, list):
            return []
        start, end = node.span or (0, len(value))
        if end - start > _GROUP:
            return self._make_groups(number, node, start, end)
        return [
            self._make(number, at - start, f"[{at}]", f"{node.path}[{at}]", value[at])
            for at in range(start, end)
        ]

    def _make_groups(self, number: int, node: Node, start: int, end: int) -> list[Node]:
        size = _GROUP
        while (end - start) / size > _GROUP:
            size *= _GROUP
        return [
            Node(
                number,
                row,
                f"[{first} … {min(first + size, end) - 1}]",
                node.path,
                node.value,
                "",
                "",
                (first, min(first + size, end)),
            )
            for row, first in enumerate(range(start, end, size))
        ]

    def _make(self, parent: int, row: int, label: str, path: str, value: Any) -> Node:
        plain = _plain(path)
        shown = value_text(value)
        if not isinstance(value, dict | list | bool | None):
            unit = unit_of(plain, self._nodes[parent].value, self._around(parent))
            shown = f"{shown} {unit}".rstrip()
        if self._is_secret(parent, label) and value:
            shown = MASK
        elif isinstance(value, dict | list):
            shown = mask_text(shown)
        meaning = self._meanings.of_value(plain, value)
        if not meaning and not label.startswith("["):
            meaning = self._meanings.of_field(plain)
        return Node(parent, row, label, path, value, shown, meaning)

    def _is_secret(self, parent: int, label: str) -> bool:
        """Return whether a field is a password, by its name or its key's name."""
        names = [label]
        holder = self._nodes[parent].value
        if label in ("value", "attributeValue") and isinstance(holder, dict):
            variable = holder.get("variable")
            names.append(str(holder.get("key", "")))
            if isinstance(variable, dict):
                names.append(str(variable.get("name", "")))
        return any(is_secret(name) for name in names)

    def _around(self, number: int) -> list[Any]:
        around = []
        while number != _NO_PARENT:
            number = self._nodes[number].parent
            around.append(self._nodes[number].value)
        return around

    # Overrides of QAbstractItemModel.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid() and parent.column() != FIELD:
            return 0
        return len(self._children(parent.internalId() if parent.isValid() else 0))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 3

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        # Asked for every line in view: must not make the lines below.
        if parent.isValid() and parent.column() != FIELD:
            return False
        value = self.node(parent).value
        return isinstance(value, dict | list) and bool(value)

    def index(
        self,
        row: int,
        column: int,
        parent: Index = QModelIndex(),  # noqa: B008
    ) -> QModelIndex:
        children = self._children(parent.internalId() if parent.isValid() else 0)
        if not (0 <= row < len(children) and 0 <= column < 3):
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        number = self.node(index).parent
        if not index.isValid() or number == _NO_PARENT:
            return QModelIndex()
        return self.createIndex(self._nodes[number].row, FIELD, number)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            if column == FIELD:
                return f"✕ {node.label}" if self.is_marked(node) else node.label
            return node.shown if column == VALUE else node.meaning
        if role == Qt.ItemDataRole.ForegroundRole:
            if self.is_marked(node) and column == FIELD:
                return self._theme.color("problem")
            is_quiet = column == MEANING or isinstance(node.value, dict | list)
            return self._theme.color("muted" if is_quiet and column else "text")
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = (self.tr("Field"), self.tr("Value"), self.tr("Meaning"))
        return titles[section]


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _plain(path: str) -> str:
    return _INDEX.sub("", path)
