"""The few formats of a workbook of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format


@dataclass(frozen=True)
class Styles:
    """The few formats of a workbook."""

    label: Format
    name: Format
    required: Format
    tag: Format
    text: Format
    whole: Format
    number: Format
    title: Format
    prose: Format
    loud: Format


def styles_of(book: Workbook) -> Styles:
    """The formats, added to a workbook."""
    head = {"bg_color": "#1F3A5F", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
    names = {"bg_color": "#E6ECF3", "font_color": "#1F3A5F", "num_format": "@"}
    return Styles(
        label=book.add_format({"bold": True, **head}),
        name=book.add_format(names),
        required=book.add_format({**names, "bold": True, "bg_color": "#FFE8B3"}),
        tag=book.add_format({"italic": True, "font_color": "#5A6B7D", "num_format": "@"}),
        text=book.add_format({"num_format": "@", "valign": "top"}),
        whole=book.add_format({"num_format": "#,##0", "valign": "top"}),
        number=book.add_format({"valign": "top"}),
        title=book.add_format({"bold": True, "font_size": 16, "font_color": "#1F3A5F"}),
        prose=book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        loud=book.add_format({"bold": True, "font_color": "#B00020", "text_wrap": True}),
    )
