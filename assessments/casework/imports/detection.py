"""Choice of the reader of a file, by its bytes, never by its name. Pure."""

from lms.foundation.interface.decoding import decoded
from lms.foundation.interface.packages import is_zip

from .h5p import read_h5p
from .story import Story, Unreadable
from .twee import is_twee, read_twee
from .twine import is_twine, read_twine

LONGEST_TEXT = 5_000_000
"""Bytes of a file that is no package."""


def read_story(data: bytes) -> Story:
    """Return the story of a file of Twine or H5P. Raises `Unreadable`."""
    if is_zip(data):
        return read_h5p(data)
    if len(data) > LONGEST_TEXT:
        raise Unreadable("large", most=LONGEST_TEXT)
    text = decoded(data)[0]
    if is_twine(text):
        return read_twine(text)
    if is_twee(text):
        return read_twee(text)
    raise Unreadable("unknown")
