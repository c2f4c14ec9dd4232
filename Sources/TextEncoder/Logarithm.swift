#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The natural logarithm, from the C library: Foundation is too large to link for it.
func naturalLogarithm(_ x: Float) -> Float { log(x) }
