"""V14: a channel of a plugin that breaks keeps nobody from what comes by another one."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core import mail

from lms.desks.notices.delivery import sender
from lms.desks.notices.models import Delivery
from lms.foundation.plugins import channel
from lms.foundation.plugins.channel import SENT, Channel, Receipt, channels
from lms.foundation.plugins.notice import Occasion, tell
from tests.notices.test_telling import MORNING

from .mutation import held_by, instead


class Drum(Channel):
    slug = "drum"
    name = "Drum"
    uses = channel.PHONE

    def address(self, person):
        return ""

    def together(self):
        return MISDEEDS[self.misdeed]()

    def send(self, message, *, to, institution):
        return Receipt(SENT)


class Begins:
    def __enter__(self):
        raise SystemExit("no skin")

    def __exit__(self, *about):
        return True


@contextmanager
def ends():
    yield
    raise RuntimeError("no skin")


@contextmanager
def never():
    return
    yield


MISDEEDS = {"raises as it begins": Begins, "raises as it ends": ends, "never begins": never}


@pytest.fixture
def drum(monkeypatch, settings, tmp_path):
    settings.NOTICES_DIR = tmp_path / "notices"
    monkeypatch.setattr(channels, "_entries", dict(channels._entries))
    monkeypatch.setattr(channels, "_plugged", dict(channels._plugged))
    channels.register(Drum)


@pytest.mark.parametrize("misdeed", MISDEEDS)
def test_mails_go_out_where_another_channel_breaks_as_the_batch_begins_or_ends(
    drum, misdeed, wanjiru, course, monkeypatch
):
    monkeypatch.setattr(Drum, "misdeed", misdeed, raising=False)
    wanjiru.email = "w@example.org"
    wanjiru.save()

    def fails() -> bool:
        mail.outbox.clear()
        until = MORNING + timedelta(days=3)
        tell("withdrawn", [Occasion(wanjiru.pk, "1", MORNING, until, {"course": str(course.pk)})], now=MORNING)
        try:
            sender.sweep(now=MORNING)
        except BaseException:
            return True
        return len(mail.outbox) != 1 or Delivery.objects.get(channel="mail").state != "sent"

    held_by(instead(channel.guard, "answer_or", lambda call, ask, instead: ask()), attack=fails)
