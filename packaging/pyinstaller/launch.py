# SPDX-License-Identifier: Apache-2.0
"""What the packaged program starts with."""

import multiprocessing
import sys

from ocppdesk.logs.importing import child

if __name__ == "__main__":
    # A child process is this same program, told by its arguments what to do.
    multiprocessing.freeze_support()
    if sys.argv[1:2] == [child.FROZEN_WORD]:
        child.main()
    else:
        # Here, as the processes of an import need none of it and are waited for.
        from ocppdesk.__main__ import main

        main()
