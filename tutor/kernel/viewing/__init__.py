"""Views made from the learner's own objects. Torch is imported late; nothing here draws."""
