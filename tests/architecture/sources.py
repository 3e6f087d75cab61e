"""Knows what a module of the package reaches for: its imports in any form, and the names it uses of them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "hauspost"

# Calls that import what their argument names.
IMPORTING_CALLS = ("import_module", "__import__", "run_module", "resolve_name")

# Calls that find a module or the files lying beside it; their names are common, so only literal arguments count.
FINDING_CALLS = ("find_spec", "files")

# What an importing call stands for when its argument is computed: nobody can read there what it imports.
COMPUTED = "<computed>"


@dataclass(frozen=True, slots=True)
class Source:
    """One module of the package, `name` dotted from the package's root."""

    path: Path
    name: str
    tree: ast.Module

    @property
    def folder(self) -> str:
        """The folder or module right below the package; empty for the package's own `__init__`."""
        return self.name.removeprefix(PACKAGE).lstrip(".").partition(".")[0]

    @property
    def package(self) -> str:
        """What a single leading dot means in this module."""
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Use:
    """A dotted name and the line that reaches for it."""

    line: int
    target: str


def sources(root: Path) -> list[Source]:
    """Every module of the package below `root`, sorted by path."""
    return [read(root, path) for path in sorted((root / PACKAGE).rglob("*.py"))]


def read(root: Path, path: Path) -> Source:
    parts = path.relative_to(root).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Source(path=path, name=name, tree=ast.parse(path.read_bytes(), filename=str(path)))


def imports(source: Source) -> Iterator[Use]:
    """All imports at any depth: under `TYPE_CHECKING`, inside functions, and those made by a call."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Import():
                yield from (Use(node.lineno, alias.name) for alias in node.names)
            case ast.ImportFrom():
                origin = absolute("." * node.level + (node.module or ""), source)
                yield from (Use(node.lineno, f"{origin}.{alias.name}") for alias in node.names)
            case ast.Call() if called(node.func) in IMPORTING_CALLS and node.args:
                yield Use(node.lineno, absolute(text_of(node.args[0]), source))
            case ast.Call() if called(node.func) in FINDING_CALLS and node.args:
                target = absolute(text_of(node.args[0]), source)
                if target != COMPUTED:
                    yield Use(node.lineno, target)


def uses(source: Source) -> Iterator[Use]:
    """The imports, and what is reached through them: `dt.datetime.now` counts as `datetime.datetime.now`."""
    yield from imports(source)
    origins = dict(local_names(source))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            head, _, rest = dotted(node).partition(".")
            if head in origins:
                yield Use(node.lineno, f"{origins[head]}.{rest}")


def local_names(source: Source) -> Iterator[tuple[str, str]]:
    """Which name of this module stands for which dotted name elsewhere."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Import():
                for alias in node.names:
                    head = alias.name.partition(".")[0]
                    yield (alias.asname, alias.name) if alias.asname else (head, head)
            case ast.ImportFrom():
                origin = absolute("." * node.level + (node.module or ""), source)
                yield from ((alias.asname or alias.name, f"{origin}.{alias.name}") for alias in node.names)


def absolute(name: str, source: Source) -> str:
    """Resolves leading dots as Python's import statement does."""
    bare = name.lstrip(".")
    up = len(name) - len(bare)
    if up == 0:
        return name
    parts = source.package.split(".")
    origin = ".".join(parts[: len(parts) - up + 1])
    return f"{origin}.{bare}" if bare else origin


def called(function: ast.expr) -> str:
    return dotted(function).rpartition(".")[2]


def dotted(expression: ast.expr) -> str:
    match expression:
        case ast.Name():
            return expression.id
        case ast.Attribute():
            return f"{dotted(expression.value)}.{expression.attr}"
        case _:
            return ""


def text_of(argument: ast.expr) -> str:
    """The literal text of an argument, as far as it is literal."""
    match argument:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=[ast.Constant(value=str() as text), *_]):
            return text.rstrip(".")
        case _:
            return COMPUTED


def lies_in(target: str, prefix: str) -> bool:
    return target == prefix or target.startswith(prefix + ".")
