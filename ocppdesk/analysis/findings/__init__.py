# SPDX-License-Identifier: Apache-2.0
"""What is wrong, and how it is known: rules over what is seen of one charger.

`rules/` holds the rules, `resources/findings/` their texts, `known` what all of them
share, `engine` asks them and makes findings of their evidence.
"""
