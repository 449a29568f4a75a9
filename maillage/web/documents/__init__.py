"""Documents: each described once, in the folder of its page, and given as a page, a tagged PDF, a DOCX, a PPTX."""
