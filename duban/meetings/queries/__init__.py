"""What is read of meetings by more than one caller."""
