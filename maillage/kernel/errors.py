"""The errors a reader of Maillage may meet. Every message is a full French sentence: what, where, what to do."""

from maillage.kernel.problem import Problem


class MaillageError(Exception):
    """Any foreseen failure. `exit_code` is what the command line returns."""

    exit_code = 3


class UsageError(MaillageError):
    """An unknown name or an ill-formed argument."""

    exit_code = 2


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
