"""Refusals of a play with their reasons as codes; the rooms above put them into words. Pure."""


class Refused(ValueError):
    """An entry that changes nothing. `why`: who or what is not there (`unknown_seat`, `unknown_verb`, `unknown`,
    `no_option`, `nobody`), when it is not possible (`over`, `not_over`, `paused`, `not_paused`, `not_open`, `closed`,
    `no_turns`), what was done before (`made`, `given`, `has_it`, `waits`, `accepted`, `answered`, `not_sent`,
    `turn_over`), or what is wrong with it (`no_reason`, `not_known`, `bad_value`, `long`, `marks`). `values` name what
    it is about.
    """

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(" ".join([why, *(f"{name}={value}" for name, value in values.items())]))
        self.why, self.values = why, values
