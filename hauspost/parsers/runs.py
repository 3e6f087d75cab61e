"""Knows which words of one text stand in another one word for word, in runs that are long enough to be no chance."""

from collections.abc import Iterable, Sequence


class Runs:
    """All runs of words of a text: the suffix automaton of its words, which grows linearly with them.

    A state stands for runs that end at the same places; `_links` leads to the longest shorter run that ends
    at more places (Blumer et al. 1985).
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._following: list[dict[str, int]] = [{}]
        self._links = [-1]
        self._lengths = [0]
        last = 0
        for word in words:
            last = self._with(last, word)

    def covered(self, words: Sequence[str], *, least: int) -> list[bool]:
        """For each word: does it lie in a run of `least` words or more that stands in the text?"""
        ends = self._ending(words)
        inside = [False] * len(words)
        reach = 0
        for i in range(len(words) - 1, -1, -1):
            reach = max(reach - 1, ends[i] if ends[i] >= least else 0)
            inside[i] = reach > 0
        return inside

    def _ending(self, words: Sequence[str]) -> list[int]:
        """For each word: how long is the longest run that ends with it?"""
        found: list[int] = []
        state = length = 0
        for word in words:
            while state and word not in self._following[state]:
                state = self._links[state]
                length = self._lengths[state]
            if word in self._following[state]:
                state, length = self._following[state][word], length + 1
            found.append(length)
        return found

    def _with(self, last: int, word: str) -> int:
        """One word more; the state of the whole text so far."""
        new = self._state({}, -1, self._lengths[last] + 1)
        at = last
        while at >= 0 and word not in self._following[at]:
            self._following[at][word] = new
            at = self._links[at]
        self._links[new] = 0 if at < 0 else self._shared(at, word)
        return new

    def _shared(self, at: int, word: str) -> int:
        """The state of exactly the run that `at` and `word` make; longer runs with other ends are split off."""
        found = self._following[at][word]
        if self._lengths[found] == self._lengths[at] + 1:
            return found
        split = self._state(dict(self._following[found]), self._links[found], self._lengths[at] + 1)
        while at >= 0 and self._following[at].get(word) == found:
            self._following[at][word] = split
            at = self._links[at]
        self._links[found] = split
        return split

    def _state(self, following: dict[str, int], link: int, length: int) -> int:
        self._following.append(following)
        self._links.append(link)
        self._lengths.append(length)
        return len(self._links) - 1
