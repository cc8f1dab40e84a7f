"""What the clinic says about itself: live at once, edited by managers, outside of approval."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from education.hours import parse_hours
from education.models.fields import LineField, LinesField, ProseField
from education.models.topic import Topic
from education.theme import check_colours

COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour such as #0b5a5c."))
TELEPHONE = RegexValidator(
    r"^\+?[0-9 ()/-]{3,30}$", _("A telephone number: digits, spaces and + ( ) / - only.")
)
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def validate_hours(value: str) -> None:
    """Opening hours such as “09:00-12:30, 13:30-17:00”. Raises ``ValidationError``."""
    try:
        parse_hours(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class HoursField(models.CharField):
    """Opening hours of one day in the clinic's zone; empty means closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators.append(validate_hours)


class Picture(models.Model):
    """A picture, re-encoded by us (``education.pictures``). Kept in the database: one backup."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    content = models.BinaryField(editable=False)
    media_type = models.CharField(max_length=20, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alternative_text = LineField(
        _("what it shows"), blank=True, help_text=_("For people who cannot see it.")
    )
    rights = LineField(
        _("rights"), blank=True, help_text=_("Who owns it, and who allowed its use, and when.")
    )

    class Meta:
        verbose_name = _("picture")

    def __str__(self) -> str:
        return self.alternative_text or self.digest[:12]


class ClinicProfile(models.Model):
    """The clinic. One installation serves one clinic, so there is one row."""

    name = LineField(_("name"), max_length=80)
    strapline = LineField(_("in one line"), blank=True)
    logo = models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )
    brand_colour = models.CharField(
        _("main colour"), max_length=7, default="#0b5a5c", validators=[COLOUR]
    )
    accent_colour = models.CharField(
        _("colour of “Ask”"), max_length=7, default="#f2b33d", validators=[COLOUR]
    )
    phone = models.CharField(_("telephone"), max_length=40, validators=[TELEPHONE])
    out_of_hours_phone = models.CharField(
        _("telephone out of hours"),
        max_length=40,
        validators=[TELEPHONE],
        help_text=_("Whom patients phone when you are closed. Every get-help card prints it."),
    )
    emergency_phone = models.CharField(
        _("emergency number of the country"), max_length=40, validators=[TELEPHONE]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    address = LinesField(_("address"), help_text=_("One line each, as on an envelope."))
    map_url = models.URLField(_("link to a map"), blank=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        default="GB",
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, such as GB."))],
    )
    languages = LinesField(_("languages spoken"), blank=True, default=list)
    consultation_fee = LineField(
        _("fee of a first talk"), blank=True, help_text=_("As it is printed, such as “£40”.")
    )
    answer_within_days = models.PositiveSmallIntegerField(
        _("we answer within"),
        default=2,
        validators=[MinValueValidator(1)],
        help_text=_("Working days. Patients read this promise before they send."),
    )
    minimum_age = models.PositiveSmallIntegerField(
        _("minimum age"),
        default=18,
        validators=[MinValueValidator(16), MaxValueValidator(25)],
        help_text=_("In years. Younger people cannot send a request, and nothing of them is kept."),
    )
    single_clinician = models.BooleanField(
        _("one clinician only"),
        default=False,
        help_text=_("Lets this person approve their own text; pages then say so."),
    )
    interests = ProseField(
        _("interests and funding"),
        blank=True,
        help_text=_("Who pays for this site, and what the clinic earns from the treatments."),
    )
    monday = HoursField(_("Monday"), default="09:00-17:00")
    tuesday = HoursField(_("Tuesday"), default="09:00-17:00")
    wednesday = HoursField(_("Wednesday"), default="09:00-17:00")
    thursday = HoursField(_("Thursday"), default="09:00-17:00")
    friday = HoursField(_("Friday"), default="09:00-17:00")
    saturday = HoursField(_("Saturday"))
    sunday = HoursField(_("Sunday"))

    class Meta:
        verbose_name = _("clinic")
        verbose_name_plural = _("clinic")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="education_one_clinic"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if errors := check_colours(self.brand_colour, self.accent_colour):
            raise ValidationError(errors)


class ClosedDay(models.Model):
    """A holiday, or a day with other hours."""

    day = models.DateField(_("day"), unique=True)
    reason = LineField(_("reason"), max_length=80, help_text=_("Such as “Christmas Day”."))
    hours = HoursField(_("hours"), help_text=_("Empty means closed all day."))

    class Meta:
        ordering = ["day"]
        verbose_name = _("holiday or other hours")
        verbose_name_plural = _("holidays and other hours")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.reason}"


class Notice(models.Model):
    """A line at the top of every page, for a time."""

    text = LineField(_("text"))
    show_from = models.DateTimeField(_("from"), default=timezone.now)
    show_until = models.DateTimeField(_("until"))

    class Meta:
        ordering = ["show_from"]
        verbose_name = _("notice")
        constraints = [
            models.CheckConstraint(
                condition=Q(show_until__gt=F("show_from")),
                name="education_notice_ends_after_it_begins",
                violation_error_message=_("The end must be later than the beginning."),
            )
        ]

    def __str__(self) -> str:
        return self.text


class Offer(models.Model):
    """Whether the clinic gives this treatment. Without a row: for information only."""

    class Status(models.TextChoices):
        OFFERED = "offered", _("Offered here")
        INFORMATION = "information", _("For information only")
        HIDDEN = "hidden", _("Hidden")

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="offer")
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=Status,
        default=Status.INFORMATION,
        help_text=_("Only what is offered here can be asked for. Hidden pages are not found."),
    )

    class Meta:
        verbose_name = _("offer")

    def __str__(self) -> str:
        return self.get_status_display()


class Price(models.Model):
    """What a treatment costs from a day on. The approved text never names a price."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="prices")
    what = LineField(_("for"), max_length=80, help_text=_("Such as “One session”."))
    amount_from = models.DecimalField(
        _("from"), max_digits=9, decimal_places=2, validators=[MinValueValidator(0)]
    )
    amount_to = models.DecimalField(_("to"), max_digits=9, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as GBP."))],
    )
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)

    class Meta:
        ordering = ["topic", "what", "-valid_from"]
        verbose_name = _("price")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "what", "valid_from"],
                name="education_price_once_a_day",
                violation_error_message=_("There is a price for this from this day on already."),
            ),
            models.CheckConstraint(
                condition=Q(amount_to__isnull=True) | Q(amount_to__gte=F("amount_from")),
                name="education_price_from_is_not_above_to",
                violation_error_message=_("“From” is higher than “to”."),
            ),
        ]

    def __str__(self) -> str:
        return self.what


class SimplePage(models.Model):
    """A page of the clinic about itself."""

    class Name(models.TextChoices):
        ABOUT = "about", _("About us")
        TEAM = "team", _("Our team")
        FIND_US = "find-us", _("Find us")
        PRIVACY = "privacy", _("Privacy")
        ACCESSIBILITY = "accessibility", _("Accessibility")

    name = models.CharField(_("page"), max_length=20, choices=Name, unique=True)
    title = LineField(_("title"), max_length=120)
    body = ProseField(
        _("text"), max_length=20000, help_text=_("Short paragraphs. Lists with “- ”.")
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("page about the clinic")
        verbose_name_plural = _("pages about the clinic")

    def __str__(self) -> str:
        return self.title


class TeamMember(models.Model):
    """A person whom patients may meet. Shown on the team page."""

    name = LineField(_("name"), max_length=120)
    role = LineField(_("role"), max_length=120)
    registration = LineField(
        _("registration"), max_length=120, blank=True, help_text=_("Register and number.")
    )
    about = ProseField(_("about"), max_length=1200, blank=True)
    photo = models.ForeignKey(
        Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("person of the team")
        verbose_name_plural = _("people of the team")

    def __str__(self) -> str:
        return self.name
