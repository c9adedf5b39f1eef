"""Replies: who comes, with how many, in which way; spots; what people need; a person's own calendar."""
