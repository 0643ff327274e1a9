"""Tables as files: fact files read and checked, snapshots of the registry kept and hashed. Knows no Django."""
