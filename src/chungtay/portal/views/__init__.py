"""The views of pages: thin; each asks a module beside this folder for a value and renders it."""
