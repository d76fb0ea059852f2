# SPDX-License-Identifier: Apache-2.0
"""The connection doctor: why connections end, and whether the port can be reached."""
