"""Files of the house, parsed: each is read by a dozen rules, and parsed once."""

import ast
from functools import cache
from pathlib import Path


def nodes_of(file: Path) -> tuple[ast.AST, ...]:
    """Every node of a Python file, as `ast.walk` gives them. Rules share them and change none."""
    return _nodes(file.read_text())


@cache
def _nodes(text: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(text)))


def forget() -> None:
    """Keep no file any longer."""
    _nodes.cache_clear()
