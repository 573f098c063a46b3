"""What is asked at each institution, kept right in its row when the tree or a word above it changes."""

from ..models import Institution


def settle(institution: Institution) -> None:
    """Work out again what is asked at `institution` and at all below it. Three statements."""
    path = institution.path or ""
    above = [int(pk) for pk in path.rstrip("/").split("/")]
    own = dict(Institution.objects.filter(pk__in=above).values_list("pk", "own_factor_days"))
    nodes = list(Institution.objects.filter(path__startswith=path).only("path", "own_factor_days"))
    own |= {node.pk: node.own_factor_days for node in nodes}
    for node in nodes:
        chain = [own.get(int(pk)) for pk in (node.path or "").rstrip("/").split("/")]
        node.factor_days = next((days for days in reversed(chain) if days is not None), None)
    Institution.objects.bulk_update(nodes, ["factor_days"])
