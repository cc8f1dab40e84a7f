"""Markdown of approved text: what becomes HTML, and what never does."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from education.markdown import ALLOWED_TAGS, render_markdown


def test_paragraphs_lists_and_emphasis():
    html = render_markdown("One **two** *three*\n\n- a\n- b\n\n1. c")

    assert "<p>One <strong>two</strong> <em>three</em></p>" in html
    assert "<li>a</li>" in html
    assert "<ol>\n<li>c</li>" in html


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a",
        "http://example.org",
        "mailto:a@example.org",
        "tel:+441632960000",
        "/treatments/?concern=a:b",
        "#risks",
        "history/",
    ],
)
def test_links_that_lead_somewhere_honest_are_made(address):
    assert f'<a href="{address}"' in render_markdown(f"[text]({address})")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "java&#10;script:alert(1)",
        "vbscript:x",
        "data:text/html,<b>x",
        "data:image/png;base64,x",
        "file:///etc/passwd",
        "//elsewhere.example",
        "ftp://example.org",
    ],
)
def test_other_links_stay_text(address):
    html = render_markdown(f"[text]({address}) <{address}>")

    assert "<a" not in html


def test_links_to_other_sites_say_so():
    assert 'rel="external noopener"' in render_markdown("[text](https://example.org)")
    assert "rel=" not in render_markdown("[text](/treatments/)")


def test_html_is_shown_and_never_obeyed():
    html = render_markdown('<script>alert(1)</script> <b onclick="x">b</b>\n\n<div>\nx\n</div>')

    assert not re.findall(r"<(?!/?p>|br>)", html)
    assert "&lt;script&gt;" in html


def test_a_heading_does_not_break_the_outline_of_the_page():
    assert render_markdown("# Big\n\ntext") == "<p><strong>Big</strong></p>\n<p>text</p>\n"


def test_pictures_are_not_loaded():
    assert "<img" not in render_markdown("![x](https://elsewhere.example/x.png)")


@given(st.text(alphabet="<>[]()!\"'#*_`-:/\\&; \nabjscrpth=ox1.", max_size=60))
def test_nothing_but_the_allowed_tags_ever_comes_out(text):
    html = render_markdown(text)

    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= ALLOWED_TAGS
    assert not re.search(r'href="\s*(javascript|data|vbscript):', html, re.IGNORECASE)
    assert not re.search(r"<[^>]*\son\w+=", html)


def test_text_is_marked_as_safe_in_one_file_only():
    apps = [settings.BASE_DIR / name for name in ("clinic", "education", "consultations")]
    files = [path for app in apps for path in app.rglob("*.py")]
    marking = {path.name for path in files if re.search(r"\bmark_safe\(|SafeString\(", read(path))}

    templates = list((settings.BASE_DIR / "templates").rglob("*.html"))
    unsafe = [path.name for path in templates if re.search(r"\|\s*safe\b|autoescape", read(path))]

    assert len(files) > 50
    assert len(templates) > 30
    assert marking == {"markdown.py"}
    assert unsafe == []


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
