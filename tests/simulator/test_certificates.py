# SPDX-License-Identifier: Apache-2.0
import ssl

from ocppdesk.simulator.certificates import (
    SIGNING_REQUEST,
    Certificates,
    is_certificate,
)

PEM = "-----BEGIN CERTIFICATE-----\nAAAA{}\n-----END CERTIFICATE-----\n"


def test_installed_certificate_is_found_by_type_and_deleted_by_hash():
    store = Certificates()
    assert store.install("CSMSRootCertificate", PEM.format(1)) == "Accepted"
    assert store.install("V2GRootCertificate", PEM.format(2)) == "Accepted"
    ((kind, hash_data),) = store.find(["V2GRootCertificate"])
    assert kind == "V2GRootCertificate"
    assert store.delete(hash_data) == "Accepted"
    assert store.delete(hash_data) == "NotFound"
    assert len(store.find(None)) == 1


def test_same_certificate_is_kept_once():
    store = Certificates()
    for _ in range(2):
        assert store.install("CSMSRootCertificate", PEM.format(1)) == "Accepted"
    assert len(store.find(None)) == 1


def test_text_that_is_no_certificate_is_refused():
    assert Certificates().install("CSMSRootCertificate", "hello") == "Rejected"
    assert not is_certificate("hello")


def test_store_is_finite():
    store = Certificates()
    results = [store.install("CSMSRootCertificate", PEM.format(n)) for n in range(9)]
    assert results == ["Accepted"] * 8 + ["Failed"]


def test_signing_request_is_one():
    head = "-----BEGIN CERTIFICATE REQUEST-----"
    body = SIGNING_REQUEST.replace(" REQUEST", "")
    assert SIGNING_REQUEST.startswith(head)
    der = ssl.PEM_cert_to_DER_cert(body)
    assert der[0] == 0x30
    assert b"SIM-1" in der


def test_hashes_have_the_length_of_sha256():
    store = Certificates()
    store.install("CSMSRootCertificate", PEM.format(1))
    ((_kind, hash_data),) = store.find(None)
    assert len(hash_data["issuerNameHash"]) == 64
    assert len(hash_data["issuerKeyHash"]) == 64
