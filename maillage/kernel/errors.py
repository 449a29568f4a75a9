"""The errors a reader of Maillage may meet. Every message is a full French sentence: what, where, what to do."""

from collections.abc import Mapping

from maillage.kernel.problem import Problem

MOST_VALUES = 100
"""Values listed by a message; the pages fold them, and show all."""


class MaillageError(Exception):
    """Any foreseen failure. `exit_code` is what the command line returns."""

    exit_code = 3


class UsageError(MaillageError):
    """An unknown name or an ill-formed argument."""

    exit_code = 2


class UnknownChoice(UsageError):
    """A value that is not among those offered.

    `refused`: the sentence that says so; `asked`: the value; `choices`: the values offered, and what a reader calls
    them. The message lists the values, which the command line and the API ask for; a page shows what they are called.
    """

    def __init__(self, refused: str, asked: str, choices: Mapping[str, str]) -> None:
        self.refused, self.asked, self.choices = refused, asked, choices
        values = [*list(choices)[:MOST_VALUES], *(["…"] if len(choices) > MOST_VALUES else [])]
        super().__init__(f"{refused} Choisissez parmi : {', '.join(values)}." if values else refused)


class DataError(MaillageError):
    """A file that cannot be trusted as a whole: nothing of it is kept, what was there stays.

    `problems`: what had been found in it, row by row, when it was turned away.
    """

    exit_code = 3
    problems: tuple[Problem, ...] = ()


class BusyError(MaillageError):
    """Too much is asked at once: nothing is wrong, it is to be asked again."""


class NetworkError(MaillageError):
    """A publisher that cannot be reached or does not answer as documented."""

    exit_code = 4
