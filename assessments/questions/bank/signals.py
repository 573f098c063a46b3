"""Signals of the bank to rooms that draw from it."""

from django.dispatch import Signal

bank_changed = Signal()
"""Sent in the transaction that writes or moves many published questions at once: `paths`, the paths of their
categories, `why`, `by`.

Questions that are written one by one send Django's own signals.
"""
