"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

application = get_wsgi_application()

# What starting made stays to the end, so no collection of garbage has to walk through it; and a page of a thousand learners makes more
# objects than the few hundred after which Python would look for garbage. Measured: a fifth of such a page's time.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
