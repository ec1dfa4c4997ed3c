"""What the people who work on Tugma run beside it."""
