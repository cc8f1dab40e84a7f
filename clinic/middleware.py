"""What Django 5.2 does not do yet. Delete the policy part when Django 6 reads SECURE_CSP itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from clinic.headers import security_headers as all_security_headers

GetResponse = Callable[[HttpRequest], HttpResponse]


def security_headers(get_response: GetResponse) -> GetResponse:
    headers = all_security_headers()

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    return middleware
