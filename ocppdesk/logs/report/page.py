# SPDX-License-Identifier: Apache-2.0
"""The report as one HTML page, without scripts and without anything from elsewhere.

Whatever came from a charger or was written by people is escaped, and the page's own
policy lets nothing run and nothing be fetched.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

from ocppdesk import __version__
from ocppdesk.logs.report import sections
from ocppdesk.logs.report.content import ChargerContent, Content
from ocppdesk.logs.report.findings import findings
from ocppdesk.logs.report.sessions import sessions
from ocppdesk.logs.writing.markup import counted, moment, shown_text
from ocppdesk.resources import resource

_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


def page(content: Content, *, is_redacted: bool = False) -> Iterator[str]:
    """Yield a report, piece by piece.

    Args:
        content: What it tells.
        is_redacted: Whether what identifies people and places is replaced; it says so.
    """
    names = [sections.name_of(each) for each in content.chargers]
    what = names[0] if len(names) == 1 else counted(len(names), "charger")
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>Report on {shown_text(what)}</title>\n"
        f"<style>\n{_style()}</style>\n</head>\n<body>\n"
        f"<header><h1>Report on {shown_text(what)}</h1>\n<p>{_about(content)}"
    )
    if is_redacted:
        yield " What identifies people and places is replaced by aliases."
    yield "</p></header>\n<main>\n"
    if content.strangers:
        yield "<section><h2>Attempts that never became a connection</h2>"
        yield findings(content.strangers, content)
        yield "</section>\n"
    if len(content.chargers) > 1:
        yield f"<nav>{sections.overview(content)}</nav>\n"
    for index, each in enumerate(content.chargers):
        yield from _charger(index, names[index], each, content)
    if not content.chargers:
        yield "<p>No charger has said anything in these messages.</p>\n"
    yield f"</main>\n<footer>OCPP Desk {shown_text(__version__)}</footer>\n"
    yield "</body>\n</html>\n"


def _about(content: Content) -> str:
    parts = [counted(content.count, "message")]
    if content.span is not None:
        first, last = (moment(at)[:19] for at in content.span)
        parts.append(f"{first} to {last} UTC")
    if content.title:
        parts.append(content.title)
    return f"{shown_text(', '.join(parts))}. All times are UTC."


def _charger(
    index: int, name: str, each: ChargerContent, content: Content
) -> Iterator[str]:
    facts = each.facts
    yield f'<article id="c{index}">\n<h2 class="charger">{shown_text(name)}</h2>\n'
    yield _section("Charger", sections.plate(each))
    yield _section("Answers", sections.replies(each))
    found = findings(each.findings, content)
    yield _section("Findings", found or "<p>Nothing speaks for a problem.</p>")
    yield _section("Connections", sections.connections(each.links))
    yield _section("Sessions", sessions(each))
    yield _section("Limits", sections.limits(facts.allowances))
    yield _section("Changes of the configuration", sections.changes(each))
    noted = "".join(sections.notes(each, content))
    yield _section("Notes and marks", noted or "<p>None.</p>")
    yield "</article>\n"


def _section(title: str, body: str) -> str:
    return f"<section><h2>{title}</h2>{body}</section>\n"


@cache
def _style() -> str:
    return resource("export", "report.css").read_text("utf-8")
