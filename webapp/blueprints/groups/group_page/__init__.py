"""What the pages of groups share: loading one, the tree beside it, and the page."""
