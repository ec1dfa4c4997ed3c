"""Top floor: reports as screens, figures and files."""
