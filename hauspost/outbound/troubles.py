"""Says what is out of order, and what is in order again."""

from hauspost.desk.notices_of_operation import Operation, TroubleLine
from hauspost.outbound.cleaning import one_line
from hauspost.outbound.view import View

DETAIL = 300  # characters of another server's words


def names(view: View, facts: Operation) -> str:
    """Of what began, else of what ended; each once."""
    found = dict.fromkeys(_name(view, line) for line in facts.began or facts.ended)
    return view.language.join(tuple(found))


def began(view: View, facts: Operation) -> list[tuple[str, str]]:
    return [(_name(view, line), _began(view, line)) for line in facts.began]


def ended(view: View, facts: Operation) -> list[tuple[str, str]]:
    return [
        (_name(view, line), view.language.say("trouble.ended", since=view.times.clock(line.since)))
        for line in facts.ended
    ]


def _name(view: View, line: TroubleLine) -> str:
    return view.language.label("trouble_names", line.what)


def _began(view: View, line: TroubleLine) -> str:
    detail = one_line(line.detail, limit=DETAIL)
    said = view.language.say_if(f"troubles.{line.what}", detail=detail) or detail
    return view.language.say("trouble.began", said=said, since=view.times.clock(line.since))
