"""What leaves as a workbook: the template, a register, and a submission with comments."""

from data.workbook_out.annotated import write_annotated
from data.workbook_out.books import write_template, write_workbook
from data.workbook_out.examples import worked_examples

__all__ = ["worked_examples", "write_annotated", "write_template", "write_workbook"]
