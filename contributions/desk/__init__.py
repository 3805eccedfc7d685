"""Where editors read stories, ask, make drafts and refuse."""
