# SPDX-License-Identifier: Apache-2.0
"""The configuration of a charger: what a setting is, means, may be and was.

- `settings`: which setting (`Address`) and what is known of it (`Entry`)
- `keys`: the standard keys of 1.6, the variables of 2.x and vendors' keys, in words
- `values`: of what type a value is, why one is refused, when two are the same
- `reports`: recorded messages in, entries out (`ChargerSettings`)
- `differences`: two sets of entries side by side
- `pending`: edits that have not been sent
- `steps`: how reading and changing goes on
- `risks`: what a change may do to the charger and to who charges there
- `diagnosing`: the values to have while a fault is looked for
- `files`: entries as CSV and JSON

The parts are imported by their modules. Nothing here sends, reads a file or a clock.
"""
