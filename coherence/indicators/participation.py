"""Participation: do those who are concerned have a seat and a voice?"""

from __future__ import annotations
