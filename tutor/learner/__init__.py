"""What the learner did and wrote: progress, answers, versions of them, settings, and how it is kept."""
