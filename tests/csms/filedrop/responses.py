# SPDX-License-Identifier: Apache-2.0
"""Taking HTTP responses apart."""


def split(answer):
    """Return status, headers and body of a response."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(first.split()[1]), headers, body
