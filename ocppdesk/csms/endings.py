# SPDX-License-Identifier: Apache-2.0
"""How a connection of a charger ended: who closed it, and why."""

from typing import Final

from ocppdesk.capture.links import BROKEN_OFF, BY_CHARGER, BY_CSMS, RULES_BROKEN
from ocppdesk.csms.connection import ChargerConnection

_OUR_COMPLAINTS: Final = frozenset({1002, 1007, 1009})  # RFC 6455, 7.4.1
_ABNORMAL: Final = 1006  # RFC 6455, 7.4.1: it ended without a close frame


def ending(connection: ChargerConnection) -> tuple[int, str, str]:
    """Return close code, close reason and a sentence on who ended a connection."""
    protocol = connection.protocol
    received, sent = protocol.close_rcvd, protocol.close_sent
    if connection.drop_reason:
        code = sent.code if sent is not None else _ABNORMAL
        return code, connection.drop_reason, connection.drop_reason
    if received is not None and (sent is None or protocol.close_rcvd_then_sent):
        reason = f" and the reason “{received.reason}”" if received.reason else ""
        text = f"{BY_CHARGER} with code {received.code}{reason}."
        return received.code, received.reason, text
    if sent is not None and sent.code in _OUR_COMPLAINTS:
        text = (
            f"{RULES_BROKEN} ({sent.code}: {sent.reason}); the connection was closed."
        )
        return sent.code, sent.reason, text
    if sent is not None:
        text = f"{BY_CSMS} with code {sent.code}."
        return sent.code, sent.reason, text
    text = f"{BROKEN_OFF} (1006): power, network, or the charger restarted."
    return _ABNORMAL, "", text
