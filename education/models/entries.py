"""The entries of a working copy. Each mirrors a part of ``TreatmentPage`` field by field."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from education.models.fields import KeyField, LineField, LinesField, ProseField
from education.models.shared import Condition, Source
from education.models.topic import Topic


class TopicEntry(models.Model):
    """An entry of one topic. Its key is made at creation and stays: readers link to it."""

    topic: "models.ForeignKey[Topic, Topic]"
    key = KeyField(_("key"))
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "key"],
                name="education_%(class)s_key_once",
                violation_error_message=_("This key is used twice on this page."),
            )
        ]

    def __str__(self) -> str:
        return self.key


class Section(TopicEntry):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="sections")

    class Kind(models.TextChoices):
        """In the order in which a page prints them (product study, section 6.3)."""

        WHAT_IT_IS = "what_it_is", _("What it is")
        WHO_SHOULD_NOT = "who_should_not", _("Who should not have it: introduction")
        DOES_IT_WORK = "does_it_work", _("Does it work: introduction")
        CANNOT_DO = "cannot_do", _("What it cannot do")
        RISKS = "risks", _("Risks: introduction")
        PROCEDURE = "procedure", _("How it is done")
        PRACTITIONER = "practitioner", _("Who does it")
        FEELS_LIKE = "feels_like", _("What it feels like")
        RESULTS = "results", _("Results and how long they last")
        AFTERCARE = "aftercare", _("Afterwards: introduction")
        ALTERNATIVES = "alternatives", _("Other options")
        NO_TREATMENT = "no_treatment", _("Doing nothing")
        PRODUCT_STATUS = "product_status", _("Product and licence status")
        REPORT = "report", _("How to report a side effect")
        GUIDE = "guide", _("Chapter of a guide")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    heading = LineField(
        _("heading"), blank=True, help_text=_("Leave empty to use the heading of its kind.")
    )
    body = ProseField(_("text"), help_text=_("Short paragraphs. Lists with “- ”."))

    class Meta(TopicEntry.Meta):
        verbose_name = _("section")

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()


class Claim(TopicEntry):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="claims")

    class Direction(models.TextChoices):
        FOR = "for", _("Studies speak for it")
        UNCLEAR = "unclear", _("Studies disagree or are too weak")
        AGAINST = "against", _("Studies speak against it")

    class Grade(models.TextChoices):
        HIGH = "high", _("High")
        MODERATE = "moderate", _("Moderate")
        LOW = "low", _("Low")
        VERY_LOW = "very_low", _("Very low")
        NONE = "none", _("No studies found")

    outcome = LineField(_("aim"), help_text=_("What a person hopes for, such as “Fewer lines”."))
    statement = ProseField(
        _("what studies found"),
        help_text=_("High: “does”. Moderate: “probably”. Low: “may”. Very low: “we do not know”."),
    )
    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    grade = models.CharField(
        _("how sure"),
        max_length=10,
        choices=Grade,
        help_text=_("How far the studies can be trusted, not how strong the effect is."),
    )
    basis = LineField(_("based on"), help_text=_("Such as “13 small studies”."))
    sources = models.ManyToManyField(Source, blank=True, related_name="claims")
    searched_on = models.DateField(_("searched on"), null=True, blank=True)

    class Meta(TopicEntry.Meta):
        verbose_name = _("claim")

    def __str__(self) -> str:
        return self.outcome


class Contraindication(TopicEntry):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="contraindications")

    class Level(models.TextChoices):
        NEVER = "never", _("Not given")
        NOT_NOW = "not_now", _("Not now")
        ASK_FIRST = "ask_first", _("Talk to us first")

    level = models.CharField(_("level"), max_length=10, choices=Level)
    condition = models.ForeignKey(
        Condition,
        on_delete=models.PROTECT,
        related_name="contraindications",
        verbose_name=_("health problem or medicine"),
    )
    question = LineField(
        _("question"), help_text=_("In a patient's words, one thing at a time: “Are you pregnant?”")
    )
    why = ProseField(_("why"), help_text=_("The reason, in one or two sentences."))
    what_to_do = ProseField(
        _("what to do"), help_text=_("What the person should do now. Never “stop your medicine”.")
    )
    sources = models.ManyToManyField(Source, blank=True, related_name="contraindications")

    class Meta(TopicEntry.Meta):
        verbose_name = _("contraindication")

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.question}"


class SideEffect(TopicEntry):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="side_effects")

    class Seriousness(models.TextChoices):
        SERIOUS = "serious", _("Serious")
        MODERATE = "moderate", _("Troublesome")
        MILD = "mild", _("Mild and expected")

    name = LineField(_("name"))
    seriousness = models.CharField(_("seriousness"), max_length=10, choices=Seriousness)
    description = ProseField(_("what happens"), blank=True)
    count = models.PositiveIntegerField(
        _("how many people"), null=True, blank=True, help_text=_("Empty means: not known.")
    )
    out_of = models.PositiveIntegerField(
        _("out of"), null=True, blank=True, help_text=_("The same number for the whole page.")
    )
    number_from = LineField(
        _("the number comes from"),
        blank=True,
        help_text=_("If it is from another product or group, say so here; it is printed."),
    )
    starts = LineField(_("when it starts"), blank=True)
    lasts = LineField(_("how long it lasts"), blank=True)
    what_to_do = ProseField(_("what to do"))
    on_brown_and_black_skin = ProseField(_("how it looks on brown and black skin"), blank=True)
    grade = models.CharField(_("how sure"), max_length=10, choices=Claim.Grade, blank=True)
    basis = LineField(_("based on"), blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="side_effects")

    class Meta(TopicEntry.Meta):
        verbose_name = _("side effect")

    def __str__(self) -> str:
        return self.name


class AftercareItem(TopicEntry):
    class Advice(models.TextChoices):
        DO = "do", _("Do")
        DONT = "dont", _("Don't")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="aftercare")
    advice = models.CharField(_("do or don't"), max_length=5, choices=Advice)
    text = LineField(_("text"))
    from_hours = models.PositiveIntegerField(_("from hour"), default=0)
    until_hours = models.PositiveIntegerField(
        _("until hour"), null=True, blank=True, help_text=_("Empty means: no end is given.")
    )
    why = LineField(_("why"), blank=True)

    class Meta(TopicEntry.Meta):
        verbose_name = _("aftercare advice")
        verbose_name_plural = _("aftercare advice")

    def __str__(self) -> str:
        return self.text


class Step(TopicEntry):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="steps")
    heading = LineField(_("heading"))
    body = ProseField(_("text"))

    class Meta(TopicEntry.Meta):
        verbose_name = _("step of a visit")
        verbose_name_plural = _("steps of a visit")

    def __str__(self) -> str:
        return self.heading


class CareCard(TopicEntry):
    class Level(models.TextChoices):
        EMERGENCY = "emergency", _("Emergency: call the emergency number")
        URGENT = "urgent", _("Urgent: phone us the same day")
        ASK = "ask", _("Ask us")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="care_cards")
    level = models.CharField(_("level"), max_length=10, choices=Level)
    heading = LineField(_("heading"), help_text=_("Such as “after an injection, you have”."))
    signs = LinesField(_("signs"), help_text=_("One sign on each line, the gravest first."))
    what_to_say = LineField(
        _("what to say"), blank=True, help_text=_("Such as “Say that you had injections”.")
    )

    class Meta(TopicEntry.Meta):
        verbose_name = _("get-help card")

    def __str__(self) -> str:
        return self.get_level_display()


class FAQ(TopicEntry):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="faqs")
    question = LineField(_("question"), help_text=_("As a patient would ask it."))
    answer = ProseField(_("answer"), help_text=_("The first sentence answers the question."))

    class Meta(TopicEntry.Meta):
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")

    def __str__(self) -> str:
        return self.question


class QuestionToAsk(TopicEntry):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="questions_to_ask")
    text = LineField(_("question"))

    class Meta(TopicEntry.Meta):
        verbose_name = _("question to ask")
        verbose_name_plural = _("questions to ask")

    def __str__(self) -> str:
        return self.text
