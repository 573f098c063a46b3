"""`manage.py migrate`: Django's own, in less time."""

from typing import Any

from django.core.management.commands import migrate

from home.operation.garbage_collection import rare_garbage_collection


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with rare_garbage_collection():
            super().handle(*args, **options)
