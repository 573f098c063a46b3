"""Observation checklists: an instructor notes how somebody does a practical task, and the learner acknowledges it.

A plugin like any other: nobody imports it.
"""
