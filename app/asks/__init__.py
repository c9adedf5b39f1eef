"""What hosts demand together, of whom, and what became of it: asks, targets, commitments, dated evidence."""
