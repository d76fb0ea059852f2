# SPDX-License-Identifier: Apache-2.0
"""How the chargers of the large capture live, whatever version they speak."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ocppdesk.core.frames import error_text, result_text
from tests.benchmarks.million_frames import (
    BROKEN,
    FAULTS_16,
    FIRMWARE_STEPS,
    TAGS,
    Meter,
    Outlet,
    vendor_data,
)
from tests.benchmarks.million_lines import Line

if TYPE_CHECKING:
    from tests.benchmarks.million import Site

_HEARTBEAT_S: Final = 120.0
_SAMPLE_S: Final = 60.0
_TIMEOUT_S: Final = 30.0  # the CSMS gives up waiting for an answer
_HOUR: Final = 3600.0

Question = tuple[str, dict[str, Any], dict[str, Any]]
"""An action of the CSMS, its payload, and the payload of the charger's answer."""


class Charger(Line):
    """A charger with two outlets; what differs between versions is in subclasses.

    Args:
        site: Where it stands.
        number: Its number there.
    """

    def __init__(self, site: "Site", number: int) -> None:
        super().__init__(site, number)
        self.serial = f"{number * 7_654_321:010d}"
        self.outlets = (Outlet(1), Outlet(2))
        self.meter = Meter(
            phases=3 if number % 2 else 1,
            has_details=number % 8 == 1,
            has_temperature=number % 5 == 0 and number < 100,
            sends_numbers=number == 17,
        )
        self._asked = 0

    # What differs between versions.

    def boot(self) -> None:
        """Say who it is."""
        raise NotImplementedError

    def report(self, outlet: Outlet, status: str, *, error: str = "") -> None:
        """Report the state of an outlet."""
        raise NotImplementedError

    def authorize(self, tag: str) -> None:
        """Ask whether a card may charge."""
        raise NotImplementedError

    def begin(self, outlet: Outlet) -> None:
        """Report that a transaction began; afterwards the outlet has its id."""
        raise NotImplementedError

    def sample(self, outlet: Outlet) -> None:
        """Report the meter of a transaction."""
        raise NotImplementedError

    def end(self, outlet: Outlet) -> None:
        """Report that a transaction ended."""
        raise NotImplementedError

    def question(self) -> Question:
        """Return something that the CSMS may want."""
        raise NotImplementedError

    def start(self) -> None:
        """Come to life."""
        self.connect()
        rng = self.random
        self.online_in(rng.uniform(1, _HEARTBEAT_S), self._heartbeat)
        for outlet in self.outlets:
            self._idle(outlet)
            self.online_in(rng.expovariate(1 / (4 * _HOUR)), self._fault_of(outlet))
        self.online_in(rng.expovariate(1 / (2 * _HOUR)), self._tell)
        self.online_in(rng.expovariate(3 / _HOUR), self._be_asked)
        self.online_in(rng.expovariate(1 / (30 * _HOUR)), self._update)
        self.online_in(rng.expovariate(1 / (60 * _HOUR)), self._blunder)

    def introduce(self) -> None:
        self.boot()
        for outlet in self.outlets:
            self.report(outlet, outlet.status)

    # The habits.

    def _heartbeat(self) -> None:
        self.say("Heartbeat", {})
        self.online_in(_HEARTBEAT_S + self.random.uniform(-0.2, 0.2), self._heartbeat)

    def _tell(self) -> None:
        self.say("DataTransfer", vendor_data(self.random))
        self.online_in(self.random.expovariate(1 / (2 * _HOUR)), self._tell)

    def _update(self) -> None:
        for number, step in enumerate(FIRMWARE_STEPS):
            self.online_in(45 * number, self._firmware_step(step))
        self.online_in(self.random.expovariate(1 / (30 * _HOUR)), self._update)

    def _firmware_step(self, step: str) -> Callable[[], None]:
        def report_step() -> None:
            self.say("FirmwareStatusNotification", {"status": step})

        return report_step

    def _blunder(self) -> None:
        if self.random.random() < 0.3:
            self.say("ModemStatus", {"rssi": -71})
        else:
            self.send(self.random.choice(BROKEN))
        self.online_in(self.random.expovariate(1 / (60 * _HOUR)), self._blunder)

    def _fault_of(self, outlet: Outlet) -> Callable[[], None]:
        def trip() -> None:
            before = outlet.status
            self.report(outlet, "Faulted", error=self.random.choice(FAULTS_16))
            outlet.status = before
            self.online_in(self.random.uniform(20, 600), recover)

        def recover() -> None:
            self.report(outlet, outlet.status)
            self.online_in(self.random.expovariate(1 / (4 * _HOUR)), trip)

        return trip

    # Charging.

    def _idle(self, outlet: Outlet) -> None:
        wait = self.random.expovariate(1 / (1.6 * _HOUR))
        self.online_in(wait, lambda: self._plug_in(outlet))

    def _plug_in(self, outlet: Outlet) -> None:
        outlet.tag = self.random.choice(TAGS)
        self.report(outlet, self.busy_status("Preparing"))
        self.online_in(self.random.uniform(2, 20), lambda: self._badge(outlet))

    def _badge(self, outlet: Outlet) -> None:
        self.authorize(outlet.tag)
        if not self.site.policy.accepts(outlet.tag):
            self.report(outlet, "Available")
            self._idle(outlet)
            return
        hours = min(self.random.lognormvariate(0.6, 0.6), 9)
        outlet.ends_at = self.site.now + int(hours * _HOUR * 1_000_000)
        outlet.amperes = self.random.choice((6.0, 10.0, 13.0, 16.0, 16.0, 25.0, 32.0))
        self.begin(outlet)
        self.report(outlet, self.busy_status("Charging"))
        self.online_in(_SAMPLE_S, lambda: self._charge(outlet))

    def _charge(self, outlet: Outlet) -> None:
        watts = 230 * outlet.amperes * self.meter.phases
        outlet.energy_wh += watts * _SAMPLE_S / _HOUR
        if self.site.now < outlet.ends_at:
            self.sample(outlet)
            wait = _SAMPLE_S + self.random.uniform(-0.3, 0.3)
            self.online_in(wait, lambda: self._charge(outlet))
            return
        self.end(outlet)
        outlet.transaction = None
        self.report(outlet, self.busy_status("Finishing"))
        self.online_in(self.random.uniform(10, 900), lambda: self._unplug(outlet))

    def _unplug(self, outlet: Outlet) -> None:
        self.report(outlet, "Available")
        self._idle(outlet)

    def busy_status(self, status: str) -> str:
        """Return how a version calls the state of an outlet that is in use."""
        return status

    # The questions of the CSMS.

    def _be_asked(self) -> None:
        self.online_in(self.random.expovariate(3 / _HOUR), self._be_asked)
        rng, session = self.random, self.session
        action, payload, answer = self.question()
        self._asked += 1
        number = f"desk-{self.record.id:x}-{self._asked}"
        now = self.site.now
        self.site.add([session.call(number, action, payload, at=now)])
        self.site.later(_TIMEOUT_S, lambda: session.expire(number))
        text = result_text(number, answer)
        if rng.random() < 0.04:
            text = error_text(number, rng.choice(("NotSupported", "InternalError")))
        wait = rng.lognormvariate(-2.3, 0.7)
        fate = rng.random()
        if fate < 0.015:
            return
        if fate < 0.02:
            wait = rng.uniform(_TIMEOUT_S + 1, 3 * _TIMEOUT_S)
        elif fate < 0.035:
            wait = rng.uniform(5, 20)
        elif fate < 0.07:
            wait = rng.uniform(2, 5)

        def reply() -> None:
            # What belongs to a lost connection is not said on the next one.
            if self.is_online and self.session is session:
                self.send(text)

        self.site.later(wait, reply)
        if fate > 0.997:
            self.site.later(wait + 1, reply)
