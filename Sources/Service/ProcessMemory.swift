#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Resident memory of this process in bytes; 0 where the system does not tell.
package func residentBytes() -> Int { residentBytes(ofProcess: "self") }

/// Resident memory of a process by its number.
func residentBytes(ofProcess process: String) -> Int {
    let numbers = firstLine(of: "/proc/\(process)/statm").split(separator: " ")
    return numbers.count > 1 ? (Int(numbers[1]) ?? 0) * Int(getpagesize()) : 0
}

/// The first line of one of the system's files, whose sizes are not known before; empty where there
/// is none.
func firstLine(of path: String) -> String {
    guard let file = unsafe fopen(path, "r") else { return "" }
    defer { unsafe fclose(file) }
    var line = [CChar](repeating: 0, count: 1024)
    guard unsafe fgets(&line, Int32(line.count), file) != nil else { return "" }
    return String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
