"""Subcommands of `manage.py certificates`, a module for each."""
