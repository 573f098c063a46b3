"""Sessions of cohorts: classes, drills and simulation days, and their attendance. A plugin.

`meetings` and `choices` lie at the bottom; `models` and services stand on them, views on top; `sockets` holds what is
registered for other rooms. Rooms above import `meetings` and `choices` alone.
"""
