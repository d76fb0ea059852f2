# SPDX-License-Identifier: Apache-2.0
"""A rule of diagnosis as rich text."""

from html import escape

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.findings.guide import RuleGuide
from ocppdesk.gui.findings.signs import level_word
from ocppdesk.gui.findings.text import items, section
from ocppdesk.gui.findings.wording import LEVELS, verdict_words
from ocppdesk.gui.look.theme import Theme


def rule_html(rule: RuleGuide, theme: Theme) -> str:
    """Return what there is to know about a rule."""
    muted = theme.color("muted").name()
    causes = verdict_words(rule.verdicts)
    parts = [
        f"<h2>{escape(_tr(rule.title))}</h2>",
        f'<p style="color:{muted}">{escape(rule.id)} · {escape(_tr(rule.group))} · '
        f"{level_word(LEVELS[rule.severity])} ({_tr(rule.severity.word)}) · "
        f"{_tr('Likely cause')}: {escape(causes)}</p>",
        section(_tr("When it speaks"), _paragraphs(rule.when, rule.details)),
        section(_tr("What to do then"), items("ol", map(_tr, rule.next))),
        section(
            _tr("What could make it a false alarm"), items("ul", map(_tr, rule.traps))
        ),
        section(
            _tr("Read more"),
            f'<p style="color:{muted}">{escape(rule.reference)}</p>',
        ),
    ]
    return "".join(parts)


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{_plain(_tr(text))}</p>" for text in texts if text)


def _plain(text: str) -> str:
    """Return a text of ours without the marks that code has in it."""
    return escape(text.replace("`", ""))


def _tr(text: str) -> str:
    return QCoreApplication.translate("rules", text)
