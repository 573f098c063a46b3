"""Room on the interpreter's stack for a whole request. Needed until Mafunzo asks for Python 3.14: then delete this.

Before 3.14 Python keeps frames in pieces of 16 KB and gives a piece back as soon as the call that needed it returns. A
loop that happens to run at the end of one, such as that over the questions of a result, asks the system for memory
with each call: measured, half of the time of such a page. Source: https://github.com/python/cpython/issues/142183. No
setting of the interpreter changes it, so a code object is made that claims more room than it uses; 3.14 gets the
function as it is.
"""

import sys
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[..., Iterable[bytes]]
SLOTS = 32_000
"""Of 8 bytes each: what a frame has to claim so that the piece of stack it is given has room for
all calls of a request behind it.
"""
MENDED = (3, 14)
"""The first version of Python that keeps its pieces."""


def with_stack_room(answer: Application) -> Application:
    """Return `answer`, called where the interpreter's stack has room for a whole request."""
    if sys.version_info >= MENDED:
        return answer

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return answer(environ, start_response)

    application.__code__ = application.__code__.replace(co_stacksize=SLOTS)
    return application
