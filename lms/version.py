"""Version of Mafunzo, which is stated here alone."""

VERSION = "0.3.0.dev0"
OLDEST_PROGRAM = "0.2.0"
"""Oldest program that runs on the tables of this version: that of the release before (docs/run/upgrading.md)."""
