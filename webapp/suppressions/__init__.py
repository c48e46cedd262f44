"""Who was erased on request, known by hashes alone, so that nobody comes back unasked."""
