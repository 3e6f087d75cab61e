"""Knows how mails are shown side by side: an index, and a page each with phone, desk and plain text; nothing remote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from html import escape
from itertools import groupby
from typing import Final

from hauspost.desk.notices import TO_ASSIGNEES, TO_OPERATORS, TO_THE_HOUSE, Letter, OutgoingMail

INDEX: Final = "index.html"
_DARK: Final = re.compile(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
PHONE: Final = 360  # px
READERS: Final = (
    "Residents and owners",
    "The whole house",
    "Firms and caretakers",
    "Managers and accounting",
    "Operators",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A sample and the mail that became of it. `fault`: why it is ours and not the operator's."""

    language: str
    name: str
    letter: Letter
    mail: OutgoingMail
    fault: str = ""

    @property
    def stem(self) -> str:
        return f"{self.language}/{self.name}"


def files(shown: tuple[Shown, ...]) -> Iterator[tuple[str, bytes]]:
    """Path and octets of each: index.html, and of each mail its .html, .txt, .eml and the page that shows them."""
    ordered = sorted(shown, key=_place)
    yield INDEX, _index(ordered).encode()
    for before, one, after in zip([None, *ordered], ordered, [*ordered[1:], None], strict=False):
        text, html = text_and_html(one.mail)
        yield f"{one.stem}.html", html.encode()
        yield f"{one.stem}.txt", text.encode()
        yield f"{one.stem}.eml", one.mail.octets
        others = [other for other in ordered if other.name == one.name and other is not one]
        links = _links(one, before, after, others)
        yield f"{one.stem}.show.html", _page(one, text, html, links).encode()


def text_and_html(mail: OutgoingMail) -> tuple[str, str]:
    """Both parts, decoded, with "\\n"."""
    parsed = message_from_bytes(mail.octets, policy=policy.default)
    parts = {part.get_content_type(): part for part in parsed.walk()}
    text, html = (str(parts[kind].get_content()) for kind in ("text/plain", "text/html"))
    return text.replace("\r\n", "\n"), html.replace("\r\n", "\n")


def reader(letter: Letter) -> int:
    """Who gets it: a place in READERS."""
    roles = {str(r.role) for p in letter.to for r in p.roles}
    if letter.kind in TO_OPERATORS:
        return 4
    if letter.is_manager or letter.kind == "invoice":
        return 3
    if letter.kind in TO_ASSIGNEES or roles & {"contractor", "caretaker"}:
        return 2
    return 1 if letter.kind in TO_THE_HOUSE else 0


def _place(one: Shown) -> tuple[int, str, str, str]:
    return reader(one.letter), str(one.letter.kind), one.name, one.language


# ---- pages

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1d242b; --paper: #f4f6f7; --card: #ffffff; --line: #ccd4d9; --link: #0b5563; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e7ecef; --paper: #14181b; --card: #1d2327; --line: #39434a; --link: #8fd0dc; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 20px; background: var(--paper); color: var(--ink);
  font: 16px/1.5 -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
a { color: var(--link); }
h1 { font-size: 22px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 28px 0 8px; }
h3 { font-size: 14px; margin: 0 0 6px; }
nav { margin: 0 0 14px; display: flex; flex-wrap: wrap; gap: 4px 18px; }
.list { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 10px; }
.card, iframe, pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; max-width: 100%; }
.card { padding: 10px 14px; overflow-wrap: anywhere; }
.card p { margin: 2px 0 0; font-size: 14px; }
.fault { border: 2px solid #b3261e; border-radius: 8px; padding: 8px 12px; margin: 0 0 14px; }
.views { display: flex; flex-wrap: wrap; gap: 20px; align-items: flex-start; }
.views section { max-width: 100%; }
iframe { display: block; height: 80vh; }
.light { color-scheme: light; }
.dark { color-scheme: dark; }
pre { margin: 0; padding: 14px; height: 80vh; overflow: auto; white-space: pre-wrap;
  font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; }
"""


def _index(shown: list[Shown]) -> str:
    parts = []
    for number, group in groupby(shown, key=lambda one: reader(one.letter)):
        parts.append(f"<h2>{READERS[number]}</h2>")
        parts.append('<div class="list">')
        for (kind, name), same in groupby(group, key=lambda one: (str(one.letter.kind), one.name)):
            parts.append(_card(kind, name, list(same)))
        parts.append("</div>")
    counted = f"{len(shown)} mails with sample data. Each opens on a phone, on a desk, light, dark and as plain text."
    return _document("Mails of Hauspost", f"<h1>Mails of Hauspost</h1><p>{counted}</p>{''.join(parts)}")


def _card(kind: str, name: str, same: list[Shown]) -> str:
    links = " · ".join(
        f'<a href="{one.stem}.show.html" lang="{one.language}">{one.language}</a>' for one in same
    )
    faulty = "<p><b>template fails, ours is shown</b></p>" if any(one.fault for one in same) else ""
    variant = name.removeprefix(kind).strip("_").replace("_", " ")
    title = kind + (f" · {variant}" if variant else "")
    return f'<div class="card"><h3>{escape(title)}</h3>{escape(same[0].mail.subject)}<p>{links}</p>{faulty}</div>'


def _links(one: Shown, before: Shown | None, after: Shown | None, others: list[Shown]) -> str:
    links = ['<a href="../index.html">All mails</a>']
    links += [f'<a href="../{before.stem}.show.html" rel="prev">Before</a>'] if before else []
    links += [f'<a href="../{after.stem}.show.html" rel="next">Next</a>'] if after else []
    links += [f'<a href="../{other.stem}.show.html">{other.language}</a>' for other in others]
    links += [f'<a href="{one.name}.{kind}">.{kind}</a>' for kind in ("html", "txt", "eml")]
    return f"<nav>{''.join(links)}</nav>"


def _page(one: Shown, text: str, html: str, links: str) -> str:
    fault = f'<p class="fault">{escape(one.fault)}; ours is shown instead</p>' if one.fault else ""
    frames = [
        f'<section><h3>{title}</h3><iframe class="{scheme}" width="{width}" title="{title}" '
        f'srcdoc="{escape(_seen(html, scheme))}">'
        "</iframe></section>"
        for title, scheme, width in (
            ("Phone, light", "light", PHONE),
            ("Phone, dark", "dark", PHONE),
            ("Desk, light", "light", 680),
            ("Desk, dark", "dark", 680),
        )
    ]
    words = f'<section><h3>Plain text</h3><pre lang="{one.language}">{escape(text)}</pre></section>'
    return _document(
        one.mail.subject,
        f"{links}<h1>{escape(one.mail.subject)}</h1>"
        f"<p>{escape(READERS[reader(one.letter)])} · {escape(str(one.letter.kind))} · {escape(one.name)}</p>{fault}"
        f'<div class="views">{"".join([*frames[:2], words, *frames[2:]])}</div>',
    )


def _seen(html: str, scheme: str) -> str:
    """As a program shows it that is dark, or is not: no browser lets a page choose that for a frame."""
    return _DARK.sub("all" if scheme == "dark" else "not all", html)


def _document(title: str, body: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
