# SPDX-License-Identifier: Apache-2.0
"""What messages mean together: samples, stories, limits, findings.

Pure and incremental: recorded messages of one charger go in, in the order of their
numbers, and facts come out, the same for a charger that talks now and for a capture.
"""
