# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.csms.filedrop.options import FileProtocol, drop_options_from
from ocppdesk.settings import Settings


def test_the_settings_are_followed():
    settings = Settings()
    settings.change({"file_port": 50_000, "file_limit_mb": 5, "file_time_limit_min": 2})
    found = drop_options_from(settings, protocol=FileProtocol.FTP, host="10.0.0.1")
    assert found.ports == range(50_000, 50_020)
    assert found.limit_bytes == 5 * 2**20
    assert found.time_limit_s == 120
    assert (found.protocol, found.host) == (FileProtocol.FTP, "10.0.0.1")


@pytest.mark.parametrize(
    ("first", "ports"), [(0, None), (65_000, range(65_000, 65_536))]
)
def test_ports_are_any_or_real_ones(first, ports):
    settings = Settings()
    settings.change({"file_port": first, "file_port_count": 1000})
    assert drop_options_from(settings).ports == ports
