"""Text that goes into files which spreadsheets open. Pure."""

import re

_RISK = re.compile(r"^(?=[\t\r\n])|(?:^|(?<=[;\t\r\n]))(?=[\s\u200b\ufeff]*[=+\-@＝＋－＠])")


def defuse(text: str) -> str:
    """`text` so that no spreadsheet takes it, or what it would cut off it at a separator, for a formula.

    An apostrophe goes before = + - @ (also in full width, also after blanks), tab and line ends: OWASP, “CSV
    injection”.
    """
    return _RISK.sub("'", text)
