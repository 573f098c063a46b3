"""Another engine, for what is decided and passed on in a live play: it goes through a case minute by minute and writes
down what happens. It shares nothing with that of the platform but the definition of the case.
"""

from typing import Any

from assessments.casework.definition.case import AnyOf, Case, Condition, Effect


class Diary:
    """What became of a case, where `entries` were made in their order; one that is not possible is passed over."""

    def __init__(self, case: Case, entries: list[dict[str, Any]]) -> None:
        self.case, self.minute = case, 0
        self.facts: dict[str, Any] = {fact.id: fact.start for fact in case.facts}
        self.first = {fact.id: 0 for fact in case.facts if fact.start}
        self.cards = {(seat.id, card) for seat in case.seats for card in seat.knows}
        self.waits: dict[str, int] = {}
        self.over: set[str] = set()
        self.open: dict[str, int] = {}
        self.made: dict[str, tuple[str, str]] = {}
        self._look_what_waits()
        for self.minute in range(case.ends + 1):
            self._let_things_happen()
            for entry in entries if self.minute < case.ends else ():
                if entry["at"] == self.minute:
                    self._enter(entry)
                    self._look_what_waits()
                    self._let_things_happen()

    def danger(self) -> float:
        return sum(self.facts[fact.id] for fact in self.case.facts if fact.low is not None)

    def marks(self) -> float:
        return sum(mark.marks for mark in self.case.team if self._is_so(mark.when))

    def _enter(self, entry: dict[str, Any]) -> None:
        seat, data = entry["seat"], entry["data"]
        if entry["verb"] == "decide":
            if data["decision"] in self.open and data["decision"] not in self.made:
                self._decide(data["decision"], data["option"], seat)
        elif (seat, data["card"]) in self.cards:
            need = next(card.need for card in self.case.cards if card.id == data["card"])
            for other in data["to"]:
                if (other, data["card"]) not in self.cards:
                    self.cards.add((other, data["card"]))
                    self._write(f"s:{data['card']}:{other}", True)
                    if need is not None and other not in need:
                        self._write("overshared", self.facts["overshared"] + 1)

    def _decide(self, decision: str, option: str, seat: str) -> None:
        self.made[decision] = (option, seat)
        self._write(f"d:{decision}", option)

    def _write(self, fact: str, value: Any) -> None:
        self.facts[fact] = value
        if value:
            self.first.setdefault(fact, self.minute)

    def _let_things_happen(self) -> None:
        while self._one_thing():
            self._look_what_waits()

    def _one_thing(self) -> bool:
        """The first that is due now: what arrives, then what follows from a decision, what opens, what closes."""
        return self._one_arrives() or self._one_opens() or self._one_closes()

    def _one_arrives(self) -> bool:
        arriving = [(one.id, one.at, one.delay, one.then, one.card, one.to) for one in self.case.injects]
        for decision in self.case.decisions:
            for option in decision.options:
                to = option.to or (decision.seat,)
                arriving.append((f"{decision.id}.{option.id}", 0, option.takes, option.then, option.card, to))
        for id, at, delay, then, card, to in arriving:
            if id in self.waits and self.minute >= max(at, self.waits[id] + delay):
                return self._arrives(id, then, card, to)
        return False

    def _one_opens(self) -> bool:
        for place, decision in enumerate(self.case.decisions):
            if f"? {place}" in self.waits and self.minute >= self.waits[f"? {place}"] + decision.delay:
                del self.waits[f"? {place}"]
                self.open[decision.id] = self.minute
                return True
        return False

    def _one_closes(self) -> bool:
        for one in self.case.decisions:
            asked = one.id in self.open and one.id not in self.made
            if asked and one.closes is not None and self.minute >= self.open[one.id] + one.closes:
                self._decide(one.id, one.default or "", "")
                return True
        return False

    def _arrives(self, id: str, then: tuple[Effect, ...], card: str, to: tuple[str, ...]) -> bool:
        del self.waits[id]
        self.over.add(id)
        self._write(f"i:{id}", True)
        for effect in then:
            self._write(effect.fact, effect.value + (self.facts[effect.fact] or 0) * (effect.verb == "add"))
        self.cards |= {(seat, card) for seat in to if card}
        return True

    def _look_what_waits(self) -> None:
        for one in self.case.injects:
            self._wait(one.id, one.id not in self.over and not one.by_hand and self._is_so(one.when))
        for place, decision in enumerate(self.case.decisions):
            self._wait(f"? {place}", decision.id not in self.open and self._is_so(decision.when))
            for option in decision.options:
                id = f"{decision.id}.{option.id}"
                chosen = self.made.get(decision.id, ("", ""))[0] == option.id
                self._wait(id, chosen and id not in self.over)

    def _wait(self, id: str, waits: bool) -> None:
        if waits:
            self.waits.setdefault(id, self.minute)
        else:
            self.waits.pop(id, None)

    def _is_so(self, when: Condition) -> bool:
        return all(
            any(map(self._clause, part.clauses)) if isinstance(part, AnyOf) else self._clause(part) for part in when
        )

    def _clause(self, clause: Any) -> bool:
        found, asked = self.facts.get(clause.fact), clause.value
        number = found if type(found) in (int, float) else 0
        if clause.op == "by":
            return type(asked) is int and self.first.get(clause.fact, asked + 1) <= asked
        if clause.op in (">=", "<="):
            least = asked if type(asked) in (int, float) else 0
            return number >= least if clause.op == ">=" else number <= least
        if bool in (type(found), type(asked)):
            found, asked = (False if one is None else one for one in (found, asked))
            same = type(found) is type(asked) and found == asked
        else:
            same = found == asked
        return same if clause.op == "=" else not same
