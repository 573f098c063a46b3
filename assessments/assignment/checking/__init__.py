"""Checks of files that somebody sent: kind, content, viruses. Nothing here knows a hand-in."""
