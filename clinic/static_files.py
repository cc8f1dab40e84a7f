"""Collects static files only when they changed: hashing and compressing takes five seconds."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command


def collect_if_changed() -> bool:
    """True if files were collected."""
    stamp = settings.CLINIC_VAR / "static.stamp"
    fingerprint = fingerprint_of_sources()
    if is_current(stamp, fingerprint):
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)
    return True


def is_current(stamp: Path, fingerprint: str) -> bool:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    return manifest.exists() and stamp.exists() and stamp.read_text() == fingerprint


def fingerprint_of_sources() -> str:
    """Our own files, and the pins: they stand for the files that packages bring."""
    digest = hashlib.sha256()
    for path in [settings.BASE_DIR / "requirements.txt", *own_files()]:
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def own_files() -> list[Path]:
    storage = settings.BASE_DIR / "clinic" / "storage.py"
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [storage, *sorted(files)]
