# SPDX-License-Identifier: Apache-2.0
"""One answer as a card: the reply, its certainty, its evidence, and what to try."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ocppdesk.analysis.answering.reply import Deed, Question, Reply
from ocppdesk.core.commands.progress import Progress, Stage
from ocppdesk.gui.answers import wording
from ocppdesk.gui.answers.proofs import ProofList
from ocppdesk.gui.answers.steady_label import SteadyLabel
from ocppdesk.gui.look.cards import Card
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.signs import sign_icon
from ocppdesk.gui.look.theme import Theme

_SIGN: Final = 22  # pixels at 100 %
_MOST_RULES: Final = 4


class ReplyCard(Card):
    """Shows the reply to one question; only what has changed is written anew.

    Args:
        theme: Where colours and sizes come from.
        question: The question.
        views: Where more is told: the name of a view, and what stands on its link.

    Signals:
        message_wanted: A message is to be shown; its number.
        deed_wanted: The call is to be made that the card offers.
        rule_wanted: A rule of diagnosis is to be explained; its id.
        view_wanted: Another view is to be shown; its name.
    """

    message_wanted = Signal(int)
    deed_wanted = Signal()
    rule_wanted = Signal(str)
    view_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        question: Question,
        views: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.question = question
        self.reply: Reply | None = None
        """What is shown."""
        self._look = wording.Look("help", "", "muted")
        self.sign = QLabel()
        self.mood = ThemedLabel(theme, is_bold=True)
        self.sure = ThemedLabel(theme, color="muted")
        self.headline = SteadyLabel(theme, scale=1.5, is_bold=True)
        """The reply in a sentence, to be read at arm's length."""
        self.text = SteadyLabel(theme, scale=1.1)
        self.next = SteadyLabel(theme)
        """What to try."""
        self.act = QPushButton()
        self.state = SteadyLabel(theme)
        """How far the call has come that was made from here."""
        self.proofs = ProofList(theme)
        self.rules: list[QPushButton] = []
        """Links to the rules that replies have rested on."""
        self.views = {name: _link(QPushButton(label)) for name, label in views}
        """Links to where more is told."""
        self._build(theme)
        self._connect()
        theme.changed.connect(self._draw)
        self._draw()

    def show_reply(self, reply: Reply, text: str, clock: Callable[[int], str]) -> None:
        """Show a reply.

        Args:
            reply: The reply.
            text: It as it is written here.
            clock: Writes a time, microseconds since 1970.
        """
        before, self.reply = self.reply, reply
        headline, rest = wording.parted(text)
        self._show(self.headline, headline)
        self._show(self.text, rest)
        sure, why = wording.certainty(reply.confidence)
        self.sure.show_text(sure)
        self.sure.setToolTip(why)
        self._show(self.next, reply.next and self.tr("Next: {0}").format(reply.next))
        if before is None or before.mood is not reply.mood:
            self._look = wording.look_of(reply.mood)
            self.mood.show_text(self._look.word, self._look.color)
            self._draw()
        self.proofs.show_proofs(reply.proofs, clock)
        self._show_rules(tuple(dict.fromkeys(reply.findings))[:_MOST_RULES])
        self.setAccessibleName(wording.spoken(reply, text))

    def show_deed(
        self, deed: Deed | None, obstacle: str, progress: Progress | None
    ) -> None:
        """Offer a call, and say what became of the one that was made.

        Args:
            deed: The call that helps on; None: there is none.
            obstacle: Why it cannot be made now; empty if it can.
            progress: The call that was made from this card.
        """
        self.act.setVisible(deed is not None)
        if deed is not None:
            label = wording.deed_label(deed)
            if self.act.text() != label:
                self.act.setText(label)
            self.act.setToolTip(obstacle or wording.deed_help(deed))
        is_out = progress is not None and progress.stage in (Stage.QUEUED, Stage.SENT)
        self.act.setEnabled(not obstacle and not is_out)
        if progress is not None:
            self.state.show_text(*wording.state_of(progress))
        elif deed is not None:
            self.state.show_text(obstacle, "muted")
        self.state.setVisible(
            progress is not None or (deed is not None and bool(obstacle))
        )

    def _build(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.addWidget(ThemedLabel(theme, wording.title(self.question), is_bold=True))
        head.addStretch(1)
        for part in (self.sign, self.mood, ThemedLabel(theme, "·", color="muted")):
            head.addWidget(part)
        head.addWidget(self.sure)
        self.body.addLayout(head)
        for part in (self.headline, self.text, self.next):
            self.body.addWidget(part)
        acting = QHBoxLayout()
        self.act.setAutoDefault(False)
        corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        acting.addWidget(self.act, 0, corner)
        acting.addWidget(self.state, 1)
        self.body.addLayout(acting)
        self.body.addWidget(self.proofs)
        self.body.addStretch(1)
        self._foot = QHBoxLayout()
        for link in self.views.values():
            self._foot.addWidget(link)
        self._foot.addStretch(1)
        self.body.addLayout(self._foot)
        self.act.hide()
        self.state.hide()

    def _connect(self) -> None:
        self.act.clicked.connect(self.deed_wanted)
        self.proofs.message_wanted.connect(self.message_wanted)
        for name, link in self.views.items():
            link.clicked.connect(lambda _=False, name=name: self.view_wanted.emit(name))

    def _show_rules(self, rules: Sequence[str]) -> None:
        while len(self.rules) < len(rules):
            made = _link(QPushButton())
            made.clicked.connect(lambda _=False, one=made: self._ask_rule(one))
            self._foot.insertWidget(self._foot.count() - 1, made)
            self.rules.append(made)
        for number, link in enumerate(self.rules):
            rule = rules[number] if number < len(rules) else ""
            link.setVisible(bool(rule))
            if link.text() != rule:
                link.setText(rule)
                link.setToolTip(self.tr("What the rule {0} says").format(rule))

    def _ask_rule(self, link: QPushButton) -> None:
        self.rule_wanted.emit(link.text())

    def _draw(self) -> None:
        side = self._theme.scaled(_SIGN)
        color = self._theme.color(self._look.color)
        icon = sign_icon(self._look.sign, color)
        self.sign.setPixmap(icon.pixmap(QSize(side, side)))

    @staticmethod
    def _show(label: SteadyLabel, text: str) -> None:
        label.show_text(text)
        label.setVisible(bool(text))


def _link(button: QPushButton) -> QPushButton:
    button.setFlat(True)
    button.setProperty("link", True)  # the style sheet knows it by that
    button.setAutoDefault(False)
    return button
