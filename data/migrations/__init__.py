"""The steps by which a database of an earlier version gets today's tables; run by the store."""
