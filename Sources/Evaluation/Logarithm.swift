#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The logarithm to base 2.
func logarithm(_ x: Double) -> Double { log2(x) }

func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
