"""Personal data in what the clinic tells the public: staff, and nobody else.

``docs/privacy.md`` is written from this; a test fails on a model with people in it that is not
listed here.
"""

STAFF = "contract of employment"

# model.field → what for, basis, who sees it, how long it is kept
PERSONAL: dict[str, tuple[str, str, str, str]] = {
    "User.username": ("to sign in", STAFF, "managers", "while the account is named anywhere"),
    "User.password": ("to sign in; a hash", STAFF, "nobody", "until the account is disabled"),
    "User.first_name": ("names who checked a page", STAFF, "everybody", "as long as approvals"),
    "User.last_name": ("names who checked a page", STAFF, "everybody", "as long as approvals"),
    "User.email": ("to reach staff", STAFF, "managers", "until the account is disabled"),
    "User.job_title": ("says who checked a page", STAFF, "everybody", "as long as approvals"),
    "User.registration": ("says who checked a page", STAFF, "everybody", "as long as approvals"),
    "User.last_login": ("to notice misuse", STAFF, "managers", "while the account exists"),
    "User.date_joined": ("to notice misuse", STAFF, "managers", "while the account exists"),
    "Topic.owner": ("keeps a page up to date", STAFF, "staff", "until changed"),
    "Edition.saved_by": ("nobody approves their own text", STAFF, "staff", "for ever"),
    "Edition.saved_by_name": ("nobody approves their own text", STAFF, "staff", "for ever"),
    "Edition.approved_by": ("proof of approval", STAFF, "everybody", "for ever"),
    "Edition.approved_by_name": ("proof of approval", STAFF, "everybody", "for ever"),
    "Edition.approved_by_role": ("proof of approval", STAFF, "everybody", "for ever"),
    "Edition.approved_by_registration": ("proof of approval", STAFF, "everybody", "for ever"),
    "Edition.withdrawn_by": ("proof of withdrawal", STAFF, "staff", "for ever"),
    "Edition.withdrawn_by_name": ("proof of withdrawal", STAFF, "staff", "for ever"),
    "Recheck.checked_by": ("proof of the check", STAFF, "everybody", "for ever"),
    "Recheck.checked_by_name": ("proof of the check", STAFF, "everybody", "for ever"),
    "Recheck.checked_by_role": ("proof of the check", STAFF, "everybody", "for ever"),
    "Recheck.checked_by_registration": ("proof of the check", STAFF, "everybody", "for ever"),
    "TeamMember.name": ("whom patients may meet", "consent", "everybody", "until removed"),
    "TeamMember.role": ("whom patients may meet", "consent", "everybody", "until removed"),
    "TeamMember.registration": ("whom patients may meet", "consent", "everybody", "until removed"),
    "TeamMember.about": ("whom patients may meet", "consent", "everybody", "until removed"),
    "TeamMember.photo": ("whom patients may meet", "consent", "everybody", "until removed"),
}
