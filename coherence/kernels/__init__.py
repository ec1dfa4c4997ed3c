"""Heavy loops over arrays: pure functions that know no records, so that they can run anywhere."""
