# SPDX-License-Identifier: Apache-2.0
"""The keys that are written down are those of the schemas."""

import pytest

from ocppdesk.core.versions import Version, charger_actions, csms_actions, schema
from ocppdesk.filters.keys import ELEMENT_KEYS, PAYLOAD_KEYS, canonical_key


def parts_of_schemas():
    waiting = [
        schema(version, action, is_request=is_request)
        for version in Version
        for action in charger_actions(version) | csms_actions(version)
        for is_request in (True, False)
    ]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def test_all_keys_of_the_schemas_are_known_and_no_others():
    found = set()
    for part in parts_of_schemas():
        if isinstance(part.get("properties"), dict):
            found.update(part["properties"])
    assert found == PAYLOAD_KEYS


def test_arrays_and_their_keys_are_keys():
    for name, keys in ELEMENT_KEYS.items():
        assert keys | {name} <= PAYLOAD_KEYS


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("connectorid", "connectorId"),
        ("connectorId", "connectorId"),
        ("FILENAME", "fileName"),
        ("filename", "filename"),
        ("ownKey", "ownKey"),
    ],
)
def test_a_key_is_spelt_as_in_the_specification(key, expected):
    assert canonical_key(key) == expected
