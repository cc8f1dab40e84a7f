"""Markdown of approved text as HTML. The one file in this code where text is marked as safe.

Two walls: the parser makes no HTML of its own accord, and an allow-list goes over what it made.
"""

import json
import re
from functools import lru_cache
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ALLOWED_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a"}
ALLOWED_ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}}
ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}
RENDERED_TEXTS = 4096  # kept in each process; a text is at most 6,000 characters

# What a page has its own parts for (headings, pictures) or what patients cannot use (code).
REFUSED_RULES = ["html_block", "html_inline", "image", "code", "fence", "backticks", "blockquote"]
BEFORE_PATH = re.compile(r"^[^/?#]*")


def is_allowed_link(address: str) -> bool:
    """http(s), mail, telephone, or a place on this site; never a script or another scheme."""
    # Whatever stands before a colon counts as a scheme, even one that no browser should know.
    scheme, colon, _rest = BEFORE_PATH.match(address.strip()).group().partition(":")  # type: ignore[union-attr]
    if colon:
        return scheme.lower() in ALLOWED_SCHEMES
    return not address.strip().startswith("//")


def is_external(address: str) -> bool:
    return address.lower().startswith(("http:", "https:"))


def _link_open(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    if is_external(tokens[index].attrGet("href") or ""):
        tokens[index].attrSet("rel", "external noopener")
    return renderer.renderToken(tokens, index, options, env)


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802  the name is the library's
        return is_allowed_link(url)


def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False}).disable([*REFUSED_RULES, "hr"])
    parser.add_render_rule("link_open", _link_open)
    # A heading inside a text would break the outline of the page: it becomes a bold line.
    parser.add_render_rule("heading_open", lambda *_: "<p><strong>")
    parser.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    return parser


PARSER = _parser()


@lru_cache(maxsize=RENDERED_TEXTS)
def render_markdown(text: str) -> SafeString:
    """Paragraphs, lists, emphasis and links; everything else is shown as it was typed."""
    html = nh3.clean(
        PARSER.render(text),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel=None,
    )
    return mark_safe(html)  # noqa: S308  cleaned by the two lines above


# Inside <script> these would end it, or be read as markup (Django's json_script does the same).
SCRIPT_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def json_for_script(values: dict[str, Any]) -> SafeString:
    """JSON that may stand between ``<script type="application/ld+json">`` and its end."""
    text = json.dumps(values, ensure_ascii=False).translate(SCRIPT_ESCAPES)
    return mark_safe(text)  # noqa: S308  the line above leaves no markup
