"""Text of learners and lessons on the screen: shown, never obeyed."""

from tutor.printed import Transcript as Transcript
from tutor.printed import plain as plain
