"""Formats of days and hours in each language (FORMAT_MODULE_PATH): the day first, then the month by its name, and 24
hours.

English is Django's own otherwise, which is that of the United States; Amharic, Somali and Afaan Oromo have nothing of
their own there.
"""
