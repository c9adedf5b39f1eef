"""The board on which organisations find others to host with: posts, answers, and who would fit whom."""
