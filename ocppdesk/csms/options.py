# SPDX-License-Identifier: Apache-2.0
"""The settings of the embedded CSMS, as it uses them."""

from dataclasses import dataclass, field

from ocppdesk.core.answer_rules import rules_from
from ocppdesk.core.replies import Policy, accepted_tags
from ocppdesk.settings import Settings


@dataclass(frozen=True, slots=True)
class Options:
    """How the embedded CSMS listens, answers, and where its limits are."""

    host: str = ""
    """The address to listen on; empty means all interfaces."""
    port: int = 9000
    """The port; 0 takes any free one."""
    policy: Policy = field(default_factory=Policy)
    """How calls are answered."""
    ping_interval_s: int = 25
    """Seconds between pings; 0 for none."""
    call_timeout_s: float = 30
    """Seconds to wait for the answer to a call of ours."""
    max_message_bytes: int = 16 * 2**20
    """The longest WebSocket message."""
    max_header_bytes: int = 32 * 1024
    """The longest request head."""
    max_connections: int = 500
    """The most connections at a time."""
    handshake_timeout_s: float = 10
    """Seconds from the TCP connection to the end of the handshake."""

    @property
    def idle_limit_s(self) -> float:
        """Seconds without a byte after which a connection is closed.

        Three times the heartbeat interval: a shorter limit cuts off chargers that
        have nothing to say.
        """
        return 3.0 * max(self.policy.heartbeat_interval_s, 60)


def options_from(
    settings: Settings, *, host: str | None = None, port: int | None = None
) -> Options:
    """Make options of the user's settings.

    Args:
        settings: The settings.
        host: The address to listen on in place of the setting.
        port: The port to listen on in place of the setting.
    """
    return Options(
        host=settings.listen_host if host is None else host,
        port=settings.listen_port if port is None else port,
        policy=Policy(
            heartbeat_interval_s=settings.heartbeat_interval_s,
            registration_status=settings.registration_status,
            accepted_id_tags=accepted_tags(settings.accepted_id_tags.split(",")),
            rules=rules_from(settings.answer_rules),
        ),
        ping_interval_s=settings.ping_interval_s,
        call_timeout_s=settings.call_timeout_s,
        max_message_bytes=settings.max_message_kb * 1024,
        max_header_bytes=settings.max_header_kb * 1024,
        max_connections=settings.max_connections,
        handshake_timeout_s=settings.handshake_timeout_s,
    )
