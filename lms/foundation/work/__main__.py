"""Prints the schedule as JSON.

The scheduler runs this as a program, so that it need not keep tasks and models itself.
"""

import sys

from celery.signals import beat_init

from lms.celery import app

from .schedule import entries, to_json

if __name__ == "__main__":
    app.loader.import_default_modules()
    beat_init.send(sender=app)  # what looks at the start of the scheduler is loaded here, and not there
    sys.stdout.write("\n" + to_json(entries()) + "\n")
