"""The screens: the only code of the tutor that knows Textual."""
