# SPDX-License-Identifier: Apache-2.0
"""What a charger was allowed to draw: instructions, limit in force, offer, flow."""
