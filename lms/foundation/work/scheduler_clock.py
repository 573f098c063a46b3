"""The scheduler's clock: the one that sends what is due goes on where the clock of the machine is put back."""

from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):
    """Celery's, which waits until a clock that was put back has come to where it was.

    What was sent at an hour that has not come yet counts as sent now; after a restart too, since the hours are kept in
    a file.
    """

    def tick(self, *args: object, **options: object) -> float:
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at > entry.default_now()]
        for entry in ahead:
            entry.last_run_at = entry.default_now()
        if ahead:
            self._heap = None
        seconds: float = super().tick(*args, **options)
        return seconds
