"""Rules that people forget. Each test says how much it looked at: none passes by seeing nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.admin.sites import site
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from tests.consultations.making import make_request
from tests.education.machine.readers import addresses
from tests.factories import make_clinic, make_live_topic

ROOT = Path(__file__).parent.parent
APPS = ["clinic", "consultations", "education"]
TEMPLATES = ROOT / "templates"


def python_files(*folders: str) -> list[Path]:
    """Our modules, without migrations."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports_of(path: Path) -> Iterator[str]:
    """Every name that a module imports, in full, wherever in the module it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def under(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def importing(files: list[Path], *packages: str) -> list[str]:
    """Which of ``files`` import something of ``packages``, and what."""
    return [
        f"{name_of(path)} imports {name}"
        for path in files
        for name in imports_of(path)
        if any(under(name, package) for package in packages)
    ]


# -- Imports ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("app", "never"), [("education", ["consultations", "clinic"]), ("consultations", ["clinic"])]
)
def test_imports_run_one_way(app, never):
    files = python_files(app)

    assert len(files) > 20
    assert importing(files, *never, "tests") == []


def test_the_walk_sees_imports():
    seen = [name for path in python_files(*APPS) for name in imports_of(path)]

    assert len(seen) > 500
    assert "education.models.Edition" in seen
    assert importing(python_files("consultations"), "education.models")


@pytest.mark.parametrize("app", ["education", "consultations"])
def test_models_know_nothing_of_screens(app):
    files = python_files(f"{app}/models")
    screens = [f"{app}.{name}" for name in ("views", "admin", "forms", "urls", "templatetags")]

    assert len(files) > 2
    assert importing(files, *screens) == []


def test_views_know_nothing_of_the_admin():
    files = [
        *python_files("education/views", "education/templatetags"),
        ROOT / "consultations/views.py",
    ]

    assert len(files) > 5
    assert importing(files, "education.admin", "consultations.admin", "django.contrib.admin") == []


# Modules that a public page of education may be made of. They see editions and nothing else.
PUBLIC = [
    *python_files("education/views", "education/templatetags"),
    *(
        ROOT / "education" / name
        for name in ("changes.py", "concerns.py", "context.py", "jsonld.py", "reading.py")
    ),
    ROOT / "education/searching.py",
    ROOT / "consultations/offered.py",
    ROOT / "consultations/views.py",
]
DRAFTS = [
    "education.working_copy",
    "education.drafts",
    "education.packs",
    "education.models.entries",
    "education.models.shared",
    "education.models.topic",
    *(
        f"education.models.{name}"
        for name in [
            "AftercareItem",
            "CareCard",
            "Claim",
            "Concern",
            "Condition",
            "Contraindication",
            "FAQ",
            "QuestionToAsk",
            "Section",
            "SideEffect",
            "Source",
            "Step",
            "Topic",
        ]
    ),
]


def test_public_code_does_not_know_the_draft():
    assert len(PUBLIC) > 12
    assert importing(PUBLIC, *DRAFTS) == []


def test_of_a_topic_public_code_reads_its_address_alone():
    allowed = {"slug", "slug__in", "offer__status", "former_slugs__slug", "id", "in"}
    lookups = {
        (name_of(path), found)
        for path in PUBLIC
        for found in re.findall(r"\btopic__([a-z_]+)", path.read_text(encoding="utf-8"))
    }

    assert len(lookups) > 3
    assert {(path, found) for path, found in lookups if found not in allowed} == set()


def test_public_templates_do_not_walk_from_an_edition_to_its_draft():
    pages = [path for path in TEMPLATES.rglob("*.html") if "admin" not in path.parts]
    walks = {
        (name_of(path), found)
        for path in pages
        for found in re.findall(r"\.topic\.([a-z_.]+)", path.read_text(encoding="utf-8"))
    }

    assert len(pages) > 40
    assert {(path, found) for path, found in walks if found not in {"slug", "id", "pk"}} == set()


# -- Markup ----------------------------------------------------------------------------------


def test_text_is_marked_safe_in_one_place():
    files = python_files(*APPS)
    marking = [
        name_of(path)
        for path in files
        for name in imports_of(path)
        if name.endswith((".mark_safe", ".csrf_exempt"))
    ]

    assert len(files) > 100
    assert marking == ["education/markdown.py"]


def templates() -> list[tuple[str, str]]:
    found = [(name_of(path), path.read_text("utf-8")) for path in TEMPLATES.rglob("*.html")]
    assert len(found) > 60
    return found


@pytest.mark.parametrize(
    "forbidden",
    [
        r"\|\s*safe\b",
        r"{%\s*autoescape\s+off",
        r"<style\b",
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=\s*[\"']",
        r"javascript:",
        r"(?:src|href)\s*=\s*[\"'](?:https?:)?//",
        r"<script\b(?![^>]*\bsrc=)(?![^>]*application/ld\+json)",
    ],
)
def test_no_template_holds_what_the_policy_of_the_browser_refuses(forbidden):
    found = [name for name, text in templates() if re.search(forbidden, text, re.IGNORECASE)]

    assert found == []


# Django shows these by their names.
ERROR_PAGES = {"400.html", "403.html", "404.html", "500.html"}


def conventional() -> set[str]:
    """What the admin looks for by the name of a model."""
    return {
        f"admin/{model._meta.app_label}/{model._meta.model_name}/{page}.html"
        for model in site._registry
        for page in ("change_form", "change_list")
    }


def is_override(name: str) -> bool:
    """Whether a template takes the place of one that a library brings."""
    folders = [Path(module.__file__).parent for module in libraries()]
    return any((folder / "templates" / name).exists() for folder in folders)


def libraries():
    import crispy_bootstrap5
    import crispy_forms
    import django.contrib.admin
    import django.contrib.auth
    import django.forms

    return [
        crispy_bootstrap5,
        crispy_forms,
        django.contrib.admin,
        django.contrib.auth,
        django.forms,
    ]


def named_templates() -> tuple[set[str], list[re.Pattern[str]]]:
    """Names that stand in code and templates, and patterns of names that are put together."""
    texts = [path.read_text("utf-8") for path in python_files(*APPS)]
    texts += [text for _name, text in templates()]
    quoted = r"[\"']((?:[\w/.\-]|\{[^}\n]*\})+\.html)[\"']"
    names = {name for text in texts for name in re.findall(quoted, text)}
    # A part (_name) is always named in full, so no pattern stands for one.
    patterns = {re.sub(r"\{[^}]*\}", "[^/_][^/]*", name) for name in names if "{" in name}
    added = {name for text in texts for name in re.findall(r"[\"']([\w/\-]+/)[\"']\|add:", text)}
    patterns |= {f"{name}[^/_][^/]*.html" for name in added}
    return names, [re.compile(f"{pattern}$") for pattern in patterns]


def test_every_template_is_used():
    names, patterns = named_templates()
    all_names = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")]

    unused = [
        name
        for name in all_names
        if name not in names | ERROR_PAGES | conventional()
        and not any(pattern.match(name) for pattern in patterns)
        and not is_override(name)
    ]

    assert len(all_names) > 60
    assert not unused, "\n".join(unused)


def test_every_template_can_be_read():
    for path in TEMPLATES.rglob("*.html"):
        get_template(str(path.relative_to(TEMPLATES)))


# -- Pages -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_public_page_has_one_first_heading(client):
    make_clinic()
    make_live_topic(slug="peel")
    make_live_topic(slug="after-injections", kind="guide")
    found = [
        *addresses(["peel", "after-injections"], ["pregnancy"]),
        "/no-such-page/",
        "/search/?q=skin&page=99",
    ]

    headings = {}
    for address in found:
        response = client.get(address, follow=True)
        if response["Content-Type"].startswith("text/html"):
            headings[address] = response.content.count(b"<h1")

    assert len(headings) > 20
    assert {address: n for address, n in headings.items() if n != 1} == {}


# -- Guards ----------------------------------------------------------------------------------


def patterns(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def filled(route: str, values: dict[str, str]) -> str:
    """An address of ``route``: its parameters by name, or else by type."""

    def value(match: re.Match[str]) -> str:
        kind, _colon, name = match.group(1).rpartition(":")
        return values.get(name, {"int": "1", "slug": "peel"}.get(kind, "1"))

    plain = re.sub(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)", r"<str:\1>", route)
    return re.sub(r"<([^>]+)>", value, plain).replace("^", "").replace("$", "").replace("\\", "")


@pytest.mark.django_db
def test_a_stranger_gets_nothing_behind_the_door_of_the_staff(client):
    make_clinic()
    topic = make_live_topic(slug="peel")
    request = make_request()
    values = {"topic_id": str(topic.pk), "number": "1", "object_id": str(topic.pk)}
    values |= {"pk": str(request.pk), "app_label": "education", "url": "no-such"}
    behind = [
        (route, filled(route, values))
        for route, _pattern in patterns(get_resolver())
        if route.startswith("/admin/")
    ]

    answers = {
        (method, route): getattr(client, method)(address)
        for route, address in behind
        for method in ("get", "post")
    }

    assert len(answers) > 100
    open_doors = {
        key: response.status_code
        for key, response in answers.items()
        if not is_sent_to_the_door(response) and key[1] not in OPEN_TO_STRANGERS
    }
    assert open_doors == {}


OPEN_TO_STRANGERS = {"/admin/login/", "/admin/logout/", "/admin/jsi18n/"}


def is_sent_to_the_door(response) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/admin/login/")


@pytest.mark.django_db
def test_what_is_not_behind_the_door_is_on_this_list():
    names = {
        pattern.name
        for route, pattern in patterns(get_resolver())
        if not route.startswith("/admin/")
    }

    assert names == {
        *["healthz", "robots", "request", "check", "sent"],
        *["home", "treatment_list", "treatment_detail", "treatment_history"],
        *["guide_list", "guide_detail", "guide_history", "condition_list", "condition_detail"],
        *[
            "question_list",
            "search",
            "about",
            "team",
            "find_us",
            "privacy",
            "accessibility",
            "picture",
            "theme",
        ],
    }


def test_nobody_deletes_what_approvals_hang_on(rf):
    rf_request = rf.get("/")
    rf_request.user = type("Super", (), {"has_perm": lambda *_: True, "is_active": True})()
    kept = {"Topic", "Edition", "Recheck", "Condition", "Source", "Concern", "User"}
    admins = {model.__name__: admin for model, admin in site._registry.items()}

    deletable = [
        name
        for name, admin in admins.items()
        if name in kept and admin.has_delete_permission(rf_request)
    ]

    assert len(kept & set(admins)) >= 4
    assert deletable == []


# -- The house -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_is_pinned_and_earns_its_sentence(name):
    lines = (ROOT / name).read_text("utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-r "))]

    assert len(wanted) > 10
    assert [line for line in wanted if not re.match(r"^[\w\[\].-]+==[\w.]+  # \w.{4,}", line)] == []


def test_no_file_is_named_for_nothing():
    files = python_files(*APPS)

    assert len(files) > 100
    assert [p for p in files if p.stem in {"utils", "helpers", "common", "misc", "manager"}] == []


def lines_of(function: ast.FunctionDef) -> int:
    """Lines of code, without the signature and the docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_function_is_longer_than_thirty_lines():
    functions = [
        (name_of(path), node)
        for path in python_files(*APPS)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]

    assert len(functions) > 500
    assert [f"{path}: {f.name}" for path, f in functions if lines_of(f) > 30] == []


def test_no_file_is_longer_than_three_hundred_lines():
    files = [path for path in python_files(*APPS) if name_of(path) != "clinic/settings.py"]
    lengths = {name_of(path): path.read_text("utf-8").count("\n") for path in files}

    assert {name: n for name, n in lengths.items() if n > 300} == {}
