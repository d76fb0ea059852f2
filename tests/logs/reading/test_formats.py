# SPDX-License-Identifier: Apache-2.0
"""Formats that are imported when they are needed."""

import subprocess
import sys
from pathlib import Path

import pytest

from ocppdesk.logs.reading.formats import FORMATS
from ocppdesk.logs.reading.found import Assumptions
from ocppdesk.logs.reading.sniffing import SQLITE

FRAME = '[2,"1","Heartbeat",{}]'
TABLE = f'time,direction,message\n2026-01-01,in,"{FRAME}"\n2026-01-02,in,x\n'
HEADS = {
    "a.log": f"2026-01-01 00:00:00 [ocpp] CP-1: receive message {FRAME}\n",
    "info.log": f"INFO received {FRAME}\n",
    "a.csv": TABLE,
    "quoted.csv": f'"time";"direction"\n{TABLE}',
    "pipes.txt": "| time | direction | message |\n| 1 | in | x |\n",
    "own.csv": "id,time,direction,raw\n1,2026-01-01T00:00:00Z,in,x\n",
    "own.jsonl": '\n{"time":"2026-01-01T00:00:00Z","direction":"in","raw":"x"}\n',
    "own.log": "# OCPP Desk text log 1\n",
    "a.json": '[{"type":2,"payload":{}}]',
    "array.txt": f"[{FRAME}]",
    "objects.txt": 'INFO {"type":2,"payload":{}}\nINFO {"type":3,"payload":{}}\n' * 4,
    "a.html": "\ufeff <!DOCTYPE html><table><tr>",
    "a.xml": '<s:Envelope xmlns="urn://Ocpp/Cs/2015/10/">',
    "verbose.txt": "Frame 1: 60 bytes on wire (480 bits)\n",
    "fields.txt": "tcp.srcport\ttcp.dstport\ttext\n1\t2\tx\n",
    "layers.json": '[{"_source":{"layers":{}}}]',
    "empty": "",
    "blank": "\n\n  \n",
}
BYTES = {
    **{name: text.encode() for name, text in HEADS.items()},
    "wide.csv": TABLE.encode("utf-16"),
    "wide.log": HEADS["a.log"].encode("utf-16"),
    "latin.csv": TABLE.replace("message", "n\xe4me").encode("cp1252"),
    "latin.log": f"\xe4 {FRAME}".encode("cp1252"),
    "a.pcap": b"\xd4\xc3\xb2\xa1" + bytes(20),
    "a.pcapng": b"\x0a\x0d\x0d\x0a" + bytes(4) + b"\x4d\x3c\x2b\x1a",
    "a.xlsx": b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml xl/",
    "a.ocppdesk": SQLITE + bytes(100),
}


@pytest.mark.parametrize("found", FORMATS, ids=lambda found: found.name)
def test_what_is_ruled_out_is_not_of_the_format(found):
    loaded = found.load()
    for name, head in BYTES.items():
        path = Path(name)
        confidence = found.confidence(path, head)
        assert confidence == loaded.confidence(path, head), name


@pytest.mark.parametrize("found", FORMATS, ids=lambda found: found.name)
def test_formats_are_called_as_they_call_themselves(found):
    loaded = found.load()
    assert (found.name, found.title) == (loaded.name, loaded.title)


def test_a_text_log_is_opened_without_the_other_formats(tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes(BYTES["a.log"])
    code = (
        "import sys; from pathlib import Path;"
        "from ocppdesk.logs.reading.opening import open_logs;"
        "print(open_logs(Path(sys.argv[1]))[0].name);"
        "print(*sorted(name for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, check=True
    )
    name, modules = done.stdout.decode().splitlines()
    assert name == "text"
    unwanted = {"numpy", "openpyxl", "websockets", "jsonschema_rs", "tarfile", "csv"}
    assert not unwanted & set(modules.split())


def test_formats_read_what_they_are_surest_of(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(TABLE)
    found = max(FORMATS, key=lambda each: each.confidence(path, TABLE.encode()))
    assert found.reader(path, Assumptions()).name == "table"
