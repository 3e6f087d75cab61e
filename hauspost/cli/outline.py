"""Knows the tree of commands as plain data, for what is generated from it: completion and the manual page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """`name` as it is typed; `value` names what follows it, empty for a switch."""

    name: str
    value: str
    says: str


@dataclass(frozen=True, slots=True)
class Argument:
    """`name` as the usage line writes it."""

    name: str
    is_needed: bool
    is_file: bool
    says: str


@dataclass(frozen=True, slots=True)
class Command:
    """`words`: what is typed, from the program's name on. `takes_files` says what a shell may complete."""

    words: tuple[str, ...]
    says: str
    options: tuple[Option, ...]
    arguments: tuple[Argument, ...]
    commands: tuple["Command", ...]

    @property
    def name(self) -> str:
        return self.words[-1]

    @property
    def takes_files(self) -> bool:
        return any(argument.is_file for argument in self.arguments)

    @property
    def usage(self) -> str:
        takes = [a.name if a.is_needed else f"[{a.name.strip('[]')}]" for a in self.arguments]
        return " ".join((*self.words, *(["[OPTIONS]"] if self.options else []), *takes))

    def all(self) -> Iterator["Command"]:
        """This one and all below it, in the order of the help page."""
        yield self
        for each in self.commands:
            yield from each.all()


FILES = ("path", "file", "folder", "dir")


def outline(command: Any, words: tuple[str, ...]) -> Command:
    """`command`: what typer makes of an app (`typer.main.get_command`)."""
    shown = [one for one in command.params if not getattr(one, "hidden", False)]
    below = getattr(command, "commands", {})
    return Command(
        words=words,
        says=" ".join((command.help or "").split()),
        options=tuple(_option(one) for one in shown if one.opts[0].startswith("-")),
        arguments=tuple(_argument(one) for one in shown if not one.opts[0].startswith("-")),
        commands=tuple(outline(one, (*words, name)) for name, one in below.items()),
    )


def _option(one: Any) -> Option:
    value = "" if one.is_flag else (one.metavar or ("PATH" if _is_file(one) else "VALUE"))
    return Option(max(one.opts, key=len), value, " ".join((one.help or "").split()))


def _argument(one: Any) -> Argument:
    name = one.metavar or one.name.upper()
    return Argument(name, one.required, _is_file(one), " ".join((one.help or "").split()))


def _is_file(one: Any) -> bool:
    typed = "Path" in str(one.type_descriptor.annotation)
    return typed or any(word in (one.metavar or "").lower() for word in FILES)
