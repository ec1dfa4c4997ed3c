"""``python -m dashboard …``: everything that Tugma does without a browser."""

from dashboard.cli import main

raise SystemExit(main())
