"""Exams: exceptions for people and cohorts, sittings in an invigilated room, tickets with a code,
and the board of who is where.
"""
