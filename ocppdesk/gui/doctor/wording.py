# SPDX-License-Identifier: Apache-2.0
"""The words of the connection doctor."""

import sys
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.findings.wording import duration
from ocppdesk.analysis.identities import advice, difference, look_alikes
from ocppdesk.analysis.links import Closer
from ocppdesk.analysis.lives import Life
from ocppdesk.core.glossary import close_code_meaning
from ocppdesk.gui.look.numbers import grouped


def ended_by(life: Life) -> str:
    """Say who ended a connection."""
    if life.ended_at is None:
        return _tr("● connected")
    if life.is_replaced:
        return _tr("A newer connection")
    if life.is_idle:
        return _tr("CSMS, after silence")
    match life.closer:
        case Closer.CHARGER:
            return _tr("Charger")
        case Closer.CSMS:
            return _tr("CSMS")
        case Closer.NOBODY:
            return _tr("Nobody: it broke")
        case Closer.UNKNOWN:
            return _tr("Not known")


def close_text(life: Life) -> str:
    """Return the close code with its meaning; empty if there is none."""
    if life.close_code is None:
        return ""
    meaning = close_code_meaning(life.close_code)
    return f"{life.close_code}" if meaning is None else f"{life.close_code} {meaning}"


def age(at: int | None, end: int | None) -> str:
    """Return how long something was ago when a connection ended."""
    if at is None or end is None:
        return ""
    return duration(max(0, end - at))


def trips_text(trips: Sequence[float]) -> str:
    """Say how long pings took, which were measured in seconds."""
    if not trips:
        return _tr("No ping has come back so far.")
    text = _tr("Ping: {last}; of the last {count}, {least} to {most}.")
    if len(trips) == 1:
        text = _tr("Ping: {last}.")
    return text.format(
        last=_seconds(trips[-1]),
        count=len(trips),
        least=_seconds(min(trips)),
        most=_seconds(max(trips)),
    )


def recorded_pings(lives: Sequence[Life]) -> str:
    """Say what a recording knows of pings on the last connection; maybe nothing.

    Args:
        lives: The connections, the oldest first.
    """
    last = next((one for one in reversed(lives) if one.heard_at is not None), None)
    if last is None:
        return _tr("This log does not tell of pings.") if lives else ""
    sent = _tr("On its last connection the charger sent {n} pings.")
    if last.pings == 1:
        sent = _tr("On its last connection the charger sent 1 ping.")
    elif not last.pings:
        sent = _tr("On its last connection the charger sent no ping.")
    parts = [sent.format(n=grouped(last.pings))]
    if silence := age(last.heard_at, last.ended_at):
        text = _tr("The last sign of life came {age} before the end.")
        parts.append(text.format(age=silence))
    parts.append(
        _tr("How long pings took is told while it is connected, and not kept.")
    )
    return " ".join(parts)


def identity_advice(identity: str, path: str, known: Iterable[str]) -> list[str]:
    """Say what is odd about an identity, and which others look like it."""
    found = [_tr(text) for text in advice(identity, path)]
    for other in look_alikes(identity, known):
        text = _tr("{one} looks like {other}: {difference}. Is it the same charger?")
        how = difference(identity, other)
        found.append(text.format(one=f"“{identity}”", other=f"“{other}”",
                                 difference=how))  # fmt: skip
    return found


def reached_text(address: str, failure: str) -> str:
    """Say how an address came out of the test."""
    if failure:
        return _tr("{address}: not reached ({why})").format(
            address=address, why=failure
        )
    return _tr("{address}: reached").format(address=address)


def firewall_text(port: int, platform: str = sys.platform) -> str:
    """Say what the test cannot tell, and where to look.

    Args:
        port: The port.
        platform: As `sys.platform` names it.
    """
    honest = _tr(
        "This computer can reach itself; a firewall may still block others. To be "
        "sure, open http://…:{port} in the browser of a phone in the charger's "
        "network: whatever it shows, the attempt appears here."
    ).format(port=port)
    if platform == "win32":
        where = _tr(
            "Look in Windows Security > Firewall & network protection > Allow an app: "
            "OCPP Desk has to be ticked for private and for public networks."
        )
    elif platform == "darwin":
        where = _tr(
            "Look in System Settings > Network > Firewall > Options: OCPP Desk has to "
            "accept incoming connections."
        )
    else:
        where = _tr(
            "Look with sudo ufw status, sudo firewall-cmd --list-ports or sudo nft "
            "list ruleset whether port {port} is open for TCP."
        ).format(port=port)
    return f"{honest} {where}"


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _tr(text: str) -> str:
    return QCoreApplication.translate("doctor", text)
