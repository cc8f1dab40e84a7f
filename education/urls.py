"""Addresses of pages that everybody may read."""

from django.urls import path, re_path

from education.views import clinic, finding, history, pages

app_name = "education"

urlpatterns = [
    path("", finding.home, name="home"),
    path("treatments/", finding.treatment_list, name="treatment_list"),
    path("treatments/<slug:slug>/", pages.treatment_detail, name="treatment_detail"),
    path("treatments/<slug:slug>/history/", history.treatment_history, name="treatment_history"),
    path("guides/", finding.guide_list, name="guide_list"),
    path("guides/<slug:slug>/", pages.guide_detail, name="guide_detail"),
    path("guides/<slug:slug>/history/", history.guide_history, name="guide_history"),
    path("conditions/", finding.condition_list, name="condition_list"),
    path("conditions/<slug:key>/", finding.condition_detail, name="condition_detail"),
    path("questions/", finding.question_list, name="question_list"),
    path("search/", finding.search, name="search"),
    path("about/", clinic.about, name="about"),
    path("team/", clinic.team, name="team"),
    path("find-us/", clinic.find_us, name="find_us"),
    path("privacy/", clinic.privacy, name="privacy"),
    path("accessibility/", clinic.accessibility, name="accessibility"),
    re_path(
        r"^pictures/(?P<digest>[0-9a-f]{64})\.(?P<extension>png|jpg|webp)$",
        clinic.picture,
        name="picture",
    ),
    re_path(r"^theme-(?P<fingerprint>[0-9a-f]{16})\.css$", clinic.theme, name="theme"),
]
