# SPDX-License-Identifier: Apache-2.0
"""Logs of other systems in the window: reading them, and what was found in them.

`opening` reads a file beside the window and tells how far it is, `strip` shows that and
then what came of it. From there one comes to the lines that are no message
(`lines_dialog`), to what was concluded about the file (`correction_dialog`), and to the
columns of a table that nobody knows (`columns_dialog`).
"""
