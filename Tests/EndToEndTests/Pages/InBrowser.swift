import Testing

/// What needs a browser, one test after the other: several browsers at once leave none of them the
/// time that a page takes.
@Suite("in a browser", .serialized)
enum InBrowser {}
