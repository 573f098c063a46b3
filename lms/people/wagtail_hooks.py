"""What the admin shows to whoever runs the site."""

from wagtail import hooks

from .viewsets import InstitutionsGroup, refuse_bulk_deletion

hooks.register("before_bulk_action", refuse_bulk_deletion)


@hooks.register("register_admin_viewset")
def institutions() -> InstitutionsGroup:
    return InstitutionsGroup()
