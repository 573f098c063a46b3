"""The outline of a release, as values: what a course consists of and which content is whose. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from .texts import Text, choose


@dataclass(frozen=True)
class Entry:
    """One activity in an outline.

    `contents` maps a language ("fr"), or a language and a country ("fr-DJ"), to a digest.
    """

    id: str
    slug: str
    kind: str
    titles: Mapping[str, str]
    minutes: int = 0
    required: bool = True
    weight: float = 1.0
    contents: Mapping[str, str] = field(default_factory=dict)
    older: tuple[str, ...] = ()
    """Languages in which the content is older than the source it was translated from."""

    def content(self, language: str, country: str, fallback: str) -> str:
        """The digest for a reader of `language` in `country`, else in the language `fallback`, else in any."""
        for code in (language, fallback):
            for key in (f"{code}-{country}", code):
                if key in self.contents:
                    return self.contents[key]
        return next(iter(self.contents.values()))

    def title(self, language: str, fallback: str) -> Text:
        return choose(self.titles, (language, fallback))


@dataclass(frozen=True)
class Outline:
    """A course as it was frozen: texts per language, languages it is complete in, and activities in order."""

    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    objectives: Mapping[str, list[str]]
    source: str
    minutes: int
    validity_months: int
    activities: tuple[Entry, ...]
    older: tuple[str, ...] = ()
    """Languages in which title, summary and objectives are older than the source they were translated from."""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Outline":
        entries = tuple(Entry(**{**entry, "older": tuple(entry.get("older", ()))}) for entry in data["activities"])
        return cls(**{**data, "activities": entries, "older": tuple(data.get("older", ()))})

    def write(self) -> dict[str, Any]:
        """As JSON; `read` gives it back.

        Where nothing is older nothing is said of it: such a course has the digest that it had before.
        """
        written = asdict(self)
        return _without_empty_older(
            {**written, "activities": [_without_empty_older(entry) for entry in written["activities"]]}
        )

    @property
    def required(self) -> list[str]:
        """Ids of the required activities, in order."""
        return [entry.id for entry in self.activities if entry.required]

    @property
    def weights(self) -> dict[str, float]:
        """What each activity weighs in the course's score, by its id.

        Optional ones do not count: to try one never costs anything.
        """
        return {entry.id: entry.weight for entry in self.activities if entry.required and entry.weight > 0}

    @property
    def languages(self) -> list[str]:
        return list(self.titles)

    def by_slug(self, slug: str) -> Entry | None:
        return next((entry for entry in self.activities if entry.slug == slug), None)

    def by_id(self, activity: str) -> Entry | None:
        return next((entry for entry in self.activities if entry.id == activity), None)


def _without_empty_older(written: dict[str, Any]) -> dict[str, Any]:
    return {
        name: list(value) if name == "older" else value for name, value in written.items() if name != "older" or value
    }
