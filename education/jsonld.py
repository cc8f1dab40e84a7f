"""What a page is about, for machines (schema.org). It promises nothing that the page does not."""

from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from education.markdown import json_for_script
from education.models import Edition


def page_as_jsonld(edition: Edition, address: str) -> SafeString:
    """JSON for a ``script`` of type ``application/ld+json``; safe inside HTML."""
    page = edition.page
    values = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "url": address,
        "name": page["title"],
        "description": page["summary"],
        "inLanguage": edition.language,
        "version": edition.number,
        "audience": {"@type": "Patient"},
        **_review(edition),
        **_about(page),
    }
    return json_for_script(values)


def _review(edition: Edition) -> dict[str, Any]:
    """A reviewer is named only when a person approved the text."""
    if not edition.approved_at or not edition.checked_at:
        return {}
    return {
        "lastReviewed": timezone.localdate(edition.checked_at).isoformat(),
        "reviewedBy": {
            "@type": "Person",
            "name": edition.checked_by_name,
            "jobTitle": edition.checked_by_role,
        },
    }


def _about(page: dict[str, Any]) -> dict[str, Any]:
    if page["kind"] == "guide":
        return {}
    therapy = {
        "@type": "MedicalTherapy",
        "name": page["title"],
        "alternateName": page.get("also_called"),
        "contraindication": [
            part["condition"]["name"] for part in page.get("contraindications", [])
        ],
        "seriousAdverseOutcome": [
            {"@type": "MedicalEntity", "name": part["name"]}
            for part in page.get("side_effects", [])
            if part["seriousness"] == "serious"
        ],
    }
    return {"about": {name: value for name, value in therapy.items() if value}}
