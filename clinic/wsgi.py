"""What the server calls: proxies, then body limits, then Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
django_application = get_wsgi_application()

from clinic.body_limits import body_limits  # noqa: E402  needs the settings
from clinic.proxies import behind_proxies  # noqa: E402

application = behind_proxies(body_limits(django_application))
