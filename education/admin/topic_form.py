"""The form of one page of a topic's desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from education.admin.panels import Panel
from education.admin.seen import changed_since, token_of
from education.admin.seen_row import SeenField
from education.diff import PartChange
from education.drafts import editions_of
from education.models import Edition, FormerSlug, Topic
from education.page import TreatmentPage


class TopicForm(forms.ModelForm):
    """Refuses to save over what somebody else wrote meanwhile, and shows it."""

    panel: Panel
    draft: TreatmentPage | None
    draft_faults: list[str] = []

    seen = SeenField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changed_meanwhile: list[PartChange] = []
        self.token_now = ""
        if self.instance.pk:
            self.initial["seen"] = token_of(self.instance, self.panel, self.draft)
        if "slug" in self.fields and not self.instance.pk:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made from the title.")
        if "profile" in self.fields and self.instance.pk:
            self._offer_rules_of_its_kind()

    def _offer_rules_of_its_kind(self) -> None:
        guide = self.instance.kind == Topic.Kind.GUIDE
        profile = self.fields["profile"]
        assert isinstance(profile, forms.ChoiceField)
        profile.choices = [
            choice
            for choice in Topic.Profile.choices
            if (choice[0] == Topic.Profile.GUIDE) == guide
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for fault in self.draft_faults:
            self.add_error(None, fault)
        if self.instance.pk:
            self._refuse_to_overwrite()
        if "slug" in self.fields and "slug" in values:
            values["slug"] = values["slug"] or slugify(values.get("title", ""))
            self._refuse_address_of_another(values["slug"])
        return values

    def _refuse_to_overwrite(self) -> None:
        self.token_now = token_of(self.instance, self.panel, self.draft)
        seen = self.cleaned_data.get("seen", "")
        if self.token_now in {seen, self.data.get("save_mine", "")}:
            return
        self.changed_meanwhile = changed_since(self.instance, self.panel, seen, self.draft)
        self.add_error(
            None,
            ValidationError(
                _(
                    "Somebody else changed this page while you were writing. "
                    "Nothing is saved yet; what you typed is still here."
                ),
                code="changed_meanwhile",
            ),
        )

    def _refuse_address_of_another(self, slug: str) -> None:
        if not slug:
            self.add_error("slug", _("Type an address: letters a to z, digits and hyphens."))
            return
        owner = FormerSlug.objects.filter(slug=slug).exclude(topic=self.instance.pk).first()
        if owner:
            reason = _("“%(page)s” had this address before, and old links still lead there.")
            self.add_error("slug", reason % {"page": owner.topic})

    @property
    def last_saved(self) -> Edition | None:
        """The newest saved version: who changed the page meanwhile."""
        return editions_of(self.instance).first()

    @property
    def is_overwriting(self) -> bool:
        """Whether the form was refused because somebody else saved meanwhile."""
        return self.has_error("__all__", "changed_meanwhile")
