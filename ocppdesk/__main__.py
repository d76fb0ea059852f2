# SPDX-License-Identifier: Apache-2.0
"""The program's start: `python -m ocppdesk` and the installed commands."""

from ocppdesk.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
