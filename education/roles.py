"""Who may do what: five groups, made and repaired by ``ensure_roles``.

Nobody may delete what a text, an approval or a person of staff hangs on: such things are
withdrawn, archived or deactivated. Permissions on requests belong to ``consultations``; they are
named here, never imported, and given as soon as that app has them.
"""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

EDITORS = "Content editors"
REVIEWERS = "Clinical reviewers"
CLINICIANS = "Treating clinicians"
FRONT_DESK = "Front desk"
MANAGERS = "Managers"

OF_A_TOPIC = [
    "section",
    "claim",
    "contraindication",
    "sideeffect",
    "aftercareitem",
    "step",
    "carecard",
    "faq",
    "questiontoask",
]
SHARED = ["concern", "condition", "source"]
VERSIONS = ["edition", "recheck"]
# What the clinic says about itself. What stands in the second list goes out of date or may be a
# person who left, so it may also be removed; the log keeps who did it.
OF_THE_CLINIC = ["clinicprofile", "offer", "simplepage"]
OF_THE_CLINIC_REMOVABLE = ["closedday", "notice", "price", "teammember", "picture"]


def _may(actions: str, models: list[str], app: str = "education") -> set[tuple[str, str]]:
    return {(app, f"{action}_{model}") for action in actions.split() for model in models}


REQUESTS = _may("view work", ["consultationrequest"], "consultations")

PERMISSIONS: dict[str, set[tuple[str, str]]] = {
    EDITORS: _may("view add change", ["topic", *SHARED])
    # Entries come back through an older version, so an editor may remove them.
    | _may("view add change delete", OF_A_TOPIC)
    | _may("view", VERSIONS),
    REVIEWERS: _may("view", ["topic", *SHARED, *OF_A_TOPIC, *VERSIONS])
    | {("education", "approve_edition")},
    CLINICIANS: {("consultations", "view_health_answers")},
    FRONT_DESK: REQUESTS,
    MANAGERS: REQUESTS
    | _may("view add change", [*OF_THE_CLINIC, "user"])
    | _may("view add change delete", OF_THE_CLINIC_REMOVABLE),
}
ROLES = list(PERMISSIONS)


@transaction.atomic
def ensure_roles() -> None:
    """Give each group exactly its permissions. Safe to run again: it repairs what was changed."""
    known = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, wanted in PERMISSIONS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set([known[key] for key in sorted(wanted) if key in known])
