"""`manage.py replay_runs --check`: the same as `simulation_replay`, which is there where simulations are plugged in."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Prove that the state of each run of a simulation is what its log says, or correct it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Report differences and change nothing.")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        call_command("simulation_replay", check=check, stdout=self.stdout, stderr=self.stderr)
