"""Text of learners and lessons on the screen: shown, never obeyed."""

from tutor.views.printed import Transcript as Transcript
from tutor.views.printed import plain as plain
