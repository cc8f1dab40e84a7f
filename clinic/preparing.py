"""Everything that must be done before the site can be served. All of it may run again."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.management import call_command

from clinic.demo_accounts import make_demo_accounts
from clinic.static_files import collect_if_changed
from education.demo import load_demo_clinic
from education.packs import load_starter
from education.roles import ensure_roles

Say = Callable[[str], None]


def prepare(say: Say, *, collect: bool = True) -> str | None:
    """Bring database and files up to date. Returns the demo accounts if they were made now."""
    settings.CLINIC_VAR.mkdir(parents=True, exist_ok=True)
    for step in steps(collect):
        if said := step():
            say(said)
    return make_demo_accounts()


def steps(collect: bool) -> Iterator[Callable[[], str | None]]:
    yield migrate
    yield ensure_roles
    yield load_starter_content
    if collect:
        yield collect_static


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def load_starter_content() -> str | None:
    loaded = load_starter()
    if settings.CLINIC_MODE == "demo":
        load_demo_clinic()
    return f"Loaded the starter content: {len(loaded)} pages." if loaded else None


def collect_static() -> str | None:
    return "Collected the static files." if collect_if_changed() else None
