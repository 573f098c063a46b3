"""Each law on channels catches the breach that it is there for."""

import pytest

from lms.foundation.plugins.channel import LATER, OWN, PHONE, SENT, Channel, Receipt, channels, sound_receipt
from lms.foundation.plugins.contract import messages, sample_rows
from lms.foundation.plugins.contract.breach import Breach
from lms.foundation.plugins.runtime.guard import Rule, protect

pytestmark = pytest.mark.once


class Pigeon(Channel):
    slug = "toy_pigeon"
    name = "Pigeon"
    uses = PHONE
    longest: object = 80
    reached: object = ""
    costs: object = 1
    gives: object = Receipt(SENT, reference="feather")

    def address(self, person):
        return self.reached

    def cost(self, text):
        return self.costs

    def send(self, message, *, to, institution):
        return self.gives.pop(0) if isinstance(self.gives, list) else self.gives


def made(**changes):
    pigeon = Pigeon()
    for name, value in changes.items():
        setattr(pigeon, name, value)
    return pigeon


class TestWhomItReaches:
    def said(self, **changes):
        messages.says_whom_it_reaches(made(**changes), sample_rows.make().under_way.learner)

    def test_one_without_addresses_is_a_breach(self, db):
        class Owl(Pigeon):
            address = Channel.address

        learner = sample_rows.make().under_way.learner
        with pytest.raises(Breach, match="no function “address”"):
            messages.says_whom_it_reaches(Owl(), learner)
        owl = Owl()
        owl.uses = OWN
        messages.says_whom_it_reaches(owl, learner)

    @pytest.mark.parametrize("changes", [{}, {"longest": None}, {"reached": "roof"}, {"costs": 3}])
    def test_a_sound_one_breaks_no_law(self, db, changes):
        self.said(**changes)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"name": " "}, "has no name"),
            ({"uses": "roof"}, "uses “roof”"),
            ({"longest": 20}, "takes 20 characters"),
            ({"reached": None}, "as an address"),
            ({"costs": 0}, "costs 0 messages"),
        ],
    )
    def test_anything_else_is_a_breach(self, db, changes, sentence):
        with pytest.raises(Breach, match=sentence):
            self.said(**changes)


class TestSending:
    def sent(self, **changes):
        messages.is_sent_once(made(**changes), "roof", sample_rows.institution())

    @pytest.mark.parametrize("gives", [Receipt(SENT), Receipt(LATER), Receipt("failed", bad_address=True)])
    def test_any_sound_receipt_will_do(self, db, gives):
        self.sent(gives=gives)

    @pytest.mark.parametrize(
        ("gives", "sentence"),
        [
            ("sent", "what is no receipt"),
            (Receipt("posted"), "no state of a message"),
            (Receipt(LATER, bad_address=True), "cannot be sent to later"),
            (Receipt(SENT, cost=-1), "no receipt"),
            ([Receipt(SENT, reference="1"), Receipt(SENT, reference="2")], "went out already"),
        ],
    )
    def test_anything_else_is_a_breach(self, db, gives, sentence):
        with pytest.raises(Breach, match=sentence):
            self.sent(gives=gives)


class TestAChannelThatBreaks:
    def test_leaves_it_open_whether_the_message_went_out(self, caplog):
        class Lost(Pigeon):
            def send(self, message, *, to, institution):
                raise RuntimeError("no pigeon")

        lost = Lost()
        protect(lost, "toy", "channel", channels.rules)
        receipt = lost.send(None, to="roof", institution=None)
        assert (receipt.state, receipt.unknown) == (LATER, True)
        assert "the plugin “toy” broke: channel toy_pigeon.send" in caplog.text

    def test_every_function_of_the_socket_has_its_rule(self):
        asked = {name for name in vars(Channel) if not name.startswith("_") and callable(getattr(Channel, name))}
        assert asked == set(channels.rules) and all(isinstance(rule, Rule) for rule in channels.rules.values())
        assert sound_receipt(Receipt(SENT)) == Receipt(SENT)
