#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The public data sets to measure on, which are not part of the repository.
package enum RealData {
    /// `$MARTLET_DATA`, or `../shared/data` beside the repository; nil where neither is there.
    package static var folder: String? {
        let given = unsafe getenv("MARTLET_DATA").map { unsafe String(cString: $0) }
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let folder = given ?? "/\(root)/../shared/data"
        return exists(folder) ? folder : nil
    }

    /// The path of a file within it; nil where it is not there.
    package static func path(_ name: String) -> String? {
        guard let folder, exists("\(folder)/\(name)") else { return nil }
        return "\(folder)/\(name)"
    }

    private static func exists(_ path: String) -> Bool {
        unsafe access(path, R_OK) == 0
    }
}
