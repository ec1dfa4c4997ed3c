"""What the command line does, one function a command; each returns its exit status."""
