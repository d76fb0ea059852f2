# SPDX-License-Identifier: Apache-2.0
"""What the rows mean that are no calls: connections, answers to nobody, wreckage."""

from html import escape

from PySide6.QtCore import QCoreApplication

from ocppdesk.capture.records import Connection
from ocppdesk.core.glossary import close_code_meaning
from ocppdesk.core.messages import CARD_SHOWN, Direction, Message
from ocppdesk.gui.detail.payloads import known_version
from ocppdesk.gui.glossary.entry_view import EntryView


def explain(
    view: EntryView, message: Message, version: str, connection: Connection | None
) -> None:
    """Show what kind of thing a message is.

    Args:
        view: Where to show it.
        message: The message.
        version: The OCPP version of its connection.
        connection: Its connection, if it is known.
    """
    if message.direction is Direction.LINK:
        view.show_html(_link_html(message, connection))
    elif message.action is not None:
        view.show_entry(message.action, known_version(version))
    else:
        view.show_html(_nameless_html(message))


def _link_html(message: Message, connection: Connection | None) -> str:
    parts = [f"<h2>{escape(message.action or '')}</h2><p>{escape(message.text)}</p>"]
    if message.action == "Connected":
        parts.append(
            _paragraph(
                _tr(
                    "The charger has opened its WebSocket: TCP, the HTTP request and "
                    "the agreement on a sub-protocol went well. The charger speaks "
                    "first now; after a start with BootNotification, after a mere "
                    "loss of the network often with Heartbeat or StatusNotification."
                )
            )
        )
        return "".join(parts)
    if message.action == CARD_SHOWN:
        parts.append(
            _paragraph(
                _tr(
                    "No message of the charger: somebody who stood at it chose Charger "
                    "▸ A card is shown now. A charger that reads the card asks for it "
                    "with Authorize or starts a session within seconds. If it does "
                    "neither, a finding says so."
                )
            )
        )
        return "".join(parts)
    parts.append(
        _paragraph(
            _tr(
                "The WebSocket between charger and CSMS has ended. A charging session "
                "goes on meanwhile; the charger keeps what it has to report and "
                "connects again by itself, with pauses that grow."
            )
        )
    )
    code = None if connection is None else connection.close_code
    if code is not None:
        parts.append(f"<h4>{escape(_tr('Close code {}').format(code))}</h4>")
        meaning = close_code_meaning(code)
        parts.append(_paragraph(meaning or _tr("This code has no agreed meaning.")))
    return "".join(parts)


def _nameless_html(message: Message) -> str:
    if message.type is None:
        title = _tr("No OCPP message")
        text = _tr(
            "An OCPP message is a JSON array: the number 2 for a call, 3 for its "
            "answer or 4 for an error, a message id that call and answer share, and "
            "what is said. This text is not of that form; the tab JSON shows it as it "
            "came."
        )
    else:
        title = _tr("An answer without a call")
        text = _tr(
            "An answer carries no name, only the message id of its call. No call with "
            "this id was made on this connection, so nobody can tell what it answers. "
            "Usual causes: the call was made on an earlier connection, or the charger "
            "made up an id."
        )
    return f"<h2>{escape(title)}</h2>{_paragraph(text)}"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _tr(text: str) -> str:
    return QCoreApplication.translate("detail", text)
