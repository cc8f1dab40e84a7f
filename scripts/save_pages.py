"""Saves every public page of a freshly started demonstration: save_pages.py FOLDER.

Follows every link of the site from the start page, and adds what no link leads to: error pages
and the request form with its errors shown.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.house.server import Server, started

MISSING = "/no-such-page/"
STARTS = ["/", "/admin/login/", MISSING]
NOT_FOLLOWED = re.compile(r"^/(admin|static|media)/")
AT_LEAST = 30  # pages; fewer means that the site or this walk over it is broken
AT_MOST = 500  # pages; more means that links multiply
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def links(address: str, html: str) -> Iterator[str]:
    parser = Links()
    parser.feed(html)
    for link in parser.found:
        target = urlsplit(urldefrag(urljoin(f"http://site{address}", link)).url)
        if target.netloc == "site" and not NOT_FOLLOWED.match(target.path):
            yield target.path + (f"?{target.query}" if target.query else "")


def pages(server: Server) -> Iterator[tuple[str, str]]:
    """Address and HTML of each page that a link leads to."""
    waiting, seen = list(STARTS), set(STARTS)
    while waiting:
        address = waiting.pop(0)
        status, headers, body = server.ask("GET", address)
        if status >= 400 and address != MISSING:
            sys.exit(f"{address} answered {status}")
        if status in {301, 302}:
            found = [urljoin(address, headers["Location"])]
        elif "text/html" in headers["Content-Type"]:
            yield address, body.decode()
            found = list(links(address, body.decode()))
        else:
            found = []
        new = [link for link in dict.fromkeys(found) if link not in seen]
        seen.update(new)
        waiting += new
        if len(seen) > AT_MOST:
            sys.exit(f"More than {AT_MOST} pages: links multiply.")


def form_with_errors(server: Server) -> Iterator[tuple[str, str]]:
    """The request form as a person sees it who sent it empty."""
    _, headers, body = server.ask("GET", "/request/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body.decode())
    if not token:
        sys.exit("/request/ has no form")
    cookie = {"Cookie": headers["Set-Cookie"].split(";")[0]}
    sent = f"csrfmiddlewaretoken={token[1]}".encode()
    status, _, answer = server.ask("POST", "/request/", sent, FORM | cookie)
    if status not in {200, 422}:
        sys.exit(f"An empty request was answered with {status}")
    yield "/request/ with errors", answer.decode()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, started(var) as server:
        for everything in [pages(server), form_with_errors(server)]:
            for address, html in everything:
                name = re.sub(r"[^\w-]+", "_", address).strip("_") or "home"
                (folder / f"{name}.html").write_text(html)
    saved = len(list(folder.glob("*.html")))
    if saved < AT_LEAST:
        sys.exit(f"Only {saved} pages found.")
    print(f"{saved} pages saved.")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
