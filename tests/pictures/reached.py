"""`python -m tests.pictures.reached`: a line for each kind of page that nothing in the demo school leads to or that
does not answer 200.

Without a browser, so that the tests can afford it. `MAFUNZO_DATA` names the folder of the demo school.
"""

import gc
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
gc.disable()  # until every app is loaded, as manage.py has it
django.setup()

from django.test import Client, override_settings  # noqa: E402

from home.demo import accounts  # noqa: E402
from lms.people.directory.models import User  # noqa: E402

from .kinds import KINDS, Kind, missing_link  # noqa: E402
from .newcomers import arrive  # noqa: E402


def fault(kind: Kind, client: Client) -> str | None:
    """What is wrong on the way to `kind`."""
    answers = []

    def opened(address: str) -> str:
        answer = client.get(address, follow=True)
        answers.append(answer.status_code)
        return answer.content.decode()

    gone = missing_link(kind, opened)
    if gone:
        return f"{kind.name}: no link to {gone}"
    status = 404 if kind.name == "not-found" else 200
    return None if answers[-1] == status else f"{kind.name}: {answers[-1]}"


@override_settings(ALLOWED_HOSTS=["testserver"])
def main() -> None:
    numbers = {entry["role"]: entry["username"] for entry in accounts.read()} | {
        who: number for who, (number, _) in arrive().items()
    }
    for kind in KINDS:
        client = Client()
        if kind.who:
            client.force_login(
                User.objects.get(service_number=numbers[kind.who]),
                backend="lms.people.identity.sessions.backends.ServiceNumberBackend",
            )
        if line := fault(kind, client):
            print(line)


if __name__ == "__main__":
    main()
