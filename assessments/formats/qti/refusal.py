"""Refusal of a reader that cannot hold an item. Pure."""

DAMAGED = (ArithmeticError, LookupError, TypeError, ValueError, StopIteration)
"""What reading an item raises that says things which make no sense together: it is refused as damaged."""


class Unread(Exception):
    """An item is not read. `code` and `values` name the reason; whoever shows them knows the sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}
