"""Values parsed from addresses, forms and headers. Pure."""


def whole_number(text: str | None, *, digits: int = 9) -> int | None:
    """Return the number that `text` writes in ASCII digits, at most `digits` of them; None for anything else.

    Nine digits fit every integer column, eighteen every big one.
    """
    if not text or len(text) > digits or not (text.isascii() and text.isdecimal()):
        return None
    return int(text)
