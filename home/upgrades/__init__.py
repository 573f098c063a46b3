"""Versions of the database, and its way from one to the next."""
