"""`python -m tests.bench.work MODULE FUNCTION [ARGUMENT…]`: call a function of this folder on the database that the
environment names. Arguments are JSON, and so is what it gives, which is printed.
"""

import json
import sys
from importlib import import_module

import django

import lms  # noqa: F401  first, since its task queue reads the settings while they are made

if __name__ == "__main__":
    django.setup()
    module, function, *arguments = sys.argv[1:]
    print(json.dumps(getattr(import_module(f"{__package__}.{module}"), function)(*map(json.loads, arguments))))
