"""Knows the word that takes finished work: ABGENOMMEN, alone or with the number of its order."""

from hauspost.desk.intents import Act, Command, Vocabulary
from hauspost.desk.work import order_tag
from hauspost.parsers.lines import words
from hauspost.parsers.typed import ORDER_TAG, Read, Typed, impolite, said_for


def sign_off_line(line: Typed, vocabulary: Vocabulary) -> Read | None:
    """ "ABGENOMMEN", "ABGENOMMEN A-1042-1", "A-1042-1 abgenommen". None: it is something else."""
    tags = tuple(dict.fromkeys(order_tag(int(a), int(b)) for a, b in ORDER_TAG.findall(line.bare)))
    said = " ".join(impolite(words(ORDER_TAG.sub(" ", line.bare))))
    if len(tags) > 1 or said not in said_for(Act.SIGN_OFF, vocabulary):
        return None
    return Read(Command(Act.SIGN_OFF, line.line, target=tags[0] if tags else ""))
