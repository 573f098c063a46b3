"""Backups: the whole installation as one encrypted file, and its way back.

Floors from below: `encryption` (the format age), `places` (folders and buckets), `contents` (what is in a set),
`sets` (how a set is written and read), `restoring`, and `notes` (what `/health/` knows, which sets are kept).
"""
