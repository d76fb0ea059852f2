# SPDX-License-Identifier: Apache-2.0
"""A rule of diagnosis as rich text."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.findings.guide import RuleGuide
from ocppdesk.gui.findings.wording import verdict_words
from ocppdesk.gui.look.theme import Theme


def rule_html(rule: RuleGuide, theme: Theme) -> str:
    """Return what there is to know about a rule."""
    muted = theme.color("muted").name()
    causes = verdict_words(rule.verdicts)
    parts = [
        f"<h2>{escape(_tr(rule.title))}</h2>",
        f'<p style="color:{muted}">{escape(rule.id)} · {escape(_tr(rule.group))} · '
        f"{_tr('severity')}: {_tr(rule.severity.word)} · "
        f"{_tr('likely cause')}: {escape(causes)}</p>",
        _section(_tr("When it speaks"), _paragraphs(rule.when, rule.details)),
        _section(_tr("What to do then"), _numbered(rule.next)),
        _section(_tr("What could make it a false alarm"), _points(rule.traps)),
        _section(
            _tr("Read more"),
            f'<p style="color:{muted}">{escape(rule.reference)}</p>',
        ),
    ]
    return "".join(parts)


def _section(title: str, body: str) -> str:
    return f"<h4>{escape(title)}</h4>{body}" if body else ""


def _numbered(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(_tr(line))}</li>" for line in lines)
    return f"<ol>{items}</ol>" if items else ""


def _points(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(_tr(line))}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{_plain(_tr(text))}</p>" for text in texts if text)


def _plain(text: str) -> str:
    """Return a text of ours without the marks that code has in it."""
    return escape(text.replace("`", ""))


def _tr(text: str) -> str:
    return QCoreApplication.translate("rules", text)
