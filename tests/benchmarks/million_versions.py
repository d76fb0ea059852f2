# SPDX-License-Identifier: Apache-2.0
"""The chargers of the large capture, by the OCPP version that they speak."""

import uuid
from typing import Any

from ocppdesk.core.versions import Version
from tests.benchmarks.million_chargers import Charger, Question
from tests.benchmarks.million_frames import (
    CONFIGURATION,
    TAGS,
    VARIABLES,
    Outlet,
    boot_16,
    boot_201,
    charging_profile,
    sampled_16,
    sampled_201,
    status_16,
)


class Charger16(Charger):
    """A charger of OCPP 1.6."""

    def boot(self) -> None:
        self.say("BootNotification", boot_16(self.serial))

    def report(self, outlet: Outlet, status: str, *, error: str = "") -> None:
        outlet.status = status
        time_text = self.time_text()
        if error:
            payload = status_16(outlet, time_text, error=error, vendor_code="E-0x1F")
        else:
            payload = status_16(outlet, time_text)
        self.say("StatusNotification", payload)

    def authorize(self, tag: str) -> None:
        self.say("Authorize", {"idTag": tag})

    def begin(self, outlet: Outlet) -> None:
        payload = {
            "connectorId": outlet.number,
            "idTag": outlet.tag,
            "meterStart": round(outlet.energy_wh),
            "timestamp": self.time_text(),
        }
        outlet.transaction = self.say("StartTransaction", payload).transaction_id

    def sample(self, outlet: Outlet) -> None:
        sampled = sampled_16(self.random, outlet, self.meter, "Sample.Periodic")
        payload = {
            "connectorId": outlet.number,
            "transactionId": outlet.transaction,
            "meterValue": [{"timestamp": self.time_text(), "sampledValue": sampled}],
        }
        self.say("MeterValues", payload)

    def end(self, outlet: Outlet) -> None:
        data = []
        for context, ago_s in (("Transaction.Begin", 7200.0), ("Transaction.End", 0.0)):
            sampled = sampled_16(self.random, outlet, self.meter, context)
            time_text = self.time_text(ago_s=ago_s)
            data.append({"timestamp": time_text, "sampledValue": sampled})
        payload = {
            "idTag": outlet.tag,
            "meterStop": round(outlet.energy_wh),
            "timestamp": self.time_text(),
            "transactionId": outlet.transaction,
            "reason": self.random.choice(("Local", "EVDisconnected", "Remote")),
            "transactionData": data,
        }
        self.say("StopTransaction", payload)

    def question(self) -> Question:
        rng = self.random
        key, value = rng.choice(CONFIGURATION)
        tag, outlet = rng.choice(TAGS), rng.choice(self.outlets)
        accepted = {"status": "Accepted"}
        match rng.randrange(8):
            case 0:
                keys = [
                    {"key": name, "readonly": False, "value": text}
                    for name, text in CONFIGURATION
                ]
                return "GetConfiguration", {}, {"configurationKey": keys}
            case 1 | 2:
                known = {"key": key, "readonly": False, "value": value}
                return "GetConfiguration", {"key": [key]}, {"configurationKey": [known]}
            case 3 | 4:
                wanted = {"key": key, "value": value}
                status = rng.choice(("Accepted", "Accepted", "RebootRequired"))
                return "ChangeConfiguration", wanted, {"status": status}
            case 5:
                start = {"connectorId": outlet.number, "idTag": tag}
                status = "Rejected" if outlet.transaction else "Accepted"
                return "RemoteStartTransaction", start, {"status": status}
            case 6:
                wanted = {"requestedMessage": "StatusNotification"}
                return "TriggerMessage", wanted, accepted
            case _:
                profile = charging_profile(rng.choice((6.0, 10.0, 16.0, 32.0)))
                limit = {"connectorId": outlet.number, "csChargingProfiles": profile}
                return "SetChargingProfile", limit, accepted


class Charger201(Charger):
    """A charger of OCPP 2.0.1."""

    version = Version.V201
    subprotocol = "ocpp2.0.1"

    def boot(self) -> None:
        self.say("BootNotification", boot_201(self.serial))

    def busy_status(self, status: str) -> str:
        return "Occupied"

    def report(self, outlet: Outlet, status: str, *, error: str = "") -> None:
        outlet.status = status
        payload = {
            "timestamp": self.time_text(),
            "connectorStatus": status,
            "evseId": outlet.number,
            "connectorId": 1,
        }
        self.say("StatusNotification", payload)

    def authorize(self, tag: str) -> None:
        self.say("Authorize", {"idToken": {"idToken": tag, "type": "ISO14443"}})

    def begin(self, outlet: Outlet) -> None:
        number = uuid.UUID(int=self.random.getrandbits(128), version=4)
        outlet.transaction = str(number)
        outlet.sequence = 0
        token = {"idToken": outlet.tag, "type": "ISO14443"}
        evse = {"id": outlet.number, "connectorId": 1}
        more = {"evse": evse, "idToken": token}
        self._event(outlet, "Started", "Authorized", "Charging", more)

    def sample(self, outlet: Outlet) -> None:
        self._event(outlet, "Updated", "MeterValuePeriodic", "Charging", {})

    def end(self, outlet: Outlet) -> None:
        token = {"idToken": outlet.tag, "type": "ISO14443"}
        self._event(outlet, "Ended", "StopAuthorized", "Idle", {"idToken": token})

    def _event(
        self, outlet: Outlet, kind: str, why: str, state: str, more: dict[str, Any]
    ) -> None:
        sampled = sampled_201(self.random, outlet, self.meter, "Sample.Periodic")
        info = {"transactionId": outlet.transaction, "chargingState": state}
        payload = {
            "eventType": kind,
            "timestamp": self.time_text(),
            "triggerReason": why,
            "seqNo": outlet.sequence,
            "transactionInfo": info,
            **more,
            "meterValue": [{"timestamp": self.time_text(), "sampledValue": sampled}],
        }
        outlet.sequence += 1
        self.say("TransactionEvent", payload)

    def question(self) -> Question:
        rng = self.random
        component, variable, value = rng.choice(VARIABLES)
        what = {"component": {"name": component}, "variable": {"name": variable}}
        outlet = rng.choice(self.outlets)
        match rng.randrange(4):
            case 0 | 1:
                result = {**what, "attributeStatus": "Accepted"}
                known = {**result, "attributeValue": value}
                asked = {"getVariableData": [what]}
                return "GetVariables", asked, {"getVariableResult": [known]}
            case 2:
                result = {**what, "attributeStatus": "Accepted"}
                wanted = {"setVariableData": [{**what, "attributeValue": value}]}
                return "SetVariables", wanted, {"setVariableResult": [result]}
            case _:
                token = {"idToken": rng.choice(TAGS), "type": "Central"}
                start = {"evseId": outlet.number, "idToken": token}
                status = "Rejected" if outlet.transaction else "Accepted"
                start["remoteStartId"] = rng.randrange(10**6)
                return "RequestStartTransaction", start, {"status": status}
