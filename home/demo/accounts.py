"""One sign-in per role of the demo school, with passwords that can be read aloud; kept in the data folder,
never in the repository.
"""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from lms.people.directory.models import User

WORDS = (
    "acacia",
    "amber",
    "baobab",
    "basket",
    "cedar",
    "clay",
    "coffee",
    "coral",
    "cotton",
    "drum",
    "dune",
    "eagle",
    "ember",
    "fern",
    "ginger",
    "granite",
    "harbour",
    "heron",
    "indigo",
    "ivory",
    "jasmine",
    "kettle",
    "lantern",
    "lake",
    "linen",
    "mango",
    "maple",
    "millet",
    "mint",
    "mountain",
    "nutmeg",
    "olive",
    "orchid",
    "papaya",
    "pepper",
    "plateau",
    "quartz",
    "reed",
    "ridge",
    "river",
    "saffron",
    "sandal",
    "savanna",
    "sesame",
    "shore",
    "silver",
    "spring",
    "stork",
    "tamarind",
    "teal",
    "thistle",
    "valley",
    "velvet",
    "weaver",
    "willow",
    "zebra",
)
SHOWN = (
    "learner",
    "learner (Arabic)",
    "instructor",
    "coordinator",
    "regional coordinator",
    "administrator",
    "editor",
    "reviewer",
    "superuser",
)


def file() -> Path:
    return Path(settings.DATA_DIR) / "sign-ins.json"


def password() -> str:
    """Return three words and a number: about 23 bits, enough on one's own machine where sign-in is throttled."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(3)), str(secrets.randbelow(90) + 10)])


def give(roles: Mapping[str, User]) -> list[dict[str, str]]:
    """Return a new password to everybody in `roles`; returns what to write down."""
    entries = []
    for role in SHOWN:
        person, secret = roles[role], password()
        person.set_password(secret)
        person.save(update_fields=["password"])
        entries.append({"role": role, "username": person.service_number, "password": secret})
    return entries


def write(entries: list[dict[str, str]], *, address: str) -> None:
    """Keep the sign-ins where only the owner of the installation reads them."""
    text = json.dumps([{**entry, "address": address} for entry in entries], indent=2, ensure_ascii=False)
    file().touch(mode=0o600)
    file().write_text(text + "\n", encoding="utf-8")


def read() -> list[dict[str, str]]:
    """Return the sign-ins as they were written; none where there are none."""
    return json.loads(file().read_text(encoding="utf-8")) if file().exists() else []
