"""The WSGI application that gunicorn serves."""

import gc
import logging
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from home.operation.checks import misspelt_variables
from home.operation.forks import close_before_fork
from home.operation.wsgi import begun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

gc.disable()  # until all is loaded: nothing of it is garbage
application = begun(get_wsgi_application())
for sentence in misspelt_variables():  # “manage.py check” says them, too, and every worker
    logging.getLogger("mafunzo").warning(sentence)

# What starting made stays to the end, so no collection of garbage has to walk through it: measured, a fifth of the time
# that Python takes for a page of a thousand learners. Such a page also makes more objects than the few hundred after
# which Python would look for garbage; what the higher threshold adds has not been measured by itself.
get_resolver().url_patterns  # noqa: B018  here, once for all processes, and not with the first request of each
close_before_fork()
gc.enable()
gc.unfreeze()  # what was frozen when the apps were ready: some of it is garbage
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
