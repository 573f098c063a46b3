"""Ends that a process was told to come to. Everything else that code of a plugin raises is a fault of it. Pure."""

import signal
from traceback import walk_tb


def is_exit_order(error: BaseException) -> bool:
    """Return whether `error` is an order to end: from the keyboard, or raised by a handler of a signal, as in
    workers.
    """
    if isinstance(error, Exception | KeyboardInterrupt):
        return isinstance(error, KeyboardInterrupt)
    handlers = {getattr(signal.getsignal(number), "__code__", None) for number in signal.valid_signals()}
    return any(frame.f_code in handlers for frame, _line in walk_tb(error.__traceback__))
