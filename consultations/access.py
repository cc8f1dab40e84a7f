"""Who may read what people confide: the one question, asked in one place."""

from typing import Any

WORK_REQUESTS = "consultations.work_consultationrequest"


def may_work_requests(user: Any) -> bool:
    return user.is_active and user.is_staff and user.has_perm(WORK_REQUESTS)
