"""What is put on accounts, on the desk."""
