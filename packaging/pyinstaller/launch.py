# SPDX-License-Identifier: Apache-2.0
"""What the packaged program starts with."""

import multiprocessing

from ocppdesk.__main__ import main

if __name__ == "__main__":
    # A child process is this same program, told by its arguments what to do.
    multiprocessing.freeze_support()
    main()
