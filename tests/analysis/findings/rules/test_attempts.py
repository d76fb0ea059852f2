# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

from ocppdesk.analysis.findings.fleet import fleet_findings
from ocppdesk.analysis.findings.fleet_rule import Fleet
from ocppdesk.analysis.findings.texts import UNKNOWN
from ocppdesk.analysis.findings.thresholds import DEFAULTS, Thresholds
from ocppdesk.analysis.links import Link

MINUTE = 60_000_000  # microseconds
OPEN = Link(1, "CP-1", "10.0.0.7:50000", MINUTE, opened_at=MINUTE, path="/CP-1",
            outcome="open")  # fmt: skip


def attempt(outcome, **fields):
    known = {"cause": "It failed.", "outcome": outcome, "opened_at": None,
             "charger": "", "number": 2}  # fmt: skip
    return replace(OPEN, **{**known, **fields})


def found(*links, now=60 * MINUTE, **words):
    findings = fleet_findings(Fleet(links, now, DEFAULTS, **words))
    assert not [each for each in findings if UNKNOWN in each.text + each.title]
    return {finding.rule: finding for finding in findings}


def test_con_01_finds_that_nothing_came_for_ten_minutes():
    finding = found(listening_since=50 * MINUTE)["CON-01"]
    assert "10 min" in finding.text
    assert finding.charger == ""


def test_con_01_ignores_what_was_heard_and_what_was_recorded_before():
    assert "CON-01" not in found(listening_since=51 * MINUTE)
    assert "CON-01" not in found(OPEN, listening_since=MINUTE)
    assert "CON-01" not in found()


def test_con_01_waits_as_long_as_it_is_set():
    fleet = Fleet((), 60 * MINUTE, Thresholds(nothing_min=30), 40 * MINUTE)
    assert not fleet_findings(fleet)


def test_con_02_finds_tls_on_the_plain_port_and_whose_it_may_be():
    tries = [attempt("tls_on_plain", number=n, began_at=n * MINUTE) for n in (2, 3, 4)]
    finding = found(*tries)["CON-02"]
    assert (finding.count, finding.charger) == (3, "")
    assert "10.0.0.7" in finding.text
    assert found(OPEN, *tries)["CON-02"].charger == "CP-1"


def test_con_02_is_not_about_a_charger_that_talks_meanwhile():
    tries = [attempt("tls_on_plain", number=n, began_at=n * MINUTE) for n in (2, 3, 4)]
    talking = replace(OPEN, last_heard_at=10 * MINUTE)
    assert found(talking, *tries)["CON-02"].charger == ""


def test_con_02_is_not_sure_of_a_single_attempt():
    assert found(attempt("tls_on_plain"))["CON-02"].is_possible
    twice = [attempt("tls_on_plain", number=n) for n in (2, 3)]
    assert not found(*twice)["CON-02"].is_possible


def test_con_02_ignores_browsers_which_try_tls_first():
    hello = b"\x16\x03\x01\x02\x00\x00\x10\x00\x0e\x00\x0c\x02h2\x08http/1.1"
    assert not found(*(attempt("tls_on_plain", head=hello, number=n) for n in (2, 3)))


def test_con_02_ignores_other_attempts():
    assert "CON-02" not in found(OPEN, attempt("no_request"))


def test_con_04_finds_a_broken_request():
    head = b"GET /CP 1 HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"
    assert "It failed." in found(attempt("bad_upgrade", head=head))["CON-04"].text


def test_con_04_finds_a_url_without_an_identity():
    remark = "The URL ends without an identity. Add the charger's identity …"
    link = replace(OPEN, charger="unnamed-10.0.0.7", path="/", remarks=(remark,))
    finding = found(link)["CON-04"]
    assert finding.title == "URL without an identity"
    assert finding.charger == "unnamed-10.0.0.7"


def test_con_04_finds_a_whole_url_in_the_path():
    remark = "The path holds a whole URL instead of only the last part."
    link = replace(OPEN, path="/ws://10.0.0.1:9000/CP-1", remarks=(remark,))
    assert found(link)["CON-04"].title == "Whole URL as path"


def test_con_04_finds_a_server_path_in_place_of_the_identity():
    finding = found(replace(OPEN, charger="ocpp", path="/ocpp"))["CON-04"]
    assert finding.title == "URL seems to end without an identity"
    assert "asks for the path /ocpp" in finding.text


def test_con_04_finds_ocpp_over_soap():
    head = b"POST /CP-1 HTTP/1.1\r\nSOAPAction: /BootNotification\r\n\r\n"
    finding = found(attempt("bad_upgrade", head=head))["CON-04"]
    assert finding.title == "Charger speaks OCPP over SOAP"


def test_con_04_finds_superfluous_slashes_of_low_severity():
    link = replace(OPEN, path="//CP-1", remarks=("The path has superfluous slashes.",))
    finding = found(link)["CON-04"]
    assert "asks for the path //CP-1" in finding.text
    assert finding.severity.name == "LOW"


def test_con_04_ignores_identities_behind_such_a_path():
    assert not found(replace(OPEN, charger="CP-1", path="/ocpp/CP-1"))


def test_con_04_ignores_browsers():
    head = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    assert not found(attempt("plain_get", head=head))
    assert not found(attempt("aborted", head=head))


def test_con_06_finds_a_charger_that_offers_only_what_is_not_spoken():
    refused = attempt("refused_subprotocol", offered="ocpp1.2")
    assert "offers only ocpp1.2" in found(refused)["CON-06"].text


RECORDED = (replace(OPEN, charger="A"), replace(OPEN, charger="B", number=2))


def test_clk_06_finds_that_all_chargers_disagree_with_this_computer():
    offsets = {"A": 300_000_000, "B": 305_000_000}
    finding = found(*RECORDED, offsets_us=offsets)["CLK-06"]
    assert finding.severity.name == "CRITICAL"
    assert "its clock is probably behind" in finding.text
    assert "A and B" in finding.text


def test_clk_06_is_not_sure_of_a_time_zone():
    offsets = {"A": 7_200_000_000, "B": 7_205_000_000}
    finding = found(*RECORDED, offsets_us=offsets)["CLK-06"]
    assert finding.is_possible
    assert finding.severity.name == "MEDIUM"
    assert "which is a time zone" in finding.text


def test_clk_06_ignores_chargers_that_disagree_with_each_other():
    links = (*RECORDED, replace(OPEN, charger="C", number=3))
    assert not found(*links, offsets_us={"A": 300_000_000, "B": 5_000_000_000})
    assert not found(*links, offsets_us={"A": 300_000_000})
    assert not found(*links, offsets_us={"A": 300_000_000, "B": 301_000_000, "C": 0})


def test_clk_06_ignores_logs_which_another_computer_wrote():
    links = [replace(link, peer="") for link in RECORDED]
    assert not found(*links, offsets_us={"A": 300_000_000, "B": 305_000_000})
    assert not found(offsets_us={"A": 300_000_000, "B": 305_000_000})
