"""Conversations between learners and the instructors of their cohorts. A plugin: institutions can switch it off.

Modules from below upwards: `models`, `participants` (today’s members), `matters` (subject of a question),
`read_marks`, `services` and `reports` (the only writers), `notices`, `links` and `tab` (ways from other pages),
the views. Others import nothing; `home` writes conversations of the demo with `services` and `reports`.
"""
