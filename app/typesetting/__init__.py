"""Typesetting of official documents (红头文件) by GB/T 9704-2012: a `Paper` in, PDF or DOCX out. Pure but for reading fonts."""
