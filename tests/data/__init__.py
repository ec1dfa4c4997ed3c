"""Tests of the floor that moves and keeps records."""
