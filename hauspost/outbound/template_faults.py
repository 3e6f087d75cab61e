"""Knows how it is said what is wrong with an operator's template: the file, the line, one sentence, the mend."""

from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from hauspost.outbound.catalogue import WORDS
from hauspost.outbound.confined import TooMuch
from hauspost.outbound.render import StrayWords


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file of the folder. `name`: "de/order.j2"; `line` counts from 1, 0 means the whole file."""

    name: str
    sentence: str
    mend: str
    line: int = 0

    @property
    def place(self) -> str:
        return f"{self.name}:{self.line}" if self.line else self.name

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}; {self.mend}"


def fault_of(error: Exception, page: str, folder: Path) -> Fault:
    """Which file of the folder failed, and in which line; the page itself where nothing says it."""
    name, line = _where(error, folder) or (page, 0)
    sentence, mend = _said(error, page.partition("/")[0])
    return Fault(name, sentence, mend, line)


def _where(error: Exception, folder: Path) -> tuple[str, int] | None:
    """The last place in the folder that the error passed through; Jinja gives its frames the template's own lines."""
    if isinstance(error, TemplateSyntaxError) and error.name:
        return error.name, error.lineno
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    own = [
        (path.relative_to(folder).as_posix(), line) for path, line in frames if path.is_relative_to(folder)
    ]
    return own[-1] if own else None


def _said(error: Exception, code: str) -> tuple[str, str]:
    match error:
        case TemplateSyntaxError():
            return f"it is no template ({error.message})", "mend that line"
        case TemplateNotFound():
            return (
                f'it takes in "{error.name}", which is not there',
                "name a template of ours or of the folder",
            )
        case UndefinedError():
            return (
                f"it asks for what this mail does not have ({error.message})",
                "docs/templates.md says what it has",
            )
        case TooMuch():
            return f"{error}", "make it shorter"
        case SecurityError():
            return f"it reaches for what no template may ({error})", "take that out"
        case RecursionError():
            return "it takes itself in without end", "take that out"
        case StrayWords():
            return f"{error}", "put them between {% call p() %} and {% endcall %}"
        case KeyError():
            return f"the word {error} is missing", f"add it to {code}/{WORDS}"
        case _:
            first = next(iter(str(error).splitlines()), "")
            return f"it fails ({type(error).__name__}: {first})", "compare it with ours"
