"""Knows how an operator's words and pages are laid over ours, and what becomes of a mail whose template fails."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from tomllib import TOMLDecodeError
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from jinja2 import BaseLoader, Environment, TemplateNotFound

from hauspost.desk.languages import TYPED
from hauspost.desk.notices import Letter, NoticeKind, OutgoingMail
from hauspost.outbound.catalogue import (
    FALLBACK,
    FORM,
    LAYOUT,
    TEMPLATES,
    WORDED,
    WORDS,
    Catalogue,
    ours,
    pages_of,
    words_in,
)
from hauspost.outbound.compose import compose
from hauspost.outbound.confined import Confined, counted
from hauspost.outbound.headers import UnsafeAddress
from hauspost.outbound.template_faults import Fault, fault_of

OURS: Final = "hauspost/"  # {% include "hauspost/de/order.j2" %}: our own page, whatever stands in the folder
_CODE: Final = re.compile(r"[a-z]{2,3}")
# Forms of a name that one language needs and another does not.
FREE_BLANKS: Final = frozenset({"title", "last", "name"})
_PLURALS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})


class Overridden(Catalogue):
    """Ours with the operator's over it. `own`: names of the files in use; `faults`: what could not be laid over."""

    folder: Path
    own: frozenset[str]
    faults: tuple[Fault, ...]

    def changes(self, language: str, kind: str) -> bool:
        """Whether a mail may read or look otherwise than ours."""
        return bool(self.own & {LAYOUT, f"{language}/{WORDS}", f"{language}/{kind}.j2"})


def overridden(folder: Path) -> Overridden:
    """Reads the whole folder once; what changes there counts from the next start."""
    faults: list[Fault] = []
    sources = dict(_sources(folder, faults))
    laid = dict(_words(folder, faults))
    words = dict(ours().words) | laid
    pages = {name.removesuffix(".j2") for name in sources if name != LAYOUT}
    found = Overridden(
        Confined(loader=_Shelf(folder, sources), **FORM),
        words,
        frozenset({*pages_of(TEMPLATES), *(page for page in pages if page.partition("/")[0] in words)}),
    )
    object.__setattr__(found, "folder", folder)
    object.__setattr__(found, "own", frozenset({*sources, *(f"{code}/{WORDS}" for code in laid)}))
    object.__setattr__(found, "faults", tuple(faults))
    return found


def composed(letter: Letter, catalogue: Catalogue, **known: Any) -> tuple[OutgoingMail, Fault | None]:
    """The mail as `compose` makes it; where the operator's templates fail, by ours, and what failed.

    Raises what `compose` raises where it is not the templates that fail.
    """
    if not isinstance(catalogue, Overridden):
        return compose(letter, catalogue=catalogue, **known), None
    try:
        with counted():
            return compose(letter, catalogue=catalogue, **known), None
    except UnsafeAddress:
        raise
    except Exception as error:
        mail = compose(letter, **known)
        language = catalogue.language_of(letter.kind, letter.language, letter.company.language)
        return mail, fault_of(error, f"{language.code}/{letter.kind}.j2", catalogue.folder)


# ---- reading the folder


class _Shelf(BaseLoader):
    """The operator's templates, else ours; by the name of ours with "hauspost/" before it always ours."""

    def __init__(self, folder: Path, sources: Mapping[str, str]) -> None:
        self._folder = folder
        self._sources = sources

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        if template in self._sources:
            return self._sources[template], str(self._folder / template), None
        name = template.removeprefix(OURS)
        if name not in _own_names():
            raise TemplateNotFound(template)
        return (TEMPLATES / name).read_text("utf-8"), str(TEMPLATES / name), None


def _own_names() -> frozenset[str]:
    return frozenset({LAYOUT, *(f"{page}.j2" for page in ours().pages)})


def _sources(folder: Path, faults: list[Fault]) -> Iterator[tuple[str, str]]:
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if path.name in WORDED and path.parent.parent == folder:
            continue
        if fault := _misplaced(name):
            faults.append(fault)
            continue
        try:
            yield name, path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            faults.append(_unread(name, error))


def _files(folder: Path) -> Iterator[Path]:
    """What an editor or a file manager leaves behind is no template."""
    for path in sorted(folder.rglob("*")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not is_hidden and path.suffix != ".md":
            yield path


def _misplaced(name: str) -> Fault | None:
    language, _, file = name.rpartition("/")
    known = [f"{kind}.j2" for kind in NoticeKind]
    if name == LAYOUT or (_CODE.fullmatch(language) and file in known):
        return None
    if file == TYPED:
        return Fault(name, "what people type is read from the program alone", "take the file out")
    near = get_close_matches(file, [*known, LAYOUT, WORDS], n=1)
    mend = f'call it "{near[0]}"' if near else 'give it a name of our own templates, like "de/order.j2"'
    if language and not _CODE.fullmatch(language):
        mend = "put it into the folder of a language, like de or fr"
    return Fault(name, "it replaces no template of ours, so nothing reads it", mend)


def _words(folder: Path, faults: list[Fault]) -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")):
        code, name = path.name, f"{path.name}/{WORDS}"
        base = ours().words.get(code)
        if not any((path / file).is_file() for file in WORDED):
            if base is None and _CODE.fullmatch(code):
                faults.append(
                    Fault(name, "the language has no words", "copy ours from de and translate them")
                )
            continue
        known: dict[str, str] = {}
        for file in (path / file for file in WORDED if (path / file).is_file()):
            try:
                found = dict(words_in(file))
            except (OSError, UnicodeDecodeError, TOMLDecodeError) as error:
                faults.append(_unread(f"{code}/{file.name}", error))
                continue
            known |= dict(_sound(f"{code}/{file.name}", found, faults))
        if base is not None:
            yield code, dict(base) | known
        elif _CODE.fullmatch(code) and _has_locale(name, known, faults):
            yield code, known


def _sound(name: str, found: Mapping[str, str], faults: list[Fault]) -> Iterator[tuple[str, str]]:
    """Only phrases that we ask for, whose blanks we fill; their braces may hold a name and nothing else."""
    german = ours().language(FALLBACK).words
    for key, phrase in found.items():
        like = german.get(key) or german.get(_singular(key))
        if like is None:
            near = get_close_matches(key, german, n=1)
            faults.append(
                Fault(name, f"no mail says {key}", f"write {near[0]}" if near else "take the line out")
            )
            continue
        blanks = _blanks(phrase)
        allowed = _blanks(like) or frozenset()
        if blanks is None or not blanks <= allowed | FREE_BLANKS:
            shown = ", ".join(f"{{{blank}}}" for blank in sorted(allowed)) or "none"
            faults.append(Fault(name, f"{key} has a blank that nobody fills", f"blanks there: {shown}"))
            continue
        if key == "formats.locale" and _locale(phrase) is None:
            faults.append(Fault(name, f'"{phrase}" is no language', 'write it like "fr" or "pt_BR"'))
            continue
        yield key, phrase


def _singular(key: str) -> str:
    """Plural forms that German does without stand beside its "other"."""
    begin, _, form = key.rpartition(".")
    return f"{begin}.other" if form in _PLURALS else key


def _blanks(phrase: str) -> frozenset[str] | None:
    """None: a brace is open, or holds more than a name."""
    try:
        fields = [
            (field, spec, turn) for _, field, spec, turn in Formatter().parse(phrase) if field is not None
        ]
    except ValueError:
        return None
    if any(not field.isidentifier() or spec or turn for field, spec, turn in fields):
        return None
    return frozenset(field for field, _, _ in fields)


def _has_locale(name: str, words: Mapping[str, str], faults: list[Fault]) -> bool:
    if "formats.locale" in words:
        return True
    faults.append(
        Fault(
            name, "the language does not say how it writes dates", 'begin with locale = "fr" under [formats]'
        )
    )
    return False


def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return None


def untranslated(catalogue: Catalogue) -> Iterator[Fault]:
    """What a language of the operator's lacks: a mail that needs it is in the company's language."""
    mend = "translate them; until then such mails are in the company's language"
    for code in catalogue.languages:
        words = catalogue.language(code).words
        lacking = [k for k in ours().language(FALLBACK).words if k not in words and _singular(k) not in words]
        if lacking:
            yield Fault(f"{code}/{WORDS}", f"words are not translated: {_some(lacking)}", mend)
        pages = [f"{kind}.j2" for kind in NoticeKind if f"{code}/{kind}" not in catalogue.pages]
        if pages:
            yield Fault(code, f"mails are not translated: {_some(pages)}", mend)


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _unread(name: str, error: Exception) -> Fault:
    match error:
        case TOMLDecodeError():
            return Fault(name, f"it is no TOML ({error})", "mend that line; until then ours is used")
        case UnicodeDecodeError():
            return Fault(name, "it is not UTF-8", "save it as UTF-8; until then ours is used")
        case _:
            return Fault(name, "it cannot be read", "give this program the right to read it")
