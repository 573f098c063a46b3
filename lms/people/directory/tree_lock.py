"""A lock on all trees of institutions."""

from .institutions import Institution


def hold_the_trees() -> None:
    """Lock the trees, so that one transaction at a time changes the tree, a switch or a setting: a new institution must
    not miss a change above it.
    """
    list(
        Institution.objects.select_for_update(no_key=True)
        .filter(parent=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
