"""The network's directory: organisations, what they agreed to do together, who is a member of whom."""

from .bodies import NamedBody
from .memberships import Membership
from .organisations import Announcer, Organisation
from .partnerships import (
    FieldOfWork,
    JointAction,
    Partnership,
    PartnershipReview,
    PartnershipSource,
    Party,
)

__all__ = [
    "Announcer",
    "FieldOfWork",
    "JointAction",
    "Membership",
    "NamedBody",
    "Organisation",
    "Partnership",
    "PartnershipReview",
    "PartnershipSource",
    "Party",
]
