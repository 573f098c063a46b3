"""When a cohort meets: classes, drills and simulation days, and who came. A plugin like any other, but for `meetings`,
on which rooms above it build.
"""
