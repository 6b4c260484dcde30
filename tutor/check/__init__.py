"""What the tests of exercises may import: comparisons, looks at how a result came about, mistakes by name.

    from tutor import check

    def test_moves_w(answer):
        '''moves w against its gradient'''
        …
        check.same(w, expected, "w")

Each function returns quietly where all is well, and raises `Mistake`, an AssertionError in words for a beginner, where
it is not: what was seen, what it means, where to look, never the solution.
"""

from tutor.check.compare import TOLERANCES, is_number, near, same
from tutor.check.evaluation import (
    evaluates_in_train_mode,
    evaluates_with_gradients,
    on_different_devices,
    saw_test_data,
    unshuffled_sorted_labels,
)
from tutor.check.failure import Mistake, a, agree, counted, number, signed
from tutor.check.loading import as_workers
from tutor.check.losses import (
    curve,
    diverged,
    integers_asked_for_gradients,
    keeps_the_graph,
    loss_of_all_pairs,
    not_contiguous,
    one_hot_target,
    softmax_before_cross_entropy,
)
from tutor.check.matching import Pair, copied, matches
from tutor.check.outputs import gives_logits
from tutor.check.parameters import (
    changed,
    empty_parameters,
    gradients_grow,
    layers_made_in_forward,
    never_moved,
    no_longer_a_leaf,
    snapshot,
)
from tutor.check.training import FileWatch, Goal, TimedTraining, Trial, kept_numbers, share_right
from tutor.check.watch import (
    CallRecord,
    TorchCall,
    avoids,
    calls,
    depends_on,
    graph,
    leaves,
    no_python_loop_over,
    recorded,
    uses_autograd,
)

__all__ = [
    "TOLERANCES",
    "CallRecord",
    "FileWatch",
    "Goal",
    "Mistake",
    "Pair",
    "TimedTraining",
    "TorchCall",
    "Trial",
    "a",
    "agree",
    "as_workers",
    "avoids",
    "calls",
    "changed",
    "copied",
    "counted",
    "curve",
    "depends_on",
    "diverged",
    "empty_parameters",
    "evaluates_in_train_mode",
    "evaluates_with_gradients",
    "gives_logits",
    "gradients_grow",
    "graph",
    "integers_asked_for_gradients",
    "is_number",
    "keeps_the_graph",
    "kept_numbers",
    "layers_made_in_forward",
    "leaves",
    "loss_of_all_pairs",
    "matches",
    "near",
    "never_moved",
    "no_longer_a_leaf",
    "no_python_loop_over",
    "not_contiguous",
    "number",
    "on_different_devices",
    "one_hot_target",
    "recorded",
    "same",
    "saw_test_data",
    "share_right",
    "signed",
    "snapshot",
    "softmax_before_cross_entropy",
    "unshuffled_sorted_labels",
    "uses_autograd",
]
