"""Background work of hand-ins. It starts from rows, and is done again by a job when it was lost."""

from lms.foundation.work.task import task

from . import bundles, scans


@task()
def make_bundle(pk: int) -> None:
    """Make the ZIP of a cohort’s work, or give marked files back."""
    bundles.make(pk)


@task()
def scan_file(pk: int) -> None:
    """Check a file for viruses."""
    scans.scan_file(pk)
