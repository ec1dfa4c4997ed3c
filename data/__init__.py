"""Ground floor: what a register holds, how it is read, checked and kept."""
