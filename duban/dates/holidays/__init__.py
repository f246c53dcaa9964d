"""Holiday tables: those published up to today, festival days, and the years an administrator adds as files."""
