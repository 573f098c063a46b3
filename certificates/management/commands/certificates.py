"""`manage.py certificates ACTION`: each module of `certificates.management` is an action.

Such a module has `HELP`, a text, `add_arguments(parser)`, and `run(command, **options)`, which writes to
`command.stdout` and raises `CommandError`.
"""

import pkgutil
from argparse import ArgumentParser
from importlib import import_module
from types import ModuleType

from django.core.management.base import BaseCommand

from certificates import management


class Command(BaseCommand):
    help = "Looks after certificates: keys, the register and files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name, module in _actions().items():
            module.add_arguments(actions.add_parser(name, help=module.HELP, description=module.HELP))

    def handle(self, *args: object, action: str, **options: object) -> None:
        _actions()[action].run(self, **options)


def _actions() -> dict[str, ModuleType]:
    names = [one.name for one in pkgutil.iter_modules(management.__path__) if not one.ispkg]
    return {name: import_module(f"{management.__name__}.{name}") for name in names}
