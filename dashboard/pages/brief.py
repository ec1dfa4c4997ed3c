"""Brief: are we more coherent than at the last meeting, and where must we act today?"""

from __future__ import annotations

from dash import html

from dashboard.screen import Content, Page, Screen

PAGE = Page(
    "/", "Brief", "Are we more coherent than at the last meeting, and where must we act today?", 0
)


def layout(screen: Screen) -> Content:
    """Four large numbers and what needs a decision."""
    return Content(finding=screen.say("Brief"), body=html.P(screen.report.title))
