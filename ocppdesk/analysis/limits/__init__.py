# SPDX-License-Identifier: Apache-2.0
"""What a charger was allowed to draw: instructions, limit in force, offer, flow.

- `limits`: messages go in, `answers` come out; `state` is what is known in between
- `commands` and `cap_commands` read what a CSMS tells, `reports` what a charger does,
  both with `exchanges`; `transactions`, `readings` and `offers` keep what they say
- `profile`, `schedule`, `installed` and `supply`: what profiles are and how amps and
  watts go together; `in_force` combines them, `history` says how that went
- `allowances` with `told_answers`, `measured_answers`, `remarks`, `standing`,
  `comparing`, `summary` and `words`: from what is known to the four answers
"""
