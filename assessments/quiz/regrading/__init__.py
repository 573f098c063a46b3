"""Correcting a key: whose result it would change, and changing those results in the background."""
