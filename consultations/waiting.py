"""What waits for a person on the front page of the admin."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.access import may_work_requests
from consultations.models import ConsultationRequest


def waiting_for(user: Any) -> list[dict[str, Any]]:
    """New and overdue requests, for those who work them; nothing for anybody else."""
    if not may_work_requests(user):
        return []
    queue = reverse("admin:consultations_consultationrequest_changelist")
    new = ConsultationRequest.objects.new().count()
    overdue = ConsultationRequest.objects.overdue().count()
    lines = [{"label": _("New requests"), "count": new, "url": f"{queue}?state=new",
              "urgent": False}]  # fmt: skip
    if overdue:
        lines.append(
            {"label": _("New requests past their promised day"), "count": overdue,
             "url": f"{queue}?state=overdue", "urgent": True}
        )  # fmt: skip
    return lines
