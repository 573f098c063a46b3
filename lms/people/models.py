"""The models of this room, where Django looks for them."""

# ruff: noqa: F401
from .administration.bulk.models import BulkAction, BulkRow
from .administration.crests.models import Crest
from .administration.merging.models import Apart, Merge, MergedRow
from .administration.records.models import CohortRule, FirstSteps, LikenessKey, SearchWord, StandIn, StaysOut
from .administration.roster.models import ColumnMapping, Roster, RosterRow
from .administration.roster.source_setup import SourceSetup
from .administration.transfers.models import TransferRequest
from .audit.models import AuditEntry
from .directory.countries import Country
from .directory.models import Cohort, CohortMember, Membership, User, UserManager
from .directory.switches import PluginSwitch
from .identity.accounts.models import ActivationCard, CardSheet, NameRequest
from .identity.mail.mails import Mail, NewAddress
from .identity.mail.sms_outbox import Text
from .identity.providers.models import SignOn
from .identity.sessions.models import Session
from .identity.shared_devices.models import DevicePin, SharedDevice
