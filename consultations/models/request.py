"""A request for a consultation, and the treatments it asks about."""

from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.encryption import EncryptedTextField
from consultations.folding import digits, folded
from consultations.reference import as_reference
from education.models import Edition

PHONE_DIGITS_TO_SEARCH = 3


class RequestQuerySet(models.QuerySet["ConsultationRequest"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def new(self) -> Self:
        return self.filter(state=ConsultationRequest.State.NEW)

    def overdue(self) -> Self:
        """Nobody has been in touch, and the promised day is over."""
        return self.new().filter(promised_on__lt=timezone.localdate())

    def of_journey(self, key: str) -> Self:
        """The request sent with this submission key, and those that followed from it."""
        return self.filter(Q(submission_key=key) | Q(related_to__submission_key=key))

    def new_first(self) -> Self:
        """As the desk works: new ones first, and of these the one that has waited longest."""
        order = [When(state=state, then=Value(rank)) for rank, state in enumerate(DESK_ORDER)]
        rank = Case(*order, default=Value(len(order)), output_field=models.IntegerField())
        return self.annotate(rank=rank).order_by("rank", "received_at", "pk")

    def matching(self, words: str) -> Self:
        """By name, e-mail or reference (accents ignored), or by the end of a telephone number."""
        if reference := as_reference(words):
            return self.filter(reference=reference)
        by_words = Q()
        for word in folded(words).split():
            by_words &= Q(search_text__contains=word)
        return self.filter(by_words | phone_ends_with(words))

    def counts(self) -> dict[str, int]:
        """How many there are of each state; one query."""
        rows = self.order_by().values_list("state").annotate(number=Count("pk"))
        return dict(rows)


def phone_ends_with(words: str) -> Q:
    """Matches nothing unless ``words`` looks like (the end of) a telephone number."""
    number = digits(words).lstrip("0")
    looks_like_one = len(number) >= PHONE_DIGITS_TO_SEARCH and not any(
        letter.isalpha() for letter in words
    )
    return Q(phone_digits__endswith=number) if looks_like_one else Q(pk__in=[])


class ConsultationRequest(models.Model):
    """What a person asked, and how to reach them. Changed only by ``sending`` and ``desk``."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        CALLED = "called", _("Called")
        WAITING = "waiting", _("Waiting for patient")
        CLOSED = "closed", _("Closed")
        # Reserved for what looks like spam: stored, out of the way, never thrown away.
        QUARANTINE = "quarantine", _("Put aside")

    class ClosedReason(models.TextChoices):
        BOOKED = "booked", _("Booked")
        OTHER_CARE = "other_care", _("Advised to seek other care")
        WITHDREW = "withdrew", _("Patient withdrew")
        NO_ANSWER = "no_answer", _("No answer")
        OTHER = "other", _("Another reason")

    class Reach(models.TextChoices):
        PHONE = "phone", _("Phone call")
        TEXT = "text", _("Text message")
        EMAIL = "email", _("E-mail")

    class Voicemail(models.TextChoices):
        NO = "no", _("No, leave no message")
        NAME = "name", _("Yes, but say only your name and number")
        YES = "yes", _("Yes")

    class AgeGroup(models.TextChoices):
        UNDER = "under", _("Younger")
        OVER = "over", _("This age or older")
        ASK = "ask", _("I would rather say it when we talk")

    reference = models.CharField(max_length=12, unique=True)
    # Made with the first page of the form: five presses of Send are one request.
    submission_key = models.CharField(max_length=40, unique=True)
    # The request that was sent with the same key before. This one came too late to change it, or
    # from somebody else on the same device.
    related_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by"
    )
    content_version = models.PositiveIntegerField(default=1)
    # Counts every change of the row, so that a stale save is noticed.
    row_version = models.PositiveIntegerField(default=1)

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NEW)
    closed_reason = models.CharField(max_length=12, choices=ClosedReason, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    # The day the patient read before sending. Kept, even if a holiday is added later.
    promised_on = models.DateField(_("answer by"), null=True)
    language = models.CharField(max_length=12)

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_international = models.CharField(max_length=20, blank=True)
    reach_by = models.JSONField(default=list)
    voicemail = models.CharField(max_length=6, choices=Voicemail, default=Voicemail.NO)
    not_sure = models.BooleanField(default=False)
    age_group = models.CharField(max_length=6, choices=AgeGroup)
    # The age that the question named, in years: the clinic may change it later.
    age_limit = models.PositiveSmallIntegerField()
    own_words = EncryptedTextField(blank=True)

    search_text = models.TextField(editable=False)
    phone_digits = models.CharField(max_length=40, editable=False, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation request")
        verbose_name_plural = _("consultation requests")
        # Nobody adds or deletes by hand; whoever works requests may do what the desk offers.
        default_permissions = ()
        permissions = [("work_consultationrequest", _("Can work consultation requests"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed") & ~Q(closed_reason="")
                | ~Q(state="closed") & Q(closed_reason=""),
                name="consultations_closed_has_reason",
                violation_error_message=_("Say why it is closed."),
            ),
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="consultations_request_can_be_answered",
                violation_error_message=_("Give a phone number or an e-mail address."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "received_at"], name="consultations_queue"),
            models.Index(fields=["state", "promised_on"], name="consultations_overdue"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_overdue(self) -> bool:
        return (
            self.state == self.State.NEW
            and self.promised_on is not None
            and self.promised_on < timezone.localdate()
        )

    @property
    def reach_labels(self) -> list[Any]:
        return [self.Reach(way).label for way in self.reach_by if way in self.Reach.values]

    def fill(self, answers: dict[str, Any]) -> None:
        """Set the person's answers, and what search compares. Does not save."""
        for name in ANSWER_FIELDS:
            setattr(self, name, answers[name])
        self.search_text = folded(f"{self.name} {self.email} {self.reference}")
        self.phone_digits = digits(self.phone_international or self.phone).lstrip("0")

    def answers(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ANSWER_FIELDS}


State = ConsultationRequest.State
OPEN_STATES = [State.NEW, State.CALLED, State.WAITING]
DESK_ORDER = [*OPEN_STATES, State.QUARANTINE, State.CLOSED]
# What the person says about themselves; treatments stand in their own rows.
ANSWER_FIELDS = [
    "name",
    "email",
    "phone",
    "phone_international",
    "reach_by",
    "voicemail",
    "not_sure",
    "age_group",
    "age_limit",
    "own_words",
]


class AskedTreatment(models.Model):
    """A treatment the person asked about, and the approved version they could read."""

    request = models.ForeignKey(
        ConsultationRequest, on_delete=models.CASCADE, related_name="treatments"
    )
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=120)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    # False: the clinic did not offer it when the request was sent, mostly since a moment ago.
    still_offered = models.BooleanField(default=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        verbose_name = _("treatment asked about")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "slug"], name="consultations_treatment_asked_once"
            )
        ]

    def __str__(self) -> str:
        return self.slug
