# SPDX-License-Identifier: Apache-2.0
"""What the packaged program starts with."""

import multiprocessing
import sys

from ocppdesk.__main__ import main
from ocppdesk.logs.importing import child

if __name__ == "__main__":
    # A child process is this same program, told by its arguments what to do.
    multiprocessing.freeze_support()
    if sys.argv[1:2] == [child.FROZEN_WORD]:
        child.main()
    else:
        main()
