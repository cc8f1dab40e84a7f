"""Addresses. Public pages carry a language prefix, except in the default language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from clinic import machines

handler400 = "clinic.errors.bad_request"
handler403 = "clinic.errors.permission_denied"
handler404 = "clinic.errors.page_not_found"
handler500 = "clinic.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", machines.healthz, name="healthz"),
    path("robots.txt", machines.robots, name="robots"),
    path("admin/", admin.site.urls),
]
urlpatterns += i18n_patterns(
    path("request/", include("consultations.urls")),
    path("", include("education.urls")),
    prefix_default_language=False,
)
