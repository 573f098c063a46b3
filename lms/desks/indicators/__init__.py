"""Indicators of a programme: what is counted, targets, and values that are sealed with the list of what they count.

From below upwards: `rules` (a definition as values; pure), `models`, `counting` (facts behind a value, and what a value
comes to), `sealing` (hash, signature and chain), `listing` (the rows), `services` (the only writers), `evidence` (what
an auditor checks), `cells` and `overview` (what a reader sees), `exports`, `views`. The room stands above reports,
certificates and assessments, whose rules of small groups, keys and tests it uses; the demo of `home` calls `services`.
Others import nothing.
"""
