# SPDX-License-Identifier: Apache-2.0
"""Stories: what happened on a connector from first use until it is free again."""
