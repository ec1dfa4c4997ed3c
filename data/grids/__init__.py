"""Files as grids of cells: a workbook, a CSV file, a zip or a folder of CSV files.

Nothing here knows what a register is. Whatever is wrong with the file as a whole is one plain
sentence, raised before a reader could stumble over it.
"""

from data.grids.grid import ERROR_VALUES, Cell, Grid, Grids
from data.grids.opening import open_grids

__all__ = ["ERROR_VALUES", "Cell", "Grid", "Grids", "open_grids"]
