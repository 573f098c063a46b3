"""Desks: the rooms where people work with what learners do, above the learning itself.

Rooms, side by side, of which none imports another: `reporting`, `teaching`, `notices`, `conversations`, `privacy`,
`calendar`, `search` and `offline`. Each has a description of its folders in its own `__init__.py`.
Other floors import the demo's and the operation's exceptions only: see each room.
"""
