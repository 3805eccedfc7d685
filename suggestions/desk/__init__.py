"""Where editors read what people outside say of a sheet, beside what stands there, and decide."""
