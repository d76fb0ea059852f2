# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.commands.sightings import Spot
from ocppdesk.core.configuration.pending import Change
from ocppdesk.core.configuration.risks import Risk, may_disconnect, tags_of
from ocppdesk.core.configuration.settings import key_address, variable_address

ONE = Spot(None, 1)


def tags(name, **known):
    address = variable_address(name) or key_address(name)
    found = tags_of(Change(address, "1"), **known)
    return [tag.risk for tag in found]


@pytest.mark.parametrize(
    "name",
    [
        "AuthorizationKey",
        "SecurityProfile",
        "CentralSystemURL",
        "OcppEndpoint",
        "SecurityCtrlr.BasicAuthPassword",
        "SecurityCtrlr.SecurityProfile",
        "SecurityCtrlr.Identity",
        "OCPPCommCtrlr.NetworkConfigurationPriority",
    ],
)
def test_what_decides_how_the_charger_connects_may_disconnect_it(name):
    assert tags(name)[0] is Risk.DISCONNECTS


@pytest.mark.parametrize(
    "name",
    ["HeartbeatInterval", "MeterValuesSampledData", "TxCtrlr.TxStartPoint",
     "CertificateStoreMaxLength", "LocalAuthListEnabled"],
)  # fmt: skip
def test_other_settings_do_not(name):
    assert Risk.DISCONNECTS not in tags(name)
    assert not may_disconnect(variable_address(name) or key_address(name))


def test_a_reboot_is_known_or_learned():
    assert tags("ConnectorPhaseRotation") == [Risk.REBOOT]
    assert tags("HeartbeatInterval") == []
    learned = {key_address("HeartbeatInterval")}
    assert tags("HeartbeatInterval", learned=learned) == [Risk.REBOOT]
    change = Change(key_address("ConnectorPhaseRotation"), "1")
    (often,) = tags_of(change)
    (known,) = tags_of(change, learned={change.address})
    assert (often.label, known.label) == ("often needs a reboot", "needs a reboot")


def test_a_running_transaction_is_named():
    change = Change(key_address("HeartbeatInterval"), "1")
    (tag,) = tags_of(change, running=[ONE])
    assert tag.label == "transaction running on connector 1"
    (tag,) = tags_of(change, running=[ONE, Spot(3)])
    assert tag.label == "transaction running on connector 1 and EVSE 3"


def test_the_worst_comes_first():
    address = key_address("SecurityProfile")
    found = tags("SecurityProfile", running=[ONE], learned={address})
    assert found == [Risk.DISCONNECTS, Risk.TRANSACTION, Risk.REBOOT]
    texts = [t.text for t in tags_of(Change(address, "2"), running=[ONE])]
    assert all(text.endswith(".") for text in texts)
