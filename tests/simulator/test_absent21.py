# SPDX-License-Identifier: Apache-2.0
import pytest

NOW = "2027-01-15T08:00:00Z"
TOKEN = {"idToken": "APP", "type": "Central"}
PAYLOADS = {
    "AFRRSignal": {"timestamp": NOW, "signal": 1},
    "ClearDERControl": {"isDefault": True},
    "GetDERControl": {"requestId": 1},
    "NotifyAllowedEnergyTransfer": {
        "transactionId": "t",
        "allowedEnergyTransfer": ["AC_BPT"],
    },
    "NotifyWebPaymentStarted": {"evseId": 1, "timeout": 60},
    "RequestBatterySwap": {"requestId": 1, "idToken": TOKEN},
    "SetDERControl": {
        "isDefault": True,
        "controlId": "c",
        "controlType": "FreqDroop",
    },
}


@pytest.mark.parametrize("action", sorted(PAYLOADS))
def test_what_it_lacks_is_said_in_the_words_of_the_version(talk, action):
    answer = talk("2.1").command(action, PAYLOADS[action])
    has_status = action.endswith("DERControl")
    assert answer == ({"status": "NotSupported"} if has_status else "NotSupported")
