"""Phone numbers as gateways want them: with a plus and the code of the country (ITU-T E.164)."""

LONGEST = 40
"""Characters that are looked at: no number is longer, however it is written."""


def international(written: str, country: str) -> str:
    """Return the number as people write it, in digits of any script, with the code of `country` (ISO 3166-1 alpha-2)
    where it has none; nothing where it is no number that can be reached.

    “00” begins a code in each of the four countries, wherever its reader is; the library asks for the country first.
    """
    import phonenumbers
    from phonenumbers import NumberParseException, PhoneNumberFormat

    number = written.strip()[:LONGEST]
    try:
        parsed = phonenumbers.parse(f"+{number[2:]}" if number.startswith("00") else number, country or None)
    except NumberParseException:
        return ""
    # By length: which ranges are in use changes more often than the library's tables.
    can_be_reached = phonenumbers.is_possible_number(parsed)
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164) if can_be_reached else ""
