# SPDX-License-Identifier: Apache-2.0
"""Foreign logs become captures, in two processes of their own.

`control` is what a window or a command uses. It starts a writer (`child`, `writing`),
which starts a reader (`child`, `producing`); `blocks` is what goes through the pipe
between them.
"""
