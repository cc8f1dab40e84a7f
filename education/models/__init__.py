"""The models of what the clinic tells the public."""

from education.models.clinic import (
    ClinicProfile,
    ClosedDay,
    Notice,
    Offer,
    Picture,
    Price,
    SimplePage,
    TeamMember,
)
from education.models.edition import DigestMismatch, Edition, Recheck
from education.models.entries import (
    FAQ,
    AftercareItem,
    CareCard,
    Claim,
    Contraindication,
    QuestionToAsk,
    Section,
    SideEffect,
    Step,
)
from education.models.entry import Entry
from education.models.people import User
from education.models.shared import Concern, Condition, Source
from education.models.topic import FormerSlug, Topic

__all__ = [
    "FAQ",
    "AftercareItem",
    "CareCard",
    "Claim",
    "ClinicProfile",
    "ClosedDay",
    "Concern",
    "Condition",
    "Contraindication",
    "DigestMismatch",
    "Edition",
    "Entry",
    "FormerSlug",
    "Notice",
    "Offer",
    "Picture",
    "Price",
    "QuestionToAsk",
    "Recheck",
    "Section",
    "SideEffect",
    "SimplePage",
    "Source",
    "Step",
    "TeamMember",
    "Topic",
    "User",
]
