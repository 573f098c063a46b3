#!/usr/bin/env python
"""Django's command line for Mafunzo."""

import gc
import os
import sys

if __name__ == "__main__":
    gc.disable()  # until every app is loaded (home/apps.py): an eighth of the time that starting takes
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
