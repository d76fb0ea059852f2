# SPDX-License-Identifier: Apache-2.0
import contextlib
import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.configuration.files import (
    COLUMNS,
    UnreadableError,
    csv_text,
    json_file_text,
    parse_settings,
)
from ocppdesk.core.configuration.settings import (
    Access,
    Address,
    Entry,
    Limits,
    key_address,
    variable_address,
)
from ocppdesk.core.masking import MASK

KEY = Entry(key_address("HeartbeatInterval"), "300", Access.READ_WRITE)
DOTTED = Entry(key_address("Vendor.Thing"), 'a;b,"c"\nd', Access.READ_ONLY)
VARIABLE = Entry(
    variable_address("EVSE[p]:1/2.Power[i]#MaxSet"),
    "-5",
    Access.READ_ONLY,
    limits=Limits(unit="W"),
)
UNTOLD = Entry(key_address("Untold"))
SECRETS = [
    Entry(key_address("AuthorizationKey"), "hush"),
    Entry(variable_address("SecurityCtrlr.BasicAuthPassword"), "hush"),
    Entry(key_address("LogUrl"), "ftp://me:hush@host/"),
]


def values(imported):
    return {e.address.text: e.value for e in imported.entries}


# Ours


@pytest.mark.parametrize("write", [csv_text, json_file_text])
def test_what_is_exported_comes_back(write):
    found = parse_settings(write([KEY, DOTTED, VARIABLE]))
    assert found.entries == (KEY, DOTTED, VARIABLE)
    assert found.remarks == ()


@pytest.mark.parametrize("write", [csv_text, json_file_text])
def test_secrets_are_never_exported(write):
    text = write([KEY, *SECRETS, UNTOLD])
    assert "hush" not in text
    assert MASK not in text
    assert parse_settings(text).entries == (KEY,)


def test_json_tells_whose_settings_they_are():
    found = parse_settings(json_file_text([KEY], charger="CP1", at=7))
    assert (found.charger, found.at) == ("CP1", 7)


def test_csv_is_made_for_spreadsheets():
    text = csv_text([KEY])
    assert text.startswith("\ufeffsetting,value,")
    assert text.endswith("\r\n")


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'x", "''x"])
def test_no_value_is_a_formula_and_each_comes_back(value):
    entry = Entry(key_address("A"), value)
    text = csv_text([entry])
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows[1][1] == f"'{value}"
    assert values(parse_settings(text)) == {"A": value}


def test_no_name_is_a_formula_either():
    text = csv_text([Entry(key_address("=cmd()"), "1")])
    assert "\n=cmd" not in text
    assert values(parse_settings(text)) == {"=cmd()": "1"}


_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(_TEXTS.filter(lambda t: t.strip() == t and t and "." not in t), _TEXTS)
def test_every_key_and_value_come_back(name, value):
    entry = Entry(Address(name), value)
    if entry.holds_secret or MASK in value:
        return
    for write in (csv_text, json_file_text):
        assert values(parse_settings(write([entry]))) == {name: value}


# Those of others


@pytest.mark.parametrize(
    "text",
    [
        "key,value\nHeartbeatInterval,300\n",
        "Key;Value;ReadOnly\r\nHeartbeatInterval;300;false\r\n",
        "Name\tCurrent value\tRemark\nHeartbeatInterval\t300\tx\n",
        "HeartbeatInterval,300\n",
        "\ufeffparameter,VALUE\n\nHeartbeatInterval,300",
        '{"HeartbeatInterval": "300"}',
        '{"HeartbeatInterval": 300}',
        '[{"key": "HeartbeatInterval", "value": "300"}]',
        '[{"name": "HeartbeatInterval", "value": 300}, 7]',
        '{"configurationKey": [{"key": "HeartbeatInterval", "value": "300"}]}',
        '[3,"id",{"configurationKey":[{"key":"HeartbeatInterval","value":"300"}]}]',
    ],
)
def test_files_of_others_are_read(text):
    assert values(parse_settings(text)) == {"HeartbeatInterval": "300"}


def test_access_of_others_is_understood():
    text = "key,value,readonly,access\nA,1,true,\nB,1,false,\nC,1,,\nD,1,,Read-Only\n"
    found = [e.access for e in parse_settings(text).entries]
    assert found == [
        Access.READ_ONLY,
        Access.READ_WRITE,
        Access.UNKNOWN,
        Access.READ_ONLY,
    ]


def test_variables_of_others_are_read():
    text = (
        "Component,EVSE,Variable,Instance,Attribute,Value\n"
        "EVSE,1,Power,,MaxSet,9\nOCPPCommCtrlr,,MessageTimeout,Default,,30\n"
    )
    assert values(parse_settings(text)) == {
        "EVSE:1.Power#MaxSet": "9",
        "OCPPCommCtrlr.MessageTimeout[Default]": "30",
    }
    plain = "key,value\nTxCtrlr.TxStartPoint,Authorized\nVendor.Key,1\n"
    first, second = parse_settings(plain).entries
    assert first.address == variable_address("TxCtrlr.TxStartPoint")
    assert second.address == key_address("Vendor.Key")


def test_a_report_is_read():
    row = {
        "component": {"name": "C"},
        "variable": {"name": "V"},
        "variableAttribute": [{"value": "1"}],
    }
    text = json.dumps([2, "x", "NotifyReport", {"reportData": [row]}])
    assert values(parse_settings(text)) == {"C.V": "1"}


def test_secrets_of_others_are_passed_over_and_said():
    found = parse_settings(f"key,value\nA,1\nAuthorizationKey,hush\nB,{MASK}\n")
    assert values(found) == {"A": "1"}
    assert "2 secrets were passed over" in found.remarks[0]


def test_rows_without_a_key_are_said():
    found = parse_settings("key,value\nA,1\n,2\nB\n")
    assert values(found) == {"A": "1"}
    assert found.remarks == (
        "Row 2 has no key and value.",
        "Row 3 has no key and value.",
    )
    found = parse_settings("key,value\nA,1\n" + ",2\n" * 50)
    assert found.remarks[-1] == "48 more rows are like that."


def test_values_that_are_none_are_said():
    found = parse_settings('{"A": true, "B": [1], "C": null}')
    assert values(found) == {"A": "true", "C": None}
    assert found.remarks == ("B has no value that could be a setting's.",)


def test_damaged_settings_of_ours_are_said():
    content = json.loads(json_file_text([KEY]))
    content["settings"].append({"key": 7})
    content["at"] = "noon"
    found = parse_settings(json.dumps(content))
    assert found.entries == (KEY,)
    assert found.at is None
    assert found.remarks == ("1 of its settings could not be read.",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "No settings"),
        ("\ufeff \n", "No settings"),
        ("just a line", "No settings"),
        ("{}", "No settings"),
        ("[1, 2]", "No settings"),
        ('{"format": "ocppdesk-configuration", "settings": 7}', "No settings"),
        ('{"key": ', "no JSON that can be read"),
        (f"key,value\nA,{'x' * 200_000}\n", "no table that can be read"),
    ],
)
def test_what_holds_no_settings_is_said(text, why):
    with pytest.raises(UnreadableError, match=why):
        parse_settings(text)


@given(st.text(max_size=200) | st.text('{}[],:"key value\n01', max_size=60))
def test_no_text_raises_anything_else(text):
    with contextlib.suppress(UnreadableError):
        assert parse_settings(text).entries


def test_the_columns_are_all_written():
    rows = list(csv.reader(io.StringIO(csv_text([VARIABLE]).removeprefix("\ufeff"))))
    assert rows[0] == list(COLUMNS)
    assert len(rows[1]) == len(COLUMNS)
