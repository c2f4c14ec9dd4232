#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Resident memory of this process in bytes; 0 where the system does not tell.
package func residentBytes() -> Int { residentBytes(ofProcess: "self") }

/// Resident memory of a process by its number.
func residentBytes(ofProcess process: String) -> Int {
    guard let file = unsafe fopen("/proc/\(process)/statm", "r") else { return 0 }
    defer { unsafe fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard unsafe fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let numbers = String(decoding: bytes, as: UTF8.self).split(separator: " ")
    return numbers.count > 1 ? (Int(numbers[1]) ?? 0) * Int(getpagesize()) : 0
}
