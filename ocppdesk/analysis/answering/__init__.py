# SPDX-License-Identifier: Apache-2.0
"""The five questions of a technician, and what the messages say to them (7.14)."""
