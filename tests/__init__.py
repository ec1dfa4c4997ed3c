"""Tests, laid out as the code is; e2e drives a real browser."""
