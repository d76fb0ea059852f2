# SPDX-License-Identifier: Apache-2.0
"""One answer as a card: number, sentence, time, how sure it is, and what to know."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from ocppdesk.analysis.limits.answers import Answer
from ocppdesk.gui.allowances import wording
from ocppdesk.gui.allowances.wording import Question
from ocppdesk.gui.look.cards import Card
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme


class AnswerCard(Card):
    """Shows an answer; what is read stays where it is while nothing else is true.

    Args:
        theme: Where colours and sizes come from.
        question: What it answers.

    Signals:
        message_wanted: The message that it comes from is to be shown; its number.
    """

    message_wanted = Signal(int)

    def __init__(
        self, theme: Theme, question: Question, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self.question = question
        self._answer: Answer | None = None
        self._remarks: tuple[str, ...] = ()
        self._is_open = False
        self.sure = ThemedLabel(theme)
        self.value = ThemedLabel(theme, scale=2.2, is_bold=True, is_selectable=True)
        self.text = ThemedLabel(theme, is_selectable=True, wraps=True)
        self.coming = ThemedLabel(theme, color="muted", wraps=True)
        """What will be next."""
        self.time = ThemedLabel(theme, color="muted", is_selectable=True)
        self.link = QPushButton()
        """Shows the message that it comes from."""
        self.toggle = QToolButton()
        """Opens and closes the remarks."""
        self.remarks = ThemedLabel(theme, is_selectable=True, wraps=True)
        self._build(theme)
        self.toggle.clicked.connect(self._turn)
        self.link.clicked.connect(self._ask)

    def show_answer(
        self, answer: Answer, *, time: str, every_time: str, coming: str = ""
    ) -> None:
        """Show an answer.

        Args:
            answer: The answer.
            time: Its time, as it is written here; empty if it has none.
            every_time: The same in other ways, for the tool tip.
            coming: What will be next.
        """
        is_odd = wording.is_too_little(answer)
        self.value.show_text(wording.value(answer), "slow" if is_odd else "text")
        self.value.setToolTip(wording.value_help(answer))
        if self.text.text() != answer.text:
            self.text.setText(answer.text)
        sure = wording.sure(answer.confidence)
        self.sure.show_text(sure.text, sure.color)
        self.sure.setToolTip(sure.sentence)
        self.coming.show_text(coming)
        self.coming.setVisible(bool(coming))
        self.time.show_text(time)
        self.time.setToolTip(every_time)
        self.link.setVisible(answer.message is not None)
        if answer.message is not None:
            self.link.setText(self.tr("Message {0}").format(answer.message))
        self._answer = answer
        self._show_remarks(wording.remarks(answer))
        name = f"{wording.title(self.question)}: {answer.text} {sure.text}"
        self.setAccessibleName(name)

    def _build(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.addWidget(ThemedLabel(theme, wording.title(self.question), is_bold=True))
        head.addStretch(1)
        head.addWidget(self.sure)
        self.body.addLayout(head)
        asked = wording.explanation(self.question)
        self.body.addWidget(ThemedLabel(theme, asked, color="muted", wraps=True))
        for label in (self.value, self.text, self.coming):
            self.body.addWidget(label)
        foot = QHBoxLayout()
        foot.addWidget(self.time)
        foot.addStretch(1)
        self.link.setFlat(True)
        self.link.setProperty("link", True)  # the style sheet knows it by that
        self.link.setAutoDefault(False)
        self.link.setToolTip(self.tr("Show the message that it comes from"))
        foot.addWidget(self.link)
        self.body.addLayout(foot)
        self.toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.addWidget(self.toggle)
        self.body.addWidget(self.remarks)
        self.remarks.hide()
        self.body.addStretch(1)

    def _show_remarks(self, remarks: tuple[str, ...]) -> None:
        if remarks != self._remarks:
            self._remarks = remarks
            # Not shown with show_text: it would cut what is longer than some lines.
            self.remarks.setText("\n".join(f"• {remark}" for remark in remarks))
        self.toggle.setVisible(bool(remarks))
        self.remarks.setVisible(bool(remarks) and self._is_open)
        self._label()

    def _turn(self) -> None:
        """Open the remarks, or close them."""
        self._is_open = not self._is_open
        self.remarks.setVisible(self._is_open)
        self._label()

    def _label(self) -> None:
        text = wording.remarks_label(len(self._remarks), is_open=self._is_open)
        if text != self.toggle.text():
            self.toggle.setText(text)

    def _ask(self) -> None:
        if self._answer is not None and self._answer.message is not None:
            self.message_wanted.emit(self._answer.message)
