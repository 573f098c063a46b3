"""`manage.py simulation_replay --check`, also `replay_runs`: prove that each run is the fold of its log."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.simulation.runs.models import Run
from assessments.simulation.runs.replay import differences, entries_of, fold_log


class Command(BaseCommand):
    help = (
        "Play the log of every run of a simulation anew and correct a state that differs; with --check write nothing, "
        "and end in status 1 on a difference."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Report differences and change nothing.")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        different = 0
        for one in differences():
            different += 1
            self.stdout.write(f"run {one.run.pk}: {', '.join(one.parts)}")
            if not check:
                state = fold_log(one.run, entries_of(one.run)).as_json()
                Run.objects.filter(pk=one.run.pk, seq=one.run.seq).update(state=state)
        summary = f"{different} of {Run.objects.count()} runs differ."
        if check and different:
            raise CommandError(summary)
        self.stdout.write(self.style.SUCCESS(summary))
