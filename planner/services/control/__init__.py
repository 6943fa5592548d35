"""What was decided: instructions, their steps, who works on them, how issues close."""
