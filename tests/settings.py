"""The site's own settings, apart from everything a developer has in the environment or in var/."""

import atexit
import os
import shutil
import tempfile

for name in list(os.environ):
    ours = name.startswith("CLINIC_") and name != "CLINIC_TEST_DATABASE"
    if ours or name in {"ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "SECRET_KEY"}:
        del os.environ[name]

var = tempfile.mkdtemp(prefix="clinic-tests-")
atexit.register(shutil.rmtree, var, ignore_errors=True)
os.environ["CLINIC_MODE"] = "demo"
os.environ["CLINIC_VAR"] = var
# `make test-postgres` sets it; pytest-django makes its own database beside the one named here.
if "CLINIC_TEST_DATABASE" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["CLINIC_TEST_DATABASE"]

from clinic.settings import *  # noqa: E402, F403
from clinic.settings import DATABASE, STATIC_ROOT, STORAGES  # noqa: E402

# In memory, concurrent writers get "database table is locked" whatever the timeout; a file
# behaves as the site does.
if DATABASE["ENGINE"].endswith("sqlite3"):
    DATABASE["TEST"] = {"NAME": f"{var}/test.sqlite3"}

# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The manifest knows collected files only, and nothing is collected for tests.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# WhiteNoise looks for it when it starts.
os.makedirs(STATIC_ROOT)
