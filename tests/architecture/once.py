"""Rules about what is written once: each gives sentences on the places that write it anew."""

import ast
from collections.abc import Iterator
from pathlib import Path

from .house import ROOT, module_of, python_files


def rewritten_visibility(root: Path = ROOT) -> list[str]:
    """Where a room says anew which rows of an institution somebody sees, instead of building on `AtInstitution`."""
    return [
        f"{module}:{node.lineno} says who sees rows of an institution, see AtInstitution"
        for module, node in _nodes(root, but="lms.people.institutions")
        if isinstance(node, ast.FunctionDef)
        and node.name == "visible_to"
        and "Institution.objects.visible_to" in ast.unparse(node)
    ]


def _nodes(root: Path, *, but: str) -> Iterator[tuple[str, ast.AST]]:
    """Each node of each module with the module's name, without the module `but`, where the thing is written."""
    for file in python_files(root):
        module = module_of(file, root)
        if module != but:
            yield from ((module, node) for node in ast.walk(ast.parse(file.read_text())))
