# SPDX-License-Identifier: Apache-2.0
"""The detail pane: everything about the message that is selected in the table."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.capture.origins import Origin
from ocppdesk.capture.records import Connection
from ocppdesk.core.frames import ANSWERS, MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.gui.detail.answer_page import AnswerPage
from ocppdesk.gui.detail.copy_button import CopyButton
from ocppdesk.gui.detail.explanation import explain
from ocppdesk.gui.detail.fields import FieldsView
from ocppdesk.gui.detail.filter_button import FilterButton
from ocppdesk.gui.detail.heading import Heading
from ocppdesk.gui.detail.json_view import JsonView
from ocppdesk.gui.detail.payloads import (
    connection_payload,
    known_version,
    show_payload,
    subject_of,
)
from ocppdesk.gui.detail.problems import ProblemList
from ocppdesk.gui.detail.value_menus import ValueMenus
from ocppdesk.gui.glossary.entry_view import EntryView
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.times.quick_ranges import system_clock

FIELDS, JSON, ANSWER, EXPLANATION, ORIGINAL = range(5)
"""The tabs in order; the last one is there only where a log has another text."""


class DetailPane(QWidget):
    """Explains one message: its fields, its text, the other half, what it is.

    It changes only when it is told to show something else; a page is filled when it
    comes into view.

    Args:
        theme: Where colours and fonts come from.
        clock: Gives the time now, microseconds since 1970.

    Signals:
        go_to: Another message is to be selected; carries its number.
        glossary_wanted: The glossary is to be opened; carries action and version.
        narrowing_requested: This expression of the filter language is wanted besides
            the present filter.
        column_requested: This place in payloads is wanted as a column of the table.
    """

    go_to = Signal(int)
    glossary_wanted = Signal(str, str)
    narrowing_requested = Signal(str)
    column_requested = Signal(str)

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], int] = system_clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._message: Message | None = None
        self._call: Message | None = None
        self._answers: list[Message] = []
        self._version = ""
        self._connection: Connection | None = None
        self._stale: set[int] = set()
        self._heading = Heading(theme)
        self._problems = ProblemList(theme)
        self._fields = FieldsView(theme)
        self._long = self._make_long_bar(theme)
        self._json = JsonView(theme)
        self._answer = AnswerPage(theme, clock)
        self._explanation = EntryView(theme)
        self._original = JsonView(theme)
        self._tabs = self._make_tabs()
        self._copy = CopyButton(self._fields)
        self._filter = FilterButton()
        self._stack = self._make_stack(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._problems.path_wanted.connect(self._fields.select)
        self._answer.go_to.connect(self.go_to)
        self._explanation.action_wanted.connect(self._ask_for_glossary)
        self._tabs.currentChanged.connect(self._fill)
        self._menus = ValueMenus(self)
        self._menus.attach(self._fields, self._json)
        other = self._answer
        self._menus.attach(other.fields, other.json, lambda: other.side)
        self._menus.narrowing_requested.connect(self.narrowing_requested)
        self._menus.column_requested.connect(self.column_requested)
        self._filter.narrowing_requested.connect(self.narrowing_requested)

    @property
    def tabs(self) -> QTabWidget:
        """The tabs."""
        return self._tabs

    @property
    def heading(self) -> Heading:
        """The lines above the tabs."""
        return self._heading

    @property
    def problems(self) -> ProblemList:
        """What is wrong with the message."""
        return self._problems

    @property
    def fields(self) -> FieldsView:
        """The tree of fields."""
        return self._fields

    @property
    def json(self) -> JsonView:
        """The text of the message."""
        return self._json

    @property
    def answer(self) -> AnswerPage:
        """The other half of the exchange."""
        return self._answer

    @property
    def explanation(self) -> EntryView:
        """What the message is."""
        return self._explanation

    @property
    def original(self) -> JsonView:
        """The text as it stands in the log that the message was read from."""
        return self._original

    @property
    def copy_actions(self) -> list[QAction]:
        """What can be copied."""
        return self._copy.menu().actions()

    @property
    def filter_button(self) -> FilterButton:
        """The button with the filters that the message suggests."""
        return self._filter

    @property
    def is_waiting(self) -> bool:
        """Whether a call is shown that has no answer yet: worth showing again."""
        message = self._message
        return (
            message is not None
            and message.type is MessageType.CALL
            and (not self._answers)
        )

    def show_message(
        self,
        message: Message,
        call: Message | None,
        answers: list[Message],
        version: str,
        connection: Connection | None,
    ) -> None:
        """Show a message; nothing is touched if it is the one shown already.

        Args:
            message: The whole message.
            call: On an answer: the call that it answers, if it is known.
            answers: On a call: its answers, the first one first.
            version: The OCPP version of its connection.
            connection: Its connection, if it is known.
        """
        is_same = message == self._message and version == self._version
        is_whole = is_same and (call, answers) == (self._call, self._answers)
        if is_whole and connection == self._connection:
            return
        self._message, self._call, self._answers = message, call, answers
        self._version, self._connection = version, connection
        self._heading.show_message(message, answers, version)
        self._copy.offer(message, call, answers)
        self._menus.subject = subject_of(message, call, answers, version)
        self._filter.offer(self._menus.subject)
        self._stack.setCurrentIndex(1)
        if is_same:
            # Only what belongs to it is new: what is being read stays as it is.
            self._stale.add(ANSWER)
            if message.direction is Direction.LINK:
                self._stale.add(FIELDS)
        else:
            self._stale = {FIELDS, JSON, ANSWER, EXPLANATION}
            self._problems.show_message(message)
            self._long.hide()
            self._name_tabs(message)
        self._fill(self._tabs.currentIndex())

    def show_origin(self, origin: Origin | None) -> None:
        """Tell where the message that is shown was read from; None: it was recorded."""
        message = self._message
        if message is None:
            return
        self._heading.show_origin(message.at, origin)
        original = None if origin is None else origin.original
        self._original.show_plain(original or "")
        self._tabs.setTabVisible(ORIGINAL, original is not None)

    def clear(self) -> None:
        """Show that nothing is selected."""
        self._message = None
        self._stack.setCurrentIndex(0)

    # Filling.

    def _fill(self, page: int) -> None:
        message = self._message
        if message is None or page not in self._stale:
            return
        self._stale.discard(page)
        if page == FIELDS:
            self._show_fields(message, is_asked=False)
        elif page == JSON:
            if message.direction is Direction.LINK:
                self._json.show_plain(message.text)
            else:
                self._json.show_raw(message.raw)
        elif page == ANSWER:
            others = [self._call] if self._call is not None else self._answers
            self._answer.show_exchange(message, others, self._version, self._connection)
        else:
            explain(self._explanation, message, self._version, self._connection)

    def _show_fields(self, message: Message, *, is_asked: bool) -> None:
        if message.direction is not Direction.LINK:
            is_cut = show_payload(
                self._fields, message, self._version, is_asked=is_asked
            )
            self._long.setVisible(is_cut)
        elif self._connection is None:
            self._fields.show_text(message.text)
        else:
            found = connection_payload(self._connection, self._clock())
            self._fields.show_payload(
                found.value, found.meanings, has_meanings=found.has_meanings
            )

    def _show_long(self) -> None:
        if self._message is not None:
            self._show_fields(self._message, is_asked=True)

    def _name_tabs(self, message: Message) -> None:
        fields = self.tr("Fields")
        answer, request = self.tr("Answer"), self.tr("Request")
        self._tabs.setTabText(FIELDS, f"✕ {fields}" if message.problem else fields)
        is_answer = message.type in ANSWERS
        self._tabs.setTabText(ANSWER, request if is_answer else answer)

    def _ask_for_glossary(self, action: str) -> None:
        self.glossary_wanted.emit(action, known_version(self._version))

    # Building.

    def _make_tabs(self) -> QTabWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._problems)
        layout.addWidget(self._long)
        layout.addWidget(self._fields, 1)
        tabs = QTabWidget(documentMode=True)
        tabs.addTab(page, self.tr("Fields"))
        tabs.addTab(self._json, self.tr("JSON"))
        tabs.addTab(self._answer, self.tr("Answer"))
        tabs.addTab(self._explanation, self.tr("What is this?"))
        tabs.addTab(self._original, self.tr("In the log"))
        tabs.setTabVisible(ORIGINAL, False)
        return tabs

    def _make_long_bar(self, theme: Theme) -> QWidget:
        bar = QWidget()
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.addWidget(
            ThemedLabel(theme, self.tr("This message is very long."), wraps=True), 1
        )
        button = QPushButton(self.tr("Show its fields"))
        button.clicked.connect(self._show_long)
        layout.addWidget(button)
        bar.hide()
        return bar

    def _make_stack(self, theme: Theme) -> QStackedWidget:
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 8, 0)
        top.addWidget(self._heading, 1)
        for button in (self._copy, self._filter):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._tabs, 1)
        stack = QStackedWidget()
        stack.addWidget(
            _placeholder(
                theme,
                self.tr("No message is selected"),
                self.tr(
                    "Select a row in the table: here are its fields, its JSON, the "
                    "other half of the exchange and what it means."
                ),
            )
        )
        stack.addWidget(page)
        return stack


def _placeholder(theme: Theme, title: str, text: str) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(24, 16, 24, 16)
    layout.addStretch()
    for label in (
        ThemedLabel(theme, title, scale=1.15, is_bold=True, wraps=True),
        ThemedLabel(theme, text, color="muted", wraps=True),
    ):
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        policy = label.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        label.setSizePolicy(policy)
        layout.addWidget(label)
    layout.addStretch()
    return page
