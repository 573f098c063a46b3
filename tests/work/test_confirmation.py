"""Commands that delete, send or correct ask first, or take `--now`."""

import os
import pty
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from lms.foundation.work.confirmation import ConfirmedCommand
from lms.people.directory.models import User

ASKS = {"bounces", "end_sessions", "notices", "rebuild_progress", "retention", "send_mails"}


@pytest.fixture
def types(monkeypatch):
    """Gives a terminal as standard input, into which somebody types."""
    opened = []

    def at(text: str) -> None:
        outside, inside = pty.openpty()
        os.write(outside, text.encode())
        file = os.fdopen(inside)
        opened.extend((outside, file))
        monkeypatch.setattr("sys.stdin", file)

    yield at
    for outside, file in zip(opened[::2], opened[1::2], strict=True):
        os.close(outside)
        file.close()


@pytest.mark.once
def test_these_commands_ask():
    ours = {name: app for name, app in get_commands().items() if app.split(".")[0] in ("lms", "home", "certificates")}
    asks = {name for name, app in ours.items() if isinstance(load_command_class(app, name), ConfirmedCommand)}
    assert asks == ASKS


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ASKS))
def test_without_a_terminal_and_a_word_nothing_is_done(name, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("yes\n"))
    User.objects.create(service_number="KE-1", name="Achieng")
    with pytest.raises(CommandError, match=r"This \w+ .*\. Nothing was done: add --now\."):
        call_command(name, *["--all"] * (name == "end_sessions"), stdout=StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "is_done"), [("yes\n", True), (" YES \n", True), ("no\n", False), ("\n", False), ("\x04", False)]
)
def test_on_a_terminal_the_word_yes_does_it_and_no_other(types, word, is_done):
    User.objects.create(service_number="KE-1", name="Achieng")
    types(word)
    out = StringIO()
    if is_done:
        call_command("end_sessions", "--all", stdout=out)
    else:
        with pytest.raises(CommandError, match="Nothing was done"):
            call_command("end_sessions", "--all", stdout=out)
    assert "This signs 1 people out everywhere. Type “yes” to do it: " in out.getvalue()
    assert ("people ended." in out.getvalue()) == is_done
