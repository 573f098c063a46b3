"""The story of a file, read in a process of its own, since anybody may have written it."""

from dataclasses import asdict
from functools import partial
from typing import Any

from assessments.casework import Finding
from assessments.casework.imports import Link, Passage, Story, Unreadable, read_story
from lms.foundation.work.uploads import UnreadableUpload, read_in_sandbox


def read(data: bytes) -> Story:
    """Raise `Unreadable`, with `why` “heavy” where reading took too much time or memory."""
    try:
        found = read_in_sandbox(partial(_told, data))
    except UnreadableUpload as error:
        raise Unreadable("heavy") from error
    if "why" in found:
        raise Unreadable(found["why"], **found["values"])
    passages = tuple(_passage(**each) for each in found["passages"])
    return Story(found["kind"], found["title"], passages, tuple(Finding(**each) for each in found["findings"]))


def _told(data: bytes) -> dict[str, object]:
    try:
        return asdict(read_story(data))
    except Unreadable as bad:
        return {"why": bad.why, "values": dict(bad.values)}


def _passage(*, links: list[dict[str, Any]], **words: str) -> Passage:
    return Passage(links=tuple(Link(**each) for each in links), **words)
