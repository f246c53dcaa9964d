"""Units, posts, people, sign-in."""
