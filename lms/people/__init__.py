"""People: users, institutions, cohorts and roles, their sign-in, and the pages of administrators.

Floors from below: `directory`, `audit`, `identity`, `administration`.
Other rooms may import `directory`, the services of `audit`, `identity.factors.stepup` and
`administration.records.services`; addresses, tasks and the admin are registered in `apps`.
"""
