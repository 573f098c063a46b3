"""Inherited settings of institutions, stored in each row and updated when the tree or a setting above changes."""

from .institutions import Institution

OWN = {
    "factor_days": "own_factor_days",
    "notice": "own_notice",
    "issues": "own_issues",
    "issuer": "own_issuer",
    "crest": "own_crest",
    "crest_alt": "own_crest_alt",
}
"""The column that says what holds, and that of what the institution itself says."""


def recompute_inherited(institution: Institution) -> None:
    """Work out again what holds at `institution` and at all below it: when a second factor is asked, which privacy
    notice is shown, who issues certificates, and the crest. Three statements.
    """
    path = institution.path or ""
    above = [int(pk) for pk in path.rstrip("/").split("/")]
    rows = Institution.objects.filter(pk__in=above).values_list("pk", *OWN.values())
    own = {pk: dict(zip(OWN, values, strict=True)) for pk, *values in rows}
    nodes = list(Institution.objects.filter(path__startswith=path).only("path", *OWN.values()))
    own |= {node.pk: {name: getattr(node, said) for name, said in OWN.items()} for node in nodes}
    for node in nodes:
        chain = [own.get(int(pk), {}) for pk in (node.path or "").rstrip("/").split("/")]
        for name in OWN:
            # The nearest institution with a value of its own decides.
            value = None
            for above_it in chain:
                if above_it.get(name) is not None:
                    value = above_it[name]
            setattr(node, name, value)
        marked = [int(pk) for pk in (node.path or "").rstrip("/").split("/") if own.get(int(pk), {}).get("issues")]
        node.issuing = marked[-1] if marked else None
        node.issues = True if marked else node.issues
    Institution.objects.bulk_update(nodes, [*OWN, "issuing"])
