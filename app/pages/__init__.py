"""Public pages that compose what several features know; they write nothing."""
