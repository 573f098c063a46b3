"""Questions after a course: whether it is used at work, after three and six months, and a survey at its end.

From below upwards: `questions` (the fixed wording), `models`, `rules` (where it is asked), `links` (signed addresses),
`services` (the only writers), `notices`, `figures` (what a coordinator sees), `views`, `staff_views`, `admin`. The room
stands above reports, whose rules of small groups it uses; `lms.desks.indicators` counts its answers.
"""
