"""The page “At a glance”: figures that matter with their trend, by country or academy, and what needs attention.

From below upwards: `counts` (from the kept sums of reports), `trends` (lines, and their words), `goals` (last values of
indicators), `views`. Whoever serves in a region sees totals alone, without small ones. Others import nothing.
"""
