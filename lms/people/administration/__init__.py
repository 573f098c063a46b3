"""Administration: pages on which administrators keep people, cohorts and institutions.

Floors from below: `records`, `crests`, `transfers`, `roster`, `sources`, `cards`, `stand_ins`, `merging`, `audit_log`,
`workspace`.
Other rooms may import `records.services`, the only writers of institutions, roles and cohorts.
"""
