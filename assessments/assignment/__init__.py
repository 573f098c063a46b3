"""Hand-ins: a learner writes, adds files, and hands in; people mark it at the desk of the quiz.

An attempt is a sitting with one question (`work`): rubric, markers, contests and exceptions are those of the quiz.
Modules, from below upwards: `checking` (files by kind, content and viruses), `models`, `activity`, `scans` and
`services` (the only writers), then the views. A plugin like any other: nobody imports it.
"""
