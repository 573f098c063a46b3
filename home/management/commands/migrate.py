"""`manage.py migrate`: Django's own, in less time."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from home.operation.fresh_database import create_tables
from home.operation.garbage_collection import rare_garbage_collection


class Command(migrate.Command):
    def handle(self, *args: object, **options: Any) -> None:
        everything = not (options["app_label"] or options["plan"] or options["check_unapplied"] or options["fake"])
        with rare_garbage_collection():
            made = everything and create_tables(connections[options["database"]])
            if made and options["verbosity"]:
                self.stdout.write("  Made all tables of an empty database at once.")
            super().handle(*args, **options)
