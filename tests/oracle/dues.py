"""What falls due: follow-ups that managers set, and reminders to firms and to their managers that nobody sets."""

from datetime import timedelta

from hauspost.desk.business_calendar import Span
from hauspost.desk.deadlines import Deadlines, Promise, Stage
from tests.oracle.acts import Act
from tests.oracle.managers import STEERING, hand
from tests.oracle.play import Play

PROMISED = Deadlines(
    (
        Promise(
            {
                Stage.RESPONSE: Span(minutes=240),
                Stage.ACCEPTANCE: Span(days=1),
                Stage.APPOINTMENT: Span(days=3),
                Stage.COMPLETION: Span(days=10),
            }
        ),
    )
)


def follow_up(play: Play) -> Act | None:
    """WV and a day: on the list of that morning, with the office's own words."""
    here = hand(play, STEERING)
    if here is None:
        return None
    day = play.today + timedelta(days=play.chance.choice((1, 2, 3)))
    word = here.word("a note beside a follow-up")
    here.writes(f"WV {day:%d.%m.%Y}\nINTERN: {word.word} nachfassen")
    return Act("WV")
