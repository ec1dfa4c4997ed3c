"""Middle floor: what a register says about the coherence of policy across levels."""
