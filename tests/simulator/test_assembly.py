# SPDX-License-Identifier: Apache-2.0
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import Version, csms_actions, schema
from ocppdesk.simulator.assembly import assemble
from ocppdesk.simulator.build import Build

TEXTS = ("", "A", "TxCtrlr", "Power", "08:00", "2027-01-15", "ws://host", "true")
TIMES = ("2027-01-15T08:00:00Z", "1970-01-01T00:00:00Z", "2099-12-31T23:59:59+02:00")
NUMBERS = (0, 1, 2, 60, 0.5, 16.0, -3.5, 10**9)


@pytest.mark.parametrize("version", Version)
def test_every_command_of_the_version_is_obeyed(version):
    charger = assemble(version, Build(), now=0.0, clock=0.0)
    assert set(charger.commands) == csms_actions(version)


class Maker:
    """Makes values that a schema allows, most of them strange."""

    def __init__(self, seed, transaction):
        self._random = random.Random(seed)
        self._transaction = transaction
        self._share = self._random.choice((0.05, 0.2, 0.5))

    def value(self, part, root, name=""):
        if "$ref" in part:
            return self.value(root["definitions"][part["$ref"].split("/")[-1]], root)
        if "enum" in part:
            return self._random.choice(part["enum"])
        match part.get("type"):
            case "object":
                return {
                    key: self.value(inner, root, key)
                    for key, inner in part.get("properties", {}).items()
                    if key in part.get("required", ())
                    or (key != "customData" and self._random.random() < self._share)
                }
            case "array":
                least = part.get("minItems", 0)
                count = least + self._random.choice((0, 1))
                return [
                    self.value(part["items"], root)
                    for _item in range(min(count, part.get("maxItems", count)))
                ]
            case "string":
                return self._text(part, name)
            case "boolean":
                return self._random.random() < 0.5
            case kind:
                found = self._random.choice(NUMBERS)
                found = max(found, part.get("minimum", found))
                found = min(found, part.get("maximum", found))
                return int(found) if kind == "integer" else found

    def _text(self, part, name):
        if part.get("format") == "date-time":
            return self._random.choice(TIMES)
        if part.get("format") == "uri":
            return "http://host/file"
        if name == "transactionId" and self._transaction:
            return self._transaction
        return self._random.choice(TEXTS)[: part.get("maxLength")]


@pytest.mark.parametrize("version", Version)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_any_command_that_is_valid_is_answered_validly(talk, version, seed):
    booted = talk(version).charge()
    running = booted.charger.connectors[0].transaction.id
    maker = Maker(seed, running if version is not Version.V16 else None)
    for action in sorted(csms_actions(version), key=lambda name: name == "Reset"):
        root = schema(version, action, is_request=True)
        payload = maker.value(root, root)
        assert not check_payload(version, action, payload, is_request=True)
        booted.command(action, payload)  # which checks the answer
        booted.run(1)
