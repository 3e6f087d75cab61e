"""Knows the manual page hauspost(1), in the words of the commands themselves (man(7))."""

from collections.abc import Iterator

from hauspost.cli.outline import Command

_STATUS = (
    ("0", "Done."),
    ("1", "The work failed; one sentence on stderr says why, and the mend."),
    ("2", "Usage or configuration."),
)
_FILES = (
    ("hauspost.toml", "The configuration; else what --config or HAUSPOST_CONFIG names."),
    ("masterdata/", "Houses, units, people, firms and rules as CSV or XLSX."),
)
_ENVIRONMENT = (
    ("HAUSPOST_CONFIG", "The configuration where --config names none."),
    ("HAUSPOST_SECTION__KEY", "Stands for the key of that section of the configuration."),
)


def man_page(root: Command, version: str) -> str:
    """roff for man(1): troff's own signs in our words are escaped."""
    lines = [
        f'.TH HAUSPOST 1 "" "hauspost {version}" "Hauspost"',
        ".SH NAME",
        f"hauspost \\- {_text(root.says.split('.')[0].lower())}",
        ".SH SYNOPSIS",
        ".B hauspost",
        '.RI [ OPTIONS ] " COMMAND " [ ARGUMENTS ]',
        ".SH DESCRIPTION",
        _text(root.says),
        ".SH OPTIONS",
        *_options(root),
        ".SH COMMANDS",
        *(line for each in root.all() if each.words[1:] for line in _command(each)),
    ]
    for title, pairs in (("EXIT STATUS", _STATUS), ("FILES", _FILES), ("ENVIRONMENT", _ENVIRONMENT)):
        lines += [f".SH {title}", *(line for name, says in pairs for line in _tagged(name, says))]
    return "\n".join(lines) + "\n"


def _command(command: Command) -> Iterator[str]:
    yield f".SS {_text(command.usage)}"
    yield (
        _text(command.says)
        if command.says
        else f"See hauspost {_text(' '.join(command.words[1:]))} \\-\\-help."
    )
    for argument in command.arguments:
        if argument.says:
            yield from _tagged(argument.name, argument.says)
    yield from _options(command)


def _options(command: Command) -> Iterator[str]:
    for option in command.options:
        yield from _tagged(f"{option.name} {option.value}".strip(), option.says)


def _tagged(name: str, says: str) -> Iterator[str]:
    yield ".TP"
    yield f".B {_text(name)}"
    yield _text(says)


def _text(words: str) -> str:
    """A line that begins with a dot or an apostrophe is a request, a bare hyphen is a soft one (groff_char(7))."""
    escaped = words.replace("\\", "\\e").replace("-", "\\-")
    plain = "".join(sign if sign.isascii() else f"\\[u{ord(sign):04X}]" for sign in escaped)
    return f"\\&{plain}" if plain[:1] in (".", "'") else plain
