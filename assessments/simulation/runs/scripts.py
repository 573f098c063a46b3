"""Scripts of runs: the script of a run's case, and its words in the language of the reader."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from assessments.casework import Case, Script, Texts, read_case, read_texts, script
from courses.catalogue.lookup import content, release
from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.versions import opened

from .models import Run


def script_of(run: Run) -> Script:
    """Return the script: the same run has the same script, always. No statement where this process has read its content
    before.
    """
    return _script(str(run.content_id), run.seed, run.mode, run.rules)


def case_of(digest: str) -> Case:
    """Return the case of a content."""
    return read_case(definition_of(digest)["case"])


def texts_of(run: Run, language: str, country: str = "") -> Texts:
    """Return the words of the case, in `language` where it is there, else in that of its source."""
    return _texts(digest_of(run, language, country))


def digest_of(run: Run, language: str, country: str = "") -> str:
    """Return the content that has those words."""
    outline = release(run.release_id).outline
    entry = outline.by_id(str(run.activity_id))
    return str(run.content_id) if entry is None else entry.content(language, country, outline.source)


def language_of(run: Run, digest: str, language: str) -> str:
    """Return the language of the words of a content of `digest_of`: `language`, or else that of the source."""
    outline = release(run.release_id).outline
    entry = outline.by_id(str(run.activity_id))
    contents = entry.contents if entry else {}
    found = {key.partition("-")[0] for key, content in contents.items() if content == digest}
    return next((code for code in (language, outline.source) if code in found), min(found, default=outline.source))


def definition_of(digest: str) -> Mapping[str, Any]:
    """Return the definition in the present shape."""
    frozen: Mapping[str, Any] = opened(activities.get("simulation"), "definition", content(digest).definition)
    return frozen


@lru_cache(maxsize=256)
def _script(digest: str, seed: int, mode: str, rules: int) -> Script:
    return script(case_of(digest), seed, mode, rules)


@lru_cache(maxsize=64)
def _texts(digest: str) -> Texts:
    return read_texts(definition_of(digest)["texts"])
