"""The service number in what a provider says of somebody."""

from .refusals import NO_NUMBER, Refused

LONGEST = 40


def number_in(said: object, *, name: str) -> str:
    """Return the number in `said`: a text or a whole number, alone or the only one of a list. Raises `Refused`."""
    if isinstance(said, list) and len(said) == 1:
        said = said[0]
    number = str(said).strip() if isinstance(said, str | int) and not isinstance(said, bool) else ""
    if not 0 < len(number) <= LONGEST or "\0" in number:
        raise Refused(NO_NUMBER, f"“{name}” is missing, or no service number.")
    return number
