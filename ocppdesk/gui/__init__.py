# SPDX-License-Identifier: Apache-2.0
"""The window: views of a capture, and the doors to the embedded CSMS.

Every view reads the capture through a `CaptureReader`. `Bridge` alone turns what
happens in the engine's thread into signals, at most one batch every 66 ms.
"""
