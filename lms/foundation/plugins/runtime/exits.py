"""Ends that a process was told to come to. Everything else that code of a plugin raises is a fault of it. Pure."""

import signal
from traceback import walk_tb


def is_told(error: BaseException) -> bool:
    """Is `error` an order to end: from the keyboard, or raised where a signal was received, as workers do?"""
    if isinstance(error, Exception | KeyboardInterrupt):
        return isinstance(error, KeyboardInterrupt)
    handlers = {getattr(signal.getsignal(number), "__code__", None) for number in signal.valid_signals()}
    return any(frame.f_code in handlers for frame, _line in walk_tb(error.__traceback__))
