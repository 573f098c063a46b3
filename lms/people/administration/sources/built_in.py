"""The two sources of people that are always there: a file that is uploaded, and an address that answers with JSON."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import InstitutionSetting
from lms.foundation.plugins.people_sources.rows import MOST_BYTES, NotRead
from lms.foundation.plugins.people_sources.source import FILE, PeopleSource, people_sources
from lms.foundation.work.sandbox import MEGABYTE, Failed, Limits, TooHeavy, run_in_sandbox

from ...identity.sso.http.client import Unreachable, fetch

SECONDS = 60.0
LIMITS = Limits(computing=30, waiting=90.0, memory=200 * MEGABYTE)
NO_LIST = "The answer is no list of people in JSON: [{…}, …] or {“people”: [{…}, …]}."


class FileList(PeopleSource):
    slug = FILE
    name = _("File")

    def read(self, options: Mapping[str, Any]) -> bytes:
        """Return the file as it was uploaded."""
        data: bytes = options[FILE]
        return data


class JsonAddress(PeopleSource):
    """An address that answers with a list of objects, such as that of a personnel registry."""

    slug = "json"
    name = _("JSON address")
    fields = (
        InstitutionSetting(
            "address",
            _("Address"),
            _("The address answers with a list of objects, whose names are read like the columns of a file."),
            kind="address",
        ),
        InstitutionSetting("token", _("Token"), _("Sent as “Authorization: Bearer”. Empty: none."), secret=True),
    )

    def read(self, options: Mapping[str, Any]) -> Iterator[Mapping[str, object]]:
        """Yield an object for each person. The answer is read in a process of its own. Raises `NotRead`."""
        token = options["token"].reveal()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        hosts = tuple(settings.PEOPLE_SOURCE_INTERNAL_HOSTS)
        try:
            answer = fetch(options["address"], headers=headers, seconds=SECONDS, internal=hosts, most=MOST_BYTES)
        except Unreachable as error:
            raise NotRead(str(error)) from error
        if answer.status != 200:
            raise NotRead(f"The address answers with the status {answer.status}.")
        try:
            yield from run_in_sandbox(partial(_people_in, answer.body), limits=LIMITS)
        except (TooHeavy, Failed) as error:
            raise NotRead(NO_LIST) from error


def _people_in(body: bytes) -> Iterable[Mapping[str, object]]:
    """Return the objects of a JSON list, or of the list called “people”. Raises `ValueError` for anything else."""
    said = json.loads(body)
    people = said.get("people") if isinstance(said, dict) else said
    if not isinstance(people, list) or not all(isinstance(one, dict) for one in people):
        raise ValueError(NO_LIST)
    return people


def register() -> None:
    """Add them, when the app is ready."""
    people_sources.register(FileList)
    people_sources.register(JsonAddress)
