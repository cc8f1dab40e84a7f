"""A topic as a file: out of the site, and into it as a draft."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from education import packs
from education.admin.log import log_change
from education.admin.review import desk_page
from education.admin.seen import draft_of
from education.admin.staff import may_change_rules
from education.drafts import with_states
from education.models import Topic
from education.packs import PACK_BYTES, PackError


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A YAML file that was exported here, at most 2 MB."),
    )
    clash = forms.ChoiceField(
        label=gettext_lazy("If there is a page with this address already"),
        choices=[
            ("stop", gettext_lazy("Stop, and change nothing")),
            ("replace", gettext_lazy("Replace its draft (what patients read stays)")),
        ],
        initial="stop",
        widget=forms.RadioSelect,
    )

    def clean_file(self) -> packs.Pack:
        upload = self.cleaned_data["file"]
        if upload.size > PACK_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        try:
            return packs.load(upload.read().decode("utf-8"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                _("The file is not UTF-8 text (byte %(place)s).") % {"place": error.start + 1}
            ) from error
        except PackError as error:
            raise forms.ValidationError(str(error).split("\n")) from error


def urls(site: AdminSite) -> list[URLPattern]:
    return [
        path("import/", site.admin_view(import_pack), name="education_topic_import"),
        path("<int:topic_id>/export/", site.admin_view(export_pack), name="education_topic_export"),
    ]


@permission_required(["education.add_topic", "education.change_topic"], raise_exception=True)
def import_pack(request: HttpRequest) -> HttpResponse:
    """Read a file into a draft. On any fault nothing of it is stored."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (topic := _imported(form, request.user)):
        log_change(request.user, topic, _("Draft imported from a file."))
        messages.success(request, _("The draft of “%(page)s” was read.") % {"page": topic})
        if draft_of(topic) != form.cleaned_data["file"].page:
            messages.warning(
                request,
                _("Concerns, health problems or sources that were here already stay as they are."),
            )
        return redirect("admin:education_topic_basics", topic.pk)
    context = {"title": _("Import a page"), "form": form}
    return desk_page(request, "admin/education/topic/import.html", None, context)


def _imported(form: ImportForm, user: Any) -> Topic | None:
    pack, replace = form.cleaned_data["file"], form.cleaned_data["clash"] == "replace"
    there = with_states(Topic.objects.filter(slug=pack.slug)).first()
    if there and there.profile != pack.profile and not may_change_rules(user, there):
        form.add_error("file", _("Its rules are others than the page was approved under."))
        return None
    try:
        packs.import_pack(pack, by=user, replace=replace)
    except PackError as error:
        form.add_error(None, str(error))
        return None
    return Topic.objects.get(slug=pack.slug)


@permission_required("education.view_topic", raise_exception=True)
def export_pack(request: HttpRequest, topic_id: int) -> HttpResponse:
    """The draft as a file."""
    topic = get_object_or_404(Topic, pk=topic_id)
    response = HttpResponse(packs.export(topic), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{topic.slug}.yaml"'
    response["Cache-Control"] = "no-store"
    return response
