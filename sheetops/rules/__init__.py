"""The arithmetic of the trade, one module a subject: frames in, frames out; no file, no clock, no Excel, no Word."""
