# SPDX-License-Identifier: Apache-2.0
"""The view of sessions: what each use of a connector came to, and why."""
