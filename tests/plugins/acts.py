"""`python -m tests.plugins.acts NAME …` plays acts of `playing` in the environment of an outside plugin,
and prints what each found.
"""

import gc
import json
import sys

import django

if __name__ == "__main__":
    gc.disable()  # until every app is loaded, as manage.py has it
    django.setup()
    from . import playing

    print(json.dumps([getattr(playing, name)() for name in sys.argv[1:]]))
