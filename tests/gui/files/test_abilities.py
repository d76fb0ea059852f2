# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.versions import Version
from ocppdesk.csms.filedrop.options import FileProtocol
from ocppdesk.gui.files.abilities import Abilities, read_abilities


def configured(recording, **keys):
    """Let a charger tell keys of its configuration."""
    line = recording.line()
    asked = line.ask("GetConfiguration")
    known = [
        {"key": key, "readonly": True, "value": value} for key, value in keys.items()
    ]
    line.reply(asked, {"configurationKey": known})
    recording.commit()
    return read_abilities(recording.path, "CP-0042", "1.6")


def test_nothing_is_known_of_a_charger_that_told_nothing(recording):
    recording.beat()
    assert read_abilities(recording.path, "CP-0042") == Abilities()


def test_the_protocols_of_1_6_are_those_of_its_key(recording):
    found = configured(recording, SupportedFileTransferProtocols="FTP, FTPS")
    assert found.protocols == ("FTP", "FTPS")
    assert found.setting == "SupportedFileTransferProtocols"
    assert found.protocol is FileProtocol.FTP


def test_the_protocols_of_2_0_1_are_those_of_its_variable(recording):
    line = recording.line(version=Version.V201)
    told = {
        "component": {"name": "OCPPCommCtrlr"},
        "variable": {"name": "FileTransferProtocols"},
        "variableAttribute": [{"value": "HTTP,FTP"}],
    }
    line.say(
        "NotifyReport",
        {
            "requestId": 1,
            "generatedAt": "2026-01-31T13:05:31Z",
            "seqNo": 0,
            "reportData": [told],
        },
    )
    recording.commit()
    found = read_abilities(recording.path, "CP-0042", "2.0.1")
    assert found.protocols == ("HTTP", "FTP")
    assert not found.is_16


@pytest.mark.parametrize(
    ("protocols", "begins"),
    [
        (None, FileProtocol.HTTP),
        (("HTTP", "FTP"), FileProtocol.HTTP),
        (("ftp",), FileProtocol.FTP),
        (("SFTP",), FileProtocol.HTTP),
    ],
)
def test_http_comes_first_unless_only_ftp_is_spoken(protocols, begins):
    assert Abilities(protocols=protocols).protocol is begins


def test_a_key_of_the_security_extension_tells_of_it(recording):
    assert configured(recording, SecurityProfile="0").has_security


def test_other_keys_do_not_tell_of_the_security_extension(recording):
    assert not configured(recording, HeartbeatInterval="300").has_security


def test_a_call_of_the_security_extension_tells_of_it(recording):
    recording.line().say("SecurityEventNotification", {"type": "StartupOfTheDevice"})
    recording.commit()
    assert read_abilities(recording.path, "CP-0042", "1.6").has_security
