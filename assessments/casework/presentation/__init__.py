"""Presentation of a case and its plays: the board, its chart, and sentences."""
