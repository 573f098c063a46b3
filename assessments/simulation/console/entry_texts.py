"""Entries of the log of a run in sentences, for those who run, evaluate or debrief it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ..runs.models import LogEntry
from ..runs.names import Words

Data = Mapping[str, Any]


def sentence(words: Words, entry: LogEntry) -> str:
    """Describe the entry, without its author; the words that were written with it are in `written`."""
    told = _SENTENCES.get(entry.verb)
    return told(words, entry.data) if told else entry.verb


def entry_text(entry: LogEntry) -> str:
    """Return the reason, message or note of an entry."""
    return str(entry.data.get("reason") or entry.data.get("text") or "")


def _decide(words: Words, data: Data) -> str:
    decision = str(data.get("decision"))
    named = {"question": words.question(decision), "option": words.option(decision, str(data.get("option")))}
    return _("Decided “%(question)s”: %(option)s") % named


def _receive(words: Words, data: Data) -> str:
    form = {"form": words.form(str(data.get("form")))}
    return _("Accepted “%(form)s”") % form if data.get("accept") else _("Returned “%(form)s”") % form


def _say(words: Words, data: Data) -> str:
    to = data.get("to")
    seats = words.seats([to] if isinstance(to, str) else to or ())
    if data.get("as"):
        return _("As %(character)s to %(seats)s") % {"character": data["as"], "seats": seats}
    return _("Message to %(seats)s") % {"seats": seats}


def _hold(words: Words, data: Data) -> str:
    inject = {"inject": data.get("inject")}
    return (
        _("Inject %(inject)s is sent at its time again") % inject
        if data.get("held") is False
        else _("Held inject %(inject)s back") % inject
    )


def _share(words: Words, data: Data) -> str:
    to = data.get("to")
    seats = words.seats([to] if isinstance(to, str) else to or ())
    return _("Passed “%(card)s” on to %(seats)s") % {"card": words.card(str(data.get("card"))), "seats": seats}


def _opened(words: Words, data: Data) -> str:
    card = {"card": words.card(str(data.get("card")))}
    return _("Read a message") if "message" in data else _("Read “%(card)s”") % card


_SENTENCES: Mapping[str, Callable[[Words, Data], str]] = {
    "decide": _decide,
    "receive": _receive,
    "say": _say,
    "hold": _hold,
    "share": _share,
    "send": lambda words, data: _("Sent “%(form)s”") % {"form": words.form(str(data.get("form")))},
    "opened": _opened,
    "fire": lambda words, data: _("Sent inject %(inject)s") % {"inject": data.get("inject")},
    "judge": lambda words, data: _("Set marks for “%(form)s”") % {"form": words.form(str(data.get("form")))},
    "tick": lambda words, data: _("Closed the turn"),
    "pause": lambda words, data: _("Paused"),
    "resume": lambda words, data: _("Continued"),
    "finish": lambda words, data: _("Finished the play"),
    "close": lambda words, data: _("Closed the run"),
    "note": lambda words, data: _("Note"),
}
