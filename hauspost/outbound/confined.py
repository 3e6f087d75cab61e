"""Knows what a template of somebody else may do: read the facts of its mail, call our words, and end soon.

Jinja's own sandbox keeps it from everything with an underscore. Here what may be called is listed as well, and every
loop, call, include and text is counted: a template is of the operator, but it may come from anywhere.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import Template, nodes, pass_eval_context
from jinja2.exceptions import SecurityError
from jinja2.filters import do_replace, do_round, sync_do_join
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, LoopContext, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hauspost.outbound.catalogue import Language

STEPS: Final = 100_000  # of one mail; the longest of our samples takes some hundreds
LONGEST: Final = 1_000_000  # characters of any one text
LARGEST: Final = 1_000_000_000  # of numbers that are multiplied
LONGEST_RANGE: Final = 1_000
MOST_PLACES: Final = 20  # of a number that is rounded

# What may be called on a value of each type; whatever else they have may only be read.
METHODS: Final[tuple[tuple[type, frozenset[str]], ...]] = (
    (Language, frozenset({"say", "say_if", "label", "count", "join"})),
    (LoopContext, frozenset({"cycle", "changed"})),
    (dict, frozenset({"get", "items", "keys", "values"})),
    (
        str,
        frozenset(
            {
                "endswith",
                "isdigit",
                "lower",
                "removeprefix",
                "removesuffix",
                "split",
                "startswith",
                "strip",
                "upper",
            }
        ),
    ),
)
UNREAD: Final = frozenset({"catalogue"})
# fmt: off
FILTERS: Final = frozenset({
    "abs", "capitalize", "d", "default", "e", "escape", "first", "int", "last", "length", "list", "lower", "max", "min",
    "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "string", "trim", "unique", "upper",
})
# fmt: on
GLOBALS: Final = frozenset({"namespace", "range"})


class TooMuch(SecurityError):
    """A template that would go on for long, or write without end."""


@dataclass(slots=True)
class Budget:
    left: int = STEPS

    def spend(self, steps: int = 1) -> None:
        self.left -= steps
        if self.left < 0:
            raise TooMuch("it goes on for too long")


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def counted() -> Iterator[Budget]:
    """All that is rendered inside counts as one mail."""
    budget = Budget()
    token = _budget.set(budget)
    try:
        yield budget
    finally:
        _budget.reset(token)


def _spend(steps: int = 1) -> None:
    if (budget := _budget.get()) is not None:
        budget.spend(steps)


class Confined(ImmutableSandboxedEnvironment):
    """The environment of an operator's templates."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **form: Any) -> None:
        super().__init__(auto_reload=False, **form)
        self.filters = {name: f for name, f in self.filters.items() if name in FILTERS}
        self.filters |= {
            "join": _join,
            "replace": _replace,
            "round": _round,
            "_each": _each,
            "_joined": _joined,
        }
        self.filters["_built"] = _built
        self.globals = {name: g for name, g in self.globals.items() if name in GLOBALS}
        self.globals["range"] = _range

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if attr in UNREAD or not super().is_safe_attribute(obj, attr, value):
            return False
        if not callable(value):
            return not isinstance(obj, type)
        return any(isinstance(obj, kind) and attr in names for kind, names in METHODS)

    def wrap_str_format(self, value: Any) -> None:
        """`format` is a method like any other, and none that may be called."""

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Names as in the class above: keyword arguments of the template must not meet ours."""
        _spend()
        return _sized(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        _spend()
        if operator == "+":
            if isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
                _sized_all(len(left) + len(right))
        elif operator == "**" or not all(_is_small(value) for value in (left, right)):
            raise SecurityError(f"{operator} is for small numbers only")
        return super().call_binop(context, operator, left, right)

    def get_template(self, *args: Any, **kwargs: Any) -> Template:
        _spend()
        return super().get_template(*args, **kwargs)

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """What a template, a macro or a block wrote."""
        kept, length = [], 0
        for piece in pieces:
            length += len(piece)
            _sized_all(length)
            kept.append(piece)
        return "".join(kept)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Every loop, every `~` and every list passes through a count of ours."""
        parsed = super()._parse(source, name, filename)
        for loop in parsed.find_all(nodes.For):
            loop.iter = _filter("_each", loop.iter)
        _rewrite(parsed)
        return parsed


def _rewrite(node: nodes.Node) -> None:
    for field, value in node.iter_fields():
        if isinstance(value, nodes.Node):
            _rewrite(value)
            setattr(node, field, _counted(value))
        elif isinstance(value, list):
            for child in value:
                if isinstance(child, nodes.Node):
                    _rewrite(child)
            value[:] = [_counted(child) for child in value]


def _counted(value: Any) -> Any:
    if isinstance(value, nodes.Concat):
        return _filter("_joined", nodes.List(value.nodes, lineno=value.lineno))
    is_read = not isinstance(value, nodes.Tuple) or value.ctx == "load"
    if isinstance(value, nodes.List | nodes.Tuple | nodes.Dict) and is_read:
        return _filter("_built", value)
    return value


def _filter(name: str, node: Any) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _each(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        _spend()
        yield value


def _built(value: Any) -> Any:
    """Lists in lists grow twofold with every line, and whoever prints or compares one walks through all of it."""
    _walk(value)
    return value


def _walk(value: Any) -> None:
    if isinstance(value, dict):
        value = (*value.keys(), *value.values())
    if isinstance(value, list | tuple):
        for part in value:
            _spend()
            _walk(part)


def _round(value: float, precision: int = 0, method: str = "common") -> float:
    """Up or down it is ten to the power of `precision` that is reckoned with."""
    if not _is_small(value) or abs(precision) > MOST_PLACES:
        raise SecurityError("round is for small numbers only")
    return do_round(value, precision, method)  # type: ignore[arg-type]


@pass_eval_context
def _joined(context: EvalContext, values: list[Any]) -> str:
    _sized_all(sum(len(str(value)) for value in values))
    return markup_join(values) if context.autoescape else str_join(values)


@pass_eval_context
def _join(context: EvalContext, values: Iterable[Any], d: str = "") -> str:
    said = list(values)
    _sized_all(sum(len(str(value)) + len(d) for value in said))
    return sync_do_join(context, said, d)


@pass_eval_context
def _replace(context: EvalContext, text: str, old: str, new: str) -> str:
    _sized_all(len(str(text)) * (1 if old else len(new) + 1) + str(text).count(old) * len(new))
    return do_replace(context, text, old, new)


def _range(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > LONGEST_RANGE:
        raise TooMuch(f"a range has at most {LONGEST_RANGE} numbers")
    return found


def _is_small(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) <= LARGEST


def _sized(value: Any) -> Any:
    if isinstance(value, str):
        _sized_all(len(value))
    return value


def _sized_all(length: int) -> None:
    if length > LONGEST:
        raise TooMuch(f"a text has at most {LONGEST} characters")
