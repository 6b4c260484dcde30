"""`python -m tutor` is `pytorch-tutor`."""

import sys

from tutor.cli import main

sys.exit(main())
