"""Which of the mails in hand leaves next, and when more of them are claimed."""

from collections.abc import Iterator

import pytest

from hauspost.desk.notices import NoticeKind
from hauspost.gateway.hand import FEW, MOST, Hand, is_full
from hauspost.store.sending import Claimed


def claimed(number: int, kind: NoticeKind) -> Claimed:
    address = f"somebody@place{number}.example"
    return Claimed(
        number, kind, address, address, "", (), None, None, None, "", f"{number}@x.example", "", None, 0, None
    )


@pytest.fixture
def hand() -> Iterator[Hand]:
    held = Hand(2)
    yield held
    held.close()


def test_an_alarm_goes_before_a_receipt_and_that_before_a_notice_to_the_whole_house(hand: Hand) -> None:
    hand.put(claimed(number, NoticeKind.HOUSE_NOTICE) for number in (1, 2))
    hand.put((claimed(3, NoticeKind.ACKNOWLEDGEMENT), claimed(4, NoticeKind.ALARM)))
    left = []
    while (mail := hand.take(0.0)) is not None:
        left.append(mail.id)
        hand.done(mail)
    assert left == [4, 3, 1, 2]


def test_more_are_claimed_when_half_of_them_have_left_and_not_after_each(hand: Hand) -> None:
    hand.put(claimed(number, NoticeKind.HOUSE_NOTICE) for number in range(MOST))
    rooms = []
    for _ in range(MOST - FEW):
        mail = hand.take(0.0)
        assert mail is not None
        hand.done(mail)
        rooms.append(hand.rooms()[-1])
    assert rooms == [0] * (MOST - FEW - 1) + [MOST - FEW]


def test_what_goes_first_has_room_beside_a_crowd_and_not_the_other_way_round(hand: Hand) -> None:
    hand.put(claimed(number, NoticeKind.HOUSE_NOTICE) for number in range(MOST))
    assert hand.rooms() == (MOST, MOST, 0)
    hand.put(claimed(number, NoticeKind.ALARM) for number in range(MOST, 2 * MOST))
    assert hand.rooms() == (0, 0, 0)


@pytest.mark.parametrize(
    "alarms, receipts, crowd, rooms, may_wait",
    [
        (0, 0, 0, (9, 9, 9), False),
        (1, 3, 4, (9, 9, 9), False),
        (1, 3, 5, (9, 9, 9), True),  # the last rank used up all room
        (1, 3, 0, (9, 4, 9), True),  # the one before it
        (9, 0, 0, (9, 9, 9), True),
        (0, 0, 0, (9, 9, 0), True),  # nobody looked for any of the last rank
    ],
)
def test_more_may_wait_where_a_rank_used_up_its_room_or_had_none(
    alarms: int, receipts: int, crowd: int, rooms: tuple[int, ...], may_wait: bool
) -> None:
    kinds = [NoticeKind.ALARM] * alarms
    kinds += [NoticeKind.ACKNOWLEDGEMENT] * receipts + [NoticeKind.HOUSE_NOTICE] * crowd
    assert is_full([claimed(number, kind) for number, kind in enumerate(kinds)], rooms) is may_wait
