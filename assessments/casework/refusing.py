"""What is not possible in a play, and why; the rooms above put it into words. Pure."""


class Refused(ValueError):
    """An entry that changes nothing. `why` is one of `WHY`; `values` name what the sentence speaks of."""

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(" ".join([why, *(f"{name}={value}" for name, value in values.items())]))
        self.why, self.values = why, values


WHY = (
    "unknown_seat",
    "unknown_verb",
    "unknown",
    "over",
    "not_over",
    "paused",
    "not_paused",
    "not_yours",
    "not_open",
    "closed",
    "made",
    "no_option",
    "no_reason",
    "not_known",
    "nobody",
    "has_it",
    "waits",
    "accepted",
    "not_sent",
    "answered",
    "bad_value",
    "long",
    "given",
    "no_turns",
    "marks",
)
