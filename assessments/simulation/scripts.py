"""What a run is played from: the script of its case, and its words in the language of whoever reads."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from assessments.casework import Case, Script, Texts, read_case, read_texts, script
from courses.catalogue.lookup import content, release
from lms.plugins.activity import activities
from lms.plugins.versions import opened

from .models import Run


def script_of(run: Run) -> Script:
    """The same run has the same script, always. No statement where this process has read its content before."""
    return _script(str(run.content_id), run.seed, run.mode)


def case_of(digest: str) -> Case:
    """The case of a content."""
    return read_case(definition_of(digest)["case"])


def texts_of(run: Run, language: str, country: str = "") -> Texts:
    """What people read of the case, in `language` where it is there, else in that of its source."""
    outline = release(run.release_id).outline
    entry = outline.by_id(str(run.activity_id))
    digest = str(run.content_id) if entry is None else entry.content(language, country, outline.source)
    return _texts(digest)


def definition_of(digest: str) -> Mapping[str, Any]:
    """In the present shape."""
    frozen: Mapping[str, Any] = opened(activities.get("simulation"), "definition", content(digest).definition)
    return frozen


@lru_cache(maxsize=256)
def _script(digest: str, seed: int, mode: str) -> Script:
    return script(case_of(digest), seed, mode)


@lru_cache(maxsize=64)
def _texts(digest: str) -> Texts:
    return read_texts(definition_of(digest)["texts"])
