# SPDX-License-Identifier: Apache-2.0
"""A certificate that signs firmware, and one of its signatures, made with OpenSSL."""

import base64

PEM = """-----BEGIN CERTIFICATE-----
MIIBvjCCAWOgAwIBAgIUSGx+Cky/NuGNJoqsvxoa4fMKfkkwCgYIKoZIzj0EAwIw
MzEWMBQGA1UECgwNQUNNRSBDaGFyZ2VyczEZMBcGA1UEAwwQRmlybXdhcmUgc2ln
bmluZzAgFw0yNjExMjgxNzM4NDBaGA8yMTI2MTEwNDE3Mzg0MFowMzEWMBQGA1UE
CgwNQUNNRSBDaGFyZ2VyczEZMBcGA1UEAwwQRmlybXdhcmUgc2lnbmluZzBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABCJYoM5KNiwqpRWEJXst7ueMdJwYpS987f9A
TEP5KB2Cd2cU/d+o5iPFvznJzRAwc5fyMQZpJu9t2G/OjENE7AOjUzBRMB0GA1Ud
DgQWBBT7CoMv0uq73h9NckL5nKRFEY4NljAfBgNVHSMEGDAWgBT7CoMv0uq73h9N
ckL5nKRFEY4NljAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDA
mdUXNVYhrTyE+n0ttm7SnlClWipw7Lh031CDeYQf1wIhAMBrsysHBQ1rLDSnyRf2
H9NaEEdIvuwyq288jhoHONXZ
-----END CERTIFICATE-----"""
"""CN=Firmware signing, O=ACME Chargers, valid for a hundred years."""
BASE64 = "".join(PEM.splitlines()[1:-1])
DER = base64.b64decode(BASE64)
SIGNATURE = bytes.fromhex(
    "3045022017ae2cf73fc6411ea8381b5fa8ceaa78c4d299a6de95a472bc00f08b8e7d342c"
    "0221008083ab78a6715bbbe432ad37570866f534366bba4e14d2996547316bba68a398"
)
"""An ECDSA signature; its key is lost."""
