# SPDX-License-Identifier: Apache-2.0
import os
import socket

import pytest

from ocppdesk.csms.port_holder import port_holder, program_name


def test_the_program_that_listens_is_named_with_its_process():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        held = port_holder(taken.getsockname()[1])
    assert held.endswith(f", process {os.getpid()}")


def test_a_port_that_nobody_has_is_nobodys():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert port_holder(port) == ""


@pytest.mark.parametrize(
    ("name", "command", "told"),
    [
        ("steve", ["/opt/steve"], "steve"),
        ("java", ["java", "-Xmx1g", "-jar", "/opt/steve/steve.jar"], "java steve.jar"),
        ("java.exe", ["java.exe", "-cp", "x", "de.rwth.Main"], "java.exe x"),
        ("python3.11", ["python3.11", "-m", "ocppdesk"], "python3.11 ocppdesk"),
        ("node", ["node", "--inspect", "srv\\csms.js"], "node csms.js"),
        ("python", ["python"], "python"),
        ("python", [], "python"),
    ],
)
def test_a_program_that_runs_others_is_told_with_what_it_runs(name, command, told):
    assert program_name(name, command) == told
