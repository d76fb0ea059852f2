# SPDX-License-Identifier: Apache-2.0
"""What all sections of a report are made of: sentences, tables, numbers of messages."""

from collections.abc import Iterable, Sequence

from ocppdesk.core.masking import mask_text
from ocppdesk.logs.writing.markup import shown_text


def told(text: str) -> str:
    """Return a sentence as HTML, secrets masked."""
    return shown_text(mask_text(text))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are HTML already."""
    heads = "".join(f"<th>{shown_text(text)}</th>" for text in head)
    body = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows
    )
    return (
        f'<div class="wide"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def numbered(message: int | None) -> str:
    """Return the number of a message as HTML; nothing for None."""
    return "" if message is None else f" <small>#{message}</small>"
