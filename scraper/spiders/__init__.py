"""The sources; one file each, attributes only. The README says how to add one."""
