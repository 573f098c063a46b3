"""Learning: enrolments and attempts of learners, and the sessions of their cohorts.

Floors from below: `progress`, then `sessions`, which is a plugin.
Other rooms may import the services and models of `progress`, and `meetings` and `choices` of `sessions`.
"""
