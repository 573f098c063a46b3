#!/usr/bin/env python
"""Django's command line for Mafunzo."""

import gc
import os
import sys

if __name__ == "__main__":
    if sys.argv[1:] in (["--version"], ["version"]):
        from lms.version import VERSION

        sys.exit(print(f"Mafunzo {VERSION}"))
    gc.disable()  # until every app is loaded (home/apps.py): an eighth of the time that starting takes
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
    from django.conf import settings
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        settings.DEBUG  # noqa: B018  reads all of them
    except ModuleNotFoundError as error:
        sys.exit(f"DJANGO_SETTINGS_MODULE is not right: {error}.")
    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(
            f"The database did not do it: {str(error).strip()}\n"
            "See that it runs and that DATABASE_URL or MAFUNZO_DATA name the right one, and run “manage.py migrate”, "
            "which makes what a new database or version lacks. With --traceback this says where it happened."
        )
