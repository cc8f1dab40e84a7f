"""Where the draft of each topic stands beside what patients read. For staff only."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from education.models import Edition, Topic
from education.models.edition import EditionQuerySet


def with_states(topics: QuerySet[Topic]) -> QuerySet[Any]:
    """Annotates ``latest_number``, ``approved_number``, ``live_number`` and ``live_sample``."""
    own = Q(editions__language=settings.LANGUAGE_CODE)
    live = Edition.objects.live().filter(topic=OuterRef("pk"), language=settings.LANGUAGE_CODE)
    return topics.annotate(
        latest_number=Max("editions__number", filter=own),
        approved_number=Max(
            "editions__number", filter=own & Q(editions__approved_at__isnull=False)
        ),
        live_number=Subquery(live.order_by().values("number")[:1]),
        live_sample=Subquery(live.order_by().values("sample")[:1]),
    )


def to_approve() -> QuerySet[Any]:
    """Topics whose draft nobody has approved as it is now."""
    topics = with_states(Topic.objects.all())
    return topics.filter(
        Q(approved_number=None, latest_number__isnull=False)
        | Q(latest_number__gt=F("approved_number"))
    )


def editions_of(topic: Topic) -> EditionQuerySet:
    """All saved versions of a topic, the newest first."""
    return Edition.objects.filter(topic=topic, language=settings.LANGUAGE_CODE).order_by("-number")


def last_approved(topic: Topic) -> Edition | None:
    return editions_of(topic).filter(approved_at__isnull=False).first()


def shown_of(topic: Topic) -> Edition | None:
    """The version whose time it is: public, or withdrawn; also if the clinic hides the topic."""
    now = timezone.now()
    return (
        editions_of(topic)
        .with_review()
        .filter(publish_from__lte=now, superseded_from__gt=now)
        .first()
    )


def scheduled(topic: Topic) -> list[Edition]:
    """Versions whose publication is still ahead, the first to come first."""
    ahead = editions_of(topic).filter(publish_from__gt=timezone.now())
    return list(ahead.order_by("publish_from"))


def public_line(topic: Topic) -> str:
    """One sentence: what patients read of this topic now."""
    shown = shown_of(topic)
    if shown is None:
        return _("Patients do not see this page yet.")
    if shown.withdrawn_at:
        return _("The page is withdrawn: patients read the reason.")
    if shown.sample:
        return _("Patients still read the sample, which nobody has checked.")
    return _("Patients still read the approved version of %(date)s.") % {
        "date": day_of(shown.approved_at)
    }


def day_of(moment: datetime | None) -> str:
    """A day in the clinic's zone, in words."""
    return date_format(timezone.localtime(moment), "j F Y") if moment else ""


def authors_of(topic: Topic) -> list[str]:
    """The names of those who wrote the draft since it was last approved."""
    approved = last_approved(topic)
    rows: Any = editions_of(topic).filter(number__gt=approved.number if approved else 0)
    names = rows.order_by("number").values_list("saved_by_name", flat=True)
    return list(dict.fromkeys(name or _("the starter content") for name in names))
