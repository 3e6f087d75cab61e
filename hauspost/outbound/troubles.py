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
    return [(_name(view, line), _ended(view, line)) for line in facts.ended]


def _name(view: View, line: TroubleLine) -> str:
    name = view.language.label("trouble_names", line.what)
    return view.language.say("trouble.named", name=name, who=line.who) if line.who else name


def _began(view: View, line: TroubleLine) -> str:
    detail = one_line(line.detail, limit=DETAIL)
    keys = (f"troubles.{line.what}_{line.kind}", f"troubles.{line.what}")
    said = next(filter(None, (view.language.say_if(key, detail=detail) for key in keys)), detail)
    began = view.language.say("trouble.began", said=said, since=view.times.clock(line.since))
    return f"{began} {view.language.say('trouble.mend')}" if line.who else began


def _ended(view: View, line: TroubleLine) -> str:
    clock = view.times.clock
    over = view.language.say("trouble.ended", since=clock(line.since), until=clock(line.until or line.since))
    more = view.language.say_if(f"troubles_ended.{line.what}")
    if not more:
        return over
    detail = one_line(line.detail, limit=DETAIL)
    reason = view.language.say("trouble.reason", detail=detail) if detail else ""
    return " ".join(filter(None, (f"{over}.", reason, more)))
