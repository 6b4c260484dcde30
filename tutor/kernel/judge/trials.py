"""What a check measures of a training, on its way to whoever waits for the verdict."""

from __future__ import annotations

from collections.abc import Callable

from tutor.check.training import FOLLOWERS, Trial
from tutor.kernel.protocol.checks import Trained

Measuring = Callable[[Trained], object]
"""Is told of each measurement."""


class FollowedTraining:
    """The training of an answer: what was measured last, told to `measuring` as long as that is `wanted`."""

    def __init__(self, measuring: Measuring | None, wanted: Callable[[], bool]) -> None:
        self.trained: Trained | None = None
        """How it stands."""
        self._measuring, self._wanted = measuring, wanted
        self._over = False

    def begin(self) -> None:
        """Hear of each measurement from now on."""
        FOLLOWERS.tell = self._take

    def end(self) -> None:
        """What comes now is another training, of the same answer with another seed."""
        self._over = True

    def _take(self, trial: Trial) -> None:
        if self._over:
            return
        goal = trial.goal
        budgets = goal.right, goal.seconds, goal.parameters
        self.trained = Trained(trial.seconds, trial.right, trial.parameters, *budgets)
        if self._measuring is not None and self._wanted():
            self._measuring(self.trained)
