"""Rows that are locked: how much of them, and why."""

import ast
from pathlib import Path

from .house import ROOT, module_of, python_files
from .parsing import nodes_of


def unnamed_locks(root: Path = ROOT) -> list[str]:
    """Calls of `select_for_update` that do not say whether the key is locked as well, or do without saying why.

    A row whose key is locked cannot be referred to by new rows of others until the end of the transaction, and two who
    wait for each other so end in a deadlock. It is for rows that are deleted, or of which nobody may write meanwhile: a
    comment above the statement says which. All others are locked with `no_key=True`; of two who lock a row, one waits
    in either way.
    """
    return [sentence for file in python_files(root) for sentence in _unnamed(file, root)]


def _unnamed(file: Path, root: Path) -> list[str]:
    lines, found = file.read_text().splitlines(), []
    statements = [node for node in nodes_of(file) if isinstance(node, ast.stmt)]
    for node in nodes_of(file):
        if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "select_for_update"):
            continue
        where = f"{module_of(file, root)}, line {node.lineno}"
        said = next((one.value for one in node.keywords if one.arg == "no_key"), None)
        if said is None:
            found.append(f"{where} does not say whether the key is locked")
        elif ast.unparse(said) != "True" and not _is_commented(lines, statements, node):
            found.append(f"{where} locks the key and does not say why")
    return found


def _is_commented(lines: list[str], statements: list[ast.stmt], node: ast.Call) -> bool:
    first = max(one.lineno for one in statements if one.lineno <= node.lineno <= (one.end_lineno or 0))
    return lines[first - 2].lstrip().startswith("#")
