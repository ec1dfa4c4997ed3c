"""Tugma as people meet it: the real application in a real browser."""
