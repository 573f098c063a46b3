"""What the bank tells those who draw from it."""

from django.dispatch import Signal

bank_changed = Signal()
"""Sent in the transaction that writes or takes away many questions at once: `paths`, the paths of their categories.

Questions that are written one by one send Django's own signals.
"""
