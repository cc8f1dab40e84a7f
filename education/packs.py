"""Content packs: one YAML file for each topic, in the shape of ``TreatmentPage``.

A pack that is exported, imported and exported again is the same to the byte. Reading refuses a
pack as a whole and says where it is wrong; nothing of it is stored then.
"""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, Literal, NoReturn, Self

import yaml
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from education import editions, working_copy
from education.models import Edition, FormerSlug, Topic, User
from education.page import TreatmentPage
from education.page_types import Key
from education.text import REFUSED

CONTENT = Path(__file__).parent / "content"
BLOCK_LENGTH = 70  # characters; longer text is written as a block
PACK_BYTES = 2_000_000
FAULTS = 20  # named in one message
NESTING = 20  # lists and mappings inside each other; a page needs 6


class PackError(Exception):
    """The pack cannot be read. The message names the line and the field."""


class Pack(BaseModel):
    """A topic as a file."""

    model_config = ConfigDict(extra="forbid")

    slug: Key
    language: Key
    profile: Literal["injectable", "other", "guide"]
    page: TreatmentPage

    @model_validator(mode="after")
    def _rules_fit_kind(self) -> Self:
        if (self.profile == "guide") != (self.page.kind == "guide"):
            raise ValueError(_("A guide follows the rules of guides, and only a guide."))
        return self


# -- Writing ---------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Block style for prose, and lists that are indented below their name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    block = "\n" in text or len(text) > BLOCK_LENGTH
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if block else None)


_Dumper.add_representer(str, _represent_text)


def dump(pack: Pack) -> str:
    """The pack as YAML: fields in the order of the shape, nothing that equals its default."""
    values = pack.model_dump(mode="python", exclude_defaults=True)
    return yaml.dump(
        values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=float("inf")
    )


def export(topic: Topic) -> str:
    """The working copy of ``topic`` as a pack."""
    return dump(
        Pack(
            slug=topic.slug,
            language=settings.LANGUAGE_CODE,
            profile=topic.profile,
            page=working_copy.read(topic),
        )
    )


# -- Reading ---------------------------------------------------------------------------------


class _Loader(yaml.CSafeLoader):
    """Refuses a key that is written twice: plain YAML would silently keep the last."""


def _located(construct: Callable[..., Any]) -> Callable[[_Loader, yaml.ScalarNode], Any]:
    """The 31st of February, or a number of 5,000 digits: say in which line it is."""

    def constructed(loader: _Loader, node: yaml.ScalarNode) -> Any:
        try:
            return construct(loader, node)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(
                None, None, str(error), node.start_mark
            ) from error

    return constructed


for _tag, _construct in {
    "timestamp": yaml.SafeLoader.construct_yaml_timestamp,
    "int": yaml.SafeLoader.construct_yaml_int,
    "float": yaml.SafeLoader.construct_yaml_float,
}.items():
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _located(_construct))


def _mapping_without_repeats(loader: _Loader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: set[Any] = set()
    for key_node, _value in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable) or key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, _("“%(key)s” is written twice") % {"key": key}, key_node.start_mark
            )
        seen.add(key)
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping_without_repeats)


def load(text: str) -> Pack:
    """Read a pack. Raises ``PackError`` naming the line and the field of each fault."""
    if len(text.encode(errors="replace")) > PACK_BYTES:
        raise PackError(_("The pack is larger than %(limit)s bytes.") % {"limit": PACK_BYTES})
    text = text.removeprefix("\ufeff")
    _require_storable(text)
    try:
        _require_plain(text)
        nodes = yaml.compose(text, Loader=_Loader)
        values = yaml.load(text, Loader=_Loader)  # noqa: S506  a safe loader
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise PackError(_yaml_message(error)) from error
    try:
        return Pack.model_validate(values)
    except ValidationError as error:
        raise PackError(_shape_message(error, nodes)) from error


def _require_storable(text: str) -> None:
    if refused := REFUSED.search(text):
        raise PackError(
            _("Line %(line)s: contains a character that cannot be stored (U+%(code)s).")
            % {
                "line": text.count("\n", 0, refused.start()) + 1,
                "code": f"{ord(refused.group()):04X}",
            }
        )


def _require_plain(text: str) -> None:
    """Refuses what can make a small file huge or slow: anchors, aliases, tags, deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > NESTING:
            _refuse(event, _("too many lists inside each other"))
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            _refuse(event, _("anchors, aliases and tags are not used in a pack"))


def _refuse(event: yaml.Event, problem: str) -> NoReturn:
    mark: Any = event.start_mark
    raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


def _yaml_message(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    if mark is None:
        return problem
    return _("Line %(line)s: %(problem)s") % {"line": mark.line + 1, "problem": problem}


def _shape_message(error: ValidationError, nodes: yaml.Node | None) -> str:
    """One line for each fault, and no more of them than somebody reads."""
    faults = error.errors(include_url=False, include_input=False)
    lines = [
        _("Line %(line)s, %(field)s: %(problem)s")
        % {
            "line": _line_of(nodes, fault["loc"]),
            "field": ".".join(str(step) for step in fault["loc"]) or _("pack"),
            "problem": fault["msg"].removeprefix("Value error, "),
        }
        for fault in faults[:FAULTS]
    ]
    if len(faults) > FAULTS:
        lines.append(_("… and %(count)s more.") % {"count": len(faults) - FAULTS})
    return "\n".join(lines)


def _line_of(node: yaml.Node | None, path: tuple[int | str, ...]) -> int:
    """The line of the deepest node on ``path`` that the file has."""
    line = node.start_mark.line + 1 if node else 1
    for step in path:
        node = _child(node, step)
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _child(node: yaml.Node | None, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


# -- Importing -------------------------------------------------------------------------------


@transaction.atomic
def import_pack(pack: Pack, *, by: User | None, replace: bool = False) -> Edition | None:
    """Write a pack into the working copy and record it, unapproved.

    A topic with this address is only overwritten with ``replace``; else ``PackError``.
    """
    if pack.language != settings.LANGUAGE_CODE:
        raise PackError(
            _("The pack is in “%(pack)s”, and drafts are written in “%(site)s”.")
            % {"pack": pack.language, "site": settings.LANGUAGE_CODE}
        )
    topic = Topic.objects.filter(slug=pack.slug).first()
    if not topic and FormerSlug.objects.filter(slug=pack.slug).exists():
        raise PackError(_("“%(slug)s” is an old address of another page.") % {"slug": pack.slug})
    if topic and not replace:
        raise PackError(_("There is a page with the address “%(slug)s”.") % {"slug": pack.slug})
    if topic and topic.kind != pack.page.kind:
        raise PackError(_("“%(slug)s” is of another kind.") % {"slug": pack.slug})
    if topic:
        _require_same_rules(topic, pack)
    topic = topic or Topic(slug=pack.slug, kind=pack.page.kind, owner=by)
    topic.profile = pack.profile
    working_copy.write(topic, pack.page)
    return editions.record(topic=topic, by=by, language=pack.language)


def _require_same_rules(topic: Topic, pack: Pack) -> None:
    """Rules decide what may be published: a file does not change those of an approved page."""
    if topic.profile == pack.profile:
        return
    if Edition.objects.filter(topic=topic, approved_at__isnull=False).exists():
        raise PackError(
            _(
                "“%(slug)s” follows the rules “%(topic)s” and has an approved version; "
                "the pack says “%(pack)s”."
            )
            % {"slug": pack.slug, "topic": topic.profile, "pack": pack.profile}
        )


@transaction.atomic
def load_starter() -> list[Topic]:
    """Load the packs of this folder if there is no topic yet; in a demo publish them as samples."""
    if Topic.objects.exists():
        return []
    packs = [load(path.read_text(encoding="utf-8")) for path in sorted(CONTENT.glob("*.yaml"))]
    for pack in packs:
        topic = Topic(slug=pack.slug, kind=pack.page.kind, profile=pack.profile)
        working_copy.write(topic, pack.page)
        if settings.CLINIC_MODE == "demo":
            editions.publish_sample(topic=topic)
        else:
            editions.record(topic=topic, by=None, language=pack.language)
    return list(Topic.objects.all())
