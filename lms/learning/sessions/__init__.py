"""Meetings of a cohort: classes, drills and simulation days, and their attendance. A plugin like any other, but for
`meetings`, on which rooms above it build.
"""
