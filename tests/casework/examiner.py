"""The figures of *The guesthouse* worked out by hand, from the log of a live run that is over and the paper of the
case: no function of the engine, and nothing of the definition, is asked.
"""

from collections.abc import Iterable, Mapping
from typing import Any

DAY = 1440
ENDS = 10 * DAY
NEVER = ENDS + 1
VICTIMS = ("hana", "mulu", "yonas", "sami")
NEED = {"c_trace": {"investigator", "prosecutor"}, "c_threat": {"investigator", "coordinator"}}
"""Who needs a card; all others are free to pass on."""
EVIDENCE = {
    ("assess", "joint"): (240, 1),
    ("inspect", "joint"): (0, 1),
    ("border", "share"): (0, 1),
    ("advice", "early"): (0, 1),
    ("boy", "nurse"): (0, 1),
    ("rescue", "planned"): (720, 1),
    ("scene", "full"): (0, 3),
    ("suspect", "plan"): (0, 1),
    ("wages", "owed"): (0, 1),
    ("trace", "joined"): (0, 1),
    ("alert", "screen"): (0, 1),
    ("second", "joint"): (0, 1),
    ("assets", "restrain"): (0, 1),
    ("channel", "both"): (DAY, 1),
}
"""By decision and option: after how many minutes how many pieces come."""
DANGER = {
    ("assess", "go"): (120, 2),
    ("assess", "wait"): (0, 1),
    ("inspect", "alone"): (720, 2),
    ("border", "cancel"): (0, 1),
    ("money", "freeze"): (0, 1),
    ("ready", "ring"): (0, 1),
    ("boy", "talk"): (0, 1),
    ("rescue", "mass"): (240, 1),
    ("rescue", "observe"): (3 * DAY, 2),
    ("place", "now"): (120, -1),
    ("place", "status"): (2 * DAY, 1),
    ("interpreter", "cousin"): (0, 1),
    ("suspect", "confront"): (0, 2),
    ("suspect", "release"): (0, 2),
    ("stay", "hold"): (0, 1),
    ("stay", "remove"): (0, 2),
    ("age", "test"): (0, 1),
    ("interview", "each"): (720, 1),
    ("interview", "tonight"): (0, 1),
    ("alert", "follow"): (0, 1),
    ("channel", "private"): (0, 1),
    ("conference", "chair"): (0, -1),
    ("home", "keep"): (0, 1),
    ("threat", "plan"): (0, -1),
    ("threat", "silent"): (0, 2),
    ("threat", "all"): (0, 2),
    ("family", "give"): (0, 1),
}
TALKS = {
    ("interpreter", "cousin"): (0, 1, ("hana",)),
    ("interpreter", "none"): (0, 1, ("hana",)),
    ("age", "paper"): (0, 1, ("mulu",)),
    ("wages", "ask"): (0, 1, VICTIMS),
    ("interview", "one"): (DAY, 1, VICTIMS),
    ("interview", "each"): (720, 3, VICTIMS),
    ("interview", "tonight"): (0, 2, VICTIMS),
}
"""After how many minutes how many talks about the facts, with whom."""
CHANNELS = {"both": "right", "mla": "slow", "private": "wrong"}
TOLD_TOO_MANY = (("ready", "ring"), ("trace", "all"), ("conference", "mail"), ("threat", "all"))


class Sheet:
    """What an examiner writes down: who decided what at which minute, and what closed when nobody did."""

    def __init__(self, log: Iterable[Mapping[str, Any]]) -> None:
        self.log = list(log)
        entries = [line for line in self.log if line["verb"] == "decide"]
        self.made = {line["data"]["decision"]: (line["data"]["option"], line["at"]) for line in entries}
        self._assess()
        self._rescue()
        self._after_the_rescue()
        self._money()
        self._later()

    def closes(self, decision: str, opens: int, after: int, default: str) -> None:
        """What happens to a decision that is asked from the minute `opens` on, where nobody decides it."""
        if decision not in self.made and opens + after <= ENDS:
            self.made[decision] = (default, opens + after)

    def at(self, decision: str, option: str, takes: int = 0) -> int:
        """When it came about that this was decided; `NEVER` where it was not."""
        made, minute = self.made.get(decision, ("", 0))
        return minute + takes if made == option and minute + takes <= ENDS else NEVER

    def sent(self, form: str, enough: float) -> int:
        """When a form was first sent with that many marks in it."""
        lines = [line for line in self.log if line["verb"] == "send" and line["data"]["form"] == form]
        return min((one["at"] for one in lines if sum(one["data"]["marks"].values()) >= enough), default=NEVER)

    def _assess(self) -> None:
        self.closes("assess", 0, DAY, "wait")
        early = (self.at("assess", "go", 120), self.at("inspect", "alone", 720), self.at("money", "freeze"))
        self.warned = min(*early, self.at("boy", "talk"))

    def _rescue(self) -> None:
        self.closes("rescue", min(self.at("assess", "joint", 240), self.warned, 3 * DAY), 2 * DAY, "mass")
        planned = self.at("rescue", "planned", 720)
        self.found = min(planned, self.at("rescue", "mass", 240), self.at("rescue", "observe", 3 * DAY))
        if planned == NEVER and self.found <= ENDS:
            self.closes("place", self.found, DAY, "status")
        self.safe = min(planned, self.at("place", "now", 120), self.at("place", "status", 2 * DAY))
        self.moved = self.warned + 360 if self.warned + 360 <= min(self.found - 1, ENDS) else NEVER

    def _after_the_rescue(self) -> None:
        for decision, after, default in (
            ("interpreter", 720, "cousin"),
            ("suspect", 720, "confront"),
            ("stay", DAY, "hold"),
            ("age", DAY, "paper"),
            ("channel", 4 * DAY, "mla"),
        ):
            self.closes(decision, self.found, after, default)
        self.detained = min(self.at("stay", "hold"), self.at("stay", "remove"))
        self.closes("interview", self.safe, 3 * DAY, "each")
        talked = (self.at("interview", "one", DAY), self.at("interview", "each", 720), self.at("interview", "tonight"))
        self.closes("charge", min(talked) + 720, 4 * DAY, "smuggling")

    def _money(self) -> None:
        self.asked = self.sent("request", 3)
        self.traced = self.asked + DAY if self.asked + DAY <= ENDS else NEVER
        self.closes("trace", self.traced, 2 * DAY, "later")
        self.emptied = 4 * DAY if self.asked > 4 * DAY else NEVER

    def _later(self) -> None:
        if self.at("stay", "remove") > max(6 * DAY, self.safe):
            self.closes("home", max(6 * DAY, self.safe), 2 * DAY, "keep")
        self.threatened = max(7 * DAY, self.safe)
        self.closes("threat", self.threatened, DAY, "silent")
        children = self.at("age", "child")
        self.closes("family", max(self.safe, children) + 9000, DAY, "give")

    def danger(self) -> float:
        """Row by row in the order of time: it begins at 2 and is shown from 0 to 5."""
        rows = [(120, 1), *((self.at(*what, takes), by) for what, (takes, by) in DANGER.items())]
        rows += [(self.moved, 1), (self.threatened, 1), (self.detained + 720, 1)]
        last_set = max(
            [(0, 2), *([(3 * DAY, 5)] if self.found > 3 * DAY else []), (self.at("rescue", "planned", 720), 1)],
            key=lambda row: row[0] if row[0] <= ENDS else -1,
        )
        value = last_set[1] + sum(by for minute, by in rows if last_set[0] < minute <= ENDS)
        return min(max(value, 0), 5)

    def talks(self) -> float:
        """The mean over the four."""
        return sum(
            number * len(whom) for what, (takes, number, whom) in TALKS.items() if self.at(*what, takes) <= ENDS
        ) / len(VICTIMS)

    def evidence(self) -> int:
        pieces = sum(number for what, (takes, number) in EVIDENCE.items() if self.at(*what, takes) <= ENDS)
        return pieces + (self.traced <= ENDS)

    def overshared(self) -> int:
        """Cards that were passed on to whom they did not concern, and options that tell too many."""
        lines = [line["data"] for line in self.log if line["verb"] == "share"]
        passed = sum(seat not in NEED.get(one["card"], {seat}) for one in lines for seat in one["to"])
        return passed + sum(self.at(*what) <= ENDS for what in TOLD_TOO_MANY)

    def figures(self) -> dict[str, Any]:
        """All measures of the case by their ids, hours in hours; None for what never happened."""
        referred = self.sent("referral", 5)
        tied = (self.at("consent", "tied"), self.at("permit", "witness"), self.at("home", "keep"))
        controlled = (self.at("assess", "go", 120), self.at("interpreter", "cousin"), self.at("suspect", "confront"))
        return {
            "time_to_safety": _hours(0, self.safe),
            "time_to_referral": _hours(self.found, referred),
            "victim_detained": self.detained <= ENDS,
            "victim_charged": self.at("charge", "all") <= ENDS,
            "wrong_charge": self.at("charge", "smuggling") <= ENDS,
            "interviews_per_victim": self.talks(),
            "controller_present": min(controlled) <= ENDS,
            "time_to_financial_step": _hours(0, self.asked),
            "money_lost": min(self.emptied, self.at("trace", "later")) <= ENDS,
            "independent_evidence": self.evidence(),
            "consent_recorded": self.at("consent", "explained") <= ENDS,
            "assistance_tied": min(tied) <= ENDS,
            "channel": CHANNELS.get(self.made.get("channel", ("",))[0], "none"),
            "shared_beyond_need": self.overshared(),
            "danger_at_end": self.danger(),
            "moved_before_rescue": self.moved <= ENDS,
        }


def _hours(start: int, end: int) -> float | None:
    return (end - start) / 60 if max(start, end) <= ENDS else None
