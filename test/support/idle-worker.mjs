// A worker thread that does nothing.
