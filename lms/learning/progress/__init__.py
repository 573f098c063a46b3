"""Progress: enrolments, attempts, the journal of events, and the player of activities.

Floors from below: `models`, `notices`, `completion`, `access`, `enrolments`, `journal`, `player`.
Other rooms may import `models` and `journal.services`, the only writers of attempts; pages of staff import the
services of `enrolments` and `access`, too.
"""
