"""The WSGI application that gunicorn serves."""

import gc
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from home.operation.bodies import whole

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

SLOTS = 32_000
"""Of 8 bytes each: what a frame has to claim so that the piece of stack it is given has room for
all calls of a request behind it.
"""


def roomy(answer: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """`answer`, called where the interpreter's stack has room for a whole request.

    Before 3.14 Python keeps frames in pieces of 16 KB and gives a piece back as soon as the call that needed it
    returns. A loop that happens to run at the end of one, such as that over the questions of a result, asks the system
    for memory with each call: measured, half of the time of such a page. Source:
    https://github.com/python/cpython/issues/142183.
    """

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return answer(environ, start_response)

    application.__code__ = application.__code__.replace(co_stacksize=SLOTS)
    return application


application = whole(get_wsgi_application())
if sys.version_info < (3, 14):
    application = roomy(application)

# What starting made stays to the end, so no collection of garbage has to walk through it: measured, a fifth of the time
# that Python takes for a page of a thousand learners. Such a page also makes more objects than the few hundred after
# which Python would look for garbage; what the higher threshold adds has not been measured by itself.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
