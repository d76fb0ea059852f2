# SPDX-License-Identifier: Apache-2.0
"""The look of the program: themes, and small parts drawn in their colours."""
