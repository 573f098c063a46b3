"""Spaced refreshers: after a course, a few of its questions come back, voluntarily, and counted apart."""
