"""What brings records in from files: the workbook, and sheets of it as CSV."""

from data.readers.reading import Reading
from data.readers.workbook import read_workbook

__all__ = ["Reading", "read_workbook"]
