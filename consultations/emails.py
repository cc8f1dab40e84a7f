"""E-mail addresses: slips of the finger in well-known ones."""

from difflib import get_close_matches

# Well-known providers, so that a real one (mail.com) is never taken for a slip (gmail.com).
DOMAINS = [
    "aol.com", "btinternet.com", "fastmail.com", "gmail.com", "gmx.com", "gmx.de", "gmx.net",
    "googlemail.com", "hotmail.co.uk", "hotmail.com", "icloud.com", "live.co.uk", "live.com",
    "mac.com", "mail.com", "me.com", "msn.com", "outlook.com", "proton.me", "protonmail.com",
    "sky.com", "talktalk.net", "virginmedia.com", "web.de", "yahoo.co.uk", "yahoo.com",
    "yahoo.fr", "ymail.com",
]  # fmt: skip
SIMILARITY = 0.85


def suggestion(email: str) -> str:
    """The address that was probably meant; empty if there is nothing to suggest."""
    local, _, domain = email.rpartition("@")
    if not local or domain.lower() in DOMAINS:
        return ""
    found = get_close_matches(domain.lower(), DOMAINS, n=1, cutoff=SIMILARITY)
    return f"{local}@{found[0]}" if found else ""
