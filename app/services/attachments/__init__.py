"""Files that belong to matters: what they are, whether they may be taken, where they lie, what text they hold."""
