import Storage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a server takes of its machine.
extension ServerProcess {
    /// Open files and connections; 0 where the system does not tell.
    package var openFiles: Int { (try? FileSystem.names(in: "/proc/\(pid)/fd").count) ?? 0 }

    /// Seconds of processor time since its start; 0 where the system does not tell.
    package var processorSeconds: Double {
        // Fields 14 and 15 of proc(5), counted behind the name, which may hold blanks.
        let line = firstLine(of: "/proc/\(pid)/stat")
        let fields = line.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
        else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
