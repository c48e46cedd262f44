"""Taking change sets back, whatever they changed; which kinds of change there are, the nouns register."""
