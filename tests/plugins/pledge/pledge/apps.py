from lms.foundation.plugins.manifest import Manifest
from lms.foundation.plugins.plugin import Plugin


class PledgePlugin(Plugin):
    name = "pledge"
    label = "pledge"
    manifest = Manifest(
        name="Pledge", version="1.0", api=">=2.0,<3", summary="A text that learners sign with their name."
    )

    def plug(self):
        from lms.foundation.plugins.activity import activities

        from .activity import Pledge

        activities.register(Pledge)
