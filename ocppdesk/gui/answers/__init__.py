# SPDX-License-Identifier: Apache-2.0
"""The page that answers a technician's five questions of the chosen charger."""
